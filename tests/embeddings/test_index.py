"""The FAISS index: exact neighbours, clear refusals, and files that are verified."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import snapshot
from embeddings.errors import SnapshotError
from embeddings.index import FILE, Index
from tests.fakes import FakeEncoder


def unit(count: int, dim: int = 16, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def filled(rows: NDArray[np.float32]) -> Index:
    index = Index(rows.shape[1])
    index.add(rows)
    return index


@given(st.integers(0, 40), st.integers(-2, 50), st.integers(0, 2**16))
def test_search_gives_the_rows_that_comparing_all_gives(count: int, k: int, seed: int) -> None:
    rows, queries = unit(count, seed=seed), unit(3, seed=seed + 1)
    scores, found = filled(rows).search(queries, k)
    similar = queries @ rows.T
    expected = np.argsort(-similar, axis=1, kind="stable")[:, : max(0, k)]
    assert found.shape == scores.shape == (3, max(0, min(k, count)))
    assert (found.dtype, scores.dtype) == (np.int64, np.float32)
    np.testing.assert_allclose(scores, np.take_along_axis(similar, expected, axis=1), atol=1e-6)


@pytest.mark.parametrize("k", [1, 5, 29, 30, 31, 150, 299, 300])
def test_of_equally_near_rows_the_lower_comes_first(k: int) -> None:
    rows = np.repeat(unit(10), 30, axis=0)[np.random.default_rng(3).permutation(300)]
    scores, found = filled(rows).search(rows[:1], k)
    order = np.lexsort((found[0], -scores[0]))
    assert order.tolist() == list(range(k))
    same = np.flatnonzero((rows == rows[0]).all(axis=1))
    assert found[0, :30].tolist() == same[:k].tolist()


def test_a_query_finds_the_same_alone_and_among_others() -> None:
    index, queries = filled(unit(500)), unit(40, seed=9)
    scores, rows = index.search(queries, 7)
    for i in range(40):
        alone = index.search(queries[i : i + 1], 7)
        assert alone[0].tobytes() == scores[i].tobytes()
        assert alone[1].tobytes() == rows[i].tobytes()


def test_an_empty_index_finds_nothing() -> None:
    index = Index(16)
    assert index.search(unit(2), 3)[0].shape == (2, 0)
    assert index.cosines(unit(1)[0], []).shape == (0,)
    assert index.vectors().shape == (0, 16)


def test_cosines_stand_in_the_order_of_the_rows_asked_for() -> None:
    rows = unit(200)
    asked = [17, 3, 199, 3, 0]
    np.testing.assert_allclose(filled(rows).cosines(rows[17], asked), rows[asked] @ rows[17], atol=1e-6)


@pytest.mark.parametrize("asked", [[3], [-1], [0, 3]])
def test_cosines_of_rows_that_are_not_there_are_refused(asked: list[int]) -> None:
    with pytest.raises(IndexError, match="there are 3"):
        filled(unit(3)).cosines(unit(1)[0], asked)


def test_texts_that_share_words_are_neighbours() -> None:
    encoder = FakeEncoder()
    index = Index(encoder.dim)
    index.add(encoder.encode(["The fair opened on Monday.", "Apples were sold.", "Rain is likely."]))
    assert index.search(encoder.encode(["When did the fair open?"]), 1)[1].tolist() == [[0]]


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.eye(4), r"shape \(4, 4\), not \(n, 16\)"),
        (np.ones(16), r"shape \(16,\), not \(n, 16\)"),
        (np.zeros((1, 16)), "vector 0 has length 0, not 1"),
        (np.vstack([unit(2), 2 * unit(1)]), "vector 2 has length 2, not 1"),
        (np.full((1, 16), np.nan), "length nan"),
        (np.full((1, 16), np.inf), "length inf"),
        (np.full((1, 16), 1e300), "length inf"),
    ],
)
def test_vectors_that_are_not_unit_rows_are_refused(vectors: NDArray[np.float64], message: str) -> None:
    index = filled(unit(3))
    with pytest.raises(ValueError, match=message):
        index.add(vectors)
    with pytest.raises(ValueError, match=message):
        index.search(vectors, 1)
    assert len(index) == 3


def test_an_index_without_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="0 dimensions"):
        Index(0)


@pytest.mark.parametrize("count", [0, 1, 33])
def test_bytes_give_the_same_index_back(count: int) -> None:
    index = filled(unit(count))
    again = Index.from_bytes(index.to_bytes())
    assert (len(again), again.dim) == (count, 16)
    assert again.vectors().tobytes() == index.vectors().tobytes()
    assert again.to_bytes() == index.to_bytes()


def test_bytes_of_every_other_length_are_refused() -> None:
    data = filled(unit(3, 4)).to_bytes()
    for size in range(len(data)):
        with pytest.raises(SnapshotError, match=FILE):
            Index.from_bytes(data[:size])
    with pytest.raises(SnapshotError, match=FILE):
        Index.from_bytes(data + b"\0")


@pytest.mark.parametrize("junk", [b"", b"IxFI", b"\xff" * 500, b"IxF2" + b"\0" * 500, b"PK\x03\x04" * 50])
def test_bytes_of_another_kind_are_refused(junk: bytes) -> None:
    with pytest.raises(SnapshotError, match=FILE):
        Index.from_bytes(junk)


def test_a_saved_index_is_the_same_when_loaded(tmp_path: Path) -> None:
    index = filled(unit(12))
    index.save(tmp_path / "new" / "folder", model="fake", fingerprint="ab")
    again = Index.load(tmp_path / "new" / "folder", model="fake", fingerprint="ab")
    assert again.vectors().tobytes() == index.vectors().tobytes()
    assert len(Index.load(tmp_path / "new" / "folder")) == 12


@pytest.mark.parametrize("other", [{"model": "other"}, {"fingerprint": "cd"}])
def test_vectors_of_another_model_are_refused(tmp_path: Path, other: dict[str, str]) -> None:
    filled(unit(2)).save(tmp_path, model="fake", fingerprint="ab")
    (key, value) = next(iter(other.items()))
    with pytest.raises(SnapshotError, match=f"{key} '(fake|ab)', not '{value}'.*build it again"):
        Index.load(tmp_path, **other)


@pytest.mark.parametrize("wrong", [{"dim": 8}, {"count": 3}])
def test_meta_data_that_contradict_the_vectors_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    meta = {"model": "fake", "fingerprint": "ab", "dim": 16, "count": 2} | wrong
    snapshot.write(tmp_path, {FILE: filled(unit(2)).to_bytes()}, meta)
    with pytest.raises(SnapshotError, match=next(iter(wrong))):
        Index.load(tmp_path)


def test_a_snapshot_without_an_index_is_refused(tmp_path: Path) -> None:
    snapshot.write(tmp_path, {"notes.txt": b"hello"}, {})
    with pytest.raises(SnapshotError, match="holds no index.faiss"):
        Index.load(tmp_path)


def test_flipped_bytes_of_a_larger_index_are_noticed(tmp_path: Path) -> None:
    filled(unit(300, 64)).save(tmp_path, model="fake", fingerprint="ab")
    path = next(tmp_path.glob(f"*/{FILE}"))
    data = path.read_bytes()
    for offset in np.random.default_rng(5).integers(0, len(data), 40):
        path.write_bytes(data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :])
        with pytest.raises(SnapshotError, match="index.faiss is damaged"):
            Index.load(tmp_path)
