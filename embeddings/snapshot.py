"""
Files saved together in a folder: all of them or none, checked byte by byte when read.

```
folder/
    CURRENT                     which generation counts, and the SHA-256 of its manifest
    generation-<16 hex digits>/
        manifest.json           SHA-256 and size of each file, and the meta data
        <file> ...
```
`write` makes a new generation and commits it by replacing CURRENT, the one step that is atomic. A crash leaves:

- while the generation is written: the old CURRENT and its generation, plus a part of the new that nobody reads;
- before CURRENT is replaced: the same, plus perhaps `CURRENT.new`;
- after CURRENT is replaced: the new generation, plus the old one.

In each case `read` gives one complete generation, and the next `write` removes what is left over.
The format version stands in CURRENT, which is read first, so a newer version may change all the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from embeddings.errors import SnapshotError

FORMAT = 1
POINTER = "CURRENT"
NEW_POINTER = "CURRENT.new"
MANIFEST = "manifest.json"
REMEDY = "build it again from its documents and save it"

_VERSION = re.compile(rb"visitbot-snapshot ([1-9][0-9]{0,8}) ")
_POINTER = re.compile(rb"visitbot-snapshot 1 (generation-[0-9a-f]{16}) ([0-9a-f]{64})\n")
_GENERATION = re.compile(r"generation-[0-9a-f]{16}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_POINTER_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What was saved together, verified.

    :param folder: where it was read, for messages.
    :param meta: the meta data, JSON values.
    :param files: each file's content by name.
    """

    folder: Path
    meta: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)


def write(folder: str | Path, files: Mapping[str, bytes], meta: Mapping[str, Any]) -> None:
    """
    Save `files` and `meta` as the folder's new content; readers see the old content or the new, no mixture.

    :param folder: made if it does not exist; may hold an earlier snapshot, which stays whole if this fails.
    :param files: content by name; a name has letters, digits and `_.-` only.
    :param meta: JSON values.
    :raises SnapshotError: if the folder holds something else.
    :raises ValueError: for a file name that can't be used.
    :raises OSError: if the disk is full or the folder can't be written.
    """
    folder = Path(folder)
    for name in files:
        if not _NAME.fullmatch(name) or name == MANIFEST:
            raise ValueError(f"{name!r} can't be a file's name in a snapshot; use letters, digits and '_.-'")
    folder.mkdir(parents=True, exist_ok=True)
    with _only_writer(folder):
        _refuse_foreign(folder)
        try:
            generation = folder / f"generation-{secrets.token_hex(8)}"
            _commit(folder, generation.name, _write_generation(generation, files, meta))
        finally:
            _sweep(folder)


def read(folder: str | Path) -> Snapshot:
    """
    Read what was saved last and verify every byte of it; files that the manifest does not name are not read.

    :raises SnapshotError: if anything is missing, cut, altered, foreign or made by a newer version.
    """
    folder = Path(folder)
    while True:
        pointer = _read_pointer(folder)
        try:
            return _read_generation(folder, *pointer)
        except SnapshotError:
            # A writer may have removed this generation after CURRENT was read; then CURRENT has changed.
            if _read_pointer(folder) == pointer:
                raise


def _write_generation(generation: Path, files: Mapping[str, bytes], meta: Mapping[str, Any]) -> str:
    generation.mkdir()
    entries = {name: {"sha256": _sha256(data), "size": len(data)} for name, data in files.items()}
    manifest = json.dumps({"files": entries, "meta": dict(meta)}, indent=1, sort_keys=True).encode()
    for name, data in [*files.items(), (MANIFEST, manifest)]:
        _write_file(generation / name, data)
    _sync_folder(generation)
    return _sha256(manifest)


def _commit(folder: Path, generation: str, manifest_sha256: str) -> None:
    _sync_folder(folder)
    pointer = f"visitbot-snapshot {FORMAT} {generation} {manifest_sha256}\n"
    _write_file(folder / NEW_POINTER, pointer.encode())
    os.replace(folder / NEW_POINTER, folder / POINTER)
    _sync_folder(folder)


def _sweep(folder: Path) -> None:
    """Remove every generation but the current one; if CURRENT is damaged, remove nothing."""
    try:
        current = _read_pointer(folder)[0] if (folder / POINTER).exists() else None
    except SnapshotError:
        return
    for entry in folder.iterdir():
        if _GENERATION.fullmatch(entry.name) and entry.name != current:
            shutil.rmtree(entry, ignore_errors=True)
    (folder / NEW_POINTER).unlink(missing_ok=True)


def _refuse_foreign(folder: Path) -> None:
    names = [entry.name for entry in folder.iterdir()]
    foreign = [n for n in names if n not in (POINTER, NEW_POINTER) and not _GENERATION.fullmatch(n)]
    if foreign and POINTER not in names:
        raise SnapshotError(f"{folder} holds other files, such as {foreign[0]!r}; save into a new or an empty folder")
    if foreign:
        _read_pointer(folder)


def _read_pointer(folder: Path) -> tuple[str, str]:
    path = folder / POINTER
    try:
        with path.open("rb") as file:
            data = file.read(_POINTER_BYTES)
    except FileNotFoundError:
        raise SnapshotError(f"{path} does not exist, so {folder} holds nothing saved; {REMEDY} there") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL or a lone surrogate in the path
        raise SnapshotError(f"{str(path)!r} can't be read ({error}); {REMEDY} elsewhere") from error
    version = _VERSION.match(data)
    if version and int(version[1]) > FORMAT:
        raise SnapshotError(
            f"{path} was made by a newer version (format {int(version[1])}, this one reads {FORMAT}); "
            f"update this program, or {REMEDY}"
        )
    match = _POINTER.fullmatch(data)
    if not match:
        raise SnapshotError(f"{path} is damaged or not a snapshot's; {REMEDY}")
    return match[1].decode(), match[2].decode()


def _read_generation(folder: Path, generation: str, manifest_sha256: str) -> Snapshot:
    path = folder / generation / MANIFEST
    data = _read_file(path)
    _verify(path, "SHA-256", _sha256(data), manifest_sha256)
    try:
        manifest = json.loads(data)
        entries = [(name, entry["size"], entry["sha256"]) for name, entry in manifest["files"].items()]
        meta = dict(manifest["meta"])
        for name, size, sha256 in entries:
            if not (_NAME.fullmatch(name) and isinstance(size, int) and isinstance(sha256, str)):
                _malformed(path)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, SnapshotError):
            raise
        _malformed(path)
    return Snapshot(folder, meta, {e[0]: _read_verified(folder / generation / e[0], *e[1:]) for e in entries})


def _malformed(path: Path) -> NoReturn:
    raise SnapshotError(f"{path} is not a snapshot's manifest; {REMEDY}")


def _read_verified(path: Path, size: int, sha256: str) -> bytes:
    data = _read_file(path, size)
    _verify(path, "SHA-256", _sha256(data), sha256)
    return data


def _read_file(path: Path, size: int | None = None) -> bytes:
    try:
        if not path.is_file():
            raise SnapshotError(f"{path} is missing; {REMEDY}")
        if size is not None:
            _verify(path, "size in bytes", path.stat().st_size, size)
        return path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path} can't be read ({error}); {REMEDY}") from error


def _verify(path: Path, what: str, found: object, expected: object) -> None:
    if found != expected:
        raise SnapshotError(f"{path} is damaged: its {what} is {found}, it was saved with {expected}; {REMEDY}")


def _write_file(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open a folder, and keeps renames in order by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system frees if the process dies; Windows has none for folders."""
    if os.name == "nt":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
