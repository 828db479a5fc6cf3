"""Questions that are offered: well formed, answered by their sentence, spread over the document."""

import gc
import json
import weakref
from pathlib import Path

import pytest

from bot import Abstention, Answer, Bot, Document
from bot.answer import Passage
from bot.suggestions import Suggestion, is_known, narration, suggest
from bot.suggestions.choosing import ASKED
from bot.visits import visit

RELEASES = Path(__file__).parents[1] / "data" / "releases.jsonl"
FERRY = Document.from_text(
    "New ferry links Skarholm with the outer isles\n"
    "The ferry was launched on 4 March 2023. The ministry’s press service published the timetable a week later.\n"
    "Around 1,200 passengers were carried across the strait in the first week. The vessel cost 18 million crowns.\n"
    "The harbour has 14 berths. Transport Minister of Skarholm Ilse Marrow opened the new terminal.\n"
    "“We waited nine years for the winter timetable, and the winter timetable is here,” Ilse Marrow said.\n"
    "After the ceremony the parties signed a maintenance agreement. The first school class will travel on 2 May.",
    title="New ferry links Skarholm with the outer isles",
    language="en",
)
LIBRARY = Document.from_text(
    "Tavrin library reopens after the flood\n"
    "The library was reopened on 9 September 2021. The reading room has 210 seats.\n"
    "Forty volunteers were thanked by name at the ceremony. The repairs cost 3 million florins.\n"
    "The roof was damaged because of the autumn storm. The old catalogue was restored by Director Oda Brenn.\n"
    "Director of the library Oda Brenn received the keys of the building. The sides discussed evening opening hours.\n"
    "“The old catalogue survived because somebody had carried it upstairs,” Oda Brenn noted.",
    title="Tavrin library reopens after the flood",
    language="en",
)
RUSSIAN = Document.from_text("Переговоры прошли в Баку 28 ноября. Было поставлено 85 000 тонн нефти.", language="ru")
GERMAN = Document.from_text("Die Brücke in Corran war am 4. Mai 2020 fertig. Minister Orsk will im Juni kommen.")
LIST = Document.from_text("- 23\nHome\nContact us\nNews, sport, weather")


@pytest.fixture(scope="module")
def bots(visit_bot) -> list[Bot]:
    return [visit_bot, visit_bot.over([FERRY]), visit_bot.over([LIBRARY])]


class Obliging:
    """Answers every suggestion from a given document with the sentence it was made from, and counts."""

    def __init__(self, *documents: Document, wrong: str = "\0") -> None:
        self.documents = documents
        self.asked: list[str] = []
        self._wrong = wrong

    def ask(self, question: str) -> Answer | Abstention:
        self.asked.append(question)
        made = {
            asked: (document, sentence)
            for document in self.documents
            for sentence in document.sentences
            for _, asked in narration.made(sentence.text, {"Ilse", "Oda"}, {"Ilse Marrow", "Oda Brenn"})
        }
        if question not in made or self._wrong in question:
            return Abstention(question, "not_stated")
        return answered(question, *made[question])


def answered(question: str, document: Document, sentence) -> Answer:
    return Answer(question, Passage(document, sentence, 0.5, 0.5, 0.9), sentence.start, sentence.end, 0.9)


def check(bot: Bot, suggestions: tuple[Suggestion, ...]) -> None:
    for suggestion in suggestions:
        result = bot.ask(suggestion.question)
        assert isinstance(result, Answer)
        assert result.sentence == suggestion.sentence
        assert result.document == suggestion.document
        assert suggestion.question.endswith("?")


def test_every_suggestion_is_answered_by_its_sentence(bots):
    for bot in bots:
        check(bot, suggest(bot, k=100))


def test_the_real_bot_has_something_to_offer_for_the_visit_and_other_documents(bots):
    for bot in bots:
        offered = suggest(bot)
        assert 2 <= len(offered) <= 4
        assert len({s.sentence for s in offered}) == len(offered)


def test_two_documents_share_the_offer(visit_bot):
    bot = visit_bot.over([FERRY, LIBRARY])
    offered = suggest(bot, k=100)
    check(bot, offered)
    assert {s.document for s in offered} == {FERRY, LIBRARY}
    for k in (2, 4):
        assert {s.document for s in suggest(bot, k=k)} == {FERRY, LIBRARY}


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("The deed was signed on 4 March.", ["When was the deed signed?"]),
        ("The deed was signed by Minister Oda Brenn.", ["Who signed the deed?"]),
        ("The talks took place in Tirvel.", ["Where did the talks take place?"]),
        ("The talks were held in Tirvel.", ["Where were the talks held?"]),
        ("The first turbine will be started in the summer of 2030.", ["When will the first turbine be started?"]),
        ("The station cost 27.5 million pounds.", ["How much did the station cost?"]),
        ("The station will cost about 40 million pounds.", ["How much will the station cost?"]),
        ("The museum has 12 halls.", ["How many halls does the museum have?"]),
        ("188 scrolls are in satisfactory condition.", ["How many scrolls are in satisfactory condition?"]),
        (
            "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery.",
            ["How many tonnes of oil were delivered to Mozyr Oil Refinery?"],
        ),
        (
            "According to the agency, forty crews will be on duty all night.",
            ["How many crews will be on duty all night?"],
        ),
        ("The ferries were stopped because of the storm.", ["Why were the ferries stopped?"]),
        ("The talks focused on trade and transport.", ["What did the talks focus on?"]),
        ("The sides agreed to build a bridge.", ["What did the sides agree to do?"]),
        ("After the talks the sides signed a treaty.", ["What did the sides sign after the talks?"]),
        ("Oda Brenn awarded the Order of the Fern to the crew.", ["Who awarded the Order of the Fern to the crew?"]),
    ],
)
def test_plain_sentences_make_questions_in_correct_english(sentence, questions):
    assert [question for _, question in narration.made(sentence, {"Oda"}, {"Oda Brenn"})] == questions


