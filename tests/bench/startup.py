"""How long the server takes to be ready, beside what its libraries take to import, and its memory then."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

from tqdm import tqdm

from tests.bench.figures import Figure
from tests.web.serving import environment, running

ROUNDS = 3
LIBRARIES = "import gradio, sentence_transformers"


def startup() -> list[Figure]:
    """Medians over alternating rounds; ready means that /healthz answers 200."""
    times: dict[str, list[float]] = {"ready": [], "import": []}
    peaks = []
    for _ in tqdm(range(ROUNDS), desc="starting", disable=None):
        begun = perf_counter()
        subprocess.run([sys.executable, "-c", LIBRARIES], check=True, env=environment(GRADIO_ANALYTICS_ENABLED="False"))
        times["import"].append(perf_counter() - begun)
        begun = perf_counter()
        with running() as server:
            times["ready"].append(perf_counter() - begun)
            peaks.append(server.peak_megabytes())
    ready, imports = median(times["ready"]), median(times["import"])
    return [
        Figure("start", "server ready", ready, "s"),
        Figure("start", LIBRARIES, imports, "s"),
        Figure("start", "ratio", ready / imports, "×"),
        Figure("memory", "server's peak when ready", median(peaks), "MB"),
    ]
