"""
One product of a layer in 8-bit numbers, for processors that multiply those (AVX-512 VNNI) and not bfloat16.

The product's input comes from layer normalisation, most of whose channels lie within a few standard deviations while a
few reach 20. Its weight and bias are folded into the product, so that all channels have the same unit, and a channel
beyond the limit is split into copies that share its value: the sum of `floor(v + (k + 1/2) / n)` over `n` copies rounds
`n * v` (Hermite's identity), so a split channel is as exact as the others. Limits are those met on fixed texts.
"""

from __future__ import annotations

import torch
from torch import Tensor

EXTRA = 16  # columns that the copies may take
MARGIN = 1.05  # on the limits met: what lies beyond is clipped
LEVELS = 127  # either side of 0
LEAST_GAIN = 1e-3  # of a layer normalisation


def supported() -> bool:
    """Whether this machine multiplies 8-bit numbers quickly, and torch has the operator for it."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_vnni")) and hasattr(torch.ops.onednn, "qlinear_pointwise")


class Int8Product:
    """
    `(z * gain + shift) @ weight.T + bias`, where `z` is normalised, in 8 bits an element and a scale for each output.

    :param weight: float32, shape (out, in).
    :param bias: float32, shape (out,).
    :param norm: weight and bias of the layer normalisation that made the input, each of shape (in,).
    :param reach: the largest input met in each channel, as `reached` gives it, shape (in,).
    """

    def __init__(self, weight: Tensor, bias: Tensor, norm: tuple[Tensor, Tensor], reach: Tensor) -> None:
        gain, shift = norm
        limit, copies = split(reach * MARGIN)
        self._step = limit / LEVELS
        self._columns = torch.repeat_interleave(torch.arange(len(reach)), copies)
        count = copies[self._columns]
        number = torch.cat([torch.arange(n) for n in copies.tolist()])
        self._factor = 1 / (gain[self._columns] * count * self._step)
        self._offset = (number + 0.5) / count + LEVELS + 1 - shift[self._columns] * self._factor
        # The operator wants a multiple of 16 columns; the surplus ones have no weight.
        folded = torch.zeros(len(weight), -(-len(self._columns) // 16) * 16)
        folded[:, : len(self._columns)] = (weight * gain)[:, self._columns]
        self._surplus = folded.shape[1] - len(self._columns)
        self._scales = folded.abs().amax(1).clamp_min(1e-12) / LEVELS
        rounded = (folded / self._scales[:, None]).round().to(torch.int8)
        self._packed = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zeros = torch.zeros(len(weight), dtype=torch.int32)
        self._bias = bias + weight @ shift

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply rows, shape (n, in) to (n, out)."""
        steps = torch.addcmul(self._offset, x.index_select(1, self._columns), self._factor)
        levels = steps.clamp_(0, 255).to(torch.uint8)
        if self._surplus:
            levels = torch.nn.functional.pad(levels, (0, self._surplus))
        packed = (self._packed, self._scales, self._zeros, self._bias)
        plain: tuple[object, ...] = (1.0, 0, torch.float32, "none", [], "")  # float32 out, and nothing done to it
        result: Tensor = torch.ops.onednn.qlinear_pointwise(levels, self._step, LEVELS + 1, *packed, *plain)
        return result


def reached(x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
    """How far rows of layer-normalised numbers reach in each channel before its weight and bias, shape (in,)."""
    gain, shift = norm
    return ((x - shift) / gain).abs().amax(0)


def split(reach: Tensor) -> tuple[float, Tensor]:
    """
    Find the lowest limit for which at most EXTRA copies keep every channel within it.

    :return: the limit, and how many copies of each channel there are, int64, shape (in,).
    """
    candidates = torch.cat([reach / n for n in range(1, EXTRA + 2)]).sort(descending=True).values
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if int(_copies(reach, float(candidates[middle])).sum()) - len(reach) <= EXTRA:
            low = middle
        else:
            high = middle - 1
    limit = float(candidates[low])
    return limit, _copies(reach, limit)


def _copies(reach: Tensor, limit: float) -> Tensor:
    return torch.ceil(reach / limit - 1e-6).clamp_min(1).long()
