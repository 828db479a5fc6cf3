"""Saved folders: whole or refused, whatever happens to a byte, a file or the process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from embeddings import snapshot
from embeddings.errors import SnapshotError

OLD = {"a.bin": bytes(range(200)), "b.json": b'{"old": true}'}
NEW = {"a.bin": b"new" * 40, "c.txt": b""}
ROOT = Path(__file__).parents[2]

# Ends the process, as a power cut would, at the n-th call that touches the disk.
CRASH = """
import os, pathlib, sys
from embeddings import snapshot
folder, limit = sys.argv[1], int(sys.argv[2])
calls = 0
def counted(real):
    def step(*args, **kwargs):
        global calls
        calls += 1
        if calls == limit:
            os._exit(9)
        return real(*args, **kwargs)
    return step
for owner, name in ((os, "fsync"), (os, "replace"), (os, "mkdir"), (os, "rmdir"), (os, "unlink"), (os, "open")):
    setattr(owner, name, counted(getattr(owner, name)))
pathlib.Path.open = counted(pathlib.Path.open)
snapshot.write(folder, {"a.bin": b"new" * 40, "c.txt": b""}, {"state": "new"})
"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    snapshot.write(tmp_path / "saved", OLD, {"state": "old"})
    return tmp_path / "saved"


def saved_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def generations(folder: Path) -> list[Path]:
    return sorted(folder.glob("generation-*"))


def test_what_is_read_is_what_was_written(saved: Path) -> None:
    read = snapshot.read(saved)
    assert dict(read.files) == OLD
    assert dict(read.meta) == {"state": "old"}


def test_a_second_save_replaces_the_first(saved: Path) -> None:
    snapshot.write(saved, NEW, {"state": "new"})
    assert dict(snapshot.read(saved).files) == NEW
    assert len(generations(saved)) == 1
    assert {path.name for path in saved_files(saved)} == {"CURRENT", "manifest.json", "a.bin", "c.txt"}


def test_every_flipped_byte_is_noticed(saved: Path) -> None:
    for path in saved_files(saved):
        data = path.read_bytes()
        for offset in range(len(data)):
            for mask in (0x01, 0x20, 0xFF):
                path.write_bytes(data[:offset] + bytes([data[offset] ^ mask]) + data[offset + 1 :])
                with pytest.raises(SnapshotError, match="build it again"):
                    snapshot.read(saved)
        path.write_bytes(data)
    assert dict(snapshot.read(saved).files) == OLD


def test_every_cut_is_noticed(saved: Path) -> None:
    for path in saved_files(saved):
        data = path.read_bytes()
        for size in range(len(data)):
            path.write_bytes(data[:size])
            with pytest.raises(SnapshotError, match=path.name):
                snapshot.read(saved)
        for tail in (b"\0", b"\n", data):
            path.write_bytes(data + tail)
            with pytest.raises(SnapshotError, match=path.name):
                snapshot.read(saved)
        path.write_bytes(data)


def test_every_missing_file_is_named(saved: Path) -> None:
    for path in saved_files(saved):
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(SnapshotError, match=path.name):
            snapshot.read(saved)
        path.mkdir()
        with pytest.raises(SnapshotError, match=path.name):
            snapshot.read(saved)
        path.rmdir()
        path.write_bytes(data)


def test_exchanged_files_are_noticed(tmp_path: Path) -> None:
    snapshot.write(tmp_path, {"a": b"one", "b": b"two"}, {})
    (generation,) = generations(tmp_path)
    (generation / "a").rename(generation / "t")
    (generation / "b").rename(generation / "a")
    (generation / "t").rename(generation / "b")
    with pytest.raises(SnapshotError, match="SHA-256"):
        snapshot.read(tmp_path)


def test_files_that_nobody_saved_are_not_read(saved: Path) -> None:
    (generations(saved)[0] / "extra.bin").write_bytes(b"extra")
    assert set(snapshot.read(saved).files) == set(OLD)


def test_a_newer_version_is_named_as_such(saved: Path) -> None:
    pointer = saved / "CURRENT"
    pointer.write_bytes(pointer.read_bytes().replace(b"snapshot 1 ", b"snapshot 12 "))
    with pytest.raises(SnapshotError, match=r"newer version \(format 12, this one reads 1\)"):
        snapshot.read(saved)


@pytest.mark.parametrize("generation", ["..", "generation-../../../../aa", "/etc", "generation-0123456789ABCDEF"])
def test_a_pointer_can_only_name_a_generation(saved: Path, generation: str) -> None:
    (saved / "CURRENT").write_text(f"visitbot-snapshot 1 {generation} {'0' * 64}\n")
    with pytest.raises(SnapshotError, match="CURRENT is damaged or not a snapshot's"):
        snapshot.read(saved)


