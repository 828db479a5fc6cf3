"""Lines of a PDF page with their places, as PDFium finds them."""

from __future__ import annotations

import codecs
import ctypes
from typing import TYPE_CHECKING

import pypdfium2_raw as pdfium

from bot.errors import DocumentError
from bot.files.layout import SMALL, Line
from bot.files.lines import BLANKS, FIGURES, shifted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

CELL_GAP = 2.0  # letter heights between words from which they stand in two cells of a table
HYPHEN = 2  # PDFium's code for a hyphen at a line's end, in place of the line break

codecs.lookup("utf-16-le")  # a codec is loaded at its first use, but then the process may open no file

_ENDS = (0x0A, 0x0D)
_BLANKS = (0x00, 0x20, 0xA0, *_ENDS, 0xFFFE, 0xFFFF)
_FIGURES = frozenset(map(ord, FIGURES))
# Joined letters that a font has one shape for, and the bullet of Word's Symbol font.
_PLAIN = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf0b7": "•"}
    | {chr(code): None for code in (*range(9), *range(0x0E, 0x20), 0x7F, 0xAD, 0xFEFF, 0xFFFE, 0xFFFF)}
)


class Page:
    """A page, loaded inside a `with` block."""

    def __init__(self, document: ctypes.c_void_p, number: int) -> None:
        self._document = document
        self._number = number
        self._box = pdfium.FS_RECTF()

    def __enter__(self) -> Self:
        self._page = pdfium.FPDF_LoadPage(self._document, self._number)
        if not self._page:
            raise DocumentError("page_damaged", page=self._number + 1)
        self._text = pdfium.FPDFText_LoadPage(self._page)
        if not self._text:
            raise DocumentError("page_unreadable", page=self._number + 1)
        self.length = max(0, pdfium.FPDFText_CountChars(self._text))
        self._rotation = pdfium.FPDFPage_GetRotation(self._page)
        return self

    def __exit__(self, *error: object) -> None:
        pdfium.FPDFText_ClosePage(self._text)
        pdfium.FPDF_ClosePage(self._page)

    def unknown(self) -> int:
        """How many of its letters have a shape but no known meaning."""
        return sum(pdfium.FPDFText_HasUnicodeMapError(self._text, i) == 1 for i in range(self.length))

    def has_picture(self) -> bool:
        """Whether there is a picture on it."""
        objects = (pdfium.FPDFPage_GetObject(self._page, i) for i in range(pdfium.FPDFPage_CountObjects(self._page)))
        return any(_is_picture(found) for found in objects)

    def lines(self) -> list[Line]:
        """Read its lines in the order of the file, without those outside its visible part."""
        visible = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self._page, visible)
        frame = self._turned(visible)
        lines = [line for line in self._lines() if line.right > frame[0] and line.left < frame[2]]
        return [line for line in lines if line.bottom + line.height > frame[1] and line.bottom < frame[3]]

    def _lines(self) -> Iterator[Line]:
        codes = [pdfium.FPDFText_GetUnicode(self._text, i) for i in range(self.length)]
        self._mark_raised(codes)
        start = 0
        for i, code in enumerate([*codes, _ENDS[0]]):
            if code in _ENDS or code == HYPHEN:
                line = self._line(codes, start, i, code == HYPHEN)
                if line:
                    yield line
                start = i + 1

    def _mark_raised(self, codes: list[int]) -> None:
        """Write small digits after other signs as raised or lowered ones: 10⁷ is not 107, nor 25.⁴ 25.4."""
        base: tuple[float, float, float, float] | None = None
        for i in range(1, len(codes)):
            if codes[i] not in _FIGURES or not (base or codes[i - 1] not in (*_BLANKS, HYPHEN)):
                base = None
                continue
            base = base or self._place(i - 1)
            place = self._place(i)
            if place[3] - place[1] > SMALL * (base[3] - base[1]):
                base = None
            else:
                raised = place[1] + place[3] > base[1] + base[3]
                codes[i] = ord(shifted(chr(codes[i]), raised))

    def _line(self, codes: list[int], start: int, end: int, hyphen: bool) -> Line | None:
        while start < end and codes[start] in _BLANKS:
            start += 1
        while start < end and codes[end - 1] in _BLANKS:
            end -= 1
        text = "\t".join(filter(None, map(_words, self._cells(codes, start, end))))
        if not text:
            return None
        first, last = self._place(start), self._place(end - 1)
        bottom, top = min(first[1], last[1]), max(first[3], last[3])
        if top - bottom > 2 * (first[3] - first[1]):  # written upwards or across: only the first letter's height counts
            bottom, top = first[1], first[3]
        left, right = min(first[0], last[0]), max(first[2], last[2])
        return Line(text, left, right, bottom, max(top - bottom, 1.0), hyphen)

    def _cells(self, codes: list[int], start: int, end: int) -> Iterator[list[int]]:
        """Cut a line where a gap is too wide for one between words."""
        first = start
        for i in range(start + 1, end - 1):
            if codes[i] in _BLANKS and codes[i + 1] not in _BLANKS:
                before, after = self._place(i - 1), self._place(i + 1)
                if after[0] - before[2] > CELL_GAP * (after[3] - after[1]):
                    yield codes[first:i]
                    first = i + 1
        yield codes[first:end]

    def _place(self, index: int) -> tuple[float, float, float, float]:
        pdfium.FPDFText_GetLooseCharBox(self._text, index, self._box)
        return self._turned(self._box)

    def _turned(self, box: ctypes.Structure) -> tuple[float, float, float, float]:
        """Left, bottom, right and top, in points, as the page is shown."""
        corners = ((box.left, box.bottom), (box.right, box.top))
        turns = (lambda x, y: (x, y), lambda x, y: (y, -x), lambda x, y: (-x, -y), lambda x, y: (-y, x))
        (x1, y1), (x2, y2) = (turns[self._rotation % 4](x, y) for x, y in corners)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _words(codes: list[int]) -> str:
    text = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return BLANKS.sub(" ", text.translate(_PLAIN)).strip()


def _is_picture(found: ctypes.c_void_p, depth: int = 4) -> bool:
    """Whether an object is a picture or a form that has one, within so many forms."""
    kind = pdfium.FPDFPageObj_GetType(found)
    if kind != pdfium.FPDF_PAGEOBJ_FORM or not depth:
        return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    parts = (pdfium.FPDFFormObj_GetObject(found, i) for i in range(pdfium.FPDFFormObj_CountObjects(found)))
    return any(_is_picture(part, depth - 1) for part in parts)
