"""Follow-up questions in words that stand alone, and what history may never do."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Abstention, Answer, Bot, Document
from bot.answer import Passage
from bot.followups import rewrite
from bot.lexical import words
from bot.reader import SentenceReader
from bot.visits import visit
from tests.fakes import FakeEncoder

DATA = Path(__file__).parents[1] / "data"
VISIT = visit()


def answer(question: str, quote: str) -> Answer:
    start = VISIT.text.index(quote)
    sentence = next(s for s in VISIT.sentences if s.start <= start < s.end)
    said = next((q for q in VISIT.quotations if any(c.start <= start < c.end for c in q.content)), None)
    passage = Passage(VISIT, sentence, dense=0.5, lexical=0.5, score=0.9)
    return Answer(question, passage, start, start + len(quote), 0.9, quotation=said)


def refusal(question: str, nearest: int = 3) -> Abstention:
    return Abstention(question, "not_stated", Passage(VISIT, VISIT.sentences[nearest], 0.5, 0.5, 0.1), 0.1)


COTTON_WORDS = "Azerbaijan did the right thing when it decided to develop its cotton growing industry"
OIL_SENTENCE = "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery"
OIL = answer("How much oil was delivered to the refinery?", "85,000 tonnes")
COTTON = answer("What did Lukashenko say about cotton?", COTTON_WORDS)
STATEMENT = answer("What did the leaders pass?", "a joint statement")
ORDER = answer("Who awarded the Order of Heydar Aliyev?", "Azerbaijan President Ilham Aliyev")
FACTORY = answer("Where is the cotton factory?", "Baranovichi")
REFINERY = answer("Which refinery received the oil?", "Mozyr Oil Refinery")
DECLINE = answer("Has trade declined?", "our trade and economic cooperation has declined recently")
MEETING = answer("When did Lukashenko meet Aliyev?", "28 November")
SIGNED = answer("What was signed after the talks?", "a package of documents")
REFINERIES = answer("How many oil refineries does Belarus have?", "two")
GOAL = answer("How much trade can they reach in 2024?", "$700 million")
SHIPMENT = answer(
    "Was oil delivered to the refinery?", "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery"
)
PRICE = refusal("What did Belarus pay for the oil?")
RESIGNED = refusal("When did Lukashenko resign?")
WHO_COTTON = answer(f"Who said “{COTTON_WORDS}”?", COTTON_WORDS)
WHO_OIL = answer(f"Who said “{OIL_SENTENCE}”?", OIL_SENTENCE)
WHY_OIL = answer(f"Why is this so: “{OIL_SENTENCE}”?", OIL_SENTENCE)
WHO_STRAIGHT = answer(f'Who said "{COTTON_WORDS}"?', COTTON_WORDS)
WHEN_REFUSED = refusal(f"When was this: “{OIL_SENTENCE}”?")
TOPIC_QUOTED = answer("Who said “we spoke about cotton”?", COTTON_WORDS)


@pytest.mark.parametrize(
    ("turn", "question", "rewritten"),
    [
        (OIL, "And what about cotton?", "How much cotton was delivered to the refinery?"),
        (OIL, "and cotton", "How much cotton was delivered to the refinery?"),
        (OIL, "What about gas pipelines?", "How many gas pipelines were delivered to the refinery?"),
        (OIL, "And how much cotton?", "How much cotton was delivered to the refinery?"),
        (OIL, "And to the factory?", "How much oil was delivered to the factory?"),
        (OIL, "And in 2023?", "How much oil was delivered to the refinery in 2023?"),
        (OIL, "Why?", "Why was oil delivered to the refinery?"),
        (OIL, "How come?", "Why was oil delivered to the refinery?"),
        (OIL, "When?", "When was oil delivered to the refinery?"),
        (OIL, "And when was that?", "When was oil delivered to the refinery?"),
        (OIL, "By whom?", "By whom was oil delivered to the refinery?"),
        (OIL, "In which city?", "In which city was oil delivered to the refinery?"),
        (OIL, "When was it delivered?", "When was the oil delivered?"),
        (OIL, "Who delivered it?", "Who delivered the oil?"),
        (OIL, "How much?", "How much oil was delivered to the refinery?"),
        (OIL, "Are you sure?", "How much oil was delivered to the refinery?"),
        (OIL, "Who said that?", f"Who said “{OIL_SENTENCE}”?"),
        (OIL, "And Aliyev?", "How much oil was delivered to the refinery: what about Aliyev?"),
        (SHIPMENT, "How much?", "How much oil was delivered to the refinery?"),
        (SHIPMENT, "When?", "When was oil delivered to the refinery?"),
        (COTTON, "And Aliyev?", "What did Aliyev say about cotton?"),
        (COTTON, "And what about oil?", "What did Lukashenko say about oil?"),
        (COTTON, "Who said that?", f"Who said “{COTTON_WORDS}”?"),
        (COTTON, "Says who?", f"Who said “{COTTON_WORDS}”?"),
        (COTTON, "Why?", f"Why is this so: “{COTTON_WORDS}”?"),
        (COTTON, "When did he say that?", f"When did Lukashenko say “{COTTON_WORDS}”?"),
        (COTTON, "What did he say about trade?", "What did Lukashenko say about trade?"),
        (COTTON, "What does he think about it?", "What does Lukashenko think about cotton?"),
        (COTTON, "What did Aliyev say about it?", "What did Aliyev say about cotton?"),
        (COTTON, "And what did Aliyev say?", "What did Aliyev say about cotton?"),
        (COTTON, "What is his opinion of Europe?", "What is Lukashenko’s opinion of Europe?"),
        (STATEMENT, "When was it signed?", "When was the joint statement signed?"),
        (STATEMENT, "When?", "When did the leaders pass a joint statement?"),
        (STATEMENT, "Why did they pass it?", "Why did the leaders pass the joint statement?"),
        (ORDER, "When?", "When did Azerbaijan President Ilham Aliyev award the Order of Heydar Aliyev?"),
        (ORDER, "What did he say about trade?", "What did Azerbaijan President Ilham Aliyev say about trade?"),
        (FACTORY, "And the oil refinery?", "Where is the oil refinery?"),
        (FACTORY, "Who owns it?", "Who owns the cotton factory?"),
        (FACTORY, "How large is it?", "How large is the cotton factory?"),
        (REFINERY, "Where is it?", "Where is Mozyr Oil Refinery?"),
        (REFINERY, "How much oil did it receive?", "How much oil did Mozyr Oil Refinery receive?"),
        (REFINERY, "How much?", "How much oil did Mozyr Oil Refinery receive?"),
        (DECLINE, "Why?", "Why has trade declined?"),
        (DECLINE, "By how much?", "By how much has trade declined?"),
        (MEETING, "Where?", "Where did Lukashenko meet Aliyev?"),
        (MEETING, "What did they discuss?", "What did Lukashenko and Aliyev discuss?"),
        (SIGNED, "When?", "When was a package of documents signed after the talks?"),
        (SIGNED, "Where were they signed?", "Where were the documents signed?"),
        (REFINERIES, "And Azerbaijan?", "How many oil refineries does Azerbaijan have?"),
        (REFINERIES, "Where are they?", "Where are the oil refineries?"),
        (GOAL, "And in 2025?", "How much trade can they reach in 2025?"),
        (GOAL, "And next year?", "How much trade can they reach next year?"),
        (PRICE, "And for cotton?", "What did Belarus pay for cotton?"),
        (PRICE, "What did Lukashenko say about it?", "What did Lukashenko say about the oil?"),
        (RESIGNED, "What did he say about cotton?", "What did Lukashenko say about cotton?"),
    ],
)
def test_follow_ups_take_the_words_of_the_last_turn(turn, question, rewritten):
    assert rewrite(question, [turn]) == rewritten


@pytest.mark.parametrize(
    "question",
    [
        "How many documents were signed?",
        "What did Lukashenko say about his visit?",
        "How will it be decided that the money is released?",
        "Is it safe to drink the water?",
        "How long did it take to build the refinery?",
        "How much of its oil does Belarus sell?",
        "Will it rain in Baku tomorrow?",
        "Which minister praised his hosts?",
        "Who sold their shares?",
        "In his own words, why did the minister leave?",
        "What are the islands going to do with their share?",
        "What does His Majesty think of the harvest?",
        "When was that agreement signed?",
        "When was “they signed it” said?",
        "Did Aliyev say “it was sold to them”?",
        'Why did Aliyev say "they will rise"?',
        "oil refining rate",
        "Сколько нефти было поставлено?",
        "Und warum?",
        "Mitä he sanoivat?",
        "¿Por qué?",
        "?!",
        "",
    ],
)
@pytest.mark.parametrize("turn", [OIL, COTTON, MEETING])
def test_questions_that_stand_alone_come_back_unchanged(turn, question):
    assert rewrite(question, [turn]) == question


def test_without_turns_nothing_is_rewritten():
    assert rewrite("And what about cotton?", []) == "And what about cotton?"


def test_real_stand_alone_questions_are_not_taken_for_follow_ups():
    lines = (DATA / "visit_questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    releases = map(json.loads, (DATA / "releases.jsonl").read_text(encoding="utf-8").splitlines())
    questions += [q["q"] for r in releases for q in [*r["questions"], *r["unanswerable"]]]
    changed = [q for q in questions for turn in (OIL, COTTON, PRICE) if rewrite(q, [turn]) != q]
    assert len(questions) > 200
    assert len(changed) <= 3, changed


def test_a_chain_of_follow_ups_keeps_its_thread():
    first = rewrite("And what about cotton?", [OIL])
    second = rewrite("And carpets?", [OIL, answer(first, "40,000 tonnes")])
    assert second == "How many carpets were delivered to the refinery?"


@pytest.mark.parametrize(
    ("turns", "question", "rewritten"),
    [
        ([COTTON, WHO_COTTON], "And what about oil?", "What did Lukashenko say about oil?"),
        ([COTTON, WHO_COTTON], "And Aliyev?", "What did Aliyev say about cotton?"),
        ([COTTON, WHO_STRAIGHT], "And Aliyev?", "What did Aliyev say about cotton?"),
        ([COTTON, WHY_OIL], "And what about oil?", "What did Lukashenko say about oil?"),
        ([COTTON, WHO_COTTON, WHY_OIL], "And trade?", "What did Lukashenko say about trade?"),
        ([OIL, WHY_OIL], "And to the factory?", "How much oil was delivered to the factory?"),
        ([OIL, WHO_OIL], "And in 2023?", "How much oil was delivered to the refinery in 2023?"),
        ([OIL, WHO_OIL], "And how much cotton?", "How much cotton was delivered to the refinery?"),
        ([OIL, COTTON, WHO_OIL], "And how much cotton?", "And how much cotton?"),
        ([OIL, WHEN_REFUSED], "And to the factory?", "How much oil was delivered to the factory?"),
        ([OIL, TOPIC_QUOTED], "When was it delivered?", "When was it delivered?"),
        ([COTTON], "When did he say “he likes it”?", "When did Lukashenko say “he likes it”?"),
        ([STATEMENT], "When was “they signed it” said?", "When was “they signed it” said?"),
        ([MEETING], "Did Aliyev say “it was sold to them”?", "Did Aliyev say “it was sold to them”?"),
    ],
)
def test_quoted_words_are_neither_changed_nor_built_upon(turns, question, rewritten):
    assert rewrite(question, turns) == rewritten


@pytest.mark.parametrize("question", ["And what about oil?", "And Aliyev?", "And to the factory?", "How much cotton?"])
@pytest.mark.parametrize("turn", [WHO_COTTON, WHO_OIL, WHY_OIL, WHO_STRAIGHT])
def test_where_every_question_quotes_words_a_follow_up_stays_as_it_is(turn, question):
    assert rewrite(question, [turn, turn]) == question


@pytest.mark.parametrize(
    ("turns", "question", "rewritten"),
    [
        ([OIL, WHEN_REFUSED], "And what about oil?", WHEN_REFUSED.question),
        ([OIL, WHEN_REFUSED, WHO_COTTON], "And what about oil?", WHEN_REFUSED.question),
        ([OIL, PRICE, WHO_COTTON], "And the oil?", PRICE.question),
        ([OIL, PRICE, WHO_COTTON], "And for cotton?", "What did Belarus pay for cotton?"),
        ([OIL, WHEN_REFUSED, WHO_COTTON], "And how much oil?", "And how much oil?"),
    ],
)
def test_a_refusal_between_is_not_evaded(turns, question, rewritten):
    assert rewrite(question, turns) == rewritten


def test_the_person_of_an_earlier_turn_is_remembered():
    assert rewrite("What did he say about trade?", [COTTON, OIL]) == "What did Lukashenko say about trade?"


def test_a_name_in_the_nearest_sentence_is_not_borrowed():
    unnamed = refusal("What was the price?", nearest=next(s for s in range(20) if "Ilham" in VISIT.sentences[s].text))
    assert rewrite("What did he say about trade?", [unnamed]) == "What did he say about trade?"


BARE = (
    "Why?", "And?", "When?", "Where?", "Who?", "How much?", "By whom?", "Are you sure?", "Who said that?", "Says who?",
    "Really?", "What did he say about it?", "When was it?", "Tell me more", "so what", "In which city?", "Why not?",
    "Who is he?", "What else?", "And then?", "How do you know?", "who told you that", "Is that true?",
    "What do they say?",
)  # fmt: skip
TURNS = st.lists(st.sampled_from([OIL, COTTON, STATEMENT, ORDER, FACTORY, REFINERY, DECLINE, PRICE]), max_size=3)
REFUSED = st.sampled_from(
    ["What did Belarus pay for the oil?", "When did Lukashenko resign?", "pancakes", "Who voted?"]
)


@given(TURNS, REFUSED, st.sampled_from(BARE), st.sampled_from(["{}", "and {}", "  {} ", "but {}"]))
def test_after_a_refusal_a_question_that_adds_nothing_is_the_refused_one(turns, refused, bare, frame):
    last = refusal(refused)
    asked = rewrite(frame.format(bare), [*turns, last])
    assert asked == refused
    assert rewrite(bare, [*turns, last, refusal(asked)]) == refused


@pytest.mark.parametrize("question", ["And the oil?", "What about Belarus?", "What did they pay for it?"])
def test_after_a_refusal_its_own_words_add_nothing(question):
    assert rewrite(question, [OIL, PRICE]) == "What did Belarus pay for the oil?"


@settings(max_examples=300, deadline=None)
@given(TURNS, st.sampled_from(range(len(VISIT.sentences))), st.sampled_from(BARE) | st.text(max_size=40))
def test_the_nearest_sentence_of_a_refusal_lends_no_words(turns, nearest, question):
    last = refusal("What did Belarus pay for the oil?", nearest)
    earlier = " ".join(
        f"{t.question} {t.sentence.text} {t.speaker}" if isinstance(t, Answer) else t.question for t in turns
    )
    links = "how many much what about the is was were this so who said why did in and for"
    allowed = {*words(question), *words(last.question), *words(earlier), *words(links)}
    assert set(words(rewrite(question, [*turns, last]))) <= allowed


@pytest.fixture(scope="module")
def bot() -> Bot:
    text = "Trade grew. Oil was delivered to Mozyr.\nTalks were held in Baku."
    return Bot([Document.from_text(text)], encoder=FakeEncoder(), reader=SentenceReader())


@pytest.mark.parametrize("bare", BARE)
def test_a_refusal_stays_a_refusal_when_asked_again(bot, bare):
    refusals = [
        r for q in ("purple elephants", "Who ate the moon?", "?", "") if isinstance(r := bot.ask(q), Abstention)
    ]
    assert len(refusals) > 1
    for first in refusals:
        again = bot.ask(rewrite(bare, [first]))
        assert isinstance(again, Abstention)
        assert again == first


def test_a_rewritten_question_stays_within_the_limit():
    long = answer("How much oil was delivered to the refinery " + "and stored there " * 60 + "?", "85,000 tonnes")
    assert rewrite("And what about cotton?", [long]) == "And what about cotton?"


def plain(text: str) -> str:
    """Words without the marks and line breaks that a repeated sentence leaves out."""
    return " ".join(re.sub("[“”]", " ", text).split())


FOLLOW_UPS = (
    "And what about oil?", "And Aliyev?", "And to the factory?", "and the President", "And in 2023?", "What about it?",
    "And how much cotton?", "How many tonnes?", "And what did Aliyev say?", "When did he say that?", "Who wants it?",
    "And next year?", "And Mozyr Oil Refinery?", "And for cotton?", "When was it delivered?", "Who owns them?",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from([OIL, COTTON, ORDER, REFINERY, WHO_OIL, WHEN_REFUSED, TOPIC_QUOTED, PRICE]), max_size=2),
    st.lists(
        st.tuples(st.sampled_from(BARE + FOLLOW_UPS), st.sampled_from(VISIT.sentences), st.booleans()),
        min_size=1,
        max_size=4,
    ),
)
def test_quoted_words_are_closed_and_stand_in_the_document_or_a_question(turns, asked):
    sources = [plain(VISIT.text), *(plain(turn.question) for turn in turns)]
    for question, sentence, answered in asked:
        rewritten = rewrite(question, turns)
        quoted = re.findall("“([^“”]*)”", rewritten)
        assert rewritten.count("“") == rewritten.count("”") == len(quoted)
        assert all(any(plain(words) in source for source in sources) for words in quoted)
        turns = [*turns, answer(rewritten, sentence.text) if answered else refusal(rewritten)]


@given(st.text(max_size=80), TURNS)
def test_any_text_gets_the_same_question_every_time(question, turns):
    assert rewrite(question, turns) == rewrite(question, turns)
