"""8-bit products: as exact as they claim, whatever the channels hold."""

from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from embeddings import bert, int8, model

needs_vnni = pytest.mark.skipif(not int8.supported(), reason="this processor does not multiply 8-bit numbers")
TEXTS = ["", "Hi", "Trade reached $700 million.", "Привет, мир!", "👍🏽", "no " * 300, "“We agree,” the minister said."]


@pytest.fixture(scope="module")
def plain() -> Iterator[SentenceTransformer]:
    yield SentenceTransformer(str(model.embedded_folder()), device="cpu", local_files_only=True)


@given(st.lists(st.floats(0.01, 30), min_size=4, max_size=60))
def test_channels_are_split_until_all_lie_within_the_limit(reach):
    tensor = torch.tensor(reach)
    limit, copies = int8.split(tensor)
    assert int(copies.sum()) - len(reach) <= int8.EXTRA
    assert (tensor / copies <= limit * 1.001).all()


def normalised(rows: int, width: int) -> torch.Tensor:
    """Numbers as layer normalisation makes them in a BERT: one channel far beyond the others."""
    z = torch.randn(rows, width, generator=torch.Generator().manual_seed(1))
    z[:, 3] = 18 + z[:, 3]
    return z


@needs_vnni
@pytest.mark.parametrize("width", [64, 70])
def test_product_is_near_the_exact_one_in_spite_of_a_far_channel(width, monkeypatch):
    generator = torch.Generator().manual_seed(2)
    weight, bias = torch.randn(48, width, generator=generator), torch.randn(48, generator=generator)
    norm = torch.rand(width, generator=generator) + 0.5, torch.randn(width, generator=generator)
    x = normalised(200, width) * norm[0] + norm[1]
    exact = x @ weight.T + bias

    def error() -> float:
        product = int8.normalised_product(weight, bias, norm, int8.reached(x, norm))
        return float((product(x) - exact).norm() / exact.norm())

    split = error()
    monkeypatch.setattr(int8, "EXTRA", 0)
    assert split < 0.01  # rounding 8 bits of weights and inputs gives about 0.008
    assert split < error() / 2


@needs_vnni
def test_numbers_beyond_the_limit_are_clipped():
    norm = torch.ones(16), torch.zeros(16)
    product = int8.normalised_product(torch.eye(16), torch.zeros(16), norm, torch.full((16,), 2.0))
    far = product(torch.full((1, 16), 1e6))
    assert torch.allclose(far, torch.full((1, 16), 2.0 * int8.MARGIN), rtol=0.02)


@needs_vnni
def test_vectors_stay_those_of_the_plain_model(plain):
    rows = sorted(plain.tokenizer(TEXTS, truncation=True, max_length=256)["input_ids"], key=len, reverse=True)
    exact, short = (bert.PackedBert(plain[0].auto_model, torch.float32) for _ in range(2))
    short.shorten_products(rows[1:])
    for row in rows:
        cosine = float(exact.embed([row])[0] @ short.embed([row])[0])
        assert 0.999 < cosine < 0.9999999


@needs_vnni
def test_layer_without_gain_keeps_its_exact_products(plain):
    packed = bert.PackedBert(plain[0].auto_model, torch.float32)
    packed._blocks[0].norm_1[0].data = packed._blocks[0].norm_1[0].clone()
    packed._blocks[0].norm_1[0][0] = 0
    before = packed.embed([[101, 102]]).tobytes()
    packed.shorten_products([[101, 102]])
    assert packed.embed([[101, 102]]).tobytes() == before
