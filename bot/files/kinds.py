"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

from bot.errors import DocumentError

PDF_HEADER_WITHIN = 1024  # bytes before `%PDF-` that readers put up with

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STARTS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"%PDF-", "a PDF"),
    (b"<!DOCTYPE", "an HTML or XML page"),
    (b"<!doctype", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML file"),
)


def check(suffix: str, data: bytes) -> None:
    """
    Make sure that a file can be what its name says.

    :param suffix: one of the suffixes that are read.
    :raises DocumentError: naming what the file is instead and what to do.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError("the file has nothing but blanks; save or download it again")
    if suffix == ".pdf":
        fits = b"%PDF-" in data[: PDF_HEADER_WITHIN + 5]
    elif suffix == ".docx":
        fits = data.startswith(_ZIP)
        _check_ole(data)
    else:
        fits = not (_is_binary(data) or data.startswith((b"%PDF-", b"%!PS", b"{\\rtf")))
    if not fits:
        raise DocumentError(f"the file is not {_wanted(suffix)} but {_found(data)}; save it as {suffix} or convert it")


def _check_ole(data: bytes) -> None:
    """Tell a locked Word file from an old one: both are in the container that Word used before 2007."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError("the file is locked by a password; save a copy without one")
    raise DocumentError("the file is an old Word or Office file, not a .docx; save it as .docx")


def _is_binary(data: bytes) -> bool:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not wide and b"\0" in data or data.startswith(_ZIP)


def _wanted(suffix: str) -> str:
    return {".pdf": "a PDF", ".docx": "a Word document"}.get(suffix, "an HTML page")


def _found(data: bytes) -> str:
    if data.startswith(_OLE):
        return "an old Word or Office file"
    if data.startswith(_ZIP):
        return "a zip archive, as Office files are too"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = next((kind for head, kind in _STARTS if start.startswith(head)), None)
    return known or ("binary data" if b"\0" in data[:4096] else "other text or data")
