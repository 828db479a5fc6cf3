"""Receipts: true of their document and of no other, and found in one place."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import Answer, Document
from bot.answer import Passage
from bot.document import Span
from bot.errors import DocumentError
from bot.quotations import Quotation
from bot.receipts import Model, ReceiptError, Versions, receipt, verify
from bot.receipts.check import MAX_BYTES, NO, UNUSABLE, YES, run
from bot.receipts.export import to_csl_json, to_json, to_markdown
from bot.receipts.receipt import canonical_json, checksum
from bot.receipts.words import occurs_once
from bot.visits import visit
from tests.bot.making_files import docx, p, pdf, save, text_page

VERSIONS = Versions(Model("fake", "f" * 64), Model("reader", "e" * 64))
URL = "https://example.org/news?id=1"
AWKWARD = [
    "The same words. The same words. The same words.",
    "Thank you.\nThank you.\nThank you.",
    "aaa aaa aaa aaa. aaa aaa.",
    "old\rmac\rline ends. Two here.",
    "nul\x00inside. And\x00more.",
    "👩‍👩‍👧 visited 🇦🇿. The 👍🏽 was given.",
    "Cafe\u0301 prices rose. Café prices fell.",
    "הנשיא ביקר בבאקו. \u202egnp.exe\u202c done.",
    "\ud800 lone surrogate. Next one.",
    "x\u2028y\u2029z\x85w\x0bv\x0cu",
    "<script>alert(1)</script> was said. </mark> too.",
    "第一句话。第二句话！还有吗？",
    "« Nous sommes d’accord. » Le ministre est parti, dit-il & sourit.",
    "b" * 700,
]
TEXTS = st.lists(
    st.sampled_from([*AWKWARD, "\n", "\n\n", "\r\n", " ", ". ", "“", "”", "Oil was delivered to Mozyr. ", "- "])
    | st.text(max_size=20),
    min_size=1,
    max_size=6,
).map("".join)
DOCUMENTS = TEXTS.map(lambda text: Document.from_text(text, url=URL, date="2026-11-28", language="en"))


def answer(document: Document, number: int, start: int = 0, end: int | None = None) -> Answer:
    sentence = document.sentences[number]
    end = sentence.end if end is None else sentence.start + end
    passage = Passage(document, sentence, 0.5, 0.5, 0.75)
    said = Quotation((Span(document.text, sentence.start + start, end),), None, None, "The minister", "direct")
    return Answer("Who came?", passage, sentence.start + start, end, 0.75, said)


def oil() -> dict:
    return dict(receipt(answer(visit(), 17, 7, 20), VERSIONS))


def leaves(value: object, path: tuple = ()) -> list[tuple]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    return [path]


def changed(value: dict, path: tuple, new: object) -> dict:
    key, *rest = path
    return {**value, key: changed(value[key], rest, new) if rest else new}


def at(value: dict, path: tuple) -> object:
    for key in path:
        value = value[key]
    return value


def altered(value: object) -> object:
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return value + 1


def test_receipt_states_quote_and_place():
    stated = oil()
    assert stated["quote"] == {"text": "85,000 tonnes", "start": 1769, "end": 1782}
    assert visit().text[1769:1782] == "85,000 tonnes"
    place = {key: stated["sentence"][key] for key in ("id", "paragraph", "number")}
    assert place == {"id": "p7s2", "paragraph": 7, "number": 2}
    assert stated["document"]["sha256"] == visit().sha256
    assert stated["text_quote_selector"]["exact"] == "85,000 tonnes"
    assert stated["link"] == f"{visit().url}#:~:text=85%2C000%20tonnes"
    assert stated["versions"]["embedding"] == {"name": "fake", "sha256": "f" * 64}
    assert (stated["question"], stated["score"], stated["speaker"]) == ("Who came?", 0.75, "The minister")


def test_same_answer_gives_the_same_bytes():
    assert canonical_json(oil()) == canonical_json(oil())
    assert canonical_json({"b": "é\ud800", "a": 1}) == '{"a":1,"b":"é\\ud800"}'.encode()


@settings(deadline=None)
@given(DOCUMENTS)
def test_receipt_of_every_sentence_verifies_after_a_trip_through_json(document: Document):
    for number in range(len(document.sentences)):
        stated = json.loads(canonical_json(receipt(answer(document, number), VERSIONS)))
        assert verify(stated, document).faults == ()


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_receipt_of_a_part_of_a_sentence_verifies(document: Document, data: st.DataObject):
    assume(document.sentences)
    number = data.draw(st.integers(0, len(document.sentences) - 1))
    length = len(document.sentences[number].text)
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    assert verify(receipt(answer(document, number, start, end), VERSIONS), document).ok


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_one_changed_byte_of_the_document_is_noticed(document: Document, data: st.DataObject):
    assume(document.sentences)
    text = document.text.replace("\ud800", "")
    document = replace(document, text=text)
    assume(document.sentences)
    stated = receipt(answer(document, 0), VERSIONS)
    content = bytearray(text.encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        other = replace(document, text=content.decode())
    except UnicodeDecodeError:
        assume(False)
    check = verify(stated, other)
    assert not check.ok
    assert document.sha256 in str(check)
    assert other.sha256 in str(check)


@pytest.mark.parametrize("path", leaves(oil()), ids=".".join)
def test_change_of_any_field_is_noticed(path: tuple):
    false = changed(oil(), path, altered(at(oil(), path)))
    try:
        check = verify(false, visit())
    except ReceiptError as error:
        assert path[-1] in str(error)
    else:
        assert not check.ok


STATED = [path for path in leaves(oil()) if path[0] not in ("type", "format", "checksum") and path[-1] != "type"]
NOT_IN_A_TEXT = ("question", "score", "speaker", "versions", "file_sha256")
ABOUT_THE_DOCUMENT = [path for path in STATED if not {path[0], path[-1]} & set(NOT_IN_A_TEXT)]


@pytest.mark.parametrize("path", ABOUT_THE_DOCUMENT, ids=".".join)
def test_forged_statement_about_the_document_is_noticed_though_its_checksum_fits(path: tuple):
    forged = changed(oil(), path, altered(at(oil(), path)))
    forged["checksum"] = checksum(forged)
    assert not verify(forged, visit()).ok


def test_quote_outside_every_sentence_is_no_quote():
    forged = changed(oil(), ("quote", "end"), 10**9)
    forged["checksum"] = checksum(forged)
    assert "no sentence of the document holds code points 1769:1000000000" in str(verify(forged, visit()))


def test_fault_names_field_and_both_values():
    forged = changed(oil(), ("sentence", "paragraph"), 8)
    forged["checksum"] = checksum(forged)
    assert verify(forged, visit()).faults == ("sentence.paragraph: the receipt states 8, the document gives 7",)


def test_receipt_of_another_version_says_so_when_it_does_not_agree():
    forged = changed(changed(oil(), ("sentence", "paragraph"), 8), ("versions", "program"), "0.0.1")
    forged["checksum"] = checksum(forged)
    assert "made by version 0.0.1" in str(verify(forged, visit()))


def test_whole_number_score_that_javascript_wrote_verifies():
    whole = replace(answer(visit(), 17), score=1.0)
    stated = canonical_json(receipt(whole, VERSIONS)).replace(b'"score":1.0', b'"score":1')
    assert verify(json.loads(stated), visit()).ok


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("quote", "start"), "12", ["quote.start", "a whole number", "'12'"]),
        (("quote", "start"), True, ["quote.start", "a whole number", "True"]),
        (("quote",), None, ["quote", "an object", "None"]),
        (("document",), {"title": None}, ["document", "lacks", "sha256"]),
        (("score",), float("nan"), ["score", "a number", "nan"]),
        (("format",), 2, ["format", "1", "2"]),
        (("link",), 5, ["link", "text", "5"]),
        (("extra",), 5, ["extra"]),
        (("text_quote_selector", "type"), "x", ["text_quote_selector.type", "'TextQuoteSelector'", "'x'"]),
    ],
)
def test_malformed_receipt_is_refused_with_field_values_and_remedy(path, value, words):
    with pytest.raises(ReceiptError) as caught:
        verify(changed(oil(), path, value), visit())
    assert all(word in str(caught.value) for word in [*words, "as Visitbot wrote it"])


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_quote_selector_finds_exactly_one_place(document: Document, data: st.DataObject):
    assume(document.sentences)
    number = data.draw(st.integers(0, len(document.sentences) - 1))
    quoted = answer(document, number)
    selector = receipt(quoted, VERSIONS)["text_quote_selector"]
    before, exact = selector["prefix"], selector["exact"]
    words = before + exact + selector["suffix"]
    assert exact == quoted.quote
    assert [i for i in range(len(document.text)) if document.text.startswith(words, i)] == [quoted.start - len(before)]


def test_overlapping_places_count_as_two():
    assert not occurs_once("ana", "banana")
    assert occurs_once("nan", "banana")
    assert not occurs_once("x", "banana")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    receipt_file, document = tmp_path / "receipt.json", tmp_path / "visit.txt"
    receipt_file.write_bytes(canonical_json(oil()))
    document.write_text(visit().text, "utf-8")
    return receipt_file, document


def test_files_that_agree_get_a_yes_with_the_place(files):
    code, text = run(*files)
    assert code == YES
    assert text == f"yes: '85,000 tonnes' stands in {files[1]}, paragraph 7, sentence 2"


def test_layout_of_the_receipt_is_free(files):
    files[0].write_text(json.dumps(json.loads(files[0].read_bytes()), indent=4) + "\n", "utf-8-sig")
    assert run(*files)[0] == YES


def test_every_changed_byte_of_the_document_file_is_a_no(files):
    content = files[1].read_bytes()
    for place in [0, 1, 500, 1769, len(content) // 2, len(content) - 1]:
        for flip in (1, 0x20, 0x80):
            files[1].write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
            code, text = run(*files)
            assert code == NO
            assert text.startswith("no: ")


@settings(deadline=None)
@given(st.data())
def test_changed_byte_of_the_receipt_file_is_never_a_yes(tmp_path_factory, data: st.DataObject):
    folder = tmp_path_factory.mktemp("receipts")
    content = bytearray(canonical_json(oil()))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (folder / "receipt.json").write_bytes(content)
    (folder / "visit.txt").write_text(visit().text, "utf-8")
    assert run(folder / "receipt.json", folder / "visit.txt")[0] in (NO, UNUSABLE)


def test_untitled_document_verifies_under_any_file_name(tmp_path):
    document = Document.from_text("Oil came. It was paid for.")
    (tmp_path / "receipt.json").write_bytes(canonical_json(receipt(answer(document, 1), VERSIONS)))
    (tmp_path / "other.md").write_text(document.text, "utf-8")
    assert run(tmp_path / "receipt.json", tmp_path / "other.md")[0] == YES


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON in UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "must be an object"),
        (b'{"type":"receipt","type":"receipt"}', "stands twice"),
        (b'{"score":' + b"9" * 5000 + b"}", "no JSON"),
        (b" " * (MAX_BYTES + 1), str(MAX_BYTES)),
    ],
    ids=["empty", "binary", "deep", "list", "twice", "digits", "huge"],
)
def test_file_that_is_no_receipt_is_unusable(files, content, words):
    files[0].write_bytes(content)
    code, text = run(*files)
    assert code == UNUSABLE
    assert words in text


def test_missing_or_foreign_document_is_unusable(files, tmp_path):
    assert run(files[0], tmp_path / "none.txt")[0] == UNUSABLE
    assert run(tmp_path / "none.json", files[1])[0] == UNUSABLE
    for name in ("visit.odt", "visit"):
        assert run(files[0], save(tmp_path, name, visit().text))[0] == UNUSABLE


SAYING = ["Snow fell in Minsk on Friday.", "The frost lasted nine days."]
FORMATS = {
    "a.txt": lambda: "\n".join(SAYING).encode(),
    "a.html": lambda: f"<!-- saved --><html lang=en><p>{'</p><p>'.join(SAYING)}</p></html>".encode(),
    "a.docx": lambda: docx("".join(map(p, SAYING))),
    "a.pdf": lambda: pdf(text_page([SAYING[0], "", SAYING[1]])),
}


def of_file(folder: Path, name: str, **changes: object) -> tuple[Path, Path]:
    """A document's file and the file of a receipt of its second sentence, some fields of the document changed."""
    path = save(folder, name, FORMATS[name]())
    stated = dict(receipt(answer(Document.from_file(path), 1), VERSIONS))
    fields = {**stated["document"], **changes}
    stated["document"] = {key: value for key, value in fields.items() if value != "absent"}
    stated["checksum"] = checksum(stated)
    return save(folder, "receipt.json", canonical_json(stated)), path