MANIFESTS = [
    b"",
    b"[]",
    b"\xff\xfe",
    b"[" * 5000,
    b'{"files": {}}',
    b'{"files": [], "meta": {}}',
    b'{"files": {"../../secret": {"size": 6, "sha256": "x"}}, "meta": {}}',
    b'{"files": {"a.bin": {"size": "200", "sha256": "x"}}, "meta": {}}',
    b'{"files": {"a.bin": 3}, "meta": {}}',
    b'{"files": {}, "meta": 3}',
]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_forged_manifest_is_refused(saved: Path, manifest: bytes) -> None:
    (generation,) = generations(saved)
    (generation / "manifest.json").write_bytes(manifest)
    sha256 = snapshot._sha256(manifest)
    (saved / "CURRENT").write_text(f"visitbot-snapshot 1 {generation.name} {sha256}\n")
    with pytest.raises(SnapshotError, match="manifest"):
        snapshot.read(saved)


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".hidden", "manifest.json", "a\n", "ü", "a" * 200])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="can't be a file's name"):
        snapshot.write(tmp_path / "new", {name: b""}, {})
    assert not (tmp_path / "new").exists()


def test_a_folder_without_a_snapshot_says_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="holds nothing saved"):
        snapshot.read(tmp_path)
    with pytest.raises(SnapshotError, match="holds nothing saved"):
        snapshot.read(tmp_path / "absent")
    (tmp_path / "file").write_text("x")
    with pytest.raises(SnapshotError, match="can't be read"):
        snapshot.read(tmp_path / "file")


def test_other_peoples_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(SnapshotError, match="holds other files, such as 'thesis.txt'"):
        snapshot.write(tmp_path, NEW, {})
    (tmp_path / "CURRENT").write_text("somebody's own file")
    with pytest.raises(SnapshotError, match="not a snapshot's"):
        snapshot.write(tmp_path, NEW, {})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "thesis.txt": "three years",
        "CURRENT": "somebody's own file",
    }


def test_a_damaged_snapshot_can_be_saved_over(saved: Path) -> None:
    (saved / "CURRENT").write_bytes(b"\0" * 10)
    snapshot.write(saved, NEW, {})
    assert dict(snapshot.read(saved).files) == NEW
    assert len(generations(saved)) == 1


def test_a_process_that_dies_at_any_step_leaves_the_old_or_the_new(saved: Path, tmp_path: Path) -> None:
    states = []
    for step in range(1, 60):
        folder = tmp_path / f"copy{step}"
        shutil.copytree(saved, folder)
        command = [sys.executable, "-c", CRASH, str(folder), str(step)]
        ended = subprocess.run(command, cwd=ROOT, check=False).returncode
        read = snapshot.read(folder)
        assert dict(read.files) == {"old": OLD, "new": NEW}[read.meta["state"]]
        states.append(read.meta["state"])
        snapshot.write(folder, OLD, {"state": "again"})
        assert snapshot.read(folder).meta["state"] == "again"
        assert len(generations(folder)) == 1
        if ended == 0:
            break
        assert ended == 9
    assert ended == 0
    assert states == sorted(states, reverse=True)
    assert len(states) > 12
    assert states.count("new") > 1


@pytest.mark.parametrize("failing", ["fsync", "replace", "mkdir"])
def test_a_full_disk_leaves_the_old_content(saved: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, full)
        with pytest.raises(OSError, match="No space left"):
            snapshot.write(saved, NEW, {"state": "new"})
    assert dict(snapshot.read(saved).files) == OLD
    assert len(saved_files(saved)) == len(OLD) + 2


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file"):
        snapshot.write(tmp_path / "file", NEW, {})


def write_often(folder: Path, letter: bytes) -> None:
    for number in range(25):
        data = letter * (number + 1)
        snapshot.write(folder, {"a": data, "b": data}, {"size": len(data)})


def read_until(stop: threading.Event, folder: Path) -> int:
    number = 0
    while not stop.is_set():
        found = snapshot.read(folder)
        number += 1
        if "size" in found.meta:
            assert found.files["a"] == found.files["b"]
            assert len(found.files["a"]) == found.meta["size"]
    return number


def test_readers_and_writers_at_once_see_whole_snapshots(saved: Path) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read_until, stop, saved) for _ in range(2)]
        writers = [pool.submit(write_often, saved, letter) for letter in (b"x", b"y")]
        wait(writers)
        stop.set()
        assert [writer.result() for writer in writers] == [None, None]
        assert all(reader.result() > 10 for reader in readers)
    assert snapshot.read(saved).meta["size"] == 25
    assert len(generations(saved)) == 1


def test_the_manifest_is_plain_json(saved: Path) -> None:
    manifest = json.loads((generations(saved)[0] / "manifest.json").read_text())
    assert manifest["meta"] == {"state": "old"}
    assert manifest["files"]["a.bin"]["size"] == 200
