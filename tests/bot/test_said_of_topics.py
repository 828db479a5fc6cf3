"""What somebody says of a topic: found by the search where the reader is less sure, and never claimed to be missing."""

import pytest

from bot import Abstention, Answer, Bot, Document


@pytest.fixture(scope="module")
def visit_bot():
    bot = Bot.open()
    bot.warm_up()
    return bot


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What did Lukashenko say about trade?", "trade"),
        ("what did lukashenko say about oil refineries", "refin"),
        ("Tell me what Lukashenko said about cotton", "cotton"),
    ],
)
def test_persons_words_on_a_topic_are_quoted(visit_bot, question, word):
    result = visit_bot.ask(question)
    assert isinstance(result, Answer)
    assert result.speaker == "Aleksandr Lukashenko"
    assert word in result.sentence.text
    assert result.quote == result.document.text[result.start : result.end]


@pytest.mark.parametrize(
    "question",
    [
        "What did Aliyev say about cotton?",
        "what did aliyev say about cotton",
        "In Aliyev's words, what is the oil refining rate?",
        "Aliyev said what about the refineries?",
    ],
)
def test_one_who_is_not_quoted_gets_nobody_elses_words_and_who_speaks_is_named(visit_bot, question):
    result = visit_bot.ask(question)
    assert isinstance(result, Abstention)
    assert (result.reason, result.speakers) == ("not_said", ("Aleksandr Lukashenko",))


def test_nothing_on_a_topic_is_told_from_nobody_of_that_name(visit_bot):
    result = visit_bot.ask("What did Lukashenko say about volcanoes?")
    assert isinstance(result, Abstention)
    assert (result.reason, result.speakers) == ("not_said", ())


def test_doubt_is_not_put_as_silence_of_a_person():
    text = (
        "The mayor opened the bridge.\n\n“We will mend the harbour wall in spring,” Rita Keller said.\n\n"
        "“The school gets a roof,” Rita Keller added."
    )
    result = Bot([Document.from_text(text)]).ask("Which of the walls did Keller say would be painted blue by whom?")
    assert not isinstance(result, Abstention) or result.reason != "not_said"


def test_long_name_is_repeated_in_part_only(visit_bot):
    result = visit_bot.ask("What is the oil refining rate?", speaker="Q" * 5000)
    assert isinstance(result, Abstention)
    assert len(result.message) < 150
