"""The trained model at work: how well each token of a text begins and ends the answer to a question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional
from transformers import BertConfig, BertModel

from bot.features import Floats
from bot.reader.shipped import FILE, SHA256
from bot.reader.tokens import Pair, PairTokenizer
from embeddings import bert, int8
from embeddings import model as embedded
from embeddings.encoder import SAMPLES
from embeddings.errors import ModelError

SAMPLE_QUESTION = "What did the minister say about the agreement of 28 November?"
FIXED = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")
REMEDY = "install Visitbot again"
SHORTENED = range(6)  # layers in which both products around the activation are taken in 8-bit numbers


@dataclass(frozen=True, slots=True)
class Scores:
    """
    What the model says of a pair, in logits.

    :param start: that the answer begins at a token of the text, float32, shape `(n,)`.
    :param end: that it ends there, likewise.
    :param none: sum of the logits that it begins and ends nowhere.
    :param judged: that the text answers at all.
    """

    start: Floats
    end: Floats
    none: float
    judged: float


class Scorer:
    """
    The trained weights on top of the embedded model's word embeddings, on the CPU.

    Products are taken in bfloat16 or, two thirds of them, in 8-bit numbers where the processor multiplies these.

    :param folder: the embedded model's, which the caller has checked.
    :param weights: the trained parameters.
    :raises ModelError: if the weights are not those that the program was made with.
    """

    def __init__(self, folder: Path, weights: Path = FILE, sha256: str | None = SHA256) -> None:
        if sha256 is not None:
            _verify(weights, sha256)
        tensors = {name: tensor.float() for name, tensor in load_file(weights).items()}
        self._span = tensors["span.weight"], tensors["span.bias"]
        self._judge = tensors["judge.weight"], tensors["judge.bias"]
        self._packed = bert.PackedBert(_bert(folder, tensors), bert.products())
        self._workers = torch.get_num_threads()
        self._pool = bert.single_core_workers(self._workers)
        self.tokenizer = PairTokenizer(folder)
        if bert.products() is torch.float32 and int8.supported():
            self._shorten_products()

    def score(self, pairs: Sequence[Pair]) -> list[Scores]:
        """The scores of each pair; pairs are spread over the cores."""
        groups = _even([len(pair.numbers) for pair in pairs], self._workers)
        done = self._pool.map(self._score, [[pairs[i] for i in group] for group in groups])
        scores = dict(zip((i for group in groups for i in group), (s for part in done for s in part), strict=True))
        return [scores[i] for i in range(len(pairs))]

    @torch.inference_mode()
    def _score(self, pairs: Sequence[Pair]) -> list[Scores]:
        texts = [pair.numbers.tolist() for pair in pairs]
        states, _ = self._packed.states(texts, [pair.first for pair in pairs])
        spans = functional.linear(states, *self._span).numpy()
        ends = np.cumsum([len(text) for text in texts])
        firsts = torch.from_numpy(ends - [len(text) for text in texts])
        judged = functional.linear(states[firsts], *self._judge)[:, 0].tolist()
        result = []
        for pair, begin, end, judgement in zip(pairs, firsts.tolist(), ends.tolist(), judged, strict=True):
            text = spans[begin + pair.first : end - 1]
            result.append(Scores(text[:, 0], text[:, 1], float(spans[begin].sum()), judgement))
        return result

    def _shorten_products(self) -> None:
        question = self.tokenizer.question(SAMPLE_QUESTION)
        texts = self.tokenizer.texts(SAMPLES)
        pairs = sorted((self.tokenizer.pair(question, t).numbers.tolist() for t in texts), key=len, reverse=True)
        self._packed.shorten_products(pairs, [len(question)] * len(pairs), after=SHORTENED)


def _verify(weights: Path, sha256: str) -> None:
    try:
        found = hashlib.sha256(weights.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{weights} can't be read ({error}); {REMEDY}") from error
    if found != sha256:
        raise ModelError(f"{weights} has SHA-256 {found}, not {sha256} as shipped; {REMEDY}")


def _bert(folder: Path, trained: dict[str, Tensor]) -> bert.Module:
    """A BertModel without a copy of the embedded model's weights: what was not trained is read from its file."""
    with torch.device("meta"):
        model = BertModel(BertConfig.from_pretrained(str(folder), local_files_only=True), add_pooling_layer=False)
    with safe_open(str(folder / embedded.WEIGHTS), framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in FIXED}
    tensors |= {name.removeprefix("bert."): t for name, t in trained.items() if name.startswith("bert.")}
    model.load_state_dict(tensors, assign=True)
    return model


def _even(lengths: Sequence[int], workers: int) -> list[list[int]]:
    """Positions of pairs, longest first, in at most `workers` groups of about as many tokens each."""
    groups: list[list[int]] = [[] for _ in range(workers)]
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        min(groups, key=lambda group: sum(lengths[j] for j in group)).append(i)
    return [group for group in groups if group]