@pytest.mark.parametrize("name", FORMATS)
def test_changed_bit_of_a_file_is_always_a_no(tmp_path, name):
    written, path = of_file(tmp_path, name)
    assert run(written, path)[0] == YES
    whole = path.read_bytes()
    for place in range(0, 8 * len(whole), max(1, 8 * len(whole) // 200)):
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        code, text = run(written, path)
        assert code == NO
        assert text.startswith("no: document.file_sha256: the receipt states ")
    for changed in (b"\xef\xbb\xbf" + whole, whole + b"\n", whole[:-1], b""):
        path.write_bytes(changed)
        assert run(written, path)[0] == NO


@pytest.mark.parametrize("name", FORMATS)
def test_receipt_states_the_file(tmp_path, name):
    written, path = of_file(tmp_path, name)
    document = json.loads(written.read_bytes())["document"]
    assert document["file_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document["extracted"] == (name != "a.txt")


@pytest.mark.parametrize("name", FORMATS)
def test_receipt_from_before_files_were_hashed_verifies(tmp_path, name):
    assert run(*of_file(tmp_path, name, file_sha256="absent", extracted="absent"))[0] == YES


@pytest.mark.parametrize("data", [b"PK", b"PK\x03\x04 broken", b""])
def test_damaged_file_is_a_no_even_if_the_receipt_has_no_hash(tmp_path, data):
    written, path = of_file(tmp_path, "a.docx", file_sha256="absent", extracted="absent")
    path.write_bytes(data)
    code, text = run(written, path)
    assert code == NO
    assert text.startswith("no: a.docx: ")


def test_forged_statement_about_the_file_is_a_no(tmp_path):
    assert "extracted" in run(*of_file(tmp_path, "a.html", extracted=False))[1]
    assert run(*of_file(tmp_path, "a.html", file_sha256="0" * 64))[0] == NO
    assert run(*of_file(tmp_path, "a.html", file_sha256=""))[0] == NO
    assert run(*of_file(tmp_path, "a.html", file_sha256=5))[0] == UNUSABLE


def test_file_that_can_no_longer_be_read_is_neither(tmp_path, monkeypatch):
    written, path = of_file(tmp_path, "a.html")
    monkeypatch.setattr("bot.document._extracted", refuse)
    assert run(written, path)[0] == UNUSABLE


def refuse(path: Path) -> None:
    raise DocumentError("missing_library", file=path.name, suffix=".html", problem="none")


def test_exports_say_that_the_text_was_extracted(tmp_path):
    for name in FORMATS:
        turns = [answer(Document.from_file(save(tmp_path, name, FORMATS[name]())), 1)]
        for export in (to_markdown, to_csl_json):
            assert ("Text extracted from the file" in export(turns, VERSIONS)) == (name != "a.txt")
        [turn] = json.loads(to_json(turns, VERSIONS))["turns"]
        assert turn["document"]["extracted"] == turn["receipt"]["document"]["extracted"] == (name != "a.txt")


def test_text_of_a_file_verifies_without_the_file(tmp_path):
    written, path = of_file(tmp_path, "a.docx")
    text = Document.from_file(path).text
    assert verify(json.loads(written.read_bytes()), Document.from_text(text, title="a")).ok
