import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.document import Document

AWKWARD = st.text(
    st.sampled_from("aBй \n\r\t\x00.,!?:;-—“”„«»\"'‘’‹›()\u0301\u200b\u2028\ufeff\U0001f389\ud800") | st.characters(),
    max_size=80,
)
WORDS = (
    "“ ” „ « » \" ' ‘ ’ , . ? : — ( ) said told reporters according to in her words that who the President Mr. "
    "Ada Quill Bo Lind he she minister of Corran and adding ’s"
)
PIECES = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=60).map(" ".join)


@given(AWKWARD | PIECES)
@example("")
@example("\x00")
@example("“")
@example("said")
@example("“A,” said")
@example("“Wo,” sagte « ” he „ said “")
@example("According to")
@example("Ada Quill, , said “a”")
@example('"\ud800," he said')
def test_quotations_of_any_text_slice_back_from_it(text: str):
    document = Document.from_text(text)
    for quotation in document.quotations:
        spans = [*quotation.content, *filter(None, (quotation.source, quotation.cue))]
        assert all(text[span.start : span.end] == span.text != "" for span in spans)
        assert all(span.text == span.text.strip() for span in quotation.content)
        ends = [0, *(end for span in quotation.content for end in (span.start, span.end))]
        assert ends == sorted(ends)
        assert (quotation.start, quotation.end) == (quotation.content[0].start, quotation.content[-1].end)
        assert quotation.kind in ("direct", "reported", "mixed")


@given(PIECES)
def test_quoted_words_belong_to_one_quotation_only(text: str):
    spans = [s for q in Document.from_text(text).quotations if q.kind != "reported" for s in q.content]
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))


@given(PIECES)
def test_the_same_text_gives_the_same_quotations(text: str):
    assert Document.from_text(text).quotations == Document.from_text(text).quotations


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        '"',
        "‘a ",
        "'a ",
        "“a\n",
        '"a" ',
        "“A,” Ada Quill said. ",
        "Ada of ",
        "Ada, ",
        "he said “a ",
        "saying ",
        "Mayor Ada Smith met him. ",
        "“x, The Ada ",
    ],
)
def test_work_grows_with_the_length_of_the_text(piece: str):
    # Calls are counted, not seconds: four times the text takes about four times the calls, if quadratic sixteen.
    small, large = (_calls(lambda n=n: Document.from_text(piece * n).quotations) for n in (1000, 4000))
    assert large < 6 * small


def _calls(run: Callable[[], Any]) -> int:
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count
