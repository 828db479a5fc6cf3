"""The child process: what it may cost and do, how it ends, and what it leaves."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.files import SUFFIXES, Limits, extract
from tests.bot.making_files import docx, p, pdf, raw_pdf, save, text_page

ROOT = Path(__file__).parents[2]
SLOW = "<div>" * 60_000 + "Deep."  # the parser takes time by the square of the depth

linux = pytest.mark.skipif(sys.platform != "linux", reason="this limit is set on Linux")


def refusal(path, **limits):
    with pytest.raises(DocumentError) as caught:
        extract(path, Limits(**limits))
    assert path.name in str(caught.value)
    return str(caught.value)


def children():
    """Find the children of this process, those that have ended and wait to be reaped included."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def files_below(folder):
    return set(folder.rglob("*"))


@pytest.mark.parametrize("name", ["a.txt", "a.odt", "a", "a.pdf.exe"])
def test_other_types_are_refused_with_those_that_are_read(tmp_path, name):
    assert ", ".join(SUFFIXES) in refusal(save(tmp_path, name, "text"))


@pytest.mark.parametrize("suffix", [".docx", ".html", ".PDF"])
def test_empty_files_and_blanks_are_named(tmp_path, suffix):
    assert "is empty (0 bytes)" in refusal(save(tmp_path, f"a{suffix}", ""))
    assert "nothing but blanks" in refusal(save(tmp_path, f"a{suffix}", " \r\n\t\0"))


def test_file_over_the_limit_is_not_read(tmp_path):
    assert "has 1001 bytes, the limit is 1000" in refusal(save(tmp_path, "a.html", "a" * 1001), file_bytes=1000)
    assert extract(save(tmp_path, "b.html", "a" * 1000), Limits(file_bytes=1000)).text == "a" * 1000


def test_text_over_the_limit_is_refused(tmp_path):
    path = save(tmp_path, "a.docx", docx(p("a" * 2000)))
    assert "has 2001 code points, the limit is 2000" in refusal(path, text_length=2000)


def test_what_is_no_file_is_refused_at_once(tmp_path):
    with pytest.raises(FileNotFoundError):
        extract(tmp_path / "none.pdf")
    fifo = tmp_path / "fifo.pdf"
    os.mkfifo(fifo)
    assert "not a regular file" in refusal(fifo)
    (tmp_path / "folder.pdf").mkdir()
    assert "not a regular file" in refusal(tmp_path / "folder.pdf")


def test_one_name_can_hold_every_sign(tmp_path):
    path = save(tmp_path, "-rf; $(id) «Ω»\n.html", "<p>Text.")
    assert extract(path).text == "Text."


@linux
@pytest.mark.parametrize("most", [80, 200])  # the parser's own memory fails first, then that of our lines
def test_memory_is_limited(tmp_path, most):
    path = save(tmp_path, "a.html", "<p>word " * 400_000)
    assert f"takes more than {most} MiB of memory" in refusal(path, memory_bytes=most * 1024 * 1024, wall_seconds=600)


@linux
def test_bomb_ends_its_reader_and_nothing_else(tmp_path):
    path = save(tmp_path, "a.pdf", raw_pdf([b"q Q " * 20_000_000]))
    assert path.stat().st_size < 100_000
    assert "its reader crashed" in refusal(path, memory_bytes=100 * 1024 * 1024)


@linux
def test_processor_time_is_limited(tmp_path):
    assert "more than 1 s of processor time" in refusal(save(tmp_path, "a.html", SLOW), cpu_seconds=1, wall_seconds=600)


def test_time_is_limited(tmp_path):
    assert "took more than 0.4 s" in refusal(save(tmp_path, "a.html", SLOW), wall_seconds=0.4)


def test_long_answer_is_cut_off(tmp_path):
    class Small(Limits):
        """Limits of a child that keeps to none of its own."""

        @property
        def answer_bytes(self) -> int:
            return 1000

    with pytest.raises(DocumentError, match="takes more than 1000 bytes"):
        extract(save(tmp_path, "a.html", "a" * 300_000), Small())


@linux
def test_child_killed_from_outside_is_told(tmp_path):
    path = save(tmp_path, "a.html", SLOW)
    before = children()

    def kill_it():
        while not (new := children() - before):
            time.sleep(0.01)
        for process in new:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill_it)
    killer.start()
    assert "its reader was killed" in refusal(path)
    killer.join()


@pytest.mark.parametrize(("library", "name"), [("selectolax", "a.html"), ("pypdfium2_raw", "a.pdf")])
def test_missing_library_is_named(tmp_path, monkeypatch, library, name):
    data = pdf(text_page(["Text."])) if name == "a.pdf" else "<p>Text."
    without = [place for place in sys.path if not (Path(place or ".") / library).exists()]
    packages = tmp_path / "packages"  # the others that stood beside it
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [str(ROOT), str(packages), *without])
    message = refusal(save(tmp_path, name, data))
    assert f"No module named '{library}'" in message
    assert "pip install visitbot" in message


@linux
@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('left', 'w')",
        "__import__('socket').socket()",
        "__import__('os').pipe()",
        "__import__('subprocess').run(['true'])",
    ],
)
def test_closed_off_process_can_open_nothing(tmp_path, deed):
    program = f"import socket, os, subprocess; from bot.files import sandbox; sandbox.close_off(); {deed}"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "Too many open files" in ended.stderr
    assert not files_below(tmp_path)


def test_child_knows_nothing_of_the_users_settings(tmp_path, monkeypatch):
    save(tmp_path, "json.py", "raise SystemExit(9)")
    save(tmp_path, "sitecustomize.py", "raise SystemExit(9)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    monkeypatch.setenv("LC_ALL", "C")
    assert extract(save(tmp_path, "a.html", "<p>Größe")).text == "Größe"


@linux
def test_nothing_is_left_behind(tmp_path):
    good = save(tmp_path, "a.pdf", pdf(text_page(["Text."])))
    crash = save(tmp_path, "b.pdf", raw_pdf([b"q Q " * 20_000_000]))
    slow = save(tmp_path, "c.html", SLOW)
    before, processes, handles = files_below(tmp_path), children(), len(os.listdir("/proc/self/fd"))
    threads = threading.active_count()
    extract(good)
    refusal(crash, memory_bytes=100 * 1024 * 1024)
    refusal(slow, wall_seconds=0.3)
    assert files_below(tmp_path) == before
    assert children() == processes
    assert len(os.listdir("/proc/self/fd")) == handles
    assert threading.active_count() <= threads


def test_many_threads_each_get_their_own_text(tmp_path):
    paths = []
    for number in range(4):
        words = f"Text number {number}."
        paths += [
            save(tmp_path, f"{number}.html", f"<p>{words}"),
            save(tmp_path, f"{number}.docx", docx(p(words))),
            save(tmp_path, f"{number}.pdf", pdf(text_page([words]))),
            save(tmp_path, f"{number}-bad.pdf", f"no PDF {number}"),
        ]

    def read(path):
        try:
            return extract(path).text
        except DocumentError as error:
            return str(error).split(":")[0]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, paths))
    for path, text in zip(paths, found, strict=True):
        number = path.stem[0]
        assert text == (path.name if "bad" in path.name else f"Text number {number}.")


def test_same_file_gives_the_same_bytes(tmp_path):
    path = save(tmp_path, "a.docx", docx(p("One.") + p("Two.")))
    assert extract(path) == extract(path)
