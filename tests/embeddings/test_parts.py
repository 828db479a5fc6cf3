"""A vector taken apart into what the pieces of its text add."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.parts import Parts


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_parts_sum_to_the_unit_vector_of_the_mean(n: int, seed: int) -> None:
    states = np.random.default_rng(seed).normal(0.1, 1, (n, 8)).astype(np.float32)
    mean = states.mean(axis=0, dtype=np.float64)
    parts = Parts.of_mean(states, [(i, i + 1) for i in range(n)])
    assert np.allclose(parts.vectors.sum(axis=0), mean / np.linalg.norm(mean), atol=1e-5)
    assert parts.vectors.dtype == np.float32
    assert parts.spans.tolist() == [[i, i + 1] for i in range(n)]


def test_state_without_a_span_is_refused_with_both_counts() -> None:
    with pytest.raises(ValueError, match="3 states and 2 spans"):
        Parts.of_mean(np.ones((3, 4)), [(0, 0), (0, 1)])
