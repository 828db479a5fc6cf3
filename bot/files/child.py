"""The child process: reads one document from its standard input and answers in JSON on its standard output."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.errors import DocumentError
from bot.files import kinds, sandbox
from bot.files.limits import MIB, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.files.content import Content


def main() -> None:
    """Carry out the orders in the second argument, and end without any clearing up: nothing is left to clear."""
    orders = json.loads(sys.argv[2])
    limits = Limits(**orders["limits"])
    sandbox.limit_costs(limits)
    reply = json.dumps(_reply(orders["suffix"], limits), ensure_ascii=False).encode("utf-8", "replace")
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
    os._exit(0)


def _reply(suffix: str, limits: Limits) -> dict[str, Any]:
    try:
        content = _content(suffix, limits)
    except DocumentError as error:
        return _refusal(error)
    except ImportError as error:
        return _refusal(DocumentError("missing_library", suffix=suffix, problem=str(error)))
    except MemoryError:
        return _refusal(DocumentError("too_much_memory", limit=limits.memory_bytes // MIB))
    except Exception as error:
        return _refusal(DocumentError("damaged", problem=f"{type(error).__name__}: {error}"[:200]))
    return {
        "text": "\n".join(content.lines),
        "title": content.title,
        "date": content.date,
        "language": content.language,
    }


def _refusal(error: DocumentError) -> dict[str, Any]:
    return {"error": error.kind, "values": error.values}


def _content(suffix: str, limits: Limits) -> Content:
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise DocumentError("too_many_bytes", limit=limits.file_bytes)
    read = reader(suffix, data, limits)
    sandbox.close_off()
    content = read()
    length = sum(map(len, content.lines)) + len(content.lines)
    if length > limits.text_length:
        raise DocumentError("text_too_long", length=length, limit=limits.text_length)
    return content


def reader(suffix: str, data: bytes, limits: Limits) -> Callable[[], Content]:
    """
    Import the one parser that is needed, and decode; whatever opens files must come before `close_off`.

    :return: what reads the file, and needs to open nothing more.
    :raises DocumentError: if the file is not of the type that its name claims, or can't be decoded.
    """
    kinds.check(suffix, data)
    if suffix == ".pdf":
        from bot.files import pdf

        return partial(pdf.read, data, limits)
    if suffix == ".docx":
        from bot.files import docx

        return partial(docx.read, data, limits)
    from bot.files import charset, html

    return partial(html.read, charset.decode(data))
