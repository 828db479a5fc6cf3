"""A text's vector taken apart: mean pooling is linear, so the unit vector is a sum over the pieces of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Parts:
    """
    What each piece of a text adds to its unit vector; row *i* of both arrays is piece *i*, in the order of the text.

    :param spans: where the pieces stand, half-open code points, int64, shape (n, 2); the marks that the model puts
        around a text have empty ones.
    :param vectors: what they add, float32, shape (n, dim); the sum over the rows is the unit vector.
    """

    spans: NDArray[np.int64] = field(repr=False)
    vectors: NDArray[np.float32] = field(repr=False)

    @classmethod
    def of_mean(cls, states: ArrayLike, spans: Sequence[tuple[int, int]]) -> Parts:
        """
        Take apart the mean of the pieces' states, divided by its length.

        :param states: shape (n, dim), n from 1.
        :param spans: as above.
        :raises ValueError: if there is not one span for each state.
        """
        rows = np.asarray(states, np.float64)
        if len(rows) != len(spans):
            raise ValueError(f"there are {len(rows)} states and {len(spans)} spans; give one span for each state")
        vectors = rows / np.linalg.norm(rows.sum(axis=0))
        return cls(np.asarray(spans, np.int64).reshape(len(rows), 2), vectors.astype(np.float32))
