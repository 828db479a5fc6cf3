"""Attention for training on the CPU: torch's quick kernel forwards, and a backward pass in four matrix products."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface, eager_mask

NAME = "quick_backward"


def register() -> str:
    """Make it known to transformers; the name to ask for."""
    AttentionInterface.register(NAME, _attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    return NAME


class _Attention(torch.autograd.Function):
    """
    The backward pass computes the weights again, as FlashAttention does (Dao et al. 2022, arXiv:2205.14135).

    Torch's own takes more than three times as long on a processor with bfloat16 products.
    """

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: float) -> Tensor:  # noqa: ANN401
        """Of heads `(n, heads, length, width)` and an additive mask of keys `(n, 1, 1, length)`."""
        every = mask.to(q.dtype).expand(-1, -1, q.shape[2], -1)
        out = scaled_dot_product_attention(q, k, v, attn_mask=every, scale=scale)
        ctx.save_for_backward(q, k, v, mask, out)
        ctx.scale = scale
        return out

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401
        """Gradients of q, k and v, of the shapes of these."""
        mask, shape = ctx.saved_tensors[3], ctx.saved_tensors[0].shape
        flat = (shape[0] * shape[1], shape[2], shape[3])
        q, k, v, out, given = (t.reshape(flat) for t in (*ctx.saved_tensors[:3], ctx.saved_tensors[4], *gradients))
        keys = mask.to(q.dtype).expand(shape[0], shape[1], 1, -1).reshape(flat[0], 1, -1)
        weights = torch.baddbmm(keys, q, k.transpose(1, 2), alpha=ctx.scale).softmax(-1)
        of_v = torch.bmm(weights.transpose(1, 2), given)
        change = torch.bmm(given, v.transpose(1, 2))
        change.sub_((given * out).sum(-1, keepdim=True)).mul_(weights)
        of_q = torch.bmm(change, k).mul_(ctx.scale)
        of_k = torch.bmm(change.transpose(1, 2), q).mul_(ctx.scale)
        return of_q.view(shape), of_k.view(shape), of_v.view(shape), None, None


def _attend(
    module: torch.nn.Module, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, scaling: float, **_: object
) -> tuple[Tensor, None]:
    """Every query sees the same keys, so one row of the mask tells all; there is none where nothing is padded."""
    keys = q.new_zeros(q.shape[0], 1, 1, q.shape[2]) if mask is None else mask[:, :, :1]
    out: Tensor = _Attention.apply(q, k, v, keys, scaling)  # type: ignore[no-untyped-call]
    return out.transpose(1, 2).contiguous(), None
