"""Documents: text unaltered, metadata, files."""

import hashlib

import pytest

from bot import Bot, Document
from bot.document import MAX_BYTES, Span
from bot.errors import DocumentError
from bot.reader import SentenceReader
from tests.bot.making_files import docx, p, pdf, save, text_page
from tests.fakes import FakeEncoder


def test_text_is_unaltered_and_hashed():
    text = "Title\r\n\r\nOne.\u2028Two.\x00 \ufeffThree.\t"
    document = Document.from_text(text)
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_metadata_is_kept():
    document = Document.from_text("Hi.", title="T", url="https://example.org", date="2026-11-23", language="en")
    assert (document.title, document.url, document.date, document.language) == (
        "T", "https://example.org", "2026-11-23", "en",
    )  # fmt: skip


@pytest.mark.parametrize("text", [None, b"bytes", 5])
def test_text_that_is_not_text_is_refused(text):
    with pytest.raises(DocumentError, match="must be str"):
        Document.from_text(text)


@pytest.mark.parametrize("name", ["news.txt", "NEWS.TXT", "news.md"])
def test_files_are_read_as_utf_8_with_their_line_ends(tmp_path, name):
    path = tmp_path / name
    path.write_bytes("\ufeffCafé opens.\r\nIt is warm.".encode())
    document = Document.from_file(path)
    assert document.text == "Café opens.\r\nIt is warm."
    assert document.title == "news" or document.title == "NEWS"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.odt", b"PK", "'.odt'"),
        ("a.docx", b"PK", "a.docx: "),
        ("a", b"text", "(none)"),
        ("latin.txt", b"caf\xe9 news", "0xe9 at 3"),
        ("utf16.txt", "news".encode("utf-16"), "0xff at 0"),
        ("huge.txt", b"a" * (MAX_BYTES + 1), str(MAX_BYTES)),
    ],
)
def test_unusable_file_is_named_with_the_remedy(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        Document.from_file(path)
    assert name in str(caught.value)
    assert words in str(caught.value)


def test_bytes_of_the_file_are_hashed(tmp_path):
    for name, data in {
        "a.txt": "\ufeffSnow fell.".encode(),
        "a.md": b"Snow fell.\r\n",
        "a.html": b"<p>Snow fell.",
        "a.docx": docx(p("Snow fell.")),
        "a.pdf": pdf(text_page(["Snow fell."])),
    }.items():
        document = Document.from_file(save(tmp_path, name, data))
        assert document.file_sha256 == hashlib.sha256(data).hexdigest()
        assert document.extracted == (name not in ("a.txt", "a.md"))
        assert document.text.strip() == "Snow fell."


def test_file_of_a_document_is_saved_and_loaded(tmp_path):
    documents = (
        Document.from_file(save(tmp_path, "a.html", b"<p>Snow fell.")),
        Document.from_text("Ice came."),
    )
    Bot(documents, encoder=FakeEncoder(), reader=SentenceReader()).save(tmp_path / "bot")
    assert Bot.load(tmp_path / "bot", encoder=FakeEncoder(), reader=SentenceReader()).documents == documents


def test_text_without_a_file_has_no_hash_of_one():
    document = Document.from_text("Snow fell.")
    assert (document.file_sha256, document.extracted) == (None, False)


def test_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        Document.from_file(tmp_path / "none.txt")


def test_empty_file_has_no_paragraphs(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    assert Document.from_file(path).paragraphs == ()


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 6)])
def test_span_outside_its_text_cannot_be_built(start, end):
    with pytest.raises(ValueError, match="does not lie in a text of 5"):
        Span("hello", start, end)
