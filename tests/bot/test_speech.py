"""Who says the words of an answer, and answers in one person's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Abstention, Answer, Bot, Document
from bot.errors import QuestionError
from bot.reader import SentenceReader
from bot.speech import Speeches, speakers, spoken
from bot.visits import visit
from tests.fakes import FakeEncoder

TEXT = """Harbour council meets
Mayor Rita Keller opened the session on ferries. “The ferry will sail every day from May,” the mayor said.
According to Oskar Brandt, ferry tickets will cost nine crowns. “We asked for daily ferries for ten years,” he added.
Ferry No. 4 was built in 1988. “The ice,” Keller noted, “is no reason to stop the ferry.”
"""
DOCUMENT = Document.from_text(TEXT)
FRIEND = "You can rely on us as your closest friend."


@pytest.fixture
def bot() -> Bot:
    return Bot([DOCUMENT], encoder=FakeEncoder(), reader=_Trusting())


class _Trusting(SentenceReader):
    """Answers whatever is retrieved, so that only the speaker decides."""

    least = 0.0


def _quotation(words: str):
    start = TEXT.index(words)
    return spoken(DOCUMENT, start, start + len(words))


def test_words_between_marks_are_their_speakers():
    assert _quotation("sail every day").speaker == "Rita Keller"
    assert _quotation("for ten years").speaker == "Oskar Brandt"


def test_narration_is_nobodys():
    assert _quotation("built in 1988") is None


def test_sentence_that_is_mostly_speech_is_the_speakers():
    assert _quotation("“The ferry will sail every day from May,” the mayor said.").speaker == "Rita Keller"


def test_speech_that_its_cue_splits_is_the_speakers_as_a_whole():
    assert _quotation("“The ice,” Keller noted, “is no reason to stop the ferry.”").speaker == "Rita Keller"


@pytest.mark.parametrize(
    ("name", "speakers"),
    [
        ("Keller", ("Rita Keller",)),
        ("the mayor", ("Rita Keller",)),
        ("kellar", ("Rita Keller",)),
        ("Mr Brandt", ("Oskar Brandt",)),
        ("the envoy", ()),
        ("", ()),
    ],
)
def test_names_descriptions_and_slips_find_the_speaker(name, speakers):
    assert Speeches.of([DOCUMENT]).by(name).speakers == speakers


def test_answer_names_its_speaker_and_how_it_is_known(bot):
    result = bot.ask("Will the ferry sail every day from May?", "Keller")
    assert isinstance(result, Answer)
    assert (result.speaker, result.attribution) == ("Rita Keller", "“the mayor said”, paragraph 1")
    fields = result.to_dict()
    assert (fields["speaker"], fields["attribution"]) == (result.speaker, result.attribution)
    assert fields["quotation"]["cue"]["text"] == "said"


def test_narration_has_no_speaker(bot):
    result = bot.ask("Which year was Ferry No. 4 built?")
    assert isinstance(result, Answer)
    assert (result.quote, result.speaker, result.attribution) == ("Ferry No. 4 was built in 1988.", None, None)


def test_cue_and_marks_are_left_out_of_a_persons_words(bot):
    result = bot.ask("What did Brandt say about daily ferries?")
    assert isinstance(result, Answer)
    assert result.quote == "We asked for daily ferries for ten years"


def test_person_who_is_not_quoted_on_it_gets_an_abstention_that_names_who_is(bot):
    result = bot.ask("What did Lindqvist say about the ferry?")
    assert isinstance(result, Abstention)
    assert (result.reason, result.speaker) == ("not_said", "Lindqvist")
    assert set(result.speakers) == {"Rita Keller", "Oskar Brandt"}
    assert "Lindqvist" in result.message
    assert "Rita Keller" in result.message
    assert result.to_dict()["speakers"] == list(result.speakers)


def test_description_of_nobody_quoted_restricts_nothing(bot):
    assert isinstance(bot.ask("What did the company say about ferry tickets?"), Answer)


def test_who_said_is_answered_in_somebodys_words(bot):
    result = bot.ask("Who said that the ferry should sail in ice?")
    assert isinstance(result, Answer)
    assert result.speaker == "Rita Keller"


def test_who_said_a_quote_is_looked_up_word_by_word(bot):
    result = bot.ask('Who said "we asked for daily ferries"?')
    assert isinstance(result, Answer)
    assert (result.quote, result.speaker, result.score) == ("We asked for daily ferries", "Oskar Brandt", 1.0)


def test_who_said_words_of_the_narration_is_not_stated(bot):
    result = bot.ask("Who said “was built in 1988”?")
    assert isinstance(result, Abstention)
    assert result.reason == "not_stated"
    assert result.nearest.text == "Ferry No. 4 was built in 1988."


@pytest.mark.parametrize("speaker", [5, b"Keller", ["Keller"]])
def test_speaker_that_is_not_text_is_refused(bot, speaker):
    with pytest.raises(QuestionError, match="speaker"):
        bot.ask("Where does the ferry sail?", speaker)


@pytest.mark.parametrize("speaker", ["\0", "x" * 100_000, "'; --", "‮", "🚢"])
def test_any_other_name_gets_an_abstention(bot, speaker):
    result = bot.ask("Where does the ferry sail?", speaker)
    assert isinstance(result, Abstention)
    assert result.reason == "not_said"


@pytest.mark.parametrize("speaker", [None, "", " "])
def test_no_name_restricts_nothing(bot, speaker):
    assert bot.ask("Which year was Ferry No. 4 built?", speaker) == bot.ask("Which year was Ferry No. 4 built?")


@given(st.text(max_size=60), st.sampled_from(["Keller", "Rita Keller", "the mayor", "Brandt"]))
def test_only_that_persons_words_are_ever_quoted(question, speaker):
    result = Bot([DOCUMENT], encoder=FakeEncoder(), reader=_Trusting()).ask(question, speaker)
    if isinstance(result, Answer):
        theirs = list(Speeches.of([DOCUMENT]).by(speaker).within(DOCUMENT, result.start, result.end))
        assert any((span.start, span.end) == (result.start, result.end) for span, _ in theirs)


@pytest.mark.parametrize(
    "name",
    [
        "the President", "President Lukashenko", "the head of state", "the Belarusian leader", "President of Belarus",
        "Belarus President", "the Belarusian President", "Lukashenka", "Aliaksandr Lukashenka",
    ],
)  # fmt: skip
def test_every_name_of_the_speaker_of_the_visit_is_theirs(name):
    assert Speeches.of([visit()]).by(name).speakers == ("Aleksandr Lukashenko",)
    found = Bot([visit()], encoder=FakeEncoder(), reader=_Trusting()).verify(FRIEND, name)
    assert (found.verdict, found.speaker) == ("exact", name)


@pytest.mark.parametrize("name", ["President of Azerbaijan", "Aliyev", "Azerbaijan President", "Heydar Aliyev", "?"])
def test_nobody_elses_name_is_theirs(name):
    assert Speeches.of([visit()]).by(name).speakers == ()
    found = Bot([visit()], encoder=FakeEncoder(), reader=_Trusting()).verify(FRIEND, name)
    assert (found.verdict, found.said_by) == ("misattributed", ("Aleksandr Lukashenko",))


def test_words_of_several_people_are_everybodys_who_says_some():
    start, end = TEXT.index("ferry tickets"), TEXT.index("is no reason")
    assert speakers(DOCUMENT, start, end) == ("Oskar Brandt", "Rita Keller")
    assert speakers(DOCUMENT, 0, TEXT.index("“The ferry")) == ()


def test_speech_within_speech_is_the_inner_speakers():
    text = "“My father told me, ‘Never sell the boat,’ and I kept it for thirty years,” Rita Keller said."
    document = Document.from_text(text)
    assert speakers(document, text.index("I kept"), text.index("years"))[:1] == ("Rita Keller",)
    assert "Rita Keller" in speakers(document, 0, len(text))


def test_verify_knows_who_says_the_words(bot):
    assert bot.verify("We asked for daily ferries", "Brandt").verdict == "exact"
    assert bot.verify("We asked for daily ferries", "Keller").verdict == "misattributed"
    assert bot.verify("We asked for weekly ferries", "Brandt").verdict == "altered"
