"""A measured figure and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import quantiles
from time import perf_counter

from tqdm import tqdm


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One line of the table.

    :param value: the figure, in `unit`.
    :param note: what it is compared with, or how many were counted.
    """

    group: str
    name: str
    value: float
    unit: str
    note: str = ""

    def to_dict(self) -> dict[str, str | float]:
        return asdict(self)


def share(group: str, name: str, right: int, asked: int) -> Figure:
    """A share of right answers with its counts; 0 of 0 is 0."""
    return Figure(group, name, right / asked if asked else 0.0, "", f"{right} of {asked}")


def latencies(
    group: str, name: str, call: Callable[[str], object], questions: Sequence[str], rounds: int
) -> list[Figure]:
    """Median and 95th percentile of single calls, in milliseconds, after one round that is not counted."""
    for question in questions:
        call(question)
    times = []
    for _ in tqdm(range(rounds), desc=name, disable=None):
        for question in questions:
            begun = perf_counter()
            call(question)
            times.append((perf_counter() - begun) * 1000)
    return durations(group, name, times)


def durations(group: str, name: str, times: Sequence[float]) -> list[Figure]:
    """Median and 95th percentile of times in milliseconds."""
    cuts = quantiles(times, n=20, method="inclusive")
    note = f"{len(times)} calls"
    return [
        Figure(group, f"{name} p50", cuts[9], "ms", note),
        Figure(group, f"{name} p95", cuts[18], "ms", note),
    ]


def table(figures: Iterable[Figure]) -> str:
    """Figures as aligned lines of text."""
    rows = [(f.group, f.name, f"{f.value:.3f}" if not f.unit else f"{f.value:,.1f} {f.unit}", f.note) for f in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)
