"""Documents: unaltered text with its paragraphs and sentences as half-open code-point offsets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import segment
from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.files import Extracted
    from bot.quotations import Quotation

SUFFIXES = (".md", ".txt")
MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a document's text: half-open, in Unicode code points."""

    source: str = field(repr=False)
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.source):
            raise ValueError(
                f"span {self.start}:{self.end} does not lie in a text of {len(self.source)} code points; "
                "take offsets from the same document"
            )

    @property
    def text(self) -> str:
        """The words of the span, sliced from the document."""
        return self.source[self.start : self.end]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a span."""
        return {"text": self.text, "start": self.start, "end": self.end}

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence; `number` counts from 1 in its paragraph, `paragraph` is that paragraph's number."""

    number: int
    paragraph: int

    @property
    def id(self) -> str:
        """The sentence's address in its document, such as `p7s2`."""
        return f"p{self.paragraph}s{self.number}"


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A passage of running text or a list item; `number` counts from 1, titles and junk not counted."""

    number: int
    sentences: tuple[Sentence, ...] = field(repr=False)


@dataclass(frozen=True)
class Document:
    """
    One text to be asked about, with its metadata.

    :param text: the text, unaltered; every offset counts its code points.
    :param title: what the document is called; taken from its title line where it has one.
    :param url: where the document is published.
    :param date: the day of publication, as written by the publisher or in ISO 8601.
    :param language: BCP 47 tag, such as `en`.
    :param file_sha256: SHA-256 of the bytes of the file that was read, as 64 hexadecimal digits; None if no file was.
    :param extracted: whether the text was extracted from that file, so that offsets refer to what was extracted.
    """

    text: str = field(repr=False)
    title: str | None = None
    url: str | None = None
    date: str | None = None
    language: str | None = None
    file_sha256: str | None = None
    extracted: bool = False

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        url: str | None = None,
        date: str | None = None,
        language: str | None = None,
    ) -> Document:
        """
        Take a text as it is; nothing is stripped, normalised or replaced.

        A line break ends a paragraph, unless blank lines separate paragraphs and lines are hard-wrapped.

        :raises DocumentError: if `text` is not a str.
        """
        if not isinstance(text, str):
            raise DocumentError("not_text", type=type(text).__name__)
        return cls(text, title or segment.title(text), url, date, language)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        title: str | None = None,
        url: str | None = None,
        date: str | None = None,
        language: str | None = None,
    ) -> Document:
        r"""
        Read a `.txt` or `.md` file as UTF-8, or the text of a `.docx`, `.html` or `.pdf` file.

        A byte-order mark at the start is dropped; line ends (`\r\n`, `\r`) stay as they are in a text file. The text of
        other files is extracted by `bot.files`, and offsets refer to what was extracted. Title, date and language
        are taken from the file where it states them and they are not given; a document without a title line is
        called by the file's name.

        :raises DocumentError: for another suffix, a file over 20 MiB, bytes that are not UTF-8, or what can't be read.
        :raises OSError: if the file can't be read.
        """
        path = Path(path)
        if path.suffix.lower() in SUFFIXES:
            text, sha256 = _read(path)
            return cls(text, title or segment.title(text) or path.stem, url, date, language, sha256)
        found = _extracted(path)
        called = title or found.title or segment.title(found.text) or path.stem
        date, language = date or found.date, language or found.language
        return cls(found.text, called, url, date, language, found.file_sha256, extracted=True)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a document's metadata; its text is known by the SHA-256."""
        return {
            "title": self.title,
            "url": self.url,
            "date": self.date,
            "language": self.language,
            "sha256": self.sha256,
            "file_sha256": self.file_sha256,
            "extracted": self.extracted,
        }

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The passages in document order; title, headings and junk lines are not among them."""
        ranges = segment.paragraphs(self.text, self.title)
        return tuple(self._paragraph(start, end, n) for n, (start, end) in enumerate(ranges, 1))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all paragraphs in document order."""
        return tuple(s for paragraph in self.paragraphs for s in paragraph.sentences)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What is said in the document, direct and reported, in the order of the text."""
        from bot import quotations  # imports this module

        return quotations.find(self)

    def _paragraph(self, start: int, end: int, number: int) -> Paragraph:
        ranges = segment.sentences(self.text, start, end)
        sentences = tuple(Sentence(self.text, a, b, n, number) for n, (a, b) in enumerate(ranges, 1))
        return Paragraph(self.text, start, end, number, sentences)


def _extracted(path: Path) -> Extracted:
    from bot import files  # late, for text files need nothing of it

    if path.suffix.lower() not in files.SUFFIXES:
        types = ", ".join((*SUFFIXES, *files.SUFFIXES))
        raise DocumentError("unknown_type", file=path.name, suffix=path.suffix or "(none)", types=types)
    return files.extract(path)


def _read(path: Path) -> tuple[str, str]:
    """The text of a file and the SHA-256 of its bytes."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise DocumentError("text_too_large", name=path.name, size=size, limit=MAX_BYTES)
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        byte = f"0x{error.object[error.start]:02x}"
        raise DocumentError("not_utf8", name=path.name, byte=byte, place=error.start) from error
