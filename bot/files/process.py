"""The child process that reads a file: started, fed, timed, and always gone at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bot.errors import DocumentError
from bot.files.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.files.limits import Limits

# -I -S keep the user's variables and start-up files out; the child finds modules where this process does.
START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from bot.files.child import main; main()"
ROOT = Path(__file__).parents[2]  # an editable install has `bot` on no path
KEPT_VARIABLES = ("LD_LIBRARY_PATH", "SYSTEMROOT")


def answer(file: IO[bytes], suffix: str, limits: Limits) -> dict[str, str | None]:
    """
    Have a child read an open file, and return `text`, `title`, `date` and `language`.

    :param file: a real file, open at its start; the child has it as its standard input.
    :param suffix: the type that its name claims, such as `.pdf`.
    :raises DocumentError: with the child's own reason, or what became of the child.
    """
    with _child(file, suffix, limits) as (process, late):
        assert process.stdout is not None
        said = process.stdout.read(limits.answer_bytes + 1)
        if len(said) > limits.answer_bytes:
            raise DocumentError("answer_too_long", limit=limits.answer_bytes)
        code = process.wait()  # the clock still runs
    if late.is_set():
        raise DocumentError("too_slow", seconds=f"{limits.wall_seconds:g}")
    if code:
        raise _fate(code, limits)
    return _parsed(said)


@contextmanager
def _child(file: IO[bytes], suffix: str, limits: Limits) -> Iterator[tuple[subprocess.Popen[bytes], threading.Event]]:
    """Run a child; the event tells whether its time ran out. It is dead and reaped at the end, whatever happens."""
    places = json.dumps([os.path.abspath(place) for place in (*sys.path, str(ROOT))])
    orders = json.dumps({"suffix": suffix, "limits": asdict(limits)})
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", START, places, orders],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        start_new_session=True,  # an interrupt at the terminal reaches this process alone, which then ends the child
    )
    late = threading.Event()

    def end_late() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(limits.wall_seconds, end_late)
    clock.daemon = True
    clock.start()
    try:
        with process:
            try:
                yield process, late
            finally:
                if process.poll() is None:
                    process.kill()
    finally:
        clock.cancel()


def _fate(code: int, limits: Limits) -> DocumentError:
    """Tell how a child ended that gave no answer."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return DocumentError("too_costly", seconds=limits.cpu_seconds)
    if code == -getattr(signal, "SIGKILL", 0):
        return DocumentError("killed")
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return DocumentError("crashed", problem=how, limit=limits.memory_bytes // MIB)


def _parsed(said: bytes) -> dict[str, str | None]:
    try:
        reply = json.loads(said)
        if "error" not in reply:
            return {name: reply[name] for name in ("text", "title", "date", "language")}
        refusal = DocumentError(reply["error"], **reply["values"])
    except (ValueError, LookupError, TypeError) as error:
        raise DocumentError("no_answer") from error
    raise refusal
