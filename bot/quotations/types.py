"""What a quotation is: words, who says them, and where the text says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.document import Span

Kind = Literal["direct", "reported", "mixed"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """
    Somebody's words in a document.

    :param content: what is said, in order, disjoint, without quotation marks; a span for each paragraph and each side
        of the cue.
    :param source: the words that name the speaker, or None; a continued speech has those that named it last.
    :param cue: the words of saying (`noted`, `told reporters`, `according to`), or None.
    :param speaker: the person or body that speaks: the full name where the text makes that the only sensible reading,
        else the words of `source`, or None.
    :param kind: `direct`: whole clauses between marks; `mixed`: the quoted parts of reported speech;
        `reported`: somebody's words without marks.
    :raises ValueError: if there is no content.
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    speaker: str | None
    kind: Kind

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("a quotation without content; give at least one span")

    @property
    def start(self) -> int:
        """Where the first words begin, in code points."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Where the last words end, exclusive."""
        return self.content[-1].end

    @property
    def text(self) -> str:
        """The words, the spans joined by single spaces."""
        return " ".join(span.text for span in self.content)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a quotation."""
        return {
            "kind": self.kind,
            "speaker": self.speaker,
            "content": [span.to_dict() for span in self.content],
            "source": self.source.to_dict() if self.source else None,
            "cue": self.cue.to_dict() if self.cue else None,
        }
