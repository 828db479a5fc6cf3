"""Why a sentence was found: its words' contributions, which sum to the cosine that is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot import Abstention, Answer, Bot, Document
from bot.answer import Passage
from bot.document import Sentence
from bot.explanation import Explanation, ExplanationError, explain
from embeddings.encoder import SentenceTransformerEncoder
from embeddings.parts import Parts
from tests.fakes import FakeEncoder

QUESTION = "How many tonnes of apples did the fair sell?"
BEFORE = "Fair 🎉\n"
SENTENCES = (
    "The fair opened on Monday.",
    "It sold 40,000.5 tonnes of apples at €1.20 a kilo (or so).",
    "“We—I mean the fair’s guests—won’t be back,” he said… “Never!”",
    "🎉👩‍👩‍👧 A party\u00a0at\u2009five\u3000o’clock",
    "Café nai\u0308ve A\u030angstro\u0308m",
    "東京で会議が開かれました。",
    "שלום עולם, מה שלומך היום?",
    "\u202eright\u202c to\u200b left\ufeff",
    "control\x07led a\x1cb c\x00d",
    "half of a pair \ud83c stands here",
    "?!… — “”",
    "\u200b",
    "x" * 5000,
    "apples " * 2000,
)


class LetterEncoder(FakeEncoder):
    """Turns a number up for every word, and tells so: the marks around a text add what stands in no word."""

    def __init__(self, limit: int = 100) -> None:
        self.limit = limit

    def parts(self, text: str) -> Parts:
        spans, at = [(0, 0)], 0
        for word in text.split()[: self.limit]:
            at = text.index(word, at)
            spans.append((at, at + len(word)))
            at += len(word)
        words = super().encode([text[a:b] for a, b in spans])
        return Parts.of_mean(words, spans)

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        return np.stack([self.parts(text).vectors.sum(axis=0) for text in texts])


@pytest.fixture(scope="module")
def encoder(visit_bot: Bot) -> SentenceTransformerEncoder:
    """The real model, loaded once with the visit."""
    assert isinstance(visit_bot.encoder, SentenceTransformerEncoder)
    return visit_bot.encoder


def found(text: str, dense: float) -> Answer:
    """An answer that quotes a text, which stands after a title."""
    document = Document(BEFORE + text, title="Fair 🎉")
    sentence = Sentence(document.text, len(BEFORE), len(document.text), 1, 1)
    return Answer(QUESTION, Passage(document, sentence, dense, 0.5, 0.5), sentence.start, sentence.end, 0.9)


def dense(encoder: FakeEncoder | SentenceTransformerEncoder, text: str, among: Sequence[str] = ()) -> float:
    """The cosine of the question and a text, embedded together with others, as an index has it."""
    return float(encoder.encode([*among, text])[-1] @ encoder.encode([QUESTION])[0])


def check(explanation: Explanation, answer: Answer) -> None:
    sentence, text = answer.sentence, answer.document.text
    assert math.isclose(math.fsum(w.contribution for w in explanation.words), answer.passage.dense, abs_tol=1e-9)
    assert all(text[w.start : w.end] == w.text for w in explanation.words)
    bounds = [sentence.start, *(n for w in explanation.words for n in (w.start, w.end)), sentence.end]
    assert bounds == sorted(bounds)
    assert all(w.start < w.end for w in explanation.words)
    between = zip(bounds[::2], bounds[1::2], strict=True)
    assert all(not text[a:b].strip() for a, b in between)


@pytest.mark.parametrize("text", SENTENCES, ids=range(len(SENTENCES)))
def test_contributions_sum_to_the_cosine_and_their_words_make_up_the_sentence(
    encoder: SentenceTransformerEncoder, text: str
) -> None:
    answer = found(text, dense(encoder, text, SENTENCES))
    check(explain(Bot([answer.document], encoder=encoder), answer), answer)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=80).filter(str.strip))
@example("a\u0301\u0301\u0301 \u0301")
@example("\ufdfa ﬃ ½ Ⅷ")
def test_contributions_sum_to_the_cosine_for_any_text(encoder: SentenceTransformerEncoder, text: str) -> None:
    answer = found(text, dense(encoder, text, SENTENCES[:3]))
    check(explain(Bot([answer.document], encoder=encoder), answer), answer)


def test_parts_sum_to_the_vector_that_is_searched(encoder: SentenceTransformerEncoder) -> None:
    for text in SENTENCES:
        parts = encoder.parts(text)
        assert parts is not None
        assert np.allclose(parts.vectors.sum(axis=0), encoder.encode([text])[0], atol=1e-6)
        assert ((parts.spans >= 0) & (parts.spans <= len(text))).all()


@pytest.mark.parametrize("question", ["How much oil was delivered to the refinery?", "How tall is a giraffe?"])
def test_results_of_the_bot_are_explained_as_they_are_shown(visit_bot: Bot, question: str) -> None:
    result = visit_bot.ask(question)
    told = explain(visit_bot, result)
    shown = told.to_dict()
    assert result.passage is not None
    assert shown["dense"] == result.passage.to_dict()["dense"]
    assert abs(sum(word["contribution"] for word in shown["words"]) - shown["dense"]) < 1e-6
    assert explain(visit_bot, result) == told


def test_words_of_the_question_add_most(visit_bot: Bot) -> None:
    told = explain(visit_bot, visit_bot.ask("How much oil was delivered to Mozyr?"))
    most = sorted(told.words, key=lambda word: -word.contribution)[:3]
    assert "Mozyr" in {word.text for word in most}


def test_punctuation_stands_beside_the_word_and_not_in_it() -> None:
    encoder, text = LetterEncoder(), "“We won’t sell 40,000.5 tonnes,” (he said)…"
    answer = found(text, dense(encoder, text))
    words = explain(Bot([], encoder=encoder), answer).words
    assert [word.text for word in words] == [
        "“", "We", "won’t", "sell", "40,000.5", "tonnes", ",”", "(", "he", "said", ")…",
    ]  # fmt: skip


def test_marks_around_the_text_are_shared_evenly() -> None:
    encoder = LetterEncoder()
    answer = found("apples rot", dense(encoder, "apples rot"))
    told = explain(Bot([], encoder=encoder), answer)
    added = encoder.parts("apples rot").vectors @ encoder.encode([QUESTION])[0]
    assert told.shared == pytest.approx(float(added[0]), abs=1e-6)
    assert [w.contribution for w in told.words] == pytest.approx([x + added[0] / 2 for x in added[1:]], abs=1e-6)


def test_words_that_the_model_did_not_read_add_nothing() -> None:
    encoder = LetterEncoder(limit=2)
    answer = found("apples were sold apples", dense(encoder, "apples were"))
    told = explain(Bot([], encoder=encoder), answer)
    assert [w.contribution == 0 for w in told.words] == [False, False, True, True]


def test_sentence_without_a_word_is_explained_whole() -> None:
    encoder = LetterEncoder(limit=0)
    answer = found("apples rot", dense(encoder, "apples rot"))
    told = explain(Bot([], encoder=encoder), answer)
    assert [(w.text, w.contribution) for w in told.words] == [("apples rot", answer.passage.dense)]


def test_small_difference_of_rounding_is_shared_and_told() -> None:
    encoder = LetterEncoder()
    true = dense(encoder, "apples rot")
    exact = explain(Bot([], encoder=encoder), found("apples rot", true))
    shifted = explain(Bot([], encoder=encoder), found("apples rot", true + 0.002))
    assert shifted.shared - exact.shared == pytest.approx(0.002)
    assert sum(w.contribution for w in shifted.words) == pytest.approx(true + 0.002)


def test_cosine_of_another_sentence_is_refused_with_both_figures() -> None:
    encoder = LetterEncoder()
    true = dense(encoder, "apples rot")
    with pytest.raises(ExplanationError, match=rf"cosine {true:.3f} and not {true - 0.2:.3f}"):
        explain(Bot([], encoder=encoder), found("apples rot", true - 0.2))


def test_encoder_that_cannot_take_vectors_apart_is_named_with_a_remedy() -> None:
    with pytest.raises(ExplanationError, match="model fake can't tell .* use the embedded model"):
        explain(Bot([], encoder=FakeEncoder()), found("apples rot", 0.5))


def test_model_with_another_pooling_is_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = LetterEncoder()
    monkeypatch.setattr(encoder, "parts", lambda text: None)
    with pytest.raises(ExplanationError, match="another BERT with mean pooling"):
        explain(Bot([], encoder=encoder), found("apples rot", 0.5))


def test_result_without_a_sentence_has_nothing_to_explain() -> None:
    with pytest.raises(ExplanationError, match="no match to explain"):
        explain(Bot([], encoder=FakeEncoder()), Abstention("", "blank"))
