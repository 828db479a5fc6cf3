"""Sentences of narration: a paragraph's words outside its quotations, each quotation standing as one token."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.document import Paragraph
from bot.quotations.lexicon import HONORIFICS, NOUNS, SAYING
from bot.quotations.marks import Quoted

SHORTEST_SENTENCE = 8  # tokens
LONGEST_SENTENCE = 150  # tokens; what is longer is no prose and is cut, which bounds the work

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Rep|Sen|Gov|Gen|Lt|Col|Capt|Sgt|St|Jr|Sr|Del|Hon|Rev|Messrs)\.(?=\s)"
    r"|[^\W_](?:\.[^\W_])+\.?(?!\w)|[A-ZÀ-Þ]\.(?=\s)|[^\W_]+(?:[-‐‑'’.][^\W_]+)*(?:['’](?=\s))?|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Token:
    """
    A word or a mark of the narration, or a whole quotation; half-open, code points.

    :param low: the text in lower case, with straight apostrophes; "" for a quotation.
    :param is_word: whether this is a word or a number.
    :param is_capital: whether this is a word with a capital letter first.
    """

    start: int
    end: int
    text: str
    low: str
    is_word: bool
    is_capital: bool
    quoted: Quoted | None = None


Frame = list[Token]


def frames(text: str, paragraph: Paragraph, quotes: Sequence[Quoted]) -> list[Frame]:
    """
    Cut a paragraph into sentences in which each quotation is one token.

    :param quotes: the paragraph's quoted stretches in order.
    :return: sentences in order, none empty; a quotation may stand alone.
    """
    ends = [sentence.end for sentence in paragraph.sentences]
    found: list[Frame] = []
    frame: Frame = []
    tokens = list(_tokens(text, paragraph, quotes))
    for index, token in enumerate(tokens):
        ended = bool(frame) and _is_boundary(frame, token, ends) and not _is_attribution(frame[-1], tokens, index)
        if ended or len(frame) == LONGEST_SENTENCE:
            found.append(frame)
            frame = []
        frame.append(token)
    return [*found, frame] if frame else found


def _tokens(text: str, paragraph: Paragraph, quotes: Sequence[Quoted]) -> Iterator[Token]:
    position = paragraph.start
    for quote in quotes:
        yield from _words(text, position, quote.outer[0])
        yield Token(*quote.outer, "", "", False, False, quote)
        position = quote.outer[1]
    yield from _words(text, position, paragraph.end)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        low = word.lower().replace("’", "'")
        yield Token(match.start(), match.end(), word, low, word[0].isalnum(), word[0].isupper())


def _is_boundary(frame: Frame, token: Token, ends: list[int]) -> bool:
    """Whether a sentence ends between the frame's last token and the next one."""
    last = frame[-1]
    if not (token.is_word or token.quoted or (token.text in "([¿¡–—-―" and last.quoted is None)):
        return False
    if last.quoted is None:
        at = bisect_left(ends, last.end)
        ended = at < len(ends) and ends[at] == last.end and last.low not in HONORIFICS
        return ended and any(t.is_word or t.quoted for t in frame)
    # The segmenter may end the sentence at the closing mark or at a stop after it.
    at = bisect_right(ends, last.quoted.end - 1)
    return at < len(ends) and ends[at] <= token.start


def _is_attribution(last: Token, tokens: Sequence[Token], index: int) -> bool:
    """Whether a name and a verb of saying, and nothing more, follow a quotation: “Who pays?” Dana Orsk demanded."""
    if last.quoted is None:
        return False
    ahead = tokens[index : index + SHORTEST_SENTENCE]
    stop = next((at for at, token in enumerate(ahead) if token.text in (".", ",", ":")), None)
    if stop is None or any(token.quoted for token in ahead[:stop]):
        return False
    verb = next((at for at, token in enumerate(ahead[:stop]) if token.text in SAYING and token.text not in NOUNS), None)
    return bool(verb) and all(token.is_capital or token.low in ("the", "of") for token in ahead[:verb])
