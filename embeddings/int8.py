"""
Products of a layer in 8-bit numbers, for processors that multiply those (AVX-512 VNNI) and not bfloat16.

The input of the product before the activation comes from layer normalisation, whose weight and bias are folded into the
product, so that all channels have the same unit. There as after the activation most channels lie within a few units
while a few reach 20. A channel beyond the limit is split into copies that share its value: the sum of
`floor(v + (k + 1/2) / n)` over `n` copies rounds `n * v` (Hermite's identity), so a split channel is as exact as the
others. Limits are those met on fixed texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

EXTRA = 16  # columns that the copies may take
MARGIN = 1.05  # on the limits met: what lies beyond is clipped
LEVELS = 127  # either side of 0
LEAST_GAIN = 1e-3  # of a layer normalisation
LEAST_GELU = -0.17  # its minimum is -0.16997, https://arxiv.org/abs/1606.08415
LEAST_REACH = (
    6.0  # of a channel after the activation: on other texts any may reach it, and clipping costs more than steps
)
MULTIPLE = 16  # of columns, which the operator wants


def supported() -> bool:
    """Whether this machine multiplies 8-bit numbers quickly, and torch has the operator for it."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_vnni")) and hasattr(torch.ops.onednn, "qlinear_pointwise")


@dataclass(frozen=True, slots=True)
class Rounding:
    """
    How the channels of an input become 8-bit levels: `floor(input[columns] * factor + offset)`.

    :param columns: the channel of each column, int64, shape `(n,)`; the last `surplus` ones fill up and count nothing.
    :param factor: levels a unit, of each column.
    :param offset: likewise, the level of 0 included.
    :param step: what a level is worth.
    :param zero: the level of 0.
    """

    columns: Tensor
    surplus: int
    factor: Tensor
    offset: Tensor
    step: float
    zero: int

    @classmethod
    def normalised(cls, norm: tuple[Tensor, Tensor], reach: Tensor) -> Rounding:
        """
        For what a layer normalisation makes, by its weight and bias.

        :param reach: the largest number met in each channel before these, as `reached` gives it, shape `(in,)`.
        """
        gain, shift = norm
        even = cls._split(reach, lambda limit: limit / LEVELS, LEVELS + 1)
        factor = even.factor / gain[even.columns]
        return replace(even, factor=factor, offset=even.offset - shift[even.columns] * factor)

    @classmethod
    def activated(cls, reach: Tensor) -> Rounding:
        """
        For what GELU makes.

        :param reach: the largest number met in each channel, shape `(in,)`.
        """
        reach = reach.clamp_min(LEAST_REACH)
        below = math.ceil(255 * LEAST_GELU / (LEAST_GELU - float(split(reach * MARGIN)[0])))
        return cls._split(reach, lambda limit: limit / (255 - below), below)

    @classmethod
    def _split(cls, reach: Tensor, step_of: Callable[[float], float], zero: int) -> Rounding:
        limit, copies = split(reach * MARGIN)
        columns = torch.repeat_interleave(torch.arange(len(reach)), copies)
        number = torch.cat([torch.arange(n) for n in copies.tolist()])
        surplus = -len(columns) % MULTIPLE
        columns, number = (functional.pad(t, (0, surplus)) for t in (columns, number))
        count, step = copies[columns], step_of(limit)
        return cls(columns, surplus, 1 / (count * step), (number + 0.5) / count + zero, step, zero)


class Int8Product:
    """
    A product with what a rounding prepares, in 8 bits an element and a scale for each output.

    :param weight: float32, shape (out, in).
    :param bias: float32, shape (out,).
    :param rounding: of the input.
    :param spread: whether the input's columns are the rounding's already, not the channels.
    """

    def __init__(self, weight: Tensor, bias: Tensor, rounding: Rounding, *, spread: bool = False) -> None:
        self._rounding, self._spread, self._bias = rounding, spread, bias
        columns = weight[:, rounding.columns].contiguous()
        columns[:, len(rounding.columns) - rounding.surplus :] = 0
        self._scales = columns.abs().amax(1).clamp_min(1e-12) / LEVELS
        rounded = (columns / self._scales[:, None]).round().to(torch.int8)
        self._packed = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._zeros = torch.zeros(len(weight), dtype=torch.int32)

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply rows, shape (n, in) to (n, out); a spread input is overwritten."""
        rounding = self._rounding
        if self._spread:
            steps = x.mul_(rounding.factor).add_(rounding.offset)
        else:
            steps = torch.addcmul(rounding.offset, x.index_select(1, rounding.columns), rounding.factor)
        levels = steps.clamp_(0, 255).to(torch.uint8)
        packed = (self._packed, self._scales, self._zeros, self._bias)
        plain: tuple[object, ...] = (1.0, 0, torch.float32, "none", [], "")  # float32 out, and nothing done to it
        result: Tensor = torch.ops.onednn.qlinear_pointwise(levels, rounding.step, rounding.zero, *packed, *plain)
        return result


def normalised_product(weight: Tensor, bias: Tensor, norm: tuple[Tensor, Tensor], reach: Tensor) -> Int8Product:
    """`x @ weight.T + bias` for what a layer normalisation makes; `reach` as for `Rounding.normalised`."""
    gain, shift = norm
    return Int8Product(weight * gain, bias + weight @ shift, Rounding.normalised(norm, reach))


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
