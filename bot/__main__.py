"""The command line: ask, index, eval and serve."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot import Abstention, Answer, Bot, Document
    from embeddings.encoder import Encoder

ANSWERED, SILENT, FAILED, INTERRUPTED = 0, 1, 2, 130
DESCRIPTION = "Ask a document; get its own words back, or an honest 'the document doesn't say'."
EXIT_CODES = "exit codes: 0 answered or done, 1 the documents don't say, 2 wrong usage or unusable input"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run a command and return its exit code.

    :param arguments: the words after the program's name; those of the process if None.
    """
    return run(_parser(), arguments)


def run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    """
    Carry out the command that a parser names, with one line on stderr for what can't work, and return its exit code.

    :param parser: sets `files` and `command`, a function of the parsed options.
    """
    options, words = parser.parse_known_args(arguments)
    if any(word.startswith("-") for word in words):
        parser.error(f"unrecognized arguments: {' '.join(words)}")
    options.files += map(Path, words)  # argparse takes no positional argument after an option if one came before it
    command: Callable[[argparse.Namespace], int] = options.command
    from bot.errors import VisitbotError
    from embeddings.errors import EmbeddingsError

    try:
        return command(options)
    except (VisitbotError, EmbeddingsError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ANSWERED
        print(f"visitbot: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=DESCRIPTION, epilog=EXIT_CODES)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="answer one question with a quote")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the result as JSON")
    _add_sources(ask)
    ask.set_defaults(command=_ask)

    index = commands.add_parser("index", help="embed documents once, to be asked with --index")
    index.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".txt, .md, .docx, .html or .pdf")
    index.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the index is written")
    _add_model(index)
    index.set_defaults(command=_index)

    evaluate = commands.add_parser("eval", help="measure the answers on a file of questions")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS", help="a JSON object a line")
    evaluate.add_argument("--json", action="store_true", help="print the counts as JSON")
    _add_sources(evaluate)
    evaluate.set_defaults(command=_eval)

    serve = commands.add_parser("serve", help="open the chat page on this machine")
    add_serve_options(serve)
    return parser


def add_serve_options(parser: argparse.ArgumentParser) -> None:
    """Make a parser one that serves the page."""
    from bot.web.server import add_options

    add_options(parser)
    _add_sources(parser)
    parser.set_defaults(command=_serve)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="documents; the embedded visit if none")
    parser.add_argument("--index", type=Path, metavar="FOLDER", help="an index that `index` wrote, in place of files")
    _add_model(parser)


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="folder or hub name of another sentence-transformers model")


def _open(options: argparse.Namespace) -> Bot:
    from bot.chatbot import Bot
    from bot.errors import UsageError
    from bot.visits import visit

    if options.index and options.files:
        raise UsageError("give document files or --index FOLDER, not both")
    if options.index:
        return Bot.load(options.index, encoder=_encoder(options))
    return Bot(_documents(options.files) or [visit()], encoder=_encoder(options))


def _encoder(options: argparse.Namespace) -> Encoder:
    from embeddings.encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(options.model)


def _documents(paths: Sequence[Path]) -> list[Document]:
    from bot.document import Document

    return [Document.from_file(path) for path in paths]


def _ask(options: argparse.Namespace) -> int:
    from bot.answer import Abstention

    result = _open(options).ask(options.question)
    if options.json:
        print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(_plain(result))
    return SILENT if isinstance(result, Abstention) else ANSWERED


def _plain(result: Answer | Abstention) -> str:
    from bot.answer import Answer

    if isinstance(result, Answer):
        return "\n    ".join(dict.fromkeys((result.quote, result.sentence.text, result.citation)))
    if result.passage is None:
        return result.message
    nearest = result.passage
    return f"{result.message}\nNearest sentence, not an answer: {nearest.sentence.text}\n    {nearest.citation}"


def _index(options: argparse.Namespace) -> int:
    from bot.chatbot import Bot

    bot = Bot(_documents(options.files), encoder=_encoder(options), progress=sys.stderr.isatty())
    bot.save(options.out)
    sentences = sum(len(document.sentences) for document in bot.documents)
    print(f"{options.out}: {len(bot.documents)} document(s), {sentences} sentences")
    return ANSWERED


def _eval(options: argparse.Namespace) -> int:
    from bot.evaluation import evaluate, read_questions

    counts = evaluate(_open(options), read_questions(options.questions)).to_dict()
    if options.json:
        print(json.dumps(counts))
        return ANSWERED
    for measure, count in counts.items():
        print(f"{measure:42} {count['right']:4} of {count['asked']}")
    return ANSWERED


def _serve(options: argparse.Namespace) -> int:
    from bot.web.server import OFFLINE, VISIT_EXAMPLES, serve

    os.environ.update(OFFLINE)
    own = options.files or options.index
    serve(_open(options), options.host, options.port, options.allow_host, () if own else VISIT_EXAMPLES)
    return ANSWERED


if __name__ == "__main__":
    sys.exit(main())
