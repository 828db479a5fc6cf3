"""
Every figure that the README quotes: `python -m tests.bench [--json] [--only GROUP]`.

Compare figures within one run: machines differ, and the same machine differs from hour to hour.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.document import Document
from bot.visits import visit
from bot.web.server import OFFLINE
from tests.bench.figures import Figure, table
from tests.bench.squad import read_articles

OWN_QUESTIONS = Path(__file__).parents[1] / "data" / "visit_questions.jsonl"
ARTICLE_SENTENCES = 800
RELEASES = OWN_QUESTIONS.with_name("releases.jsonl")


def main() -> int:
    """Measure what is asked for and print one table."""
    options = _parser().parse_args()
    os.environ.update(OFFLINE)
    groups = _groups(options)
    figures = [figure for name in options.only or _meant(options) or groups for figure in groups[name]()]
    print(json.dumps([figure.to_dict() for figure in figures], indent=2) if options.json else table(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure answers, speed and memory.")
    parser.add_argument(
        "--only",
        action="append",
        choices=["quality", "risk", "reading", "quotations", "search", "latency", "page", "indexing", "start"],
        help="repeatable; all, or those that the given files are for, if left out",
    )
    parser.add_argument(
        "--questions", type=Path, default=OWN_QUESTIONS, help="about the visit (default: the project's own)"
    )
    parser.add_argument(
        "--squad", type=Path, help="SQuAD 2.0 articles, .json.gz: asked whole, and their sentences embedded"
    )
    parser.add_argument("--press", type=Path, nargs="+", help="press releases with questions, .jsonl: those kept out")
    parser.add_argument(
        "--polnear", type=Path, help="PolNeAR articles, .json.gz: direct quotations found, and their sources"
    )
    parser.add_argument("--curve", type=Path, help="draw risk and coverage into this .png file")
    parser.add_argument("--json", action="store_true", help="print a list of figures")
    return parser


def _meant(options: argparse.Namespace) -> list[str]:
    """The groups that the given files are for alone."""
    files = {"reading": options.press, "quotations": options.polnear, "risk": options.curve}
    return [group for group, given in files.items() if given]


def _groups(options: argparse.Namespace) -> dict[str, Callable[[], list[Figure]]]:
    # Imported where it is needed: each group loads a part of the program, and none should weigh on another's figures.
    def quality() -> list[Figure]:
        from tests.bench import quality

        figures = quality.visit(options.questions)
        return figures + (quality.squad(options.squad) if options.squad else [])

    def risk() -> list[Figure]:
        from tests.bench import risk

        reads = risk.own(OWN_QUESTIONS, RELEASES)
        if options.curve:
            risk.draw(reads, options.curve)
        return risk.figures(reads)

    def reading() -> list[Figure]:
        from tests.bench import reading

        return reading.kept_out(options.squad, options.press or [])

    def quotations() -> list[Figure]:
        from tests.bench import polnear

        return (polnear.polnear(options.polnear) if options.polnear else []) + polnear.speed()

    def latency() -> list[Figure]:
        from tests.bench import latency

        return latency.in_process(_documents()) + latency.through_server()

    def indexing() -> list[Figure]:
        from tests.bench import indexing

        figures = indexing.indexing("press releases", _sentences(_documents()))
        if options.squad:
            articles = [article.document for article in read_articles(options.squad)]
            figures += indexing.indexing("articles", _sentences(articles)[:ARTICLE_SENTENCES])
        return figures

    return {
        "quality": quality,
        "risk": risk,
        "reading": reading,
        "quotations": quotations,
        "search": _search,
        "latency": latency,
        "page": _page,
        "indexing": indexing,
        "start": _start,
    }


def _search() -> list[Figure]:
    from tests.bench import search

    return search.search()


def _page() -> list[Figure]:
    from tests.bench import page

    return page.page()


def _start() -> list[Figure]:
    from tests.bench import startup

    return startup.startup()


def _sentences(documents: Iterable[Document]) -> list[str]:
    return [sentence.text for document in documents for sentence in document.sentences]


def _documents() -> list[Document]:
    """The visit and the project's invented releases."""
    records = map(json.loads, RELEASES.read_text(encoding="utf-8").splitlines())
    return [visit(), *(Document.from_text(record["text"], title=record["title"]) for record in records)]


if __name__ == "__main__":
    sys.exit(main())
