import json
from pathlib import Path
from typing import Any

import pytest

from bot.document import Document, Span
from bot.quotations import Quotation
from bot.visits import visit

SPOKEN = Path(__file__).parents[1] / "data" / "spoken.jsonl"
RECORDS = [json.loads(line) for line in SPOKEN.read_text(encoding="utf-8").splitlines()]
LUKASHENKO = "Aleksandr Lukashenko"
PARTICIPANTS = "The participants of the talks"


def quotations(text: str) -> tuple[Quotation, ...]:
    return Document.from_text(text).quotations


def only(text: str) -> Quotation:
    (quotation,) = quotations(text)
    return quotation


def contents(quotation: Quotation) -> list[str]:
    return [span.text for span in quotation.content]


def test_every_quotation_of_the_visit_has_its_speaker():
    assert [
        (q.kind, q.speaker, q.source and q.source.text, q.cue and q.cue.text, q.text[:28]) for q in visit().quotations
    ] == [
        ("direct", LUKASHENKO, "Aleksandr Lukashenko", "said", "You can rely on us as your c"),
        ("direct", LUKASHENKO, "the President", "noted", "In my opinion, Azerbaijan di"),
        ("direct", LUKASHENKO, "the President", "said", "An opportunity to work toget"),
        ("direct", LUKASHENKO, "the Belarusian head of state", "said", "If you have an interest in t"),
        ("direct", LUKASHENKO, "the Belarusian leader", "stressed", "That was not the first time "),
        ("reported", LUKASHENKO, "Aleksandr Lukashenko", "noted", "the partnership in the oil s"),
        ("direct", LUKASHENKO, "the head of state", "added", "Still, this is an important "),
        ("reported", PARTICIPANTS, PARTICIPANTS, "agreed", "the bilateral trade can be i"),
        ("direct", LUKASHENKO, "the head of state", "said", "We make no secret of the fac"),
    ]  # fmt: skip


def test_a_quotation_of_the_visit_that_its_cue_splits_is_one():
    cotton = visit().quotations[1]
    before, after = contents(cotton)
    assert before.startswith("In my opinion, Azerbaijan did") and before.endswith("its cotton growing industry,")
    assert after.startswith("Output figures will rise") and after.endswith("40,000 tonnes of cotton fiber.")
    assert (cotton.start, cotton.end) == (cotton.content[0].start, cotton.content[1].end)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["text"][:30])
def test_quotations_of_invented_releases_have_their_words_source_and_speaker(record: dict[str, Any]):
    found = [q for q in quotations(record["text"]) if q.kind != "reported"]
    assert [
        {
            "content": contents(q),
            "source": q.source and q.source.text,
            "cue": q.cue and q.cue.text,
            "speaker": q.speaker,
            "kind": q.kind,
        }
        for q in found
    ] == record["quotations"]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("“The bridge is open,” Ada Quill said.", "said"),
        ("“The bridge is open,” said Ada Quill, the mayor of Corran.", "said"),
        ("“Is the bridge open?” Ada Quill asked.", "asked"),
        ("“Is the bridge open?” Ada Quill wondered aloud.", "wondered"),
        ("“The bridge,” Ada Quill pointed out, “is open.”", "pointed out"),
        ("“The bridge is open,” according to Ada Quill.", "according to"),
        ("Ada Quill told reporters: “The bridge is open.”", "told reporters"),
        ("Ada Quill said, “The bridge is open.”", "said"),
        ("As Ada Quill put it, “the bridge is open.”", "put it"),
        ("Speaking in Corran, Ada Quill, who leads the council, said: “The bridge is open.”", "said"),
        ("“The bridge is open,” Ada Quill, an engineer by training, explained.", "explained"),
        ("“The bridge is open.” With these words Mayor Ada Quill greeted the guests.", None),
        ("“The bridge is open.” — Ada Quill", None),
        ("Ada Quill: “The bridge is open.”", None),
        ("Mayor Ada Quill:\n“The bridge is open.”\nThe band played until night fell on the town.", None),
    ],
)
def test_a_cue_before_after_or_inside_names_the_speaker(text: str, cue: str | None):
    quotation = only(text)
    assert quotation.speaker == "Ada Quill"
    assert (quotation.cue and quotation.cue.text) == cue
    assert quotation.kind == "direct"


def test_parts_on_both_sides_of_the_cue_are_one_quotation():
    quotation = only("“The bridge is open,” Ada Quill said. “Come and see.”")
    assert contents(quotation) == ["The bridge is open,", "Come and see."]
    assert quotation.text == "The bridge is open, Come and see."


def test_a_second_cue_begins_a_second_quotation():
    first, second = quotations("“Who pays?” asked Bo Lind. “The town,” replied Ada Quill.")
    assert (first.speaker, second.speaker) == ("Bo Lind", "Ada Quill")


def test_a_quotation_after_narration_in_the_paragraph_keeps_the_speaker():
    _, later = quotations("“We are late,” said Ada Quill, the mayor. The guests nodded. “We are very sorry.”")
    assert (later.speaker, later.cue, contents(later)) == ("Ada Quill", None, ["We are very sorry."])


