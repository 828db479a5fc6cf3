"""Tokens: where each stands in its text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reader.tokens import QUESTION, TEXT, PairTokenizer
from embeddings.model import embedded_folder

tokenizer = PairTokenizer(embedded_folder())


@settings(deadline=None)
@given(st.text(max_size=300))
def test_tokens_lie_in_their_text_in_order(text):
    tokens = tokenizer.texts([text])[0]
    assert len(tokens.numbers) == len(tokens.offsets)
    end = 0
    for first, last in tokens.offsets.tolist():
        assert end <= first <= last <= len(text)
        end = first


def test_offsets_count_code_points_of_the_text_as_written():
    text = "\ud800 Café 👍🏽 Баку costs $5"
    tokens = tokenizer.texts([text])[0]
    words = [text[a:b] for a, b in tokens.offsets.tolist()]
    assert words[0] == "Café" and words[-2:] == ["$", "5"]
    assert "".join(words[1:-3]).startswith("👍🏽Ба")


def test_covering_finds_the_tokens_of_words():
    text = "Around 85,000 tonnes of oil"
    tokens = tokenizer.texts([text])[0]
    first, last = tokens.covering(7, 20)
    assert text[tokens.offsets[first, 0] : tokens.offsets[last, 1]] == "85,000 tonnes"
    assert tokens.covering(500, 510) is None


def test_long_texts_and_questions_are_cut():
    assert len(tokenizer.texts(["oil " * 1000])[0].numbers) == TEXT
    assert len(tokenizer.question("oil " * 1000)) == QUESTION + 2


@pytest.mark.parametrize("text", ["", "oil was delivered"])
def test_pair_is_question_text_and_separators(text):
    question = tokenizer.question("what?")
    pair = tokenizer.pair(question, tokenizer.texts([text])[0])
    assert pair.first == len(question) == 4
    assert pair.numbers[0] == 101 and pair.numbers[-1] == 102 and pair.numbers[pair.first - 1] == 102
