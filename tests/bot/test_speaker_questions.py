"""Whose words a question asks for, by its wording alone."""

import pytest

from bot.speaker_questions import asks_who, in_marks, is_personal, named, topic


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Aliyev say about cotton?", "Aliyev"),
        ("what did the head of state say about oil", "the head of state"),
        ("And what did Ilham Aliyev note on trade?", "Ilham Aliyev"),
        ("What has the minister said about fares?", "the minister"),
        ("According to Keller, how many ferries run?", "Keller"),
        ("How many ferries run, according to Mayor Keller?", "Mayor Keller"),
        ("Did Keller say anything about fares?", "Keller"),
        ("What were Keller's comments on the bridge?", "Keller"),
        ("What was the Saint-Orme mayor’s remark on noise?", "the Saint-Orme mayor"),
        ("Why did Keller warn the council?", "Keller"),
        ("What did Keller have to say about ice?", "Keller"),
        ("Tell me what Keller said about ice", "Keller"),
        ("Keller said what about ice?", "Keller"),
        ("In Keller's words, how thick is the ice?", "Keller"),
        ("How thick is the ice, in Anna Keller’s own words?", "Anna Keller"),
        ("Which bridge was mentioned by Keller?", "Keller"),
    ],
)
def test_question_for_somebodys_words_names_them(question, name):
    asked = named(question)
    assert asked is not None
    assert (asked.name, asked.says) == (name, True)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does Keller think about the bridge?", "Keller"),
        ("How did the governor describe the talks?", "the governor"),
        ("What is Keller's opinion of the bridge?", "Keller"),
        ("How did Keller assess the year?", "Keller"),
        ("What has Keller's position on ice been?", "Keller"),
    ],
)
def test_question_for_an_opinion_is_not_for_words_alone(question, name):
    asked = named(question)
    assert asked is not None
    assert (asked.name, asked.says) == (name, False)


@pytest.mark.parametrize(
    "question",
    [
        "How much oil was delivered?",
        "What does the document say about cotton?",
        "What did the press release say about cotton?",
        "What did they say about cotton?",
        "What did both sides say about trade?",
        "What did the head of state inaugurate?",
        "Does it say when the ferry leaves?",
        "Who signed the contract?",
        "Which state did the president visit?",
        "What was said about cotton?",
        "What else is mentioned?",
        "",
        "???",
    ],
)
def test_other_questions_ask_for_nobodys_words(question):
    assert named(question) is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who said that trade declined?", True),
        ("who told reporters about the ice", True),
        ("Who thinks the bridge is too narrow?", True),
        ("Whose words are “We are ready”?", True),
        ("Who signed the contract?", False),
        ("What did Keller say?", False),
    ],
)
def test_who_said_is_told_from_who_did(question, asks):
    assert asks_who(question) is asks


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who said “We are ready”?", "We are ready"),
        ('Who said "We are ready"?', "We are ready"),
        ("Who said «Мы готовы»?", "Мы готовы"),
        ("Who said that they were ready?", None),
        ("Who said “?!”", None),
    ],
)
def test_words_between_marks_are_taken_from_a_question(question, words):
    assert in_marks(question) == words


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("Keller", True),
        ("President Keller", True),
        ("Mrs. Keller", True),
        ("the Health Minister", False),
        ("the Veldanian side", False),
        ("Minister", False),
        ("keller", False),
        ("", False),
    ],
)
def test_personal_names_are_told_from_descriptions(name, personal):
    assert is_personal(name) is personal


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What did Keller say about the old bridge?", "the old bridge"),
        ("keller's opinion on ice", "ice"),
        ("What did Keller speak of?", None),
        ("When did Keller say that the ice breaks?", None),
    ],
)
def test_what_somebody_is_asked_to_speak_of(question, about):
    assert topic(question) == about
