"""Nearest rows by cosine similarity: an exact FAISS index over unit vectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embeddings import snapshot
from embeddings.errors import SnapshotError
from embeddings.snapshot import REMEDY, Snapshot

FILE = "index.faiss"
NORM_TOLERANCE = 1e-3

# FAISS's flat inner-product file: kind, dim, count, two unused numbers, trained, metric (0 is inner product),
# and the count of the floats that follow (faiss/impl/index_write.cpp).
_HEADER = struct.Struct("<4si q 16x ? i q")
_KIND = b"IxFI"


class Index:
    """
    Unit vectors in the order in which they were added; row *i* is the *i*-th vector, counted from 0.

    :param dim: numbers in a vector.
    """

    def __init__(self, dim: int) -> None:
        import faiss

        if dim < 1:
            raise ValueError(f"an index can't have {dim} dimensions; give the encoder's dim")
        self._faiss: Any = faiss.IndexFlatIP(dim)

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return int(self._faiss.d)

    def vectors(self) -> NDArray[np.float32]:
        """A copy of all rows, shape (len, dim)."""
        rows: NDArray[np.float32] = self._faiss.reconstruct_n(0, len(self))
        return rows.reshape(len(self), self.dim)

    def add(self, vectors: ArrayLike) -> None:
        """
        Append rows.

        :param vectors: unit vectors, shape (n, dim), of any dtype that float32 can take.
        :raises ValueError: for another shape, a number that is not finite, or a row that has not length 1.
        """
        rows = self._checked(vectors)
        if len(rows):
            self._faiss.add(rows)

    def search(self, vectors: ArrayLike, k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """
        Find the `k` nearest rows of each query, best first; of equally near rows the lower comes first.

        A query's result does not depend on the other queries.

        :param vectors: unit vectors, shape (m, dim).
        :param k: how many; at most all rows are returned, none for 0 or less.
        :return: cosine similarities and row numbers, both of shape (m, min(k, len)).
        :raises ValueError: as for `add`.
        """
        queries = self._checked(vectors)
        k = max(0, min(k, len(self)))
        scores = np.empty((len(queries), k), np.float32)
        rows = np.empty((len(queries), k), np.int64)
        if k:
            for i in range(len(queries)):
                scores[i], rows[i] = self._nearest(queries[i : i + 1], k)
        return scores, rows

    def cosines(self, vector: ArrayLike, rows: ArrayLike) -> NDArray[np.float32]:
        """
        Compare one query with some rows.

        :param vector: a unit vector, shape (dim,).
        :param rows: row numbers, shape (n,), each from 0 to below len.
        :return: cosine similarities, shape (n,).
        :raises ValueError: as for `add`.
        :raises IndexError: if a row is not there.
        """
        query = self._checked(np.expand_dims(np.asarray(vector), 0))[0]
        numbers = np.asarray(rows, np.int64)
        if numbers.size and not 0 <= numbers.min() <= numbers.max() < len(self):
            raise IndexError(f"rows {numbers.min()} to {numbers.max()} are asked for, there are {len(self)}")
        found: NDArray[np.float32] = self._faiss.reconstruct_batch(numbers)
        return np.asarray(found.reshape(len(numbers), self.dim) @ query, np.float32)

    def to_bytes(self) -> bytes:
        """Serialise in FAISS's own file format, which has no checksum: keep it in a snapshot."""
        import faiss

        return bytes(faiss.serialize_index(self._faiss).tobytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """
        Read what `to_bytes` gave; kind and size are verified before FAISS sees a byte.

        :raises SnapshotError: if this is not a whole index of this class.
        """
        import faiss

        dim, count = _verify_header(data)
        index = cls(dim)
        index._faiss = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        if (index.dim, len(index)) != (dim, count):
            raise SnapshotError(f"{FILE} has {len(index)} rows, its header says {count}; {REMEDY}")
        return index

    def save(self, folder: str | Path, *, model: str, fingerprint: str) -> None:
        """
        Write a crash-safe snapshot.

        :param folder: a new or empty folder, or one that holds a snapshot, which is replaced.
        :param model: name of the model that made the vectors.
        :param fingerprint: SHA-256 of that model's weights, in hexadecimal.
        :raises SnapshotError: if the folder holds something else.
        :raises OSError: if it can't be written.
        """
        meta = {"model": model, "fingerprint": fingerprint, "dim": self.dim, "count": len(self)}
        snapshot.write(folder, {FILE: self.to_bytes()}, meta)

    @classmethod
    def load(cls, folder: str | Path, *, model: str | None = None, fingerprint: str | None = None) -> Index:
        """
        Read what `save` wrote.

        :param model: refuse vectors of a model with another name, if given.
        :param fingerprint: refuse vectors of a model with other weights, if given.
        :raises SnapshotError: if anything is damaged, or made by another model or a newer version.
        """
        saved = snapshot.read(folder)
        if FILE not in saved.files:
            raise SnapshotError(f"{saved.folder} holds no {FILE}, it was saved by something else; {REMEDY}")
        index = cls.from_bytes(saved.files[FILE])
        expected = {"dim": index.dim, "count": len(index), "model": model, "fingerprint": fingerprint}
        _verify_meta(saved, {key: value for key, value in expected.items() if value is not None})
        return index

    def _nearest(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        # FAISS cuts equal scores off in no set order, so ask on until the last score is a lower one.
        wanted = k
        while True:
            wanted = min(wanted + 1, len(self))
            scores, rows = self._faiss.search(query, wanted)
            if wanted == len(self) or scores[0, -1] < scores[0, k - 1]:
                break
            wanted *= 2
        order = np.lexsort((rows[0], -scores[0]))[:k]
        return scores[0, order], rows[0, order]

    def _checked(self, vectors: ArrayLike) -> NDArray[np.float32]:
        with np.errstate(over="ignore"):  # what overflows is reported below as infinity
            rows = np.ascontiguousarray(vectors, np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dim:
            raise ValueError(
                f"vectors have shape {rows.shape}, not (n, {self.dim}); embed with the model of this index"
            )
        with np.errstate(over="ignore"):
            norms = np.linalg.norm(rows, axis=1)
        wrong = np.flatnonzero(~(np.abs(norms - 1) <= NORM_TOLERANCE))
        if len(wrong):
            raise ValueError(
                f"vector {wrong[0]} has length {norms[wrong[0]]:g}, not 1; divide it by its length, "
                "and leave out vectors with zeros only, NaN or infinity"
            )
        return rows


def _verify_header(data: bytes) -> tuple[int, int]:
    if len(data) < _HEADER.size:
        raise SnapshotError(f"{FILE} has {len(data)} bytes, its header alone has {_HEADER.size}; {REMEDY}")
    kind, dim, count, trained, metric, floats = _HEADER.unpack_from(data)
    if (kind, trained, metric) != (_KIND, True, 0) or dim < 1 or count < 0:
        raise SnapshotError(f"{FILE} starts with {kind!r}, not with the header of a flat index; {REMEDY}")
    size = _HEADER.size + 4 * dim * count
    if floats != dim * count or len(data) != size:
        raise SnapshotError(f"{FILE} has {len(data)} bytes, {count} rows of {dim} take {size}; {REMEDY}")
    return dim, count


def _verify_meta(saved: Snapshot, expected: Mapping[str, Any]) -> None:
    for key, value in expected.items():
        found = saved.meta.get(key)
        if found != value:
            raise SnapshotError(f"{saved.folder} was saved with {key} {found!r}, not {value!r}; {REMEDY}")
