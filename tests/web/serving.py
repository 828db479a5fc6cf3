"""A real server in a process of its own, for tests and screenshots."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180  # how long a loaded machine may take to import and load everything


@dataclass(frozen=True)
class Server:
    url: str
    port: int
    log: Path
    pid: int

    def output(self) -> str:
        """What the server has printed so far, on stdout and stderr."""
        return self.log.read_text("utf-8")

    def peak_megabytes(self) -> float:
        """The most memory that the server has held at once, as Linux counts it (VmHWM)."""
        (line,) = [line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines() if "VmHWM" in line]
        return int(line.split()[1]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*files: Path, program: Sequence[str] = ("app.py",)) -> Iterator[Server]:
    """
    Start a server on a free port, wait until it is ready, and stop it at the end.

    :param program: what Python runs; it takes `--port` and files.
    """
    port = free_port()
    command = [sys.executable, *program, "--port", str(port), *map(str, files)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "output.txt"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment())
        server = Server(f"http://127.0.0.1:{port}", port, log, process.pid)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def environment(**extra: str) -> dict[str, str]:
    """The environment of the tests without settings that would change the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRADIO_", "SPACE_"))}
    return {**kept, "PYTHONUTF8": "1", **extra}


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}:\n{server.output()}")
        try:
            if httpx.get(f"{server.url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready after {START_SECONDS} s:\n{server.output()}")
