"""Text to unit vectors, with a sentence-transformers model."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from embeddings import model as embedded
from embeddings.errors import ModelError
from embeddings.parts import Parts

# A SentenceTransformer, a type that can't be named here without the seconds that its import takes.
Model = Any

# Texts of many kinds, which show the 8-bit products how far numbers reach.
SAMPLES = (
    "",
    "Hi",
    "What did he say?",
    "How many people live there, and since when?",
    "The minister signed the agreement on 28 November.",
    "“We are ready to begin,” the head of the delegation said on Tuesday, “but not before the spring of 2027.”",
    "Exports rose by 12.5% to $1,340 million; imports fell.",
    "In the seventeenth century the town was known for its salt, its printers and a bridge that no longer stands.",
    "These include agreements in sport, education, farming, rail transport, health care, customs, and other documents.",
    "http://example.org/a_b?c=d&e=f#g",
    "!!! ??? ... ;;;",
    "😀👍🏽",
    "Привет, как дела?",
    "שלום עולם",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "no no no no no no no no no no no no",
)
# Layers of the embedded model in which 8-bit products cost little: each adds at most a few hundred-thousandths to
# 1 - cosine on average, while the product after the activation of layer 0 or 2 adds twice that.
SHORTENED_HEARD = (0,)
SHORTENED_AFTER = (1, 3, 4, 5)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Encoder(Protocol):
    """What embeds texts: a pure function of each text."""

    @property
    def name(self) -> str:
        """What people call the model."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the model's weights, 64 hexadecimal digits: vectors of equal fingerprints can be compared."""
        ...

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """Embed texts as unit vectors, shape (len(texts), dim), on a progress bar if asked for."""
        ...


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model in memory; `embed` takes distinct texts and a progress flag, `parts` one text if the model has them."""

    dim: int
    fingerprint: str
    embed: Callable[[list[str], bool], NDArray[np.float32]]
    parts: Callable[[str], Parts] | None = None


class SentenceTransformerEncoder:
    """
    An adapter to a sentence-transformers model on the CPU; the first use loads it.

    The same list of texts gives the same bytes on the same machine. In a list of several texts a text's vector may
    differ in the seventh decimal from its vector alone, or in the third where products are taken in shorter numbers
    (`embeddings.bert`). Safe to use from several threads.

    :param model: a folder or a hub name; the embedded all-MiniLM-L6-v2 if None, which needs no network.
    """

    def __init__(self, model: str | Path | None = None) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def name(self) -> str:
        """The model's name: that of the embedded model, or the folder or hub name given."""
        return embedded.NAME if self._model is None else str(self._model)

    @property
    def fingerprint(self) -> str:
        """SHA-256 in hexadecimal: of the embedded model's weight file, else of the tensors that were loaded."""
        return embedded.SHA256 if self._model is None else self._ready().fingerprint

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return embedded.DIM if self._model is None else self._ready().dim

    @cached_property
    def folder(self) -> Path:
        """
        Where the embedded model is, or the folder or hub name given.

        :raises ModelError: if the embedded model is not installed.
        """
        return embedded.embedded_folder() if self._model is None else Path(self._model)

    def warm_up(self) -> None:
        """
        Load the model and run it once, so that the first question is as quick as the next.

        :raises ModelError: if the model can't be loaded, or the embedded one is not as published.
        """
        self.encode(["warm up"])

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> NDArray[np.float32]:
        """
        Embed texts; any str will do, a lone surrogate counts as an unknown character.

        :param texts: not a single str; what exceeds the model's length is left out.
        :param progress: show a progress bar on stderr.
        :return: unit vectors, shape (len(texts), dim).
        :raises TypeError: if `texts` is a str or holds something else than str.
        :raises ModelError: as for `warm_up`.
        """
        if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            raise TypeError("texts must be a sequence of str; put a single text into a list")
        if not len(texts):
            return np.zeros((0, self.dim), np.float32)
        rows: dict[str, int] = {}
        places = [rows.setdefault(_LONE_SURROGATE.sub("\ufffd", text), len(rows)) for text in texts]
        return self._ready().embed(list(rows), progress)[places]

    def parts(self, text: str) -> Parts | None:
        """
        Take the vector of one text apart; its pieces beyond the model's length are left out.

        :return: None if the model is not a plain BERT with mean pooling, whose vectors alone are such sums.
        :raises ModelError: as for `warm_up`.
        """
        taken = self._ready().parts
        return taken(_LONE_SURROGATE.sub("\ufffd", text)) if taken else None

    def _ready(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                if self._model is None:
                    embedded.verify(self.folder)
                self._loaded = _load(str(self._model or self.folder), self._model is None)
            return self._loaded


def _load(model: str, local: bool) -> _Loaded:
    from sentence_transformers import SentenceTransformer

    from embeddings import bert

    with _quiet():
        try:
            loaded = SentenceTransformer(model, device="cpu", local_files_only=local, trust_remote_code=False)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the model {model} can't be loaded ({error}); "
                "give a sentence-transformers model's folder, or its hub name where there is a network"
            ) from error
    loaded.eval()
    dim = loaded.get_embedding_dimension()
    if dim is None:
        raise ModelError(f"the model {model} does not tell its dimension; give one that ends in pooling")
    fingerprint = embedded.SHA256 if local else _fingerprint(loaded)
    if not bert.supports(loaded):
        return _Loaded(dim, fingerprint, _plain(loaded))
    return _Loaded(dim, fingerprint, *_packed(loaded))


