"""Documents and their embeddings on disk: what `Bot.save` writes and `Bot.load` reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.document import Document
from bot.retriever import Indexes
from embeddings import snapshot
from embeddings.encoder import Encoder
from embeddings.errors import SnapshotError
from embeddings.index import Index

DOCUMENTS, SENTENCES, PARAGRAPHS = "documents.json", "sentences.faiss", "paragraphs.faiss"


def save(folder: Path, documents: Sequence[Document], indexes: Indexes, encoder: Encoder) -> None:
    """
    Write one generation: the documents' texts and metadata, and their two indexes.

    :raises OSError: if the folder can't be written; what it held before stays whole.
    """
    texts = json.dumps([_record(document) for document in documents])
    files = {
        DOCUMENTS: texts.encode("ascii"),
        SENTENCES: indexes.sentences.to_bytes(),
        PARAGRAPHS: indexes.paragraphs.to_bytes(),
    }
    snapshot.write(folder, files, _meta(documents, encoder))


def load(folder: Path, encoder: Encoder) -> tuple[tuple[Document, ...], Indexes]:
    """
    Read what `save` wrote.

    :raises SnapshotError: if it is damaged, foreign or newer, or made with another model or another splitter.
    """
    saved = snapshot.read(folder)
    missing = {DOCUMENTS, SENTENCES, PARAGRAPHS} - set(saved.files)
    if missing:
        raise SnapshotError(f"{folder} lacks {', '.join(sorted(missing))}; it was not written by Bot.save; index again")
    try:
        documents = tuple(Document(**record) for record in json.loads(saved.files[DOCUMENTS]))
    except TypeError as error:
        raise SnapshotError(f"{folder} was written by another version ({error}); index the documents again") from error
    for key, wanted in _meta(documents, encoder).items():
        found = saved.meta.get(key)
        if found != wanted:
            raise SnapshotError(
                f"{folder} was made with {key} {found!r}, this program has {wanted!r}; "
                "index the documents again, or open it with the same model and version"
            )
    return documents, Indexes(Index.from_bytes(saved.files[SENTENCES]), Index.from_bytes(saved.files[PARAGRAPHS]))


def _record(document: Document) -> dict[str, Any]:
    return {field.name: getattr(document, field.name) for field in fields(document)}


def _meta(documents: Sequence[Document], encoder: Encoder) -> dict[str, Any]:
    ranges = [[(s.start, s.end) for s in p.sentences] for d in documents for p in d.paragraphs]
    return {
        "model": encoder.name,
        "fingerprint": encoder.fingerprint,
        "dim": encoder.dim,
        "sentences": sum(map(len, ranges)),
        "paragraphs": len(ranges),
        # Rows are matched to sentences by number, so a changed splitter must not pass unseen.
        "segmentation": hashlib.sha256(json.dumps(ranges).encode("ascii")).hexdigest(),
    }
