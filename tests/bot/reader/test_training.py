"""Training: it learns, it can be stopped and go on, and it says what is wrong."""

import json

import pytest
import torch
from safetensors.torch import load_file

from bot.reader import train
from bot.reader.examples import Example
from bot.reader.module import ReaderModule, loss
from bot.reader.tokens import PairTokenizer
from embeddings.model import embedded_folder

TICKET, LINE = "A ticket costs nine crowns.", "The line opened on 4 May."
READINGS = [
    (Example("How much is a ticket?", TICKET, ((15, 26),)), Example("How much is a ticket?", LINE)),
    (Example("Who pays?", TICKET),),
    (Example("When did it open?", LINE, ((19, 24),)),),
    (Example("Why did it open?", LINE),),
]
PLAN = train.Plan(rate=5e-4, last_rate=0.0, steps=4)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(train, "BATCH", 2)
    monkeypatch.setattr(train, "CHECKPOINT", 2)


def run(folder, plan=PLAN):
    torch.manual_seed(1)
    started = train.Run(ReaderModule(embedded_folder()), plan, folder, "cpu")
    started.resume()
    return started


def batches():
    return train.Batches(READINGS, PairTokenizer(embedded_folder()))


def test_stopped_run_goes_on_to_the_same_weights(tmp_path):
    run(tmp_path / "whole").train(batches())
    stopped = run(tmp_path / "parts")
    steps = 0

    def stop(*_: object) -> float:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise KeyboardInterrupt
        return learn(*_)

    learn, stopped._learn = stopped._learn, stop
    with pytest.raises(KeyboardInterrupt):
        stopped.train(batches())
    again = run(tmp_path / "parts")
    assert again.step == 2
    again.train(batches())
    whole, parts = (load_file(tmp_path / name / train.WEIGHTS) for name in ("whole", "parts"))
    assert whole.keys() == parts.keys()
    assert all(torch.allclose(whole[name].float(), parts[name].float(), atol=1e-3) for name in whole)
    log = [json.loads(line) for line in (tmp_path / "whole" / train.LOG).read_text().splitlines()]
    assert [line["step"] for line in log] == [2, 4]


def test_training_lowers_the_loss_and_leaves_word_embeddings_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "CHECKPOINT", 40)
    started = run(tmp_path, train.Plan(rate=5e-4, last_rate=5e-4, steps=40))
    module = started._module
    before = module.bert.embeddings.word_embeddings.weight.clone()
    batch = batches().batch(READINGS, "cpu")

    def value() -> float:
        with torch.inference_mode():
            return float(loss(*module(batch.numbers, batch.kinds, batch.lengths), batch.spans, batch.readings))

    first = value()
    started.train(batches())
    assert value() < first / 2
    assert torch.equal(before, module.bert.embeddings.word_embeddings.weight)
    assert not any("word_embeddings" in name for name in load_file(tmp_path / train.WEIGHTS))


def test_any_acceptable_span_counts():
    logits = torch.zeros(1, 5, 2)
    logits[0, 2, 0] = logits[0, 3, 1] = 9.0
    judged = torch.tensor([9.0])
    wrong, right = ((1, 1),), ((1, 1), (2, 3))
    assert loss(logits, judged, [right], [1]) < 0.1 < loss(logits, judged, [wrong], [1])


def test_a_better_place_in_another_text_costs_only_where_the_texts_compete():
    logits = torch.zeros(2, 5, 2)
    logits[0, 2] = 9.0
    logits[1, 0], logits[1, 3] = 20.0, 19.0  # sure that there is no answer, yet its place is as good by itself
    judged, spans = torch.tensor([9.0, -9.0]), [((2, 2),), ()]
    assert loss(logits, judged, spans, [2]) == pytest.approx(float(loss(logits, judged, spans, [1, 1])) / 2, abs=1)
    logits[1, 0] = 8.0  # less sure
    assert loss(logits, judged, spans, [2]) > loss(logits, judged, spans, [1, 1]) + 1


def test_training_on_nothing_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        train.main(["--out", str(tmp_path)])
    assert "nothing to train on" in capsys.readouterr().err
