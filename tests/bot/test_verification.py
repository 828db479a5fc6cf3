"""Verdicts on quotes: exact, altered, misattributed, stitched, absent."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Document
from bot.errors import QuestionError
from bot.verification import MAX_TEXT, Verification, verify
from bot.verification.folding import fold
from bot.verification.verdict import MAX_PLACES
from bot.visits import visit
from tests.bot.test_promises import TEXTS

FRIEND = "You can rely on us as your closest friend."
SPEECH = Document.from_text(
    "Harbour opens\n"
    "“We will not raise the fee in 2027,” Minister Ada Brandt said. The fee stays at $4.50 a day.\n"
    "“Boats bring 12,500 visitors a year,” the harbour master Joel Pike added. “We will come to help.”\n"
    "The fee stays at $4.50 a day. The non-commercial boats pay nothing, and −3 °C stops nobody.\n"
)
SPOKEN = {"raise the fee in 2027": "Ada Brandt", "12,500 visitors": "Joel Pike", "We will come to help": "Joel Pike"}


def spoken_by(document: Document, start: int, end: int) -> tuple[str, ...]:
    words = document.text[start:end]
    return tuple(dict.fromkeys(name for said, name in SPOKEN.items() if said in words))


def operations(result: Verification) -> list[tuple[str, str, str]]:
    return [(c.operation, c.original.text, c.quoted.text) for c in result.difference if c.operation != "equal"]


def check(result: Verification) -> None:
    """Whatever the verdict, all offsets slice back and the parts agree with each other."""
    json.dumps(result.to_dict())
    assert result.message.endswith(".")
    assert (result.verdict == "unusable") == (result.reason is not None)
    assert bool(result.places) == (result.verdict not in ("absent", "unusable"))
    assert bool(result.difference) == (result.verdict == "altered")
    for place in result.places:
        assert place.text == place.document.text[place.start : place.end] != ""
        assert place.quoted.text == result.text[place.quoted.start : place.quoted.end] != ""
        assert all(s.start < place.end and place.start < s.end for s in place.sentences)
    for side in ("original", "quoted"):
        spans = [getattr(change, side) for change in result.difference]
        assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    for change in result.difference:
        assert (change.operation == "inserted") == (change.original.start == change.original.end)
        assert (change.operation == "deleted") == (change.quoted.start == change.quoted.end)


def test_exact_words_get_their_place():
    document = visit()
    result = verify(FRIEND, [document])
    check(result)
    assert result.verdict == "exact"
    (place,) = result.places
    assert place.text == "You can rely on us as your closest friend"
    assert [s.id for s in place.sentences] == ["p2s1"]
    assert result.message == ("These are the exact words in Official visit to Azerbaijan, paragraph 2, sentence 1.")


@pytest.mark.parametrize(
    "text",
    [
        '"Boats bring 12,500 visitors a year"',
        "boats BRING 12,500\n visitors",
        "…visitors a year…",
        "fee stays at $ 4.50 a day. The non–commercial boats",
        "we will not raise the fee in 2027,",
        "-3°C stops nobody",
        "harbour opens",
    ],
)
def test_formatting_and_parts_of_sentences_stay_exact(text):
    result = verify(text, [SPEECH])
    check(result)
    assert result.verdict == "exact"


def test_every_exact_occurrence_is_listed():
    result = verify("The fee stays at $4.50 a day.", [SPEECH, visit(), SPEECH])
    check(result)
    assert [(p.document.title, p.start) for p in result.places] == 2 * [
        ("Harbour opens", SPEECH.text.index("The fee")), ("Harbour opens", SPEECH.text.rindex("The fee")),
    ]  # fmt: skip
    assert result.message.endswith(", and in 3 other places.")


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("We will raise the fee in 2027", [("deleted", "not", "")]),
        ("We won’t raise the fee in 2027", [("replaced", "will not", "won’t")]),
        ("We will not raise the fee in 2028", [("replaced", "2027", "2028")]),
        ("The fee stays at $4,50 a day", [("replaced", "4.50", "4,50")]),
        ("The fee stays at €4.50 a day", [("replaced", "$", "€")]),
        ("The fee stays at 4.50 a day", [("deleted", "$", "")]),
        ("4.50 a day", [("deleted", "$", "")]),
        ("Boats bring 12.500 visitors a year", [("replaced", "12,500", "12.500")]),
        ("Boats bring 12,500 visitors a year?", [("inserted", "", "?")]),
        ("the harbour master Joel Spike added", [("replaced", "Pike", "Spike")]),
        ("commercial boats pay nothing", [("deleted", "non", "")]),
        ("and 3 °C stops nobody", [("deleted", "−", "")]),
        ("The fee still stays at $4.50 a day.", [("inserted", "", "still")]),
        ("Boats bring 12,500 visitors a year forever", [("inserted", "", "forever")]),
        ("Boats bring 12,500 visitors a month", [("replaced", "year", "month")]),
        ("Ships bring 12,500 visitors a year", [("replaced", "Boats", "Ships")]),
        ("Boats bring a year 12,500 visitors", [("inserted", "", "a year")]),
    ],
)
def test_altered_words_are_shown_with_the_true_ones(text, changes):
    result = verify(text, [visit(), SPEECH])
    check(result)
    assert result.verdict == "altered"
    assert operations(result) == changes
    assert result.places[0].document is SPEECH


def test_words_in_another_order_are_altered():
    result = verify("a at day fee stays The $4.50", [SPEECH])
    check(result)
    assert result.verdict == "altered"


INTERRUPTED = Document.from_text(
    "“We are ready for 2 ports,” the head of state said. “It is good. It is late.” The sun set. “Go!” he said."
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "“We are ready for 2 ports. It is good. It is late.”",
            "We are ready for 2 ports,” the head of state said. “It is good. It is late",
        ),
        ("for 2 ports, it is good", "for 2 ports,” the head of state said. “It is good"),
    ],
)
def test_speech_without_its_interruption_is_exact(text, place):
    result = verify(text, [SPEECH, INTERRUPTED])
    check(result)
    assert (result.verdict, [found.text for found in result.places]) == ("exact", [place])


@pytest.mark.parametrize(
    "text",
    [
        "We are ready for 3 ports. It is good. It is late.",
        "We are not ready for 2 ports. It is good. It is late.",
        "We are ready for 2 ports. It is late.",
        "We are ready for 2 ports said. It is good.",
        "It is good. We are ready for 2 ports.",
        "It is good. It is late. Go!",
        "dy for 2 ports. It is good",
    ],
)
def test_altered_speech_without_its_interruption_is_not_exact(text):
    result = verify(text, [INTERRUPTED])
    check(result)
    assert result.verdict != "exact"


def test_parts_of_a_clause_are_not_joined():
    document = Document.from_text("He said that trade “grew by half”, he added, and that ties were “rather strong”.")
    assert verify("grew by half rather strong", [document]).verdict != "exact"


def test_words_of_two_people_are_not_credited_to_one():
    text = SPEECH.text[SPEECH.text.index("We will") : SPEECH.text.index(",” the harbour master")]
    for claimed in ("Ada Brandt", "Joel Pike"):
        result = verify(text, [SPEECH], spoken_by=spoken_by, speaker=claimed)
        check(result)
        assert (result.verdict, result.said_by) == ("misattributed", ("Ada Brandt", "Joel Pike"))
        assert f"not said by {claimed} alone, but by Ada Brandt and Joel Pike in" in result.message
    result = verify(text, [SPEECH], spoken_by=spoken_by)
    assert (result.verdict, result.places[0].speaker) == ("exact", None)


def test_only_the_first_places_are_listed():
    document = Document.from_text("The fee stays. “The fee rises,” Ada Brandt said.\n" * 150)
    result = verify("the fee", [document])
    check(result)
    assert (len(result.places), result.unlisted) == (MAX_PLACES, 300 - MAX_PLACES)
    assert result.message.endswith(", and in 299 other places.")


def test_pieces_of_several_places_are_stitched():
    text = "Boats bring 12,500 visitors, and you can rely on us as your closest friend"
    result = verify(text, [SPEECH, visit()])
    check(result)
    assert result.verdict == "stitched"
    assert [(p.quoted.text, p.text, p.document.title) for p in result.places] == [
        ("Boats bring 12,500 visitors", "Boats bring 12,500 visitors", "Harbour opens"),
        ("you can rely on us as your closest friend", FRIEND[:-1], "Official visit to Azerbaijan"),
    ]
    assert result.message.startswith("These words are put together from 2 pieces, the first in Harbour opens,")


def test_words_left_out_far_apart_are_stitched():
    result = verify("We will not raise the fee in 2027, and −3 °C stops nobody", [SPEECH])
    check(result)
    assert result.verdict == "stitched"


@pytest.mark.parametrize("mark", ["…", "...", "[...]", "(…)", ". . ."])
def test_words_left_out_at_an_ellipsis_are_stitched(mark):
    result = verify(f"We will not raise {mark} Boats bring", [SPEECH])
    check(result)
    assert result.verdict == "stitched"
    assert [p.text for p in result.places] == ["We will not raise", "Boats bring"]


def test_ellipsis_that_leaves_nothing_out_is_formatting():
    assert verify("We will not … raise the fee", [SPEECH]).verdict == "exact"


def test_pieces_at_an_ellipsis_must_stand_in_order():
    assert verify("Boats bring … We will not", [SPEECH]).verdict != "stitched"


@pytest.mark.parametrize(
    "text",
    ["The moon is made of cheese and other dairy", "Ferries bring tourists from Norway every summer", "zzz"],
)
def test_words_of_nowhere_are_absent(text):
    result = verify(text, [SPEECH, visit()])
    check(result)
    assert result.verdict == "absent"


def test_right_speaker_is_exact_and_named():
    result = verify("We will not raise the fee in 2027", [SPEECH], spoken_by=spoken_by, speaker="Minister Brandt")
    check(result)
    assert result.verdict == "exact"
    assert result.said_by == ("Ada Brandt",)
    assert result.message == "These are the exact words of Ada Brandt in Harbour opens, paragraph 1, sentence 1."


def test_wrong_speaker_is_misattributed_and_the_right_one_named():
    result = verify("We will not raise the fee in 2027", [SPEECH], spoken_by=spoken_by, speaker="Pike")
    check(result)
    assert result.verdict == "misattributed"
    assert result.said_by == ("Ada Brandt",)
    assert result.message == (
        "These words are not said by Pike, but by Ada Brandt in Harbour opens, paragraph 1, sentence 1."
    )


def test_narration_is_misattributed_to_anyone():
    result = verify("The fee stays at $4.50 a day", [SPEECH], spoken_by=spoken_by, speaker="Ada Brandt")
    check(result)
    assert result.verdict == "misattributed"
    assert result.said_by == ()
    assert "outside quotations" in result.message


def test_places_of_the_claimed_speaker_come_first():
    other = Document.from_text("“We will come to help, as we said,” the Belarusian said.")

    def either(document: Document, start: int, end: int) -> tuple[str, ...]:
        return ("Joel Pike",) if document is SPEECH else ("Ivan",)

    result = verify("we will come to help", [other, SPEECH], spoken_by=either, speaker="Joel Pike")
    check(result)
    assert result.verdict == "exact"
    assert [p.speaker for p in result.places] == ["Joel Pike", "Ivan"]


def test_altered_words_are_altered_whoever_is_claimed():
    result = verify("We will raise the fee in 2027", [SPEECH], spoken_by=spoken_by, speaker="Pike")
    check(result)
    assert result.verdict == "altered"
    assert result.message.startswith("These are not the exact words of Ada Brandt: one change from Harbour opens")


def test_blank_speaker_claims_nothing():
    assert verify("The fee stays", [SPEECH], speaker=" ").verdict == "exact"


def test_claim_without_known_speakers_is_refused():
    with pytest.raises(ValueError, match="give spoken_by too"):
        verify("The fee stays", [SPEECH], speaker="Ada Brandt")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "blank"),
        (" \n\t", "blank"),
        ("…?! — $ %", "no_words"),
        ("\u200b\x00😀", "no_words"),
        ("a" * (MAX_TEXT + 1), "too_long"),
    ],
)
def test_unusable_text_gets_its_reason(text, reason):
    result = verify(text, [SPEECH])
    check(result)
    assert (result.verdict, result.reason) == ("unusable", reason)


@pytest.mark.parametrize("text", [None, 5, b"words"])
def test_text_that_is_not_text_is_refused(text):
    with pytest.raises(QuestionError, match="must be str"):
        verify(text, [SPEECH])


@pytest.mark.parametrize("documents", [[], [Document.from_text("")], [Document.from_text(" \n.")]])
def test_nothing_is_found_in_nothing(documents):
    assert verify("The fee stays", documents).verdict == "absent"


def test_json_shape():
    record = verify("We will raise the fee in 2027", [SPEECH]).to_dict()
    assert list(record) == [
        "type", "text", "verdict", "reason", "message", "speaker", "said_by", "unlisted", "places", "difference",
    ]  # fmt: skip
    assert record["places"][0]["sentences"] == ["p1s1"]
    assert record["places"][0]["document"]["sha256"] == SPEECH.sha256
    assert record["difference"][1] == {
        "operation": "deleted",
        "original": {"text": "not", "start": SPEECH.text.index("not"), "end": SPEECH.text.index("not") + 3},
        "quoted": {"text": "", "start": 7, "end": 7},
    }


def test_large_document_and_long_quotes_are_judged():
    lines = (
        f"Crate {n} of tea came to pier {n * 7 % 1000} in week {n % 53}, and clerk {n % 89} signed it.\n"
        for n in range(16_000)
    )
    document = Document.from_text("".join(lines))
    assert len(document.text) > 1_000_000
    middle = document.text.index("Crate 9000")
    quote = document.text[middle : document.text.rindex("\n", 0, middle + MAX_TEXT)]
    assert verify(quote, [document]).verdict == "exact"
    result = verify(quote.replace("clerk 20 ", "clerk 21 "), [document])
    check(result)
    assert result.verdict == "altered"
    assert set(operations(result)) == {("replaced", "20", "21")}
    assert verify("tea " * 2500, [document]).verdict == "absent"


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_any_text_gets_a_verdict_that_slices_back(texts, text):
    check(verify(text, [Document.from_text(t) for t in texts], spoken_by=spoken_by, speaker="Ada"))


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_any_run_of_whole_words_is_exact_where_it_stands(text, data):
    folded = fold(text)
    whole = [i for i in range(len(folded) + 1) if not folded.glued[i]]
    first = data.draw(st.sampled_from(whole))
    last = data.draw(st.sampled_from([i for i in whole if i >= first]))
    start, end = folded.range(first, last)
    result = verify(text[start:end], [Document.from_text(text)])
    check(result)
    if any(c.isalnum() for token in folded.tokens[first:last] for c in token) and end - start <= MAX_TEXT:
        assert result.verdict == "exact"
