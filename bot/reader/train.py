"""
Train the reader: `python -m bot.reader.train --squad FILE… --press FILE… --out FOLDER`.

A checkpoint is written every CHECKPOINT steps; the same command goes on from the last one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from tqdm import tqdm

from bot.reader.examples import Reading, of_articles, of_press
from bot.reader.module import ReaderModule, loss
from bot.reader.tokens import PairTokenizer
from embeddings.model import embedded_folder, verify

SEED = 20
BATCH = 32  # examples a step, a question's own together
BUCKET = 40  # batches that are sorted by length together, so that little is padded
WARM_UP = 0.04  # share of the steps in which the learning rate rises; it falls in the others
WEIGHT_DECAY, CLIP = 0.01, 1.0
CHECKPOINT = 200  # steps
STATE, LOG = "checkpoint.safetensors", "log.jsonl"
WEIGHTS = "reader.safetensors"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run is: the same plan and examples give the same weights on the same machine."""

    rate: float
    last_rate: float
    steps: int

    def rate_at(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        rising = max(1, int(self.steps * WARM_UP))
        if step < rising:
            return self.rate * (step + 1) / rising
        return self.last_rate + (self.rate - self.last_rate) * (self.steps - step) / (self.steps - rising)


@dataclass(frozen=True, slots=True)
class Batch:
    """
    Token numbers, kinds and lengths as `ReaderModule` takes them.

    :param spans: the acceptable ones of each text, in tokens.
    :param readings: how many of the texts belong to each question.
    """

    numbers: Tensor
    kinds: Tensor
    lengths: Tensor
    spans: list[list[tuple[int, int]]]
    readings: list[int]


class Batches:
    """Examples in batches of similar length, in an order that depends on the seed alone."""

    def __init__(self, readings: Sequence[Reading], tokenizer: PairTokenizer) -> None:
        self._readings = readings
        texts = list(dict.fromkeys(example.text for reading in readings for example in reading))
        self._texts = dict(zip(texts, tokenizer.texts(texts), strict=True))
        self._tokenizer = tokenizer

    def order(self, epoch: int) -> Iterator[list[Reading]]:
        """The batches of an epoch."""
        rng = random.Random(SEED * 1000 + epoch)
        shuffled = rng.sample(self._readings, len(self._readings))
        for start in range(0, len(shuffled), BATCH * BUCKET):
            parts = list(self._parts(sorted(shuffled[start : start + BATCH * BUCKET], key=self._length)))
            yield from rng.sample(parts, len(parts))

    def _length(self, reading: Reading) -> int:
        return max(len(self._texts[example.text].numbers) for example in reading)

    def _parts(self, readings: Sequence[Reading]) -> Iterator[list[Reading]]:
        """As many as fit BATCH examples, one after another; a longer one alone."""
        part: list[Reading] = []
        for reading in readings:
            if part and sum(map(len, part)) + len(reading) > BATCH:
                yield part
                part = []
            part.append(reading)
        yield part

    def batch(self, readings: Sequence[Reading], device: str) -> Batch:
        """The tensors of a batch."""
        pairs, kinds, spans = [], [], []
        for example in (example for reading in readings for example in reading):
            question, text = self._tokenizer.question(example.question), self._texts[example.text]
            found = [text.covering(*span) for span in example.spans]
            spans.append([(len(question) + a, len(question) + b) for a, b in filter(None, found)])
            pairs.append(torch.from_numpy(self._tokenizer.pair(question, text).numbers))
            kinds.append(torch.arange(len(pairs[-1])) >= len(question))
        pad = torch.nn.utils.rnn.pad_sequence
        lengths = torch.tensor([len(pair) for pair in pairs])
        return Batch(
            pad(pairs, batch_first=True).to(device),
            pad(kinds, batch_first=True).long().to(device),
            lengths.to(device),
            spans,
            [len(reading) for reading in readings],
        )


class Run:
    """
    A training run that can be stopped at any time and goes on from its last checkpoint.

    :param folder: where checkpoints, the log and the trained weights are written.
    """

    def __init__(self, module: ReaderModule, plan: Plan, folder: Path, device: str) -> None:
        self._module = module.to(device).train()
        self._plan, self._folder, self._device = plan, folder, device
        self._parameters = [p for p in module.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(self._parameters, lr=plan.rate, weight_decay=WEIGHT_DECAY, fused=True)
        self.step = 0

    def train(self, batches: Batches) -> None:
        """Take the steps that are left, with a progress bar, and write the weights."""
        losses: list[float] = []
        with tqdm(total=self._plan.steps, initial=self.step, desc="training", unit="step") as bar:
            for readings in self._left(batches):
                losses.append(self._learn(batches.batch(readings, self._device)))
                self.step += 1
                bar.update()
                bar.set_postfix(loss=f"{np.mean(losses[-100:]):.3f}", refresh=False)
                if self.step % CHECKPOINT == 0 or self.step == self._plan.steps:
                    self._log(float(np.mean(losses[-CHECKPOINT:])))
                    self.save()
        write_weights(self._module, self._folder / WEIGHTS)

    def save(self) -> None:
        """Write a checkpoint; the one before stays whole until this one is."""
        tensors = self._module.trained()
        for n, parameter in enumerate(self._parameters):
            for key, value in self._optimizer.state[parameter].items():
                tensors[f"optimizer.{n}.{key}"] = value
        self._folder.mkdir(parents=True, exist_ok=True)
        save_file({name: t.contiguous().cpu() for name, t in tensors.items()}, self._folder / f"{STATE}.new")
        (self._folder / f"{STATE}.new").replace(self._folder / STATE)

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if not (self._folder / STATE).exists():
            return
        tensors = load_file(self._folder / STATE, device=self._device)
        self._module.load_state_dict({k: v for k, v in tensors.items() if not k.startswith("optimizer.")}, strict=False)
        for n, parameter in enumerate(self._parameters):
            prefix = f"optimizer.{n}."
            state = {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
            self._optimizer.state[parameter] = state
        self.step = int(tensors["optimizer.0.step"])

    def _left(self, batches: Batches) -> Iterator[list[Reading]]:
        """The batches from the present step on, those before being passed over."""
        step = 0
        for epoch in range(self._plan.steps):
            for readings in batches.order(epoch):
                step += 1
                if step > self._plan.steps:
                    return
                if step > self.step:
                    yield readings

    def _learn(self, batch: Batch) -> float:
        for group in self._optimizer.param_groups:
            group["lr"] = self._plan.rate_at(self.step)
        with torch.autocast(self._device, torch.bfloat16, enabled=multiplies_bfloat16(self._device)):
            logits, judgement = self._module(batch.numbers, batch.kinds, batch.lengths)
        value = loss(logits.float(), judgement.float(), batch.spans, batch.readings)
        self._optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters, CLIP)
        self._optimizer.step()
        return float(value.detach())

    def _log(self, mean: float) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        line = {"step": self.step, "loss": round(mean, 4), "rate": self._plan.rate_at(self.step - 1)}
        with (self._folder / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def multiplies_bfloat16(device: str) -> bool:
    """Whether products in bfloat16 are quicker than in float32 there."""
    able = torch.cpu.get_capabilities()
    return device != "cpu" or bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def write_weights(module: ReaderModule, path: Path) -> None:
    """What was trained, as float16."""
    save_file({name: p.half().contiguous().cpu() for name, p in module.trained().items()}, path)


def read_weights(module: ReaderModule, path: Path) -> None:
    """Begin with the trained parameters of a file."""
    module.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()}, strict=False)


def examples_of(squad: Sequence[Path], press: Sequence[Path], share: float) -> list[Reading]:
    """All questions of the files, in a fixed order; of those on articles a share that is drawn with the seed."""
    rng = random.Random(SEED)
    articles = [e for path in squad for e in of_articles(path, rng)]
    return rng.sample(articles, int(len(articles) * share)) + [e for path in press for e in of_press(path, rng)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(prog="python -m bot.reader.train", description="Train the reader.")
    parser.add_argument("--squad", type=Path, nargs="+", default=[], help="articles in SQuAD's form, .json.gz")
    parser.add_argument("--press", type=Path, nargs="+", default=[], help="press releases with questions, .jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and weights")
    parser.add_argument("--steps", type=int, help=f"of {BATCH} examples; as many as show each once if left out")
    parser.add_argument("--share", type=float, default=1.0, help="of the articles' questions to train on, 0 to 1")
    parser.add_argument("--rate", type=float, default=1.5e-4, help="highest learning rate")
    parser.add_argument("--last-rate", type=float, default=0.0, help="learning rate at the end")
    parser.add_argument("--weights", type=Path, help="trained weights to begin with")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers to leave as --weights has them")
    options = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    folder = embedded_folder()
    verify(folder)
    examples = examples_of(options.squad, options.press, options.share)
    if not examples:
        parser.error("nothing to train on; pass --squad or --press files")
    answered = sum(any(example.spans for example in reading) for reading in examples)
    windows = sum(map(len, examples))
    tqdm.write(f"{len(examples)} questions, {answered} with an answer, beside {windows} windows", file=sys.stderr)
    module = ReaderModule(folder, options.frozen)
    if options.weights:
        read_weights(module, options.weights)
    plan = Plan(options.rate, options.last_rate, options.steps or -(-windows // BATCH))
    run = Run(module, plan, options.out, "cuda" if torch.cuda.is_available() else "cpu")
    run.resume()
    run.train(Batches(examples, PairTokenizer(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
