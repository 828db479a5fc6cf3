"""What counts as a word, and where it stands."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.verification.folding import fold

PIECES = st.sampled_from(
    [
        *"aZéßıİşЙёωΏñ0159%$€?.,:;-–—−'’“”«»()[]/_&+½²カがกำ中 \n\t",
        "\u0301",
        "\u00ad",
        "\u200b",
        "\x00",
        "…",
        "don’t",
        "85,000",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))
LETTERS = st.text("aZéßıİşЙёωΏñäÖ-–'’ .,“”5", max_size=60)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don’t", ["don't"]),
        ("coopera\u00adtion", ["cooperation"]),
        ("ﬁne ｆｉｎｅ 𝐟𝐢𝐧𝐞", ["fine", "fine", "fine"]),
        ("25,000-30,000", ["25,000", "-", "30,000"]),
        ("25,000 — 30,000", ["25,000", "-", "30,000"]),
        ("minus −5 °C", ["minus", "-", "5", "%", "c"]),
        ("a – 5 b", ["a", "5", "b"]),
        ("high‑capacity", ["high", "capacity"]),
        ("90 % or $700", ["90", "%", "or", "$", "700"]),
        ("10² is not 102", ["10", "^2", "is", "not", "102"]),
        ("5½ or ½", ["5", "1/2", "or", "1/2"]),
        ("km² km2", ["km", "2", "km", "2"]),
        ("Why? “Why?!” Why!", ["why", "?", "why", "?", "why"]),
        ("COVID-19 and COVID–19", ["covid", "19", "and", "covid", "19"]),
        ("R&D, C++, #1", ["r", "&", "d", "c", "++", "#", "1"]),
        ("fee > 5, < 6 and + $7", ["fee", ">", "5", "<", "6", "and", "+", "$", "7"]),
        ("# 5 boats\n| 6 | 7 |\n> 8", ["5", "boats", "6", "7", "8"]),
        ("10:30, 3.5, 1/2", ["10:30", "3.5", "1/2"]),
        ("我们同意。", ["我", "们", "同", "意"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("👍🏽 — … “”", []),
        ("\ud800\x00", []),
    ],
)
def test_words_numbers_and_signs_are_tokens(text, tokens):
    if "°" in text:
        tokens = ["°" if token == "%" else token for token in tokens]
    assert list(fold(text).tokens) == tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("85,000", "85.000"), ("85,000", "85000"), ("3.5", "35"), ("3.5", "3 5"), ("-5", "5"), ("5-3", "5 3"),
        ("90%", "90"), ("$700", "€700"), ("$700", "700"), ("don’t", "do"), ("don’t", "dont"), ("résumé", "resume"),
        ("everyone", "every one"), ("co-operate", "cooperate"), ("10²", "102"), ("10²", "10 2"), ("R&D", "R D"),
        ("50+", "50"), ("We go.", "We go?"), ("а", "a"), ("№ 5", "5"), ("24/7", "247"),
    ],
)  # fmt: skip
def test_what_changes_the_words_is_no_formatting(one, other):
    assert fold(one).tokens != fold(other).tokens


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("high-capacity", [1]),
        ("$700", [1]),
        ("90 %", [1]),
        ("in 2019 $5 million", [3]),
        ("25,000–30,000", [1, 2]),
        ("Belarus–Azerbaijan", []),
        ("word—word", []),
        ("85 000 tonnes", [1]),
        ("in 2019 500 people", []),
        ("U.S. trade", [1]),
        ("It ended.The talks", []),
        ("5G MH17", [1, 3]),
        ("are −5 to", [2]),
        ("snake_case", [1]),
    ],
)
def test_tokens_of_one_word_or_number_hold_together(text, cuts):
    glued = fold(text).glued
    assert [i for i, holds in enumerate(glued.tolist()) if holds] == cuts


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_tokens_stand_in_order_and_slice_back(text):
    folded = fold(text)
    end = 0
    assert len(folded) == len(folded.starts) == len(folded.ends) == len(folded.glued) - 1
    for token, start, stop in zip(folded.tokens, folded.starts, folded.ends, strict=True):
        assert end <= start < stop <= len(text)
        assert token
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not folded.glued[0]
    assert not folded.glued[-1]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_letter_and_digit_is_in_a_token(text):
    folded = fold(text)
    held = {i for start, end in zip(folded.starts, folded.ends, strict=True) for i in range(start, end)}
    assert all(i in held for i, c in enumerate(text) if unicodedata.category(c)[0] in "LN" and c not in "ʻʼ")


@settings(max_examples=300, deadline=None)
@given(LETTERS)
def test_case_and_unicode_form_are_formatting(text):
    tokens = fold(text).tokens
    for other in (text.upper(), *(unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD"))):
        assert fold(other).tokens == tokens
