"""Stems, spellings and BM25 rows."""

import math

import numpy as np
import pytest

from bot.lexical import LexicalIndex, stems, words

ROWS = [
    "Two modern oil refineries stand in Mozyr.",
    "Aleksandr Lukashenko thanked the host.",
    "Trade reached $700 million.",
    "",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mozyr’s 85,000 tonnes", ["mozyr", "85,000", "tonnes"]),
        ("ＦＵＬＬ ﬁne Café", ["full", "fine", "cafe"]),
        ("don't 3.5% U.S.", ["don't", "3.5", "u", "s"]),
        ("Президент посетил Баку", ["президент", "посетил", "баку"]),
        ("", []),
    ],
)
def test_words_are_folded(text, expected):
    assert words(text) == expected


def test_stems_follow_the_language():
    assert stems("refineries refinery") == ["refineri", "refineri"]
    assert stems("переговоры", "ru") == stems("переговоров", "ru-RU")
    assert stems("cooperation", "xx") == stems("cooperation")


@pytest.mark.parametrize(
    ("question", "row"),
    [("refineries", 0), ("refinerys", 0), ("Lukashenka", 1), ("lukashenko's", 1), ("700", 2), ("milion", 2)],
)
def test_exact_derived_and_misspelt_words_match_their_row(question, row):
    index = LexicalIndex(ROWS)
    scores = index.matches(index.terms(question)).sum(axis=0)
    assert int(np.argmax(scores)) == row
    assert scores[row] > 0


def test_misspelt_word_scores_below_the_exact_one():
    index = LexicalIndex(ROWS)
    exact, misspelt = (index.matches(index.terms(q)).sum(axis=0)[1] for q in ("lukashenko", "lukashenka"))
    assert 0 < misspelt < exact


def test_numbers_are_not_misspelt():
    index = LexicalIndex(["In 2014 it rose.", "In 2015 it fell."])
    assert index.matches(index.terms("2016")).sum() == 0


def test_matches_stay_below_each_terms_idf():
    index = LexicalIndex(ROWS)
    terms = index.terms("Which modern refinerys thanked Mozyr for million zebras?")
    matches = index.matches(terms)
    assert matches.shape == (len(terms), len(ROWS))
    assert matches.dtype == np.float32
    assert (matches < np.array([[t.idf] for t in terms])).all()


def test_unknown_word_has_the_highest_idf():
    index = LexicalIndex(ROWS)
    (term,) = index.terms("zebra")
    assert term.spellings == ()
    assert term.idf == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_question_of_stop_words_keeps_them():
    index = LexicalIndex(["What was said?", "Nothing."])
    assert index.terms("what was said") != []


@pytest.mark.parametrize("rows", [[], [""], ["", "?"]])
def test_rows_without_words_match_nothing(rows):
    index = LexicalIndex(rows)
    assert index.matches(index.terms("oil")).sum() == 0
