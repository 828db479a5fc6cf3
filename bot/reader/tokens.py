"""Questions and windows as the token numbers that the reader's model takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

QUESTION, TEXT = 64, 320  # tokens: what is longer is cut at its end
CLS, SEP = "[CLS]", "[SEP]"

_SURROGATE = re.compile("[\ud800-\udfff]")  # alone it can't be passed to the tokenizer; its stand-in is as long


@dataclass(frozen=True, slots=True)
class Tokens:
    """
    A text's tokens.

    :param numbers: int64, shape `(n,)`.
    :param offsets: each token's half-open range of code points in the text, int64, shape `(n, 2)`.
    """

    numbers: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last token that touch a range of the text; None if it lies beyond the tokens."""
        inside = np.flatnonzero((self.offsets[:, 1] > start) & (self.offsets[:, 0] < end))
        return (int(inside[0]), int(inside[-1])) if len(inside) else None


@dataclass(frozen=True, slots=True)
class Pair:
    """
    A question and a text side by side.

    :param numbers: tokens of the question between special ones, the text's, and a separator; int64, shape `(n,)`.
    :param first: how many of them are the question's.
    """

    numbers: NDArray[np.int64]
    first: int


class PairTokenizer:
    """
    The embedded model's WordPiece tokens, for a question and a text side by side.

    :param folder: the embedded model's.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cls, self._sep = (self._tokenizer.token_to_id(token) for token in (CLS, SEP))

    def texts(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, without special ones."""
        encoded = self._tokenizer.encode_batch([_SURROGATE.sub("\ufffd", t) for t in texts], add_special_tokens=False)
        return [
            Tokens(np.array(e.ids[:TEXT], dtype=np.int64), np.array(e.offsets[:TEXT], dtype=np.int64).reshape(-1, 2))
            for e in encoded
        ]

    def question(self, text: str) -> NDArray[np.int64]:
        """The numbers of a question's tokens between the special ones around it, shape `(n,)`."""
        return np.concatenate([[self._cls], self.texts([text])[0].numbers[:QUESTION], [self._sep]])

    def pair(self, question: NDArray[np.int64], text: Tokens) -> Pair:
        """A question as above beside a text."""
        return Pair(np.concatenate([question, text.numbers, [self._sep]]), len(question))
