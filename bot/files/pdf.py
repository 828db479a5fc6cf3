"""
Text of PDF files, by PDFium.

pypdfium2 binds it: the engine of Chrome, kept and fuzzed as such, BSD-3-Clause and Apache-2.0, exact about letters,
places and line-end hyphens, at a third of pypdf's processor time and a fifth of pdfminer.six's. It is C++, so it must
run in the child only.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2_raw as pdfium

from bot.errors import DocumentError
from bot.files import content
from bot.files.content import Content
from bot.files.layout import paragraphs
from bot.files.pdf_lines import Page

if TYPE_CHECKING:
    from bot.files.layout import Line
    from bot.files.limits import Limits

UNREADABLE = 0.3  # share of letters without a known meaning above which a text is of no use

_ERRORS = {
    pdfium.FPDF_ERR_PASSWORD: "the file is locked by a password; save a copy without one",
    pdfium.FPDF_ERR_SECURITY: "the file is locked in a way that can't be opened; save a copy without protection",
}


def read(data: bytes, limits: Limits) -> Content:
    """
    Read a PDF's text and metadata.

    :raises DocumentError: if it can't be opened, is locked, has too many pages, or its pages are pictures or in fonts
        that don't tell their letters.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        problem = "the file is damaged or cut short; save or download it again"
        raise DocumentError(_ERRORS.get(pdfium.FPDF_GetLastError(), problem))
    pages = _pages(document, limits)
    lines = paragraphs(pages)
    if not lines:
        raise DocumentError(_without_text(document))
    return Content(
        lines, content.title(_meta(document, "Title")), _date(_meta(document, "CreationDate")), _language(document)
    )


def _pages(document: ctypes.c_void_p, limits: Limits) -> list[list[Line]]:
    count = pdfium.FPDF_GetPageCount(document)
    if count > limits.pages:
        raise DocumentError(f"it has {count} pages, the limit is {limits.pages}; split it")
    pages = []
    letters = unknown = 0
    for number in range(count):
        with Page(document, number) as page:
            if letters + page.length > limits.text_length:
                raise DocumentError(f"its text has more than {limits.text_length} code points; split it")
            pages.append(page.lines())
            letters += page.length
            unknown += page.unknown()
    if unknown > UNREADABLE * letters:
        raise DocumentError(
            f"its fonts don't tell which letters they show ({unknown} of {letters}); run text recognition (OCR) first"
        )
    return pages


def _without_text(document: ctypes.c_void_p) -> str:
    for number in range(pdfium.FPDF_GetPageCount(document)):
        with Page(document, number) as page:
            if page.has_picture():
                return "its pages are pictures without text, as a scanner makes them; run text recognition (OCR) first"
    return "its pages have no text; if they show some, it is drawn: run text recognition (OCR) first"


def _meta(document: ctypes.c_void_p, name: str) -> str:
    size = pdfium.FPDF_GetMetaText(document, name.encode(), None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, name.encode(), buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _date(stated: str) -> str | None:
    """Take the day of a PDF date, such as `D:20261123101500+03'00'`."""
    digits = stated.removeprefix("D:")[:8]
    if len(digits) < 8 or not (digits.isascii() and digits.isdigit()):
        return None
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _language(document: ctypes.c_void_p) -> str | None:
    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return content.language(buffer.raw.decode("utf-16-le", "replace").rstrip("\0"))
