"""The embedded visit: a press release with its metadata."""

import json
from importlib.resources import files

from bot.document import Document

NAME = "official_visit_to_azerbaijan"


def visit() -> Document:
    """The press release 'Official visit to Azerbaijan', as published."""
    folder = files(__name__)
    metadata = json.loads(folder.joinpath(f"{NAME}.json").read_text(encoding="utf-8"))
    return Document.from_text(folder.joinpath(f"{NAME}.txt").read_text(encoding="utf-8"), **metadata)
