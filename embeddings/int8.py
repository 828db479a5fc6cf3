"""
Products of a layer in 8-bit numbers, for processors that multiply those (AVX-512 VNNI) and not bfloat16.

The input of most products comes from layer normalisation, whose weight and bias are folded into the product, so that
all channels have the same unit. There most channels lie within a few units while a few reach 20. A channel beyond the
limit is split into copies that share its value: the sum of `floor(v + (k + 1/2) / n)` over `n` copies rounds `n * v`
(Hermite's identity), so a split channel is as exact as the others. Limits are those met on fixed texts.

After the activation too few numbers lie beyond a few units, but nobody knows in which channels another text puts them:
what exceeds a fixed limit is added in float32, for the channels in which some number of the batch does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

EXTRA = 16  # columns that the copies may take
MARGIN = 1.05  # on the limits met: what lies beyond is clipped
LEVELS = 127  # either side of 0
LEAST_GAIN = 1e-3  # of a layer normalisation
LEAST_GELU = -0.17  # its minimum is -0.16997, https://arxiv.org/abs/1606.08415
# Of the levels after GELU. On press releases 4 leaves about 20 of 1536 channels to float32 and 3 leaves 80.
LIMIT = 4.0
ZERO = math.ceil(255 * LEAST_GELU / (LEAST_GELU - LIMIT))  # the level of 0 there
STEP = LIMIT / (255 - ZERO)
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
        limit, copies = split(reach * MARGIN)
        columns = torch.repeat_interleave(torch.arange(len(reach)), copies)
        number = torch.cat([torch.arange(n) for n in copies.tolist()])
        surplus = -len(columns) % MULTIPLE
        columns, number = (functional.pad(t, (0, surplus)) for t in (columns, number))
        count, step, zero = copies[columns], limit / LEVELS, LEVELS + 1
        factor = 1 / (count * step * gain[columns])
        return cls(columns, surplus, factor, (number + 0.5) / count + zero - shift[columns] * factor, step, zero)

    def levels(self, x: Tensor) -> Tensor:
        """The levels of rows, uint8, shape (rows, n)."""
        steps = torch.addcmul(self.offset, x.index_select(1, self.columns), self.factor)
        return steps.clamp_(0, 255).to(torch.uint8)


class Int8Product:
    """
    A product with what a rounding prepares, in 8 bits an element and a scale for each output.

    :param weight: float32, shape (out, in).
    :param bias: float32, shape (out,).
    :param rounding: of the input.
    """

    def __init__(self, weight: Tensor, bias: Tensor, rounding: Rounding) -> None:
        self._rounding = rounding
        columns = weight[:, rounding.columns].contiguous()
        columns[:, len(rounding.columns) - rounding.surplus :] = 0
        self._packed = (*_packed(columns), bias)

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply rows, shape (n, in) to (n, out), float32."""
        return self._multiply(x, 1.0, 0, torch.float32, "none", [], "")

    def activated(self, x: Tensor) -> Tensor:
        """GELU of the product in levels of STEP around ZERO, uint8, shape (n, out)."""
        return self._multiply(x, STEP, ZERO, torch.uint8, "gelu", [], "none")

    def _multiply(self, x: Tensor, *result: object) -> Tensor:
        rounding = self._rounding
        levels = rounding.levels(x)
        product: Tensor = torch.ops.onednn.qlinear_pointwise(
            levels, rounding.step, rounding.zero, *self._packed, *result
        )
        return product


class FeedForward:
    """
    Both products around GELU in 8 bits.

    :param first: the product before it.
    :param up: the linear module that `first` stands for.
    :param down: the linear module after GELU.
    """

    def __init__(self, first: Int8Product, up: nn.Linear, down: nn.Linear) -> None:
        self.activated = first.activated
        self._up, self._down = (up.weight.detach(), up.bias.detach()), down.weight.detach()
        self._packed = (*_packed(self._down), down.bias.detach())

    def add(self, x: Tensor, levels: Tensor) -> Tensor:
        """
        Add the second product to the rows that the first was made of, in place.

        :param levels: what `activated` made of `x`.
        """
        far = (levels.amax(0) == 255).nonzero()[:, 0]
        beyond = self._beyond(x, far)
        plain: tuple[object, ...] = (1.0, 0, torch.float32, 1.0, 0, "sum", 1.0, "none", [], "")
        packed, scales, zeros, bias = self._packed
        torch.ops.onednn.qlinear_pointwise.binary(levels, STEP, ZERO, packed, scales, zeros, x, bias, *plain)
        return x.addmm_(beyond, self._down.index_select(1, far).t())

    def _beyond(self, x: Tensor, channels: Tensor) -> Tensor:
        weight, bias = (part.index_select(0, channels) for part in self._up)
        hidden: Tensor = torch.ops.aten.gelu_(torch.addmm(bias, x, weight.t()))
        return hidden.sub_(LIMIT).clamp_min_(0)


def _packed(weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """A weight in 8 bits as the operator wants it, the scale of each output, and the zeros of the levels."""
    scales = weight.abs().amax(1).clamp_min(1e-12) / LEVELS
    rounded = (weight / scales[:, None]).round().to(torch.int8)
    return torch.ops.onednn.qlinear_prepack(rounded, None), scales, torch.zeros(len(weight), dtype=torch.int32)


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
