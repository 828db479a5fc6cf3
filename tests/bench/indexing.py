"""Sentences embedded per second, beside plain sentence-transformers."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.figures import Figure

ROUNDS = 5


def indexing(sentences: list[str]) -> list[Figure]:
    """Medians over alternating rounds, and the lowest cosine between the two encoders' vectors of a sentence."""
    ours = SentenceTransformerEncoder()
    plain = SentenceTransformer(str(ours.folder), device="cpu", local_files_only=True)
    ours.encode(sentences[:64])
    plain.encode(sentences[:64])
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in tqdm(range(ROUNDS), desc="embedding", disable=None):
        begun = perf_counter()
        mine = ours.encode(sentences)
        between = perf_counter()
        theirs = plain.encode(sentences, normalize_embeddings=True)
        times["ours"].append(between - begun)
        times["plain"].append(perf_counter() - between)
    rate = {name: len(sentences) / median(taken) for name, taken in times.items()}
    cosine = float(np.min(np.sum(mine * theirs, axis=1)))
    return [
        Figure("indexing", "sentences per second", rate["ours"], "/s", f"{len(sentences)} sentences"),
        Figure("indexing", "plain SentenceTransformer.encode", rate["plain"], "/s"),
        Figure("indexing", "ratio", rate["ours"] / rate["plain"], "×", f"lowest cosine {cosine:.6f}"),
    ]
