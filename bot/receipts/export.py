"""A conversation as Markdown, JSON or CSL-JSON; each keeps the receipts of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer import Abstention, Answer, Passage
from bot.receipts import citation, markdown
from bot.receipts.fragment import is_web_address
from bot.receipts.receipt import Versions, canonical_json, json_text, receipt
from bot.receipts.shape import Receipt

Turn = Answer | Abstention

TITLE = "# Conversation"
RECEIPTS = "## Receipts\n\nSave one as a file and check it: `python -m bot receipt verify FILE DOCUMENT`"
EXTRACTED = "Text extracted from the file; the place is in that text"


def to_markdown(turns: Sequence[Turn], versions: Versions) -> str:
    """
    A conversation for reading: quotes as block quotes, each with its place, its document and its receipt.

    Whatever the texts hold, the only markup is the program's own and the only links lead to the documents' pages.
    """
    parts = [TITLE]
    receipts = []
    for number, turn in enumerate(turns, 1):
        parts.append(f"## {number}. {markdown.line(turn.question)}".rstrip())
        if isinstance(turn, Answer):
            receipts.append(receipt(turn, versions))
            parts += _answer(turn, receipts[-1])
        else:
            parts += _abstention(turn)
    if receipts:
        parts.append(RECEIPTS)
        parts += [f"```json\n{canonical_json(item).decode('utf-8')}\n```" for item in receipts]
    return "\n\n".join(parts) + "\n"


def to_json(turns: Sequence[Turn], versions: Versions) -> str:
    """A conversation as data: every turn's `to_dict()`, with a `receipt` that is null for an abstention."""
    records = [
        {**turn.to_dict(), "receipt": receipt(turn, versions) if isinstance(turn, Answer) else None} for turn in turns
    ]
    return json_text({"type": "conversation", "turns": records}, indent=2) + "\n"


def to_csl_json(turns: Sequence[Turn], versions: Versions) -> str:
    """A conversation's sources for a reference manager; see `bot.receipts.citation`."""
    answers = [turn for turn in turns if isinstance(turn, Answer)]
    return json_text(citation.items([receipt(answer, versions) for answer in answers]), indent=2) + "\n"


def _answer(answer: Answer, stated: Receipt) -> Iterator[str]:
    yield markdown.block_quote(answer.quote)
    # An item of a list for each, so that a right-to-left override in one can't turn the others round.
    items = list(_source(answer.passage, stated["link"]))
    if answer.speaker:
        items.insert(0, f"Speaker: {markdown.line(answer.speaker)}")
    yield "\n".join(f"- {item}" for item in items)


def _abstention(abstention: Abstention) -> Iterator[str]:
    yield markdown.line(abstention.message)
    if abstention.passage:
        yield "Nearest sentence, not an answer:"
        yield markdown.block_quote(abstention.passage.sentence.text)
        yield "\n".join(f"- {item}" for item in _source(abstention.passage, None))


def _source(passage: Passage, link: str | None) -> Iterator[str]:
    document, sentence = passage.document, passage.sentence
    place = f"Paragraph {sentence.paragraph}, sentence {sentence.number}"
    yield markdown.link(place, link) if link else place
    title = document.title or "Untitled document"
    published = document.url is not None and is_web_address(document.url)
    yield markdown.link(title, document.url) if document.url and published else markdown.line(title)
    if document.date:
        yield markdown.line(document.date)
    if document.extracted:
        yield EXTRACTED
