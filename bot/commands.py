"""What the commands of the command line do; each returns its exit code."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot import Bot, Document
    from embeddings.encoder import Encoder

ANSWERED, SILENT, FAILED = 0, 1, 2


def ask(options: argparse.Namespace) -> int:
    """Answer a question; SILENT if the documents don't say."""
    from bot.answer import Abstention

    result = open_bot(options).ask(options.question, options.speaker)
    _print(result, options)
    return SILENT if isinstance(result, Abstention) else ANSWERED


def search(options: argparse.Namespace) -> int:
    """Print every sentence on a topic; SILENT if there is none."""
    found = open_bot(options).search(options.topic, options.speaker)
    _print(found, options)
    return ANSWERED if found.matches else SILENT


def verify(options: argparse.Namespace) -> int:
    """Check a quote, that of standard input if it is `-`; SILENT unless it is exact."""
    text = sys.stdin.read() if options.quote == "-" else options.quote
    found = open_bot(options).verify(text, options.speaker)
    _print(found, options)
    return ANSWERED if found.verdict == "exact" else SILENT


def index(options: argparse.Namespace) -> int:
    """Embed documents and write them to a folder."""
    from bot.chatbot import Bot

    bot = Bot(_documents(options.files), encoder=_encoder(options), progress=sys.stderr.isatty())
    bot.save(options.out)
    sentences = sum(len(document.sentences) for document in bot.documents)
    print(f"{options.out}: {len(bot.documents)} document(s), {sentences} sentences")
    return ANSWERED


def evaluate(options: argparse.Namespace) -> int:
    """Measure the answers on a file of questions."""
    from bot.evaluation import evaluate, read_questions

    counts = evaluate(open_bot(options), read_questions(options.questions)).to_dict()
    if options.json:
        print(json.dumps(counts))
        return ANSWERED
    for measure, count in counts.items():
        print(f"{measure:42} {count['right']:4} of {count['asked']}")
    return ANSWERED


def check_receipt(options: argparse.Namespace) -> int:
    """Check a receipt against its document; SILENT if it isn't true of it."""
    from bot.receipts import check

    code, message = check.run(options.receipt, options.document)
    if code == check.UNUSABLE:
        print(f"visitbot: {message}", file=sys.stderr)
    else:
        print(message)
    return code


def export_feedback(options: argparse.Namespace) -> int:
    """Print the verdicts of a feedback file as questions for `eval`."""
    from bot.feedback import export

    exported = export(options.database)
    for line in exported.lines:
        print(line)
    if exported.left_out:
        print(f"left out: {exported.left_out} judged wrong, whose right source is not known", file=sys.stderr)
    return ANSWERED


def serve(options: argparse.Namespace) -> int:
    """Serve the chat page until told to stop."""
    from bot.web import server

    os.environ.update(server.OFFLINE)
    host, port, names = options.host, options.port, options.allow_host
    server.serve(open_bot(options), host, port, names, feedback=options.feedback, mcp=options.mcp)
    return ANSWERED


def open_bot(options: argparse.Namespace) -> Bot:
    """
    The bot over the files or the index that the options name, or over the embedded visit.

    :raises UsageError: if they name both.
    """
    from bot.chatbot import Bot
    from bot.errors import UsageError
    from bot.visits import visit

    if options.index and options.files:
        raise UsageError("give document files or --index FOLDER, not both")
    if options.index:
        return Bot.load(options.index, encoder=_encoder(options))
    return Bot(_documents(options.files) or [visit()], encoder=_encoder(options))


def _print(result: Any, options: argparse.Namespace) -> None:  # noqa: ANN401  whatever `plain` takes
    from bot.plain import plain

    print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2) if options.json else plain(result))


def _encoder(options: argparse.Namespace) -> Encoder:
    from embeddings.encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(options.model)


def _documents(paths: Sequence[Path]) -> list[Document]:
    from bot.document import Document

    return [Document.from_file(path) for path in paths]
