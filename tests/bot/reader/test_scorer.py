"""The scorer is the trained model, whatever arrangement it takes the products in."""

import numpy as np
import pytest
import torch

from bot.reader.module import ReaderModule
from bot.reader.scorer import Scorer
from bot.reader.shipped import FILE
from bot.reader.train import read_weights
from bot.reader.windows import windows
from bot.visits import visit
from embeddings import int8
from embeddings.model import embedded_folder

QUESTIONS = ["How much oil was delivered to the Mozyr refinery?", "What did he say about cotton?", "refinerys"]


@pytest.fixture(scope="module")
def exact() -> ReaderModule:
    module = ReaderModule(embedded_folder()).eval()
    read_weights(module, FILE)
    return module


def pairs(scorer):
    texts = scorer.tokenizer.texts([window.text for window in windows(visit())])
    return [scorer.tokenizer.pair(scorer.tokenizer.question(q), text) for q in QUESTIONS for text in texts]


def expected(module, pair):
    numbers = torch.tensor(pair.numbers)[None]
    kinds = (torch.arange(len(pair.numbers)) >= pair.first).long()[None]
    with torch.inference_mode():
        logits, judgement = module(numbers, kinds, torch.tensor([len(pair.numbers)]))
    return logits[0, pair.first : -1].numpy(), float(logits[0, 0].sum()), float(judgement)


def test_scores_are_those_of_the_trained_module(exact, monkeypatch):
    monkeypatch.setattr(int8, "supported", lambda: False)
    scorer = Scorer(embedded_folder())
    tolerance = 0.01 if not torch.cpu.get_capabilities().get("avx512_bf16") else 0.5
    for pair, scores in zip(pairs(scorer), scorer.score(pairs(scorer)), strict=True):
        logits, none, judgement = expected(exact, pair)
        assert np.abs(logits[:, 0] - scores.start).max() < tolerance
        assert np.abs(logits[:, 1] - scores.end).max() < tolerance
        assert abs(none - scores.none) < tolerance and abs(judgement - scores.judged) < tolerance


def test_shorter_products_keep_the_scores_within_half_a_logit(exact):
    scorer = Scorer(embedded_folder())
    off = []
    for pair, scores in zip(pairs(scorer), scorer.score(pairs(scorer)), strict=True):
        logits, none, judgement = expected(exact, pair)
        best = logits.sum(1).argmax()
        off += [logits[best].sum() - none - (scores.start[best] + scores.end[best] - scores.none)]
        off += [judgement - scores.judged]
    assert np.abs(off).max() < 1.0
    assert np.sqrt(np.mean(np.square(off))) < 0.3


def test_scores_do_not_depend_on_company():
    scorer = Scorer(embedded_folder())
    every = pairs(scorer)
    together = scorer.score(every)
    for n in (0, 7, len(every) - 1):
        (alone,) = scorer.score([every[n]])
        assert np.allclose(alone.start, together[n].start, atol=0.05)
        assert abs(alone.judged - together[n].judged) < 0.05


def test_no_pairs_have_no_scores():
    assert Scorer(embedded_folder()).score([]) == []
