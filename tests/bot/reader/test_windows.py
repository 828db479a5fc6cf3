"""Windows: every sentence is read, in stretches that are neither too long nor too short."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Document
from bot.reader.windows import LEAST, MOST, windows

SENTENCES = st.lists(st.integers(1, 60).map(lambda n: ("Word " * n).strip() + "."), min_size=1, max_size=30)
TEXTS = st.lists(SENTENCES.map(" ".join), max_size=8).map("\n".join)


@settings(deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=500)))
def test_every_sentence_is_owned_by_a_window(text):
    document = Document.from_text(text)
    owned = {s.start for w in windows(document) for s in w.sentences[-w.own :]}
    assert owned == {s.start for s in document.sentences}


@settings(deadline=None)
@given(TEXTS)
def test_windows_hold_neighbouring_sentences_and_keep_their_length(text):
    document = Document.from_text(text)
    for window in windows(document):
        first = document.sentences.index(window.sentences[0])
        assert window.sentences == document.sentences[first : first + len(window.sentences)]
        assert (window.start, window.end) == (window.sentences[0].start, window.sentences[-1].end)
        assert len(window.sentences) == 1 or window.end - window.start <= MOST
        assert len({s.paragraph for s in window.sentences[-window.own :]}) == 1


def test_short_paragraph_is_read_with_the_sentences_before_it():
    document = Document.from_text("The minister opened the bridge.\nHe thanked the builders.")
    first, second = windows(document)
    assert first.text == "The minister opened the bridge."
    assert second.text == document.text and second.own == 1


def test_long_paragraph_is_read_in_parts_that_share_a_sentence():
    sentence = "The delegation looked at the new harbour and asked about its cost. "
    document = Document.from_text(sentence * 40)
    parts = windows(document)
    assert len(parts) > 2
    for before, after in zip(parts, parts[1:], strict=False):
        assert before.sentences[-1] == after.sentences[0]


def test_context_does_not_outgrow_a_short_window():
    document = Document.from_text("\n".join(["A paragraph of some forty characters here."] * 12))
    assert all(len(w.text) <= LEAST for w in windows(document))
    assert any(w.own < len(w.sentences) for w in windows(document))
