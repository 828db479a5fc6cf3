import pytest

from bot.document import Document
from bot.quotations.marks import quoted


def found(text: str) -> list[str]:
    """What stands between marks; a line is a paragraph."""
    ranges, start = [], 0
    for line in text.split("\n"):
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    return [text[quote.start : quote.end] for quote in quoted(text, ranges)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“It is open,” she said.", ["It is open,"]),
        ('"It is open," she said. "At last."', ["It is open,", "At last."]),
        ("« Le pont est ouvert », dit-elle.", ["Le pont est ouvert"]),
        ("»Sie ist offen«, sagte sie.", ["Sie ist offen"]),
        ("„Sie ist offen“, sagte sie, „endlich“.", ["Sie ist offen", "endlich"]),
        ("”Den är öppen”, sade hon.", ["Den är öppen"]),
        ("‘It is open,’ she said.", ["It is open,"]),
        ("'It is open at last,' she said.", ["It is open at last,"]),
        ('"It is open,” she said.', ["It is open,"]),
    ],
)
def test_each_kind_of_marks_is_read(text: str, inside: list[str]):
    assert found(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "It’s the farmers’ bridge, and the ’90s were theirs.",
        "It's the '90s: rock 'n' roll, and the farmers' union's bridge.",
        'A 12" pipe and a 6\'2" guard stood there.',
        "’Tis the season, ’twas said.",
        '“ ” and “…” and ""',
    ],
)
def test_apostrophes_inches_and_empty_marks_are_no_quotations(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“She said: ‘Stay here,’ and we stayed,” he said.", ["She said: ‘Stay here,’ and we stayed,"]),
        ("\"She said: 'Stay here,' and we stayed,\" he said.", ["She said: 'Stay here,' and we stayed,"]),
        ("“She said: “Stay here,” and we stayed,” he said.", ["She said: “Stay here,” and we stayed,"]),
        ("«She said: “Stay here,” and we stayed», he said.", ["She said: “Stay here,” and we stayed"]),
    ],
)
def test_marks_inside_a_quotation_belong_to_its_words(text: str, inside: list[str]):
    assert found(text) == inside


def test_a_possessive_does_not_close_single_marks():
    assert found("‘The farmers’ union won,’ she said.") == ["The farmers’ union won,"]


def test_a_missing_closing_mark_ends_with_the_paragraph():
    assert found("She said: “It is open.\nNobody came.") == ["It is open."]


def test_an_opening_mark_that_goes_unanswered_ends_before_the_next():
    assert found("“It is open. “And it is ours,” she said.") == ["It is open.", "And it is ours,"]


def test_a_speech_goes_on_in_paragraphs_that_open_with_a_mark():
    text = "“It is open.\n“It is ours.\n“Come and see,” she said."
    quotes = quoted(text, [(0, 12), (13, 26), (27, len(text))])
    assert [quote.continues for quote in quotes] == [False, True, True]
    assert [quote.closed for quote in quotes] == [False, False, True]


def test_a_speech_goes_on_to_its_closing_mark_through_paragraphs_without_marks():
    assert found("“It is open.\nIt is ours.\nCome and see,” she said.") == [
        "It is open.",
        "It is ours.",
        "Come and see,",
    ]


def test_a_missing_closing_mark_before_the_attribution_is_made_up_for():
    document = Document.from_text("“The bridge is open, Mayor Ada Quill said on Monday.\nNobody came to see it.")
    assert [(q.text, q.speaker) for q in document.quotations] == [("The bridge is open,", "Ada Quill")]
