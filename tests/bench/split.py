"""
Write the articles of a SQuAD 2.0 file that the reader may learn from.

`python -m tests.bench.split --squad FILE --out FILE`: they are neither fitted to nor reported on. Their
questions without an answer are the near misses that people wrote.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

from tests.bench.reading import TRAINED_ARTICLES


def main() -> int:
    """Write a file in the same form."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.split", description="Split SQuAD 2.0 by article.")
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 2.0 articles, .json.gz")
    parser.add_argument("--out", type=Path, required=True, help="the .json.gz file to write")
    options = parser.parse_args()
    with gzip.open(options.squad, "rt", encoding="utf-8") as file:
        articles = json.load(file)
    with gzip.open(options.out, "wt", encoding="utf-8") as file:
        json.dump([article for part in TRAINED_ARTICLES for article in articles[part]], file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
