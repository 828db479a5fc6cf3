"""Hurried questions: misspelt or bare, still about the same thing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.reader.noise import hurried, keywords, misspelt

QUESTION = "When was the harbour of Osk dredged?"


@given(st.text(), st.integers())
def test_no_text_is_lost_or_fails(text, seed):
    assert bool(hurried(text, random.Random(seed)).strip()) == bool(text.strip())


def test_slips_stay_inside_long_words():
    for seed in range(50):
        slipped = misspelt(QUESTION, random.Random(seed))
        pairs = list(zip(slipped.split(), QUESTION.split(), strict=True))
        assert 1 <= sum(a != b for a, b in pairs) <= 2
        assert all(a == b or (a[0], len(b) > 4) == (b[0], True) for a, b in pairs)


def test_keywords_are_the_words_that_carry_meaning():
    assert keywords(QUESTION) == "harbour osk dredged"
    assert keywords("Who is it?") == "Who is it?"


def test_most_questions_are_left_as_they_are():
    rng = random.Random(0)
    same = sum(hurried(QUESTION, rng) == QUESTION for _ in range(1000))
    assert 830 <= same <= 930
