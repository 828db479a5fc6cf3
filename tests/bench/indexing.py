"""Sentences embedded per second, beside plain sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter, sleep

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.figures import Figure

ROUNDS = 7
PAUSE = 0.3  # seconds: OpenMP's threads spin on for a while after their work and would hold a core of the other's


def indexing(name: str, sentences: list[str]) -> list[Figure]:
    """Medians over alternating rounds, and the lowest cosine between the two encoders' vectors of a sentence."""
    ours = SentenceTransformerEncoder()
    plain = SentenceTransformer(str(ours.folder), device="cpu", local_files_only=True)
    ours.encode(sentences[:64])
    plain.encode(sentences[:64])
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in tqdm(range(ROUNDS), desc="embedding", disable=None):
        mine = _timed(ours.encode, sentences, times["ours"])
        theirs = _timed(plain.encode, sentences, times["plain"])
    rate = {name: len(sentences) / median(taken) for name, taken in times.items()}
    cosine = float(np.min(np.sum(mine * theirs, axis=1)))  # the model ends in normalisation
    return [
        Figure(f"indexing ({name})", "sentences per second", rate["ours"], "/s", f"{len(sentences)} sentences"),
        Figure(f"indexing ({name})", "plain SentenceTransformer.encode", rate["plain"], "/s"),
        Figure(f"indexing ({name})", "ratio", rate["ours"] / rate["plain"], "×", f"lowest cosine {cosine:.6f}"),
    ]


def _timed(
    encode: Callable[[list[str]], NDArray[np.float32]], sentences: list[str], times: list[float]
) -> NDArray[np.float32]:
    sleep(PAUSE)
    begun = perf_counter()
    vectors = encode(sentences)
    times.append(perf_counter() - begun)
    return vectors
