"""`Bot.save` and `Bot.load`: the same answers, or a clear error."""

import json
from pathlib import Path

import pytest

from bot import Bot, Document
from bot.reader import SentenceReader
from embeddings.errors import SnapshotError
from tests.fakes import FakeEncoder

TEXT = "The violet lighthouse was painted by Ilse Marrow.\nTea costs nine crowns. Nobody complained."


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    documents = [
        Document.from_text(TEXT, title="Harbour", url="https://example.org/h", date="2026-01-02", language="en"),
        Document.from_text("\ud800 lone. Snow fell."),
    ]
    Bot(documents, encoder=FakeEncoder(), reader=SentenceReader()).save(tmp_path / "bot")
    return tmp_path / "bot"


def test_loaded_bot_gives_the_same_bytes(saved):
    loaded = Bot.load(saved, encoder=FakeEncoder(), reader=SentenceReader())
    fresh = Bot(loaded.documents, encoder=FakeEncoder(), reader=SentenceReader())
    assert loaded.documents[0].date == "2026-01-02"
    for question in ("Who painted the lighthouse?", "tea", "snow", "zebra"):
        assert json.dumps(loaded.ask(question).to_dict()) == json.dumps(fresh.ask(question).to_dict())


def test_bot_without_documents_is_saved_and_loaded(tmp_path):
    Bot([], encoder=FakeEncoder(), reader=SentenceReader()).save(tmp_path / "bot")
    assert Bot.load(tmp_path / "bot", encoder=FakeEncoder(), reader=SentenceReader()).documents == ()


def test_another_model_is_refused(saved):
    class Other(FakeEncoder):
        fingerprint = "0" * 64

    with pytest.raises(SnapshotError, match="fingerprint"):
        Bot.load(saved, encoder=Other())


def test_changed_sentence_splitting_is_refused(saved, monkeypatch):
    monkeypatch.setattr("bot.segment.sentences", lambda text, start, end: [(start, end)])
    with pytest.raises(SnapshotError, match="sentences|segmentation"):
        Bot.load(saved, encoder=FakeEncoder(), reader=SentenceReader())


def test_every_damaged_byte_is_refused(tmp_path):
    folder = tmp_path / "small"
    Bot([Document.from_text("Tea costs nine crowns.")], encoder=FakeEncoder(), reader=SentenceReader()).save(folder)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]
    assert len(files) >= 4
    for path in files:
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 40)):
            for damaged in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at]):
                path.write_bytes(damaged)
                with pytest.raises(SnapshotError):
                    Bot.load(folder, encoder=FakeEncoder(), reader=SentenceReader())
        path.write_bytes(whole)
    assert (
        Bot.load(folder, encoder=FakeEncoder(), reader=SentenceReader()).documents[0].text == "Tea costs nine crowns."
    )


def test_index_alone_is_not_a_bot(tmp_path):
    from embeddings.index import Index

    Index(4).save(tmp_path / "index", model="m", fingerprint="f")
    with pytest.raises(SnapshotError, match=r"documents\.json"):
        Bot.load(tmp_path / "index", encoder=FakeEncoder(), reader=SentenceReader())
