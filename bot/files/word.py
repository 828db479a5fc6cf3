"""The words of a WordprocessingML part, as its elements stream by."""

from __future__ import annotations

from bot.errors import DocumentError
from bot.files.lines import Lines, shifted

NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)

_OTHERS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}",
)
# Deleted and moved-away words, properties, the small letters over a word, and the second copy of a text box.
_SKIPPED = frozenset(("del", "moveFrom", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "rt", "Fallback"))
_BREAKS = frozenset(("br", "cr"))
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011"}
_OFF = frozenset(("0", "false", "off"))


class BodyReader:
    """
    A target for `xml.etree.ElementTree.XMLParser`; `lines` has the words, `root` the first element's name.

    Tracked insertions are text, deletions are not; hidden runs are not.
    """

    def __init__(self) -> None:
        self.lines = Lines()
        self.root: str | None = None
        self._skipped = 0
        self._in_text = False
        self._hidden = False
        self._shift = ""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Refuse a document type, with which every attack by entities begins."""
        raise DocumentError("doctype")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in an element's start."""
        self.root = self.root or tag
        name = _name(tag)
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "r":
            self._hidden, self._shift = False, ""
        elif name == "vanish":
            self._hidden = _value(attributes) not in _OFF
        elif name == "vertAlign":
            self._shift = _value(attributes)
        elif name == "t":
            self._in_text = not self._hidden
        elif name in _BREAKS:
            self.lines.end()
        elif name in _SIGNS:
            self.lines.add(_SIGNS[name])
        elif name == "sym":
            self.lines.add(_symbol(_value(attributes, "char")))
        else:
            self._open(name)

    def end(self, tag: str) -> None:
        """Take in an element's end."""
        name = _name(tag)
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self.lines.end()
        elif name == "txbxContent":
            self.lines.close_aside()
        elif name == "tc":
            self.lines.close_cell()
        elif name == "tr":
            self.lines.close_row()

    def data(self, words: str) -> None:
        """Take in words."""
        if self._in_text and not self._skipped:
            is_shifted = self._shift in ("superscript", "subscript")
            self.lines.add(shifted(words, self._shift == "superscript") if is_shifted else words)

    def close(self) -> None:
        """Do nothing: the parser asks for it."""

    def _open(self, name: str) -> None:
        if name == "txbxContent":
            self.lines.open_aside()
        elif name == "tc":
            self.lines.open_cell()
        elif name == "tr":
            self.lines.open_row()


def _name(tag: str) -> str:
    """Strip the namespace of a name that matters here; other names become empty."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace + "}" in NAMESPACES + _OTHERS else ""


def _value(attributes: dict[str, str], name: str = "val") -> str:
    return next((value for key, value in attributes.items() if key.endswith("}" + name)), "")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
