"""The trained reader: spans in sentences, the same answers everywhere, damage noticed."""

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Document
from bot.answer import Passage
from bot.reader import JointReader, joint
from bot.reader.joint import LONGEST, best_span
from bot.reader.scorer import Scorer
from bot.reader.shipped import FILE
from embeddings.errors import ModelError
from embeddings.model import embedded_folder

LOGITS = st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=60)
TEXT = "The ferry line opened on 4 May. A ticket costs nine crowns. The crew has twelve members."


def passages(document: Document) -> list[Passage]:
    return [Passage(document, sentence, 0.5, 0.5, 0.1) for sentence in document.sentences]


@given(LOGITS)
def test_best_span_is_the_best_of_all(logits):
    start, end = np.array(logits).T
    every = [(start[a] + end[b], a, b) for a in range(len(start)) for b in range(a, min(len(start), a + LONGEST))]
    first, last, score = best_span(start, end)
    assert score == max(every)[0]
    assert (score, first, last) in every


def test_reader_narrows_the_quote_to_the_words_that_answer():
    readings = JointReader().read("When did the ferry line open?", passages(Document.from_text(TEXT)))
    assert len(readings) == 3
    best = readings[0]
    assert TEXT[best.start : best.end] == "4 May"
    assert [r.score for r in readings] == sorted((r.score for r in readings), reverse=True)


def test_reader_without_passages_reads_nothing():
    assert JointReader().read("Anything?", []) == []


@pytest.mark.parametrize(("tokens", "read"), [(0, 3), (50, 5), (1000, 8)])
def test_short_windows_are_read_as_long_as_tokens_are_left(monkeypatch, tokens, read):
    monkeypatch.setattr(joint, "TOKENS", tokens)
    line = "Line {} of the ferry opened on 4 May and " + "then closed again, " * 30 + "it is said."
    short = Document.from_text("\n".join(f"Ferry {n} opened on 4 May, at ten." for n in range(8)))
    long = Document.from_text("\n".join(line.format(n) for n in range(8)))
    monkeypatch.setattr("bot.reader.windows.LEAST", 0)
    question = "When did the ferry open?"
    assert len(JointReader().candidates(question, passages(short))) == read
    assert len(JointReader().candidates(question, passages(long))) == (3 if tokens < 1000 else 7)


def test_documents_are_forgotten_with_their_last_owner():
    reader = JointReader()
    document = Document.from_text(TEXT)
    reader.read("When did the ferry line open?", passages(document))
    forgotten = weakref.ref(document)
    del document
    gc.collect()
    assert forgotten() is None


def test_damaged_weights_are_refused(tmp_path):
    content = bytearray(FILE.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "reader.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256"):
        Scorer(embedded_folder(), tmp_path / "reader.safetensors")
    with pytest.raises(ModelError, match="can't be read"):
        Scorer(embedded_folder(), tmp_path / "missing.safetensors")