@pytest.mark.parametrize(
    "sentence",
    [
        "It was signed on 4 March.",
        "Their deed was signed on 4 March.",
        "“The deed was signed on 4 March,” she said.",
        "This deed was signed on 4 March.",
        "The deed that was signed on 4 March is lost.",
        "The director put the delay down to the fire of the first plant in 2021.",
        "The price rose by 38 percent.",
        "Another 26 scrolls need treatment.",
        "2024 was a good year.",
        "90 percent of the roofs were repaired in May.",
        "Rain is likely.",
        "Was it signed on 4 March?",
        "the deed was signed on 4 March",
        "Переговоры прошли в Баку 28 ноября.",
        "",
    ],
)
def test_sentences_that_lean_on_others_or_are_not_plain_make_none(sentence):
    assert list(narration.made(sentence, {"Oda"}, {"Oda Brenn"})) == []


@pytest.mark.parametrize("document", [RUSSIAN, GERMAN, LIST, Document.from_text("")])
def test_documents_without_anything_suitable_get_no_suggestions_and_no_questions(document):
    bot = Obliging(document)
    assert suggest(bot) == ()
    assert bot.asked == []


def test_an_english_looking_text_in_another_language_gets_none():
    assert suggest(Obliging(Document.from_text(FERRY.text, language="sv"))) == ()


def test_wrong_and_missing_answers_are_not_offered():
    class Wrong(Obliging):
        def ask(self, question: str) -> Answer | Abstention:
            super().ask(question)
            return answered(question, self.documents[0], self.documents[0].sentences[-1])

    last = FERRY.sentences[-1]
    assert all(s.sentence == last for s in suggest(Wrong(FERRY), k=100))
    assert not any("cost" in s.question for s in suggest(Obliging(FERRY, wrong="cost"), k=100))


def test_sentences_not_asked_about_come_first():
    bot = Obliging(FERRY)
    everything = suggest(bot, k=100)
    seen = [answered("another question", s.document, s.sentence) for s in everything[:-1]]
    assert suggest(bot, seen, k=1) == everything[-1:]


def test_a_question_asked_before_is_not_offered_again():
    bot = Obliging(FERRY)
    first = suggest(bot, k=1)[0]
    assert first not in suggest(bot, [bot.ask(first.question)], k=100)
    assert first not in suggest(bot, [Abstention(first.question, "not_stated")], k=100)


def test_suggestions_are_spread_over_paragraphs():
    offered = suggest(Obliging(FERRY), k=4)
    assert len({s.sentence.paragraph for s in offered}) == 4
    assert [s.sentence.start for s in offered] == sorted(s.sentence.start for s in offered)


def test_a_small_offer_is_shared_by_all_documents():
    parts = [Document.from_text(f"Part {n}\n" + FERRY.text.replace(".", f" of part {n}.")) for n in range(3)]
    bot = Obliging(*parts)
    assert {s.document for s in suggest(bot, k=3)} == set(parts)
    assert {s.document for s in suggest(bot, k=4)} == set(parts)


def test_documents_whose_sentences_were_seen_come_after_the_others():
    bot = Obliging(FERRY, LIBRARY)
    everything = suggest(bot, k=100)
    seen = [answered("another question", s.document, s.sentence) for s in everything if s.document == LIBRARY]
    assert {s.document for s in suggest(bot, seen, k=4)} == {FERRY}


def test_every_question_that_is_tried_is_a_piece_of_work_of_its_own():
    bot = Obliging(FERRY)
    asked: list[int] = []

    def work(call):
        before = len(bot.asked)
        result = call()
        asked.append(len(bot.asked) - before)
        return result

    assert suggest(bot, work=work) == suggest(Obliging(FERRY))
    assert len(bot.asked) == sum(asked)
    assert max(asked) == 1


def test_work_that_is_broken_off_leaves_nothing_behind():
    bot = Obliging(FERRY)

    def work(call):
        if len(bot.asked) == 2:
            raise TimeoutError
        return call()

    with pytest.raises(TimeoutError):
        suggest(bot, work=work)
    assert not is_known(bot)
    assert suggest(bot) == suggest(Obliging(FERRY))
    assert is_known(bot)


@pytest.mark.parametrize("k", [-1, 0, 1, 3])
def test_no_more_than_wanted_are_offered(k):
    assert len(suggest(Obliging(FERRY), k=k)) == max(0, k)


def test_work_is_bounded_and_done_once():
    documents = [Document.from_text(f"Part {n}\n" + FERRY.text, language="en", title=f"Part {n}") for n in range(12)]
    bot = Obliging(*documents)
    first = suggest(bot)
    assert 0 < len(bot.asked) <= ASKED
    count = len(bot.asked)
    assert suggest(bot) == first
    assert len(bot.asked) == count


def test_a_bot_is_not_kept_alive():
    bot = Obliging(FERRY)
    suggest(bot)
    gone = weakref.ref(bot)
    del bot
    gc.collect()
    assert gone() is None


def test_releases_make_questions_without_pointing_words():
    releases = map(json.loads, RELEASES.read_text(encoding="utf-8").splitlines())
    texts = [visit().text, *(release["text"] for release in releases)]
    questions = [
        question
        for text in texts
        for sentence in Document.from_text(text).sentences
        for _, question in narration.made(sentence.text, set(), set())
    ]
    assert len(questions) > 3
    for question in questions:
        assert not {"it", "its", "their", "this", "which"} & set(question.lower().split())
        assert question.count("?") == 1