def _plain(model: Model) -> Callable[[list[str], bool], NDArray[np.float32]]:
    one_at_a_time = threading.Lock()  # tokenizers fail when two threads set their lengths at once

    def embed(texts: list[str], progress: bool) -> NDArray[np.float32]:
        with one_at_a_time:
            vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=progress)
        return np.asarray(vectors, np.float32)

    return embed


def _packed(model: Model) -> tuple[Callable[[list[str], bool], NDArray[np.float32]], Callable[[str], Parts]]:
    import torch

    from embeddings import bert, int8

    packed, workers = bert.PackedBert(model[0].auto_model, bert.products()), torch.get_num_threads()
    pool = bert.single_core_workers(workers)
    one_at_a_time = threading.Lock()  # as above
    shorten = {"truncation": True, "max_length": model.max_seq_length}
    if bert.products() is torch.float32 and int8.supported():
        samples = sorted(model.tokenizer(list(SAMPLES), **shorten)["input_ids"], key=len, reverse=True)
        packed.shorten_products(samples, heard=SHORTENED_HEARD, after=SHORTENED_AFTER)

    def embed(texts: list[str], progress: bool) -> NDArray[np.float32]:
        with one_at_a_time:
            numbers = model.tokenizer(texts, **shorten)["input_ids"]
        vectors = np.empty((len(texts), model.get_embedding_dimension()), np.float32)
        groups = bert.batches([len(n) for n in numbers], workers)
        done = pool.map(packed.embed, [[numbers[i] for i in group] for group in groups])
        for group, part in tqdm(zip(groups, done, strict=True), "Embedding", len(groups), disable=not progress):
            vectors[group] = part
        return vectors

    def parts(text: str) -> Parts:
        with one_at_a_time:
            found = model.tokenizer(text, return_offsets_mapping=True, **shorten)
        # In a worker, as embedding: products in bfloat16 round in another order where two cores share them.
        states, _ = pool.submit(packed.states, [found["input_ids"]]).result()
        return Parts.of_mean(states.numpy(), found["offset_mapping"])

    return embed, parts


def _fingerprint(model: Model) -> str:
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers from drawing bars while it loads, and leave its setting as it was."""
    from transformers.utils import logging

    def silent(factory: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        return factory(*args, **{**kwargs, "disable": True})

    previous = logging.set_tqdm_hook(silent)
    try:
        yield
    finally:
        logging.set_tqdm_hook(previous)
