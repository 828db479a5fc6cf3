import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Document
from bot.corpus import Corpus
from bot.errors import QuestionError
from bot.findings import Findings
from bot.retriever import Retriever
from bot.search import MAX_TOPIC, Searcher
from bot.search.links import LINKS, links
from bot.search.relevance import taken_over, together
from bot.search.topics import subject
from bot.visits import visit
from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.search import count, visit_topics
from tests.fakes import FakeEncoder

TEXT = (
    "Ruritania and Elbonia held talks in Strelsau on Monday.\n"
    "President of Ruritania Rudolf Elphberg spoke of salt. “Salt is our gold,” he said. “We sell it to all.”\n"
    "The harbour was painted green.\n"
    "“The harbour needs a crane,” Mayor of Strelsau Antoinette Mauban said.\n"
    "Nobody mentioned the weather."
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return _searcher(Document.from_text(TEXT, title="Talks", language="en"))


@pytest.fixture(scope="module")
def visit_searcher() -> Searcher:
    return Searcher(Retriever.build([visit()], SentenceTransformerEncoder()))


def _searcher(*documents: Document) -> Searcher:
    return Searcher(Retriever.build(documents, FakeEncoder()))


def _ids(findings: Findings) -> list[str]:
    return [match.sentence.id for match in findings.matches]


def test_most_sentences_of_the_gold_lists_are_found_on_the_visit(visit_searcher):
    counts = count(visit_searcher, visit_topics())
    assert counts.recall >= 0.92
    assert counts.precision >= 0.42


@pytest.mark.parametrize("topic", ["trade", "oil", "cotton"])
def test_every_sentence_of_a_passage_is_found_not_only_those_with_the_word(visit_searcher, topic):
    gold = next(gold for gold in visit_topics() if gold.topic == topic)
    assert set(_ids(visit_searcher.search(topic))) == gold.sentences


@pytest.mark.parametrize("topic", ["tourism", "nuclear energy"])
def test_nothing_is_found_on_what_the_visit_does_not_speak_of(visit_searcher, topic):
    findings = visit_searcher.search(topic)
    assert (findings.matches, findings.checked, findings.reason) == ((), 38, None)
    assert findings.message == f"None of 38 sentences speaks of {topic}; all 38 were checked."


def test_a_misspelt_topic_finds_the_same_sentences_by_the_word(visit_searcher):
    assert "p7s2" in _ids(visit_searcher.search("oil rafinery"))


def test_a_question_finds_what_its_topic_finds(visit_searcher):
    asked = visit_searcher.search("What was said about trade?")
    assert asked.subject == "trade"
    assert _ids(asked) == _ids(visit_searcher.search("trade"))


def test_all_that_lukashenko_says_of_cotton_holds_only_his_words(visit_searcher):
    findings = visit_searcher.search("cotton", "Lukashenko")
    assert _ids(findings) == ["p4s2", "p4s3", "p5s2", "p5s3"]
    assert {match.speaker for match in findings.matches} == {"Aleksandr Lukashenko"}
    assert findings.message == "4 of 38 sentences hold words of Lukashenko on cotton; all 38 were checked."


def test_matches_stand_in_the_order_of_the_document_with_all_sentences_checked(searcher):
    findings = searcher.search("salt")
    starts = [match.sentence.start for match in findings.matches]
    assert len(starts) >= 3
    assert starts == sorted(starts)
    assert findings.checked == 7


def test_matches_of_several_documents_stand_in_the_order_of_the_documents():
    documents = [Document.from_text(f"The {word} harbour was opened.\nNobody spoke.") for word in ("new", "old")]
    findings = _searcher(*documents).search("harbour")
    assert [match.document for match in findings.matches if match.passage.lexical > 0] == documents
    assert findings.checked == 4


def test_a_match_names_the_parts_of_its_score_and_its_speech(searcher):
    match = next(m for m in searcher.search("salt").matches if m.sentence.text == "“Salt is our gold,” he said.")
    assert match.passage.lexical > 0
    assert -1 <= match.passage.dense <= 1
    assert 0 < match.score <= 1
    assert match.speaker == "Rudolf Elphberg"


def test_narration_belongs_to_nobody(searcher):
    match = next(m for m in searcher.search("harbour").matches if m.sentence.text == "The harbour was painted green.")
    assert (match.quotation, match.speaker, match.attribution) == (None, None, None)


def test_a_speaker_who_does_not_speak_of_it_gets_who_does(searcher):
    findings = searcher.search("crane", "Elphberg")
    assert findings.matches == ()
    assert findings.checked == 7
    assert findings.others == ("Antoinette Mauban",)
    assert findings.message == (
        "None of 7 sentences holds words of Elphberg on crane; all 7 were checked. On this Antoinette Mauban is quoted."
    )


@pytest.mark.parametrize(
    ("topic", "speaker"),
    [
        ("What did Elphberg say about salt?", "Elphberg"),
        ("What did the mayor say about the harbour?", "the mayor"),
        ("What did Zenda say about salt?", "Zenda"),
        ("What does the document say about salt?", None),
        ("What did the envoy say about salt?", None),
        ("salt", None),
    ],
)
def test_a_question_for_somebodys_words_asks_for_these_alone(searcher, topic, speaker):
    findings = searcher.search(topic)
    assert findings == searcher.search(topic, speaker)
    assert findings.speaker == speaker


def test_a_named_speaker_goes_before_the_one_in_the_question(searcher):
    assert searcher.search("What did Elphberg say about the harbour?", "Mauban").speaker == "Mauban"


@pytest.mark.parametrize("name", ["Nobody Atall", "x" * 1_000_000, "\x00", "?!"])
def test_a_speaker_whom_nothing_quotes_is_a_reason(searcher, name):
    findings = searcher.search("salt", name)
    assert (findings.reason, findings.matches, findings.checked) == ("no_such_speaker", (), 7)
    assert findings.message == "Nobody of this name is quoted. On this Rudolf Elphberg is quoted."


@pytest.mark.parametrize("name", [None, "", "  \n"])
def test_a_blank_speaker_asks_for_all(searcher, name):
    assert searcher.search("salt", name) == searcher.search("salt")


@pytest.mark.parametrize(
    ("topic", "reason"),
    [("", "blank"), (" \n\t", "blank"), ("?!…", "no_words"), ("a" * (MAX_TOPIC + 1), "too_long"), ("\x00", "no_words")],
)
def test_a_topic_that_is_none_is_a_reason(searcher, topic, reason):
    findings = searcher.search(topic)
    assert (findings.reason, findings.matches, findings.checked) == (reason, (), 0)
    assert findings.message


@pytest.mark.parametrize("arguments", [(None,), (7,), (b"salt",), ("salt", 7), ("salt", 0)])
def test_what_is_not_text_is_an_error(searcher, arguments):
    with pytest.raises(QuestionError, match="must be str"):
        searcher.search(*arguments)


@settings(deadline=None)
@given(st.text(max_size=60), st.none() | st.text(max_size=20))
def test_any_text_gets_findings_that_can_be_sent_as_json(topic, speaker):
    findings = _small().search(topic, speaker)
    assert json.loads(json.dumps(findings.to_dict()))["topic"] == topic
    assert all(match.document.text[match.sentence.start : match.sentence.end] for match in findings.matches)


_SMALL: list[Searcher] = []


def _small() -> Searcher:
    if not _SMALL:
        _SMALL.append(_searcher(Document.from_text(TEXT, language="en")))
    return _SMALL[0]


@pytest.mark.parametrize("documents", [(), (Document.from_text(""),)])
def test_without_a_sentence_nothing_is_checked(documents):
    findings = _searcher(*documents).search("salt")
    assert (findings.matches, findings.checked, findings.reason) == ((), 0, None)
    assert findings.message == "There is no sentence to check."


def test_a_lone_sentence_can_be_found():
    findings = _searcher(Document.from_text("The harbour was painted green.")).search("harbour")
    assert findings.message == "1 of 1 sentence speaks of harbour; it was checked."


def test_the_json_shape(searcher):
    shape = searcher.search("crane").to_dict()
    assert list(shape) == [
        "type", "topic", "subject", "speaker", "reason", "message", "checked", "matches", "others", "documents",
    ]  # fmt: skip
    match = next(match for match in shape["matches"] if "crane" in match["text"])
    assert (match["id"], match["speaker"], match["quotation"]["kind"]) == ("p4s1", "Antoinette Mauban", "direct")
    assert match["citation"] == "Talks, paragraph 4, sentence 1"
    assert [document["title"] for document in shape["documents"]] == ["Talks"]


def test_another_document_beside_it_does_not_change_what_stands_out():
    mine, other = Document.from_text(TEXT), Document.from_text("Salt and salt.\nThe crane is a bird.\nIt flies.")
    alone = [match.sentence.id for match in _searcher(mine).search("harbour").matches]
    both = _searcher(mine, other).search("harbour").matches
    assert set(alone) <= {match.sentence.id for match in both if match.document is mine}


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("trade", "trade"),
        ("What was said about tourism?", "tourism"),
        ("what did they say about the oil refinery", "oil refinery"),
        ("Tell me everything about regional cooperation.", "regional cooperation"),
        ("What does the document say on awards?", "awards"),
        ("all mentions of Mozyr", "Mozyr"),
        ("Is there anything about visas?", "visas"),
        ("Who spoke about cotton?", "cotton"),
        ("the price of oil", "the price of oil"),
        ("all of Europe", "Europe"),
        ("What was said about?", "What was said about"),
        ("about", "about"),
    ],
)
def test_a_topic_is_freed_from_the_words_that_only_ask(topic, about):
    assert subject(topic) == about


def test_links_hold_within_a_document_only():
    one, two = Document.from_text("“Salt is gold,” Rudolf Elphberg said."), Document.from_text("“It is,” he said.")
    assert not links(Corpus([one, two])).any()


def test_links_name_why_a_sentence_goes_on():
    text = "The harbour is old. It is green.\n“We need a crane.\n“And a boat,” Mayor Antoinette Mauban said."
    found = links(Corpus([Document.from_text(text)]))
    named = [{name for name, holds in zip(LINKS, row, strict=True) if holds} for row in found.tolist()]
    assert named == [set(), {"beside", "pointing"}, {"comment"}, {"same_speech"}]


def test_what_is_taken_over_fades_and_never_lowers_a_sentence():
    chances = np.array([0.9, 0.0, 0.0, 0.0], np.float32)
    beside = np.array([[False] * 4, *[[True, False, False, False]] * 3])
    over = taken_over(chances, beside)
    assert over[0] == 0
    assert over[1] > over[2] > over[3] > 0
    assert (together(chances, beside) >= together(chances, np.zeros_like(beside))).all()
