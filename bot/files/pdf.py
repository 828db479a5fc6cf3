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
    from bot.files.faults import Fault
    from bot.files.layout import Line
    from bot.files.limits import Limits

UNREADABLE = 0.3  # share of letters without a known meaning above which a text is of no use

_ERRORS: dict[int, Fault] = {pdfium.FPDF_ERR_PASSWORD: "locked", pdfium.FPDF_ERR_SECURITY: "protected"}


def read(data: bytes, limits: Limits) -> Content:
    """
    Read a PDF's text and metadata.

    :raises DocumentError: if it can't be opened, is locked, has too many pages, or its pages are pictures or in fonts
        that don't tell their letters.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise DocumentError(_ERRORS.get(pdfium.FPDF_GetLastError(), "cut_short"))
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
        raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
    pages = []
    letters = unknown = 0
    for number in range(count):
        with Page(document, number) as page:
            if letters + page.length > limits.text_length:
                raise DocumentError("text_over_limit", limit=limits.text_length)
            pages.append(page.lines())
            letters += page.length
            unknown += page.unknown()
    if unknown > UNREADABLE * letters:
        raise DocumentError("unknown_letters", unknown=unknown, letters=letters)
    return pages


def _without_text(document: ctypes.c_void_p) -> Fault:
    for number in range(pdfium.FPDF_GetPageCount(document)):
        with Page(document, number) as page:
            if page.has_picture():
                return "scanned"
    return "drawn"


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
