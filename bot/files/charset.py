"""The encoding of an HTML page: a byte-order mark, what the page declares, or UTF-8; never a guess."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.files.faults import Fault

SEARCHED = 8192  # bytes in which a declaration is looked for; the standard's 1024 are too few for many real heads

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
# Browsers read these labels as a larger encoding (WHATWG Encoding Standard); a page that declares UTF-16 in ASCII
# letters can't be in it.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
# The standard's encodings, by the names of Python's codecs; the others, such as UTF-7, have served attacks.
_READABLE = re.compile(
    r"utf-8|cp(?:125\d|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)|gb18030|big5hkscs|euc_jp|iso2022_jp"
)


def decode(data: bytes) -> str:
    """
    Decode a page by its byte-order mark, else as it declares, else as UTF-8.

    :raises DocumentError: if the encoding is unknown, or the bytes are not in it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, "not_as_marked")
    found = _DECLARED.search(_COMMENT.sub(b"", data[:SEARCHED]))
    if not found:
        return _decoded(data, "utf-8", "not_as_assumed")
    label = (found[1] or found[2]).decode("ascii", "replace")
    return _decoded(data, _codec(label), "not_as_declared", label=label)


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        name = ""
    name = _READ_AS.get(name, name)
    if not _READABLE.fullmatch(name):
        raise DocumentError("unknown_encoding", label=label)
    return name


def _decoded(data: bytes, encoding: str, fault: Fault, **values: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = f"0x{data[error.start]:02x}"
        raise DocumentError(fault, encoding=encoding, byte=byte, place=error.start, **values) from error
