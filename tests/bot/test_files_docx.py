"""Word files: their words in order, and the hostile ones refused."""

import zipfile

import pytest

from bot.errors import DocumentError
from tests.bot.making_files import CORE, MAIN, NOTES, WORD, archive, content, docx, p, relations, save, table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 50}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def text(data, **limits):
    return "\n".join(content(".docx", data, **limits).lines)


def refusal(data, **limits):
    with pytest.raises(DocumentError) as caught:
        text(data, **limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p("The mini", "ster came.") + p() + p("He left."), ["The minister came.", "He left."]),
        (p('Oil</w:t><w:tab/><w:t xml:space="preserve">  5 t '), ["Oil 5 t"]),
        (p("Tel. 1</w:t><w:br/><w:t>Tel. 2"), ["Tel. 1", "Tel. 2"]),
        (p("co</w:t><w:noBreakHyphen/><w:t>op Mini</w:t><w:softHyphen/><w:t>ster"), ["co\u2011op Minister"]),
        (p('5 </w:t><w:sym w:font="Arial" w:char="20AC"/><w:t> each'), ["5 € each"]),
        (p("AT&amp;T &lt;b&gt;"), ["AT&T <b>"]),
        (f"<w:sdt><w:sdtContent>{p('Held by a control.')}</w:sdtContent></w:sdt>", ["Held by a control."]),
        ("<w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink></w:p>", ["A link"]),
        (p("Kept") + "<w:sectPr><w:t>not</w:t></w:sectPr>", ["Kept"]),
    ],
)
def test_paragraphs_are_lines(body, lines):
    assert text(docx(body)).split("\n") == lines


def test_changes_are_read_as_accepted():
    inserted = "<w:ins><w:r><w:t>six</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>five</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
    assert text(docx(f"<w:p>{deleted}{inserted}<w:r><w:t> tons</w:t></w:r></w:p>")) == "six tons"


def test_hidden_runs_and_field_codes_are_not_text():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>'
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    field = "<w:r><w:instrText>INCLUDETEXT /etc/passwd</w:instrText></w:r>"
    assert text(docx(f"<w:p>{mark}{hidden}{field}{shown}</w:p>")) == "shown"


def test_raised_and_lowered_figures_are_told_from_the_number_before():
    power = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>7</w:t></w:r>'
    body = f"<w:p><w:r><w:t>10</w:t></w:r>{power}<w:r><w:t> t</w:t></w:r></w:p>"
    assert text(docx(body)) == "10⁷ t"


def test_text_box_is_read_once_and_before_its_paragraph():
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    compatible = (
        '<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>Anch</w:t>{compatible}</w:r><w:r><w:t>ored.</w:t></w:r></w:p>"
    assert text(docx(body)) == "In a box.\nAnchored."


def test_table_rows_are_lines_unless_a_cell_has_several_paragraphs():
    cargo = table([p("Oil"), p("5")], [p(), p("Gas")], [p("One."), p("Two.") + p("Three.")], [p()])
    assert text(docx(p("Cargo") + cargo)) == "Cargo\nOil\t5\nGas\nOne.\nTwo.\nThree."


def test_notes_come_after_the_text():
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{p("As stated.")}</w:footnote></w:footnotes>'
    assert text(docx(p("Body."), {NOTES: notes})) == "Body.\nAs stated."


def test_strict_word_files_and_other_part_names_are_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{p("Strict.")}</w:body></w:document>'
    parts = {"_rels/.rels": relations({MAIN: "/doc/main.xml"}), "doc/main.xml": body.encode("utf-16")}
    assert text(archive(parts)) == "Strict."


def test_core_properties_give_title_and_language_but_no_date():
    core = "<dc:title>Visit  opens</dc:title><dc:language>en-GB</dc:language>"
    found = content(".docx", docx(p("Text."), core=core))
    assert (found.title, found.language, found.date) == ("Visit opens", "en-GB", None)
    named_by_word = docx(p("Text."), core="<dc:title>Document1</dc:title>")
    assert content(".docx", named_by_word).title is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "not a Word document but a PNG image"),
        (b"%PDF-1.7\n", "not a Word document but a PDF"),
        (b"{\\rtf1 text}", "but an RTF file; save it as .docx"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word or Office file, not a .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked by a password; save a copy without one"),
        (archive({"notes.txt": "hello"}), "a zip archive but holds no Word document"),
        (archive({"_rels/.rels": relations({MAIN: "gone.xml"})}), "holds no Word document"),
        (archive({"_rels/.rels": relations({MAIN: "a.xml"}), "a.xml": "<workbook/>"}), "not a Word document"),
        (docx(p("Text."))[:-30], "damaged or cut short"),
        (docx(p("Text."))[:200], "damaged or cut short"),
        (docx("<w:p><w:r>"), "XML is damaged"),
        (docx(p()), "the document has no text"),
        (docx(p("Text."), compression=zipfile.ZIP_LZMA), "packed by method 14"),
        (b"\0" * 40, "nothing but blanks"),
    ],
)
def test_file_that_is_no_readable_word_file_is_named(data, words):
    assert words in refusal(data)


def test_damaged_bytes_are_found_by_their_checksum():
    data = docx(p("Text that is stored as it is."), compression=zipfile.ZIP_STORED)
    assert "damaged or cut short" in refusal(data.replace(b"stored as it", b"forged as it"))


def test_member_locked_by_a_password_is_named():
    data = bytearray(docx(p("Text.")))
    for place in range(len(data) - 4):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    assert "locked by a password" in refusal(bytes(data))


def test_bomb_is_not_unpacked_beyond_the_limit():
    data = docx(p("Text.") + " " * 3_000_000)
    assert len(data) < 20_000
    assert "unpacks to more than 1000000 bytes" in refusal(data, unpacked_bytes=1_000_000)
    assert text(data) == "Text."


def test_parts_share_the_limit():
    notes = f'<w:footnotes xmlns:w="{WORD}">{p("Note.")}{" " * 700_000}</w:footnotes>'
    data = docx(p("Text.") + " " * 700_000, {NOTES: notes})
    assert "unpacks to more than 1000000 bytes" in refusal(data, unpacked_bytes=1_000_000)


def test_parts_that_are_not_read_may_be_large():
    data = docx(p("Text."), {"word/media/a.bmp": bytes(3_000_000)})
    assert text(data, unpacked_bytes=1_000_000) == "Text."


def test_too_many_members_are_refused():
    data = docx(p("Text."), {f"word/{number}.xml": "" for number in range(50)})
    assert "has 55 members, the limit is 40" in refusal(data, members=40)


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "docProps/core.xml"])
@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS + "]><x>&i;</x>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/a.dtd"><x/>',
    ],
    ids=["billion laughs", "external entity", "external subset"],
)
def test_document_type_is_refused_wherever_it_stands(part, doctype):
    data = docx(p("Text."), {part: doctype})
    assert "declares a document type" in refusal(data)
    assert "declares a document type" in refusal(docx(p("Text."), {part: doctype.encode("utf-16")}))


def test_linked_parts_outside_the_file_are_not_read(tmp_path):
    outside = save(tmp_path, "outside.xml", f'<w:document xmlns:w="{WORD}"><w:body>{p("secret")}</w:body></w:document>')
    link = relations({MAIN: outside.as_uri()}).replace("/>", ' TargetMode="External"/>')
    assert "holds no Word document" in refusal(docx(p("Text."), {"_rels/.rels": link}))
    climb = relations({MAIN: f"../../../..{outside}", CORE: "docProps/core.xml"})
    assert "holds no Word document" in refusal(docx(p("Text."), {"_rels/.rels": climb}))
