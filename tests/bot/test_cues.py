"""Kinds of answers that questions expect, and sentences that hold them."""

import pytest

from bot import cues


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much oil was delivered?", "number"),
        ("how many ships", "number"),
        ("When did they meet?", "date"),
        ("In what year did it open?", "date"),
        ("Who signed the act?", "person"),
        ("Where is the factory?", "place"),
        ("Which cities are linked?", "place"),
        ("Why did trade fall?", "reason"),
        ("What did the minister say about wool?", "speech"),
        ("What was signed?", None),
        ("", None),
    ],
)
def test_questions_name_the_kind_of_their_answer(question, kind):
    assert cues.expected(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "holds"),
    [
        ("number", "It cost 5 crowns.", "How much did it cost?", True),
        ("number", "It cost 5 crowns.", "How much are 5 crowns?", False),
        ("date", "They met in March.", "When did they meet?", True),
        ("date", "They met at noon.", "When did they meet?", False),
        ("person", "The act was signed by Ilse Marrow.", "Who signed it?", True),
        ("person", "The act was signed by Ilse Marrow.", "Who is Ilse Marrow?", False),
        ("place", "They met in Baku.", "Where did they meet?", True),
        ("place", "They met in Baku.", "Where in Baku did they meet?", False),
        ("place", "They met in May.", "Where did they meet?", False),
        ("reason", "Trade fell because of ice.", "Why did trade fall?", True),
        ("speech", "Wool is fine, she noted.", "What did she say?", True),
    ],
)
def test_sentences_hold_a_kind_that_the_question_does_not_name(kind, sentence, question, holds):
    assert cues.held(kind, [sentence], question) == [holds]


@pytest.mark.parametrize(
    ("sentences", "flags"),
    [
        (["He left.", "“One.", "Two.", "Three,” he said.", "Done."], [False, True, True, True, False]),
        (['"One.', "Two,", 'three," he said.', "Done."], [True, True, True, False]),
        (["« Un.", "Deux. »", "Fini."], [True, True, False]),
        (["“Never closed.", "Still open."], [True, True]),
    ],
)
def test_quoted_words_are_followed_over_sentences(sentences, flags):
    assert cues.spoken(sentences) == flags
