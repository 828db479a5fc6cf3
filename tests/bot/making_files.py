"""Files of the formats that are read, small and made on the spot: whole, damaged and hostile ones."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.files import Limits, child
from bot.files.content import Content

Piece = tuple[float, float, float, str]  # left, baseline, size of letters, words

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN, CORE, NOTES = (
    f"{OFFICE}/officeDocument",
    f"{PACKAGE}/relationships/metadata/core-properties",
    "word/footnotes.xml",
)


def save(folder: Path, name: str, data: bytes | str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def content(suffix: str, data: bytes | str, **limits: int) -> Content:
    """Read a file as the child process does, but in this one, which is faster."""
    return child.reader(suffix, data.encode() if isinstance(data, str) else data, Limits(**limits))()


def docx(body: str, parts: Mapping[str, bytes | str] | None = None, core: str = "", compression: int = 8) -> bytes:
    """Make a Word file: the XML inside its body, further parts by name, XML of its core properties."""
    whole = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({MAIN: "word/document.xml", CORE: "docProps/core.xml"}),
        "word/_rels/document.xml.rels": relations({f"{OFFICE}/footnotes": "footnotes.xml"}),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</c>',
        **(parts or {}),
    }
    return archive(whole, compression)


def archive(parts: Mapping[str, bytes | str], compression: int = 8) -> bytes:
    """Make a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name), data, compression)  # of a fixed date: the same bytes each time
    return out.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """Make a part's relations: targets by their kind."""
    links = "".join(f'<Relationship Id="r" Type="{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def p(*runs: str) -> str:
    """Make a paragraph of runs of plain words."""
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """Make a table: the XML of each cell."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_page(lines: Sequence[str], x: float = 72, top: float = 720, leading: float = 14) -> list[Piece]:
    """Place lines below each other, in 12 point letters."""
    return [(x, top - leading * number, 12, line) for number, line in enumerate(lines)]


def pdf(*pages: Sequence[Piece], info: str = "", catalog: str = "", page: str = "", trailer: str = "") -> bytes:
    """Make a PDF: pieces of text as (x, y, size, words), and further entries of its dictionaries."""
    return raw_pdf([_stream(pieces) for pieces in pages], info, catalog, page, trailer)


def raw_pdf(
    contents: Sequence[bytes], info: str = "", catalog: str = "", page: str = "", trailer: str = "", more: bytes = b""
) -> bytes:
    """Make a PDF of content streams, compressed; object 4 is the letters' font, `more` is object 5."""
    count = len(contents)
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(count))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        f"<<{info}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        more or b"null",
    ]
    for number, content in enumerate(contents):
        packed = zlib.compress(content, 9)
        head = f"<</Filter/FlateDecode/Length {len(packed)}>>stream\n".encode()
        resources = "/Resources<</Font<</F 4 0 R>>/XObject<</X 5 0 R>>>>"
        box = "" if "/MediaBox" in page else "/MediaBox[0 0 612 792]"
        objects += [
            f"<</Type/Page/Parent 2 0 R/Contents {7 + 2 * number} 0 R{resources}{box}{page}>>".encode(),
            head + packed + b"\nendstream",
        ]
    return _numbered(objects, trailer)


def _numbered(objects: Sequence[bytes], trailer: str) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    start = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 3 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return bytes(out) + (head + tail).encode()


def _stream(pieces: Sequence[Piece]) -> bytes:
    shown = (
        b"/F %g Tf 1 0 0 1 %g %g Tm (%b) Tj\n"
        % (size, x, y, words.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)"))
        for x, y, size, words in pieces
    )
    return b"BT\n" + b"".join(shown) + b"ET"
