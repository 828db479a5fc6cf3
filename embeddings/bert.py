"""
A quicker forward pass for BERT sentence models on a CPU: the same operations, arranged differently.

Plain sentence-transformers pads a batch to its longest text and spreads each operation over all cores. Here a
batch has no padding: the tokens of its texts stand one below the other in one matrix, and only attention, which
must not cross texts, runs on stacks of texts of equal length. Query, key and value are one product. Each batch
runs on one core, several batches at a time, so cores don't wait for each other after every operation.

Sums are taken in another order than in the plain model, so vectors differ in the seventh decimal. Where the CPU
multiplies bfloat16 in hardware, the products are taken in it, which keeps the cosine with the plain vectors
above 0.9999; else, where it multiplies 8-bit numbers, about half of the products (`embeddings/int8.py`): above 0.999.
The mean over a text's tokens evens their errors out, so a text of few different tokens keeps its exact products.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from embeddings import int8

# A loaded module of torch, whose attributes carry no types.
Module = Any

# Tokens in a batch: fewer lower the speed of the products, more no longer raise it and cost memory.
BATCH_TOKENS = 2048
# Different tokens in a text, marks included, from which its products may be shortened: below, cosines fell to 0.998.
SHORTENED_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Block:
    """
    Weights of one layer; `norm_1` and `norm_2` are weight and bias.

    What stands before a product's result is added to the float32 stream has the products' type.
    """

    qkv: Callable[[Tensor], Tensor]  # queries, keys and values side by side; the last two without biases
    out: Tensor  # transposed to (in, out)
    out_bias: Tensor
    norm_1: tuple[Tensor, Tensor]
    up: Callable[[Tensor], Tensor]  # activated, in the form that `down` takes
    down: Callable[[Tensor, Tensor], Tensor]  # adds the product with its second argument to the first, in place
    norm_2: tuple[Tensor, Tensor]


def supports(model: Module) -> bool:
    """Whether a SentenceTransformer is a plain float32 BERT with mean pooling, normalisation and no prompt."""
    names = [type(module).__name__ for module in model]
    if names != ["Transformer", "Pooling", "Normalize"] or model.default_prompt_name:
        return False
    bert, pooling, config = model[0].auto_model, model[1], model[0].auto_model.config
    return (
        type(bert).__name__ == "BertModel"
        and pooling.pooling_mode == "mean"
        and model.truncate_dim is None
        and model.max_seq_length is not None
        and (config.hidden_act, getattr(config, "position_embedding_type", "absolute")) == ("gelu", "absolute")
        and not config.is_decoder
        and {parameter.dtype for parameter in bert.parameters()} == {torch.float32}
    )


class PackedBert:
    """
    The forward pass over a loaded model's weights.

    :param bert: a BertModel of transformers in float32, with GELU and absolute positions.
    :param products: the type in which matrices are multiplied, float32 or bfloat16.
    """

    def __init__(self, bert: Module, products: torch.dtype) -> None:
        self._products = products
        self._heads = int(bert.config.num_attention_heads)
        self._eps = float(bert.config.layer_norm_eps)
        embeddings = bert.embeddings
        self._words = embeddings.word_embeddings.weight.detach()
        kinds = embeddings.token_type_embeddings.weight.detach()
        self._positions = embeddings.position_embeddings.weight.detach() + kinds[0]
        self._second = kinds[1] - kinds[0]
        self._norm = _norm(embeddings.LayerNorm)
        self._blocks = self._exact = [_block(layer, products) for layer in bert.encoder.layer]
        self._layers = bert.encoder.layer

    @torch.inference_mode()
    def embed(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """
        Embed one batch.

        :param texts: token numbers of each text, special tokens included, longest text first.
        :return: unit vectors, shape (len(texts), dim).
        """
        x, stacks = self.states(texts)
        parts = torch.split(x, [length * count for length, count in stacks])
        means = [part.view(n, length, -1).mean(1) for part, (length, n) in zip(parts, stacks, strict=True)]
        vectors: NDArray[np.float32] = functional.normalize(torch.cat(means), dim=1).numpy()
        return vectors

    @torch.inference_mode()
    def states(
        self, texts: Sequence[Sequence[int]], firsts: Sequence[int] | None = None
    ) -> tuple[Tensor, list[tuple[int, int]]]:
        """
        Run all layers over one batch.

        :param texts: as for `embed`.
        :param firsts: for pairs of texts, how many tokens of each belong to the first of the pair.
        :return: the tokens' states one below the other, shape (tokens, dim), and the stacks of texts of equal length,
            each as that length and their number.
        """
        x = self._embeddings(texts, firsts)
        varied = [len(set(text)) >= SHORTENED_TOKENS for text in texts]
        rows = torch.repeat_interleave(torch.tensor(varied), torch.tensor([len(text) for text in texts]))
        for blocks, chosen in ((self._blocks, True), (self._exact, False)):
            some = [text for text, kind in zip(texts, varied, strict=True) if kind is chosen]
            if some:
                x[rows == chosen] = self._run(x[rows == chosen], blocks, _stacks(some))
        return x, _stacks(texts)

    def _run(self, x: Tensor, blocks: list[Block], stacks: list[tuple[int, int]]) -> Tensor:
        for block in blocks:
            x = self._layer(x, block, stacks)
        return x

    @torch.inference_mode()
    def shorten_products(
        self,
        texts: Sequence[Sequence[int]],
        firsts: Sequence[int] | None = None,
        *,
        heard: Container[int] = (),
        after: Container[int] = (),
    ) -> None:
        """
        Take the product before each layer's activation in 8-bit numbers from now on.

        Texts of few different tokens keep exact ones, and all do where a channel has no gain, for then its normalised
        numbers can't be told.

        :param texts: token numbers of texts that show how far the channels reach, as for `states`.
        :param firsts: likewise.
        :param heard: the layers, counted from 0, in which that for queries, keys and values is shortened too.
        :param after: likewise, the product after the activation.
        """
        norms = [self._norm, *(block.norm_2 for block in self._exact[:-1])]
        if any((gain.abs() < int8.LEAST_GAIN).any() for gain, _ in (*norms, *(b.norm_1 for b in self._exact))):
            return
        reaches = [_Reach(block, norm) for block, norm in zip(self._exact, norms, strict=True)]
        self._run(self._embeddings(texts, firsts), [reach.watched for reach in reaches], _stacks(texts))
        self._blocks = [
            reach.shortened(layer, heard=n in heard, after=n in after)
            for n, (layer, reach) in enumerate(zip(self._layers, reaches, strict=True))
        ]

    def _embeddings(self, texts: Sequence[Sequence[int]], firsts: Sequence[int] | None) -> Tensor:
        numbers = torch.tensor([number for text in texts for number in text])
        places = torch.tensor([place for text in texts for place in range(len(text))])
        x = functional.embedding(numbers, self._words).add_(functional.embedding(places, self._positions))
        if firsts is not None:
            limits = torch.repeat_interleave(torch.tensor(firsts), torch.tensor([len(text) for text in texts]))
            x[places >= limits] += self._second
        return self._normalised(x, self._norm)

    def _layer(self, x: Tensor, block: Block, stacks: list[tuple[int, int]]) -> Tensor:
        heard = self._attention(block.qkv(x).float(), stacks).to(self._products)
        x = self._normalised(_add_product(x.add_(block.out_bias), heard, block.out), block.norm_1)
        return self._normalised(block.down(x, block.up(x)), block.norm_2)

    def _attention(self, qkv: Tensor, stacks: list[tuple[int, int]]) -> Tensor:
        """From queries, keys and values side by side, shape (tokens, 3 * dim), to shape (tokens, dim)."""
        result = torch.empty(len(qkv), qkv.shape[1] // 3)
        start = 0
        for length, count in stacks:
            end = start + length * count
            q, k, v = qkv[start:end].view(count, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            heard = functional.scaled_dot_product_attention(q, k, v)
            result[start:end].view(count, length, self._heads, -1).copy_(heard.transpose(1, 2))
            start = end
        return result

    def _normalised(self, x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
        return functional.layer_norm(x, x.shape[1:], *norm, self._eps)


def products() -> torch.dtype:
    """Pick the type of the products for this machine: bfloat16 if its CPU multiplies it, else float32."""
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32


def batches(lengths: Sequence[int], workers: int) -> list[list[int]]:
    """
    Split texts into batches of about equal numbers of tokens, as many as keep all workers busy.

    :param lengths: tokens in each text.
    :return: positions in `lengths`, longest text first.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    total = sum(lengths)
    rounds = -(-total // (BATCH_TOKENS * workers))
    ends = np.cumsum([lengths[i] for i in order])
    number = (ends - 1) * rounds * workers // max(total, 1)
    return [[order[i] for i in same] for _, same in groupby(range(len(order)), key=lambda i: int(number[i]))]


def single_core_workers(count: int) -> ThreadPoolExecutor:
    """
    Start threads in each of which torch uses one core, without a change for other threads.

    torch's count belongs to a thread, but the last count set anywhere is where new threads start from,
    so the caller's count is set again once all workers have set theirs.
    """
    mine = torch.get_num_threads()
    ready = threading.Barrier(count + 1)
    pool = ThreadPoolExecutor(count, "embed", _use_one_core)
    for _ in range(count):
        pool.submit(ready.wait)
    ready.wait()
    torch.set_num_threads(mine)
    return pool


def _use_one_core() -> None:
    torch.get_num_threads()  # a thread's first use would otherwise set its count again
    torch.set_num_threads(1)


def _stacks(texts: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [(length, len(list(same))) for length, same in groupby(map(len, texts))]


def _block(layer: Module, products: torch.dtype) -> Block:
    attention = layer.attention.self
    out, up, down = layer.attention.output.dense, layer.intermediate.dense, layer.output.dense
    return Block(
        _product(*_heard(attention), products),
        out.weight.detach().t().to(products),
        # A bias of keys adds the same to all of a query's scores, which softmax ignores; and as the weights of the
        # values sum to 1, a bias of values is one of the output.
        (out.bias + out.weight @ attention.value.bias).detach(),
        _norm(layer.attention.output.LayerNorm),
        _activated(_product(up.weight, up.bias, products)),
        _sum(down, products),
        _norm(layer.output.LayerNorm),
    )


def _heard(attention: Module) -> tuple[Tensor, Tensor]:
    """Weight and bias of queries, keys and values side by side."""
    weight = torch.cat([part.weight for part in (attention.query, attention.key, attention.value)])
    bias = attention.query.bias
    return weight, functional.pad(bias, (0, len(weight) - len(bias)))


def _add_product(x: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return x.addmm_(a, b) if a.dtype == x.dtype else x.add_(torch.mm(a, b))


class _Reach:
    """How far a layer's inputs of products reach in each channel in the texts that pass through `watched`."""

    def __init__(self, block: Block, norm: tuple[Tensor, Tensor]) -> None:
        self.watched = replace(block, qkv=self._qkv, up=self._up)
        self._block, self._norm = block, norm  # the norm before the layer
        self._before = self._between = torch.zeros(())

    def _qkv(self, x: Tensor) -> Tensor:
        self._before = torch.maximum(self._before, int8.reached(x, self._norm))
        return self._block.qkv(x)

    def _up(self, x: Tensor) -> Tensor:
        self._between = torch.maximum(self._between, int8.reached(x, self._block.norm_1))
        return self._block.up(x)

    def shortened(self, layer: Module, *, heard: bool, after: bool) -> Block:
        """The block with the product before its activation in 8-bit numbers, and others if asked for."""
        block, up = self._block, layer.intermediate.dense
        if heard:
            block = replace(block, qkv=int8.normalised_product(*_heard(layer.attention.self), self._norm, self._before))
        product = int8.normalised_product(up.weight, up.bias, block.norm_1, self._between)
        if not after:
            return replace(block, up=_activated(product))
        both = int8.FeedForward(product, up, layer.output.dense)
        return replace(block, up=both.activated, down=both.add)


def _activated(product: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    return lambda x: torch.ops.aten.gelu_(product(x))


def _sum(linear: Module, products: torch.dtype) -> Callable[[Tensor, Tensor], Tensor]:
    weight, bias = linear.weight.detach().t().to(products), linear.bias.detach()
    return lambda x, hidden: _add_product(x.add_(bias), hidden.to(products), weight)


def _product(weight: Tensor, bias: Tensor, products: torch.dtype) -> Callable[[Tensor], Tensor]:
    weight, bias = weight.detach().t().to(products), bias.detach().to(products)
    return lambda x: torch.mm(x.to(products), weight).add_(bias)


def _norm(norm: Module) -> tuple[Tensor, Tensor]:
    return norm.weight.detach(), norm.bias.detach()