def test_a_speech_of_several_paragraphs_is_one_quotation():
    quotation = only("“It is open,” said Ada Quill, the mayor. “It is ours.\n“It will last.\n“Come and see.”")
    assert contents(quotation) == ["It is open,", "It is ours.", "It will last.", "Come and see."]


def test_the_cue_at_the_end_of_a_speech_names_its_speaker():
    text = "Ada Quill, the mayor, rose to speak.\n“It is open.\n“It will last.\n“Come and see,” she said at the end."
    quotation = only(text)
    assert (quotation.speaker, quotation.cue and quotation.cue.text) == ("Ada Quill", "said")
    assert contents(quotation) == ["It is open.", "It will last.", "Come and see,"]


def test_an_open_speech_ends_where_somebody_else_is_quoted():
    first, second = quotations("“It is open,” said Ada Quill. “It is ours.\n“It is not,” Bo Lind replied.")
    assert (contents(first), first.speaker) == (["It is open,", "It is ours."], "Ada Quill")
    assert (contents(second), second.speaker) == (["It is not,"], "Bo Lind")


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “peace” lasted a week.",
        "The ferry “Northern Star” sails daily.",
        "The newspaper “The Corran Herald” came out on Monday.",
        "She signed decree No. 7 “On Additional Measures for Bridges” in May.",
        "The exercise “Clear Sky” found eleven “victims” in a day.",
        "Ada Quill said the exercise “Clear Sky” had ended.",
        "Everybody’s bridge, the ’90s one, was the farmers’ pride.",
    ],
)
def test_titles_names_and_scare_quotes_are_not_quotations(text: str):
    assert [q for q in quotations(text) if q.kind != "reported"] == []


def test_reported_speech_has_no_marks_and_its_own_kind():
    quotation = only("Ada Quill said that the bridge would open in May.")
    assert (quotation.kind, quotation.text) == ("reported", "the bridge would open in May")


@pytest.mark.parametrize(
    "text",
    [
        "According to Ada Quill, the bridge cost 3 million crowns.",
        "The bridge cost 3 million crowns, Ada Quill said.",
        "Ada Quill told reporters the bridge cost 3 million crowns.",
        "Ada Quill pointed out to the guests that the bridge cost 3 million crowns.",
    ],
)
def test_each_form_of_reported_speech_is_found(text: str):
    quotation = only(text)
    assert (quotation.kind, quotation.speaker) == ("reported", "Ada Quill")
    assert quotation.text.lower() == "the bridge cost 3 million crowns"


def test_a_cue_inside_reported_speech_leaves_two_spans():
    quotation = only("The works on the bridge, Ada Quill added, took two long years.")
    assert contents(quotation) == ["The works on the bridge", "took two long years"]


def test_quoted_parts_of_reported_speech_are_mixed_and_the_rest_is_reported():
    reported, mixed = quotations("In the words of Ada Quill, the new bridge is “a gift to the town”.")
    assert (mixed.kind, mixed.text, mixed.speaker) == ("mixed", "a gift to the town", "Ada Quill")
    assert (reported.kind, reported.text, reported.speaker) == ("reported", "the new bridge is", "Ada Quill")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("the Veldanian leader", "Ada Quill"),
        ("the President of Veldania", "Ada Quill"),
        ("President Lind", "Bo Lind"),
        ("the Orlandian head of state", "Bo Lind"),
        ("Ms Quill", "Ada Quill"),
        ("the Minister of Trade", "Cy Marsh"),
        ("the trade minister", "Cy Marsh"),
        ("the bishop of Corran", "the bishop of Corran"),
        ("the ministry", "the ministry"),
    ],
)
def test_an_office_means_the_person_who_holds_it_here(source: str, speaker: str):
    text = (
        "President of Veldania Ada Quill met President of Orlandia Bo Lind in Corran on Monday. "
        "Minister of Trade Cy Marsh took part in the talks.\n"
        f"“Trade has doubled in two years,” {source} said."
    )
    assert only(text).speaker == speaker


def test_a_pronoun_means_the_person_of_its_gender_who_spoke_last():
    text = (
        "Chairwoman Ada Quill opened the meeting, and chairman Bo Lind closed it.\n"
        "“We met,” Ada Quill said.\n“We agreed on nothing,” he added.\n“We agreed to meet again,” she replied."
    )
    assert [q.speaker for q in quotations(text)] == ["Ada Quill", "Bo Lind", "Ada Quill"]


def test_nobody_is_guessed_where_the_text_names_nobody():
    assert only("“The bridge is open,” he said.").speaker == "he"
    unknown = only("“The bridge is open and it will stay open for good.”")
    assert (unknown.source, unknown.cue, unknown.speaker) == (None, None, None)


def test_a_quotation_without_content_is_refused():
    with pytest.raises(ValueError, match="without content"):
        Quotation((), None, None, None, "direct")


def test_the_hull_of_a_quotation_reaches_from_its_first_to_its_last_words():
    quotation = Quotation((Span("one two six", 0, 3), Span("one two six", 8, 11)), None, None, None, "direct")
    assert (quotation.start, quotation.end, quotation.text) == (0, 11, "one six")
