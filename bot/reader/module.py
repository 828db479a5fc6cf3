"""The reader's model as it is trained: the embedded model's layers with a question and a text side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from bot.reader import attention

FIXED = ("embeddings.word_embeddings.", "embeddings.position_embeddings.")  # stay as the embedded model has them
JUDGE_LOSS, SHARED_LOSS = 0.5, 0.5  # weights beside the losses of start and end in each text


class ReaderModule(nn.Module):
    """
    For each token whether the answer starts or ends there, for the first one whether there is none, and a judgement.

    The architecture is that of Devlin et al. 2019 (https://arxiv.org/abs/1810.04805) for SQuAD 2.0, in which the span
    that consists of the first token means no answer, with a second output of that token that says so directly.

    :param folder: the embedded model's.
    :param frozen: how many of the lowest layers training leaves as they are, which saves a third of a step for two.
    """

    def __init__(self, folder: Path, frozen: int = 0) -> None:
        super().__init__()
        # No dropout: every example is seen about once, and without it attention has a quick kernel.
        config = BertConfig.from_pretrained(
            str(folder), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, local_files_only=True
        )
        self.bert = BertModel.from_pretrained(
            str(folder),
            config=config,
            add_pooling_layer=False,
            attn_implementation=attention.register(),
            local_files_only=True,
        )
        width = self.bert.config.hidden_size
        self.span, self.judge = nn.Linear(width, 2), nn.Linear(width, 1)
        fixed = (*FIXED, *("embeddings.",)[:frozen], *(f"encoder.layer.{n}." for n in range(frozen)))
        for name, parameter in self.bert.named_parameters():
            parameter.requires_grad = not name.startswith(fixed)

    def forward(self, numbers: Tensor, kinds: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """
        Score spans and answerability.

        :param numbers: tokens of pairs, int64, shape `(n, longest)`, padded with any number.
        :param kinds: 0 for the question's tokens, 1 for the text's, of the same shape.
        :param lengths: int64, shape `(n,)`.
        :return: logits of start and end, shape `(n, longest, 2)`, those of the question's tokens but the first and of
            padding being -inf; and the logit that the text answers, shape `(n,)`.
        """
        present = torch.arange(numbers.shape[1], device=numbers.device) < lengths[:, None]
        last = torch.arange(numbers.shape[1], device=numbers.device) == lengths[:, None] - 1
        states = self.bert(numbers, attention_mask=present.long(), token_type_ids=kinds).last_hidden_state
        allowed = present & ~last & (kinds == 1)
        allowed[:, 0] = True
        return self.span(states).masked_fill(~allowed[:, :, None], -torch.inf), self.judge(states[:, 0])[:, 0]

    def trained(self) -> dict[str, Tensor]:
        """The parameters that are not the embedded model's, by name, frozen ones too."""
        fixed = tuple(f"bert.{name}" for name in FIXED)
        return {name: p.detach() for name, p in self.named_parameters() if not name.startswith(fixed)}


def loss(
    logits: Tensor, judgement: Tensor, spans: Sequence[Sequence[tuple[int, int]]], readings: Sequence[int]
) -> Tensor:
    """
    Negative log-likelihood of the acceptable starts and ends, and of the judgement; the mean over a batch.

    Starts and ends count in each text, beside no answer, and among all texts of a question that is answered.
    Among the texts the logits compare as margins over no answer, as answers are ranked when they are used: the shared
    normalisation of Clark and Gardner 2018 (https://arxiv.org/abs/1710.10723).

    :param logits: as `ReaderModule` returns them, of `n` texts.
    :param judgement: likewise.
    :param spans: first and last token of each acceptable span in each text; none if it doesn't answer.
    :param readings: how many texts, one after another, belong to each question.
    """
    gold = torch.zeros_like(logits, dtype=torch.bool)
    for row, acceptable in enumerate(spans):
        for first, last in acceptable or ((0, 0),):
            gold[row, first, 0] = gold[row, last, 1] = True
    chosen = logits.masked_fill(~gold, -torch.inf).logsumexp(1)
    alone = chosen - logits.logsumexp(1)
    answered = torch.tensor([float(bool(acceptable)) for acceptable in spans], device=judgement.device)
    judged = nn.functional.binary_cross_entropy_with_logits(judgement, answered)
    return SHARED_LOSS * _shared(logits, chosen, spans, readings) - alone.sum(1).mean() + JUDGE_LOSS * judged


def _shared(
    logits: Tensor, chosen: Tensor, spans: Sequence[Sequence[tuple[int, int]]], readings: Sequence[int]
) -> Tensor:
    """The loss over all texts of a question, those without an answer in any left out."""
    margins, all_margins = chosen - logits[:, 0], logits[:, 1:].logsumexp(1) - logits[:, 0]
    losses, end = [logits.new_zeros(())], 0
    for count in readings:
        rows = range(end, end := end + count)
        if right := [row for row in rows if spans[row]]:
            losses.append((all_margins[rows].logsumexp(0) - margins[right].logsumexp(0)).sum())
    return torch.stack(losses).sum() / len(readings)
