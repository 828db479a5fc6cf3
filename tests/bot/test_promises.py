"""The five promises of the product, as properties over awkward documents and questions."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Abstention, Answer, Bot, Document
from bot.reader import SentenceReader
from tests.fakes import FakeEncoder

AWKWARD = [
    "",
    "Hello",
    "42",
    "- 23",
    "   \n\t\r\n ",
    "One line.\r\nAnother line.\r\n",
    "old\rmac\rline ends. Two here.",
    "nul\x00inside. And\x00more.",
    "👩‍👩‍👧 visited 🇦🇿. The 👍🏽 was given.",
    "Cafe\u0301 prices rose. Café prices fell.",
    "שלום עולם. הנשיא ביקר בבאקו. \u202egnp.exe\u202c done.",
    "مرحبا بالعالم؟ زار الرئيس باكو.",
    "The same words. The same words. The same words.",
    "“An open quote. Never closed. He said so",
    "a" * 5000,
    "\ud800 lone surrogate. Next one.",
    "x\u2028y\u2029z\x85w\x0bv\x0cu",
    "<script>alert(1)</script> was said. </mark> too.",
    "第一句话。第二句话！还有吗？",
    "« Nous sommes d’accord. » Le ministre est parti.",
]
PIECES = st.sampled_from([*AWKWARD, "\n", "\n\n", " ", ". ", "“", "”", "Oil was delivered to Mozyr. ", "U.S. "])
TEXTS = st.one_of(st.lists(PIECES, max_size=6).map("".join), st.text(max_size=300))
QUESTIONS = st.one_of(
    st.sampled_from(["Who visited?", "same words", "oil", "Where was oil delivered?"]), st.text(max_size=60)
)


def check_spans(document: Document) -> None:
    end = 0
    for paragraph in document.paragraphs:
        assert end <= paragraph.start < paragraph.end
        end = paragraph.end
        inner = paragraph.start
        for sentence in paragraph.sentences:
            assert inner <= sentence.start < sentence.end <= paragraph.end
            assert document.text[sentence.start : sentence.end] == sentence.text
            inner = sentence.end


def check_result(bot: Bot, question: str) -> Answer | Abstention:
    result = bot.ask(question)
    if isinstance(result, Answer):
        assert result.quote
        assert result.document.text[result.start : result.end] == result.quote
        assert result.sentence.start <= result.start < result.end <= result.sentence.end
        assert result.paragraph.holds(result.sentence)
        assert result.document in bot.documents
    else:
        assert result.nearest is None or result.nearest in result.document.sentences
    assert 0.0 <= result.score <= 1.0
    return result


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_documents_answer_with_slices_or_abstain(text):
    bot = Bot([Document.from_text(text)], encoder=FakeEncoder(), reader=SentenceReader())
    check_spans(bot.documents[0])
    words = text.split()
    for question in ("Who visited?", text[:999] or "?", words[-1] if words else "word"):
        check_result(bot, question)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=3), QUESTIONS)
def test_every_answer_is_a_slice_of_its_document(texts, question):
    bot = Bot([Document.from_text(text) for text in texts], encoder=FakeEncoder(), reader=SentenceReader())
    for document in bot.documents:
        check_spans(document)
    check_result(bot, question)


@pytest.mark.parametrize("text", AWKWARD)
def test_trained_reader_quotes_slices_of_awkward_documents(text, visit_bot):
    bot = Bot([Document.from_text(text)], encoder=FakeEncoder(), reader=visit_bot.reader)
    for question in ("Who visited?", text[:999] or "?", "\ud800 what words?"):
        check_result(bot, question)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=2), QUESTIONS)
def test_trained_reader_quotes_slices_of_any_documents(visit_bot, texts, question):
    check_result(Bot([Document.from_text(t) for t in texts], encoder=FakeEncoder(), reader=visit_bot.reader), question)


@settings(max_examples=60, deadline=None)
@given(TEXTS, QUESTIONS, QUESTIONS)
def test_same_question_gives_the_same_bytes_whatever_was_asked_between(text, question, other):
    bot = Bot([Document.from_text(text)], encoder=FakeEncoder(), reader=SentenceReader())
    first = json.dumps(bot.ask(question).to_dict())
    bot.ask(other)
    assert json.dumps(bot.ask(question).to_dict()) == first
    again = Bot([Document.from_text(text)], encoder=FakeEncoder(), reader=SentenceReader())
    assert json.dumps(again.ask(question).to_dict()) == first


def test_identical_sentences_keep_separate_locations():
    document = Document.from_text("The same words. The same words.\nThe same words.")
    assert [s.id for s in document.sentences] == ["p1s1", "p1s2", "p2s1"]
    assert len({s.start for s in document.sentences}) == 3
    result = Bot([document], encoder=FakeEncoder(), reader=SentenceReader()).ask("the same words")
    assert isinstance(result, Answer)
    assert result.sentence == document.sentences[0]


def test_quote_cannot_be_built_outside_its_sentence(visit_bot):
    answer = visit_bot.ask("How much oil was delivered to the Mozyr refinery?")
    for start, end in (
        (answer.sentence.start - 1, answer.end),
        (answer.start, answer.sentence.end + 1),
        (answer.start, answer.start),
    ):
        with pytest.raises(ValueError, match="does not lie in its sentence"):
            Answer(answer.question, answer.passage, start, end, answer.score)


def test_five_megabytes_are_answered_in_their_own_words():
    line = "The {n}th delegation brought {n} crates of tea to the harbour on the river. Nobody counted them."
    filler = "".join(line.format(n=n) + "\n" for n in range(52_000))
    text = filler + "The gardener Ilse Marrow painted the lighthouse violet.\n"
    assert len(text) > 5_000_000
    document = Document.from_text(text)
    assert len(document.paragraphs) == 52_001
    check_spans(document)


def test_threads_get_the_same_bytes(visit_bot):
    questions = [
        "What is the oil refining rate?",
        "Who got an award?",
        "How do I bake bread?",
    ] * 4
    alone = [json.dumps(visit_bot.ask(q).to_dict()) for q in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda q: json.dumps(visit_bot.ask(q).to_dict()), questions))
    assert together == alone


def test_asking_opens_no_socket(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    bot = Bot.open()
    assert isinstance(bot.ask("How much oil was delivered to the Mozyr refinery?"), Answer)
