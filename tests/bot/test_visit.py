"""Exact expectations for the embedded visit, with the real model."""

from pathlib import Path

import pytest

from bot import Abstention, Answer, Bot, Document
from bot.evaluation import evaluate, read_questions
from bot.reader import SentenceReader
from bot.visits import visit
from tests.fakes import FakeEncoder

QUESTIONS = Path(__file__).parents[1] / "data" / "visit_questions.jsonl"


def test_document_is_the_published_text():
    document = visit()
    assert document.title == "Official visit to Azerbaijan"
    assert document.url == "https://president.gov.by/en/events/official-visit-to-azerbaijan-14930"
    assert document.sha256 == "ebf00180b19bcf48cad1e506839cedea275bcbb5408108cad209e7a762adff34"
    assert len(document.paragraphs) == 14


def test_title_and_photo_count_are_not_passages():
    texts = [p.text for p in visit().paragraphs]
    assert not any(text.startswith(("Official visit", "- 23")) for text in texts)
    assert texts[0].startswith("Belarus and Azerbaijan confirm mutual interest")


def test_sentences_of_a_quotation_are_split():
    third = visit().paragraphs[1]
    assert [s.text for s in third.sentences] == [
        "“You can rely on us as your closest friend.",
        "If we can be useful to you in any way, we will always come to help.",
        "You know well our capabilities.",
        "You are a great friend of Belarus,” Aleksandr Lukashenko said.",
    ]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "How much oil was delivered to the Mozyr refinery?",
            "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery.",
        ),
        ("refinerys", "We have two modern high-capacity oil refineries."),
        ("mozir refinary oil tonns", "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery."),
    ],
)
def test_plain_and_misspelt_questions_find_their_sentence(visit_bot, question, sentence):
    best = visit_bot._ready().retrieve(question, 1).passages[0]
    assert best.sentence.text == sentence


def test_misspelt_name_finds_the_name(visit_bot):
    best = visit_bot._ready().retrieve("Lukashenka", 1).passages[0]
    assert "Lukashenko" in best.sentence.text


def test_quote_is_narrowed_to_the_words_that_answer(visit_bot):
    answer = visit_bot.ask("How much oil was delivered to the Mozyr refinery?")
    assert isinstance(answer, Answer)
    assert answer.sentence.text == "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery."
    assert "85,000 tonnes" in answer.quote
    assert len(answer.quote) < 30


@pytest.mark.parametrize("question", ["What is the tallest mountain on Mars?", "recipe for pancakes", "asdf qwer zxcv"])
def test_off_topic_questions_get_silence_and_its_reason(visit_bot, question):
    result = visit_bot.ask(question)
    assert isinstance(result, Abstention)
    assert result.reason == "off_topic"
    assert result.nearest in visit_bot.documents[0].sentences


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "blank"), (" \n\t ", "blank"), ("q" * 1001, "too_long"), ("?!… — 😀", "no_words")],
)
def test_unusable_questions_get_their_reason(visit_bot, question, reason):
    result = visit_bot.ask(question)
    assert isinstance(result, Abstention)
    assert (result.reason, result.nearest, result.score) == (reason, None, 0.0)


def test_longest_question_is_answered(visit_bot):
    question = "How much oil was delivered to the Mozyr refinery? ".ljust(1000, "?")
    assert isinstance(visit_bot.ask(question), Answer)


@pytest.mark.parametrize("question", [None, 5, b"oil", ["oil"]])
def test_question_that_is_not_text_is_refused(visit_bot, question):
    with pytest.raises(TypeError, match="must be str"):
        visit_bot.ask(question)


def test_results_show_why_a_passage_was_found(visit_bot):
    answer = visit_bot.ask("What is the oil refining rate?")
    record = answer.to_dict()
    assert record["type"] == "answer"
    assert record["sentence"]["lexical"] > 0.2
    assert 0.4 < record["sentence"]["dense"] <= 1.0
    assert len(record["others"]) == 4
    scores = [record["sentence"]["score"], *(other["score"] for other in record["others"])]
    assert scores == sorted(scores, reverse=True)


def test_own_questions_stay_within_their_bounds(visit_bot):
    counts = evaluate(visit_bot, read_questions(QUESTIONS)).to_dict()
    right = counts["answered with the right sentence"]
    off_topic = counts["silent off topic"]
    assert right["asked"] == 48
    assert right["right"] >= 26
    assert off_topic["right"] == off_topic["asked"]


def test_bot_over_nothing_abstains():
    for documents in ([], [Document.from_text("")], [Document.from_text(" \n ")]):
        result = Bot(documents, encoder=FakeEncoder(), reader=SentenceReader()).ask("Anything?")
        assert isinstance(result, Abstention)
        assert result.nearest is None
