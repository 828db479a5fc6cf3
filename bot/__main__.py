"""The command line: its options, and what happens when a command can't work."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import commands as run_command
from bot.commands import ANSWERED, FAILED

INTERRUPTED = 130
DESCRIPTION = "Ask a document; get its own words back, or an honest 'the document doesn't say'."
EXIT_CODES = "exit codes: 0 answered or done, 1 the documents don't say, 2 wrong usage or an unusable file"


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
        print(f"visitbot: {_in_words(error)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _in_words(error: Exception) -> str:
    """An error for people: the system's name the file first, without their number."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}; check the path"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=DESCRIPTION, epilog=EXIT_CODES)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_questions(commands)

    index = commands.add_parser("index", help="embed documents once, to be asked with --index")
    index.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".txt, .md, .docx, .html or .pdf")
    index.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the index is written")
    _add_model(index)
    index.set_defaults(command=run_command.index)

    evaluate = commands.add_parser("eval", help="measure the answers on a file of questions")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS", help="a JSON object a line")
    evaluate.add_argument("--json", action="store_true", help="print the counts as JSON")
    _add_sources(evaluate)
    evaluate.set_defaults(command=run_command.evaluate)

    _add_receipt(commands)
    feedback = commands.add_parser("feedback", help="print what people judged as questions for eval")
    feedback.add_argument("database", type=Path, metavar="FILE", help="what `serve --feedback FILE` wrote")
    feedback.set_defaults(command=run_command.export_feedback, files=[])

    serve = commands.add_parser("serve", help="open the chat page on this machine")
    add_serve_options(serve)
    return parser


def _add_questions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ask = commands.add_parser("ask", help="answer one question with a quote")
    ask.add_argument("question")
    _add_question_options(ask, "whose words alone may answer")
    ask.set_defaults(command=run_command.ask)

    search = commands.add_parser("search", help="print every sentence on a topic")
    search.add_argument("topic")
    _add_question_options(search, "whose words alone count")
    search.set_defaults(command=run_command.search)

    verify = commands.add_parser("verify", help="say whether a quote is real, and where it stands")
    verify.add_argument("quote", help="the words, or - to read them from standard input")
    _add_question_options(verify, "who is claimed to have said it")
    verify.set_defaults(command=run_command.verify)


def _add_question_options(parser: argparse.ArgumentParser, speaker: str) -> None:
    parser.add_argument("--speaker", metavar="NAME", help=speaker)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    _add_sources(parser)


def _add_receipt(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    actions = commands.add_parser("receipt", help="check a receipt that the page gave").add_subparsers(
        required=True, metavar="ACTION"
    )
    verify = actions.add_parser("verify", help="say whether a receipt is true of a document")
    verify.add_argument("receipt", type=Path, metavar="FILE", help="the receipt, JSON")
    verify.add_argument("document", type=Path, metavar="DOCUMENT", help=".txt, .md, .docx, .html or .pdf")
    verify.set_defaults(command=run_command.check_receipt, files=[])


def add_serve_options(parser: argparse.ArgumentParser) -> None:
    """Make a parser one that serves the page."""
    from bot.web.server import add_options

    add_options(parser)
    _add_sources(parser)
    parser.set_defaults(command=run_command.serve)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="documents; the embedded visit if none")
    parser.add_argument("--index", type=Path, metavar="FOLDER", help="an index that `index` wrote, in place of files")
    _add_model(parser)


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="folder or hub name of another sentence-transformers model")


if __name__ == "__main__":
    sys.exit(main())
