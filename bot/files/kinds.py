"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.files.faults import FileKind

PDF_HEADER_WITHIN = 1024  # bytes before `%PDF-` that readers put up with

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STARTS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"RIFF", "riff"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7zip"),
    (b"Rar!", "rar"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"%PDF-", "pdf"),
    (b"<!DOCTYPE", "html_or_xml"),
    (b"<!doctype", "html"),
    (b"<html", "html"),
    (b"<?xml", "xml"),
)


def check(suffix: str, data: bytes) -> None:
    """
    Make sure that a file can be what its name says.

    :param suffix: one of the suffixes that are read.
    :raises DocumentError: naming what the file is instead and what to do.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError("blank")
    if suffix == ".pdf":
        fits = b"%PDF-" in data[: PDF_HEADER_WITHIN + 5]
    elif suffix == ".docx":
        fits = data.startswith(_ZIP)
        _check_ole(data)
    else:
        fits = not (_is_binary(data) or data.startswith((b"%PDF-", b"%!PS", b"{\\rtf")))
    if not fits:
        raise DocumentError("other_kind", wanted=_wanted(suffix), found=_found(data), suffix=suffix)


def _check_ole(data: bytes) -> None:
    """Tell a locked Word file from an old one: both are in the container that Word used before 2007."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError("locked")
    raise DocumentError("old_office")


def _is_binary(data: bytes) -> bool:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not wide and b"\0" in data or data.startswith(_ZIP)


def _wanted(suffix: str) -> FileKind:
    wanted: dict[str, FileKind] = {".pdf": "pdf", ".docx": "word"}
    return wanted.get(suffix, "html")


def _found(data: bytes) -> FileKind:
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(_ZIP):
        return "zip"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = next((kind for head, kind in _STARTS if start.startswith(head)), None)
    return known or ("binary" if b"\0" in data[:4096] else "other")
