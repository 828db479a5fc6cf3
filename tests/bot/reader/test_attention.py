"""Attention in training gives what plain attention gives, and the same gradients."""

import torch
from torch.nn.functional import scaled_dot_product_attention

from bot.reader.attention import _attend


def test_values_and_gradients_are_those_of_plain_attention():
    torch.manual_seed(0)
    given = torch.randn(2, 7, 3, 4)
    mask = torch.zeros(2, 1, 7, 7)
    mask[1, :, :, 5:] = torch.finfo(torch.float32).min
    results = []
    for padded in (False, True):
        own, plain = ([torch.randn(2, 3, 7, 4).requires_grad_() for _ in range(3)] for _ in range(2))
        for a, b in zip(own, plain, strict=True):
            b.data = a.data.clone()
        out, _ = _attend(torch.nn.Module(), *own, mask if padded else None, 0.5)
        wanted = scaled_dot_product_attention(*plain, attn_mask=mask if padded else None, scale=0.5).transpose(1, 2)
        out.backward(given)
        wanted.backward(given)
        results += [(out, wanted), *((a.grad, b.grad) for a, b in zip(own, plain, strict=True))]
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in results)
