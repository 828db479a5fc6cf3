"""
Text of Word files: paragraphs, table rows, text boxes, then foot- and endnotes.

The standard library's zipfile and expat read them, with entities refused, parts read up to a limit and nothing held
in memory but the text. python-docx was left out: it passes over tracked insertions, content controls, text boxes and
notes, and has no limits; defusedxml has had no release since 2021, and refusing document types is all it would add.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING

from bot.errors import DocumentError
from bot.files import content
from bot.files.content import Content
from bot.files.word import NAMESPACES, BodyReader

if TYPE_CHECKING:
    from bot.files.limits import Limits

codecs.lookup("cp437")  # of member names; a codec is loaded at its first use, but then the process may open no file

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_NOTES = ("footnotes", "endnotes")


def read(data: bytes, limits: Limits) -> Content:
    """
    Read a Word file's text, title and language.

    Its dates are those of a file, or of the template it was made from, so they are left out.

    :raises DocumentError: if it is no Word file, damaged, locked, without text, or unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive, limits)
            return _read(parts)
    except (zipfile.BadZipFile, EOFError) as error:
        raise DocumentError("bad_archive", problem=str(error)) from error
    except ET.ParseError as error:
        raise DocumentError("bad_xml", problem=str(error)) from error


def _read(parts: _Parts) -> Content:
    package = parts.relations("")
    main = package.get("officeDocument")
    if main is None or not parts.has(main):
        raise DocumentError("no_word_document")
    lines = _lines(parts, main)
    links = parts.relations(main)
    for kind in _NOTES:
        if parts.has(links.get(kind, "")):
            lines += _lines(parts, links[kind])
    if not lines:
        raise DocumentError("no_document_text")
    properties = parts.tree(package.get("core-properties", ""))
    return Content(
        lines,
        content.title(properties.findtext(f"{_DUBLIN_CORE}title")),
        language=content.language(properties.findtext(f"{_DUBLIN_CORE}language")),
    )


def _lines(parts: _Parts, name: str) -> list[str]:
    reader = BodyReader()
    parser = ET.XMLParser(target=reader)
    parser.feed(parts.read(name))
    parser.close()
    if reader.root is None or not reader.root.startswith(NAMESPACES):
        raise DocumentError("other_office_file")
    return reader.lines.finish()


class _SafeTree(ET.TreeBuilder):
    """A tree that refuses a document type, with which every attack by entities begins."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise DocumentError("doctype")


class _Parts:
    """The parts of a Word file, unpacked up to a limit that they share."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._names = set(archive.namelist())
        count = len(archive.infolist())
        if count > limits.members:
            raise DocumentError("too_many_members", members=count, limit=limits.members)

    def has(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """Unpack a part; what the archive says about its size is not believed."""
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise DocumentError("locked")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocumentError("odd_packing", method=info.compress_type)
        with self._archive.open(info) as part:
            data = part.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise DocumentError("unpacks_too_large", limit=self._limits.unpacked_bytes)
        return data

    def tree(self, name: str) -> ET.Element:
        """Parse a small part; an empty tree if there is none."""
        if not self.has(name):
            return ET.Element("none")
        parser = ET.XMLParser(target=_SafeTree())
        parser.feed(self.read(name))
        return parser.close()

    def relations(self, name: str) -> dict[str, str]:
        """Find the parts that a part leads to, by the last word of their kind; those outside the file are left out."""
        folder, _, file = name.rpartition("/")
        base = folder + "/" if folder else ""
        found: dict[str, str] = {}
        for relation in self.tree(f"{base}_rels/{file}.rels").iter(_RELATION):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, posixpath.normpath(posixpath.join("/", base, target))[1:])
        return found
