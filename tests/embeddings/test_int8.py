"""8-bit products: as exact as they claim, whatever the channels hold."""

from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from torch.nn import functional

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
@pytest.mark.parametrize("far", [0, 7])
def test_numbers_beyond_the_limit_after_the_activation_stay_exact(far):
    torch.manual_seed(3)
    up, down = torch.nn.Linear(64, 256), torch.nn.Linear(256, 64)
    norm = torch.ones(64), torch.zeros(64)
    with torch.inference_mode():
        up.bias[:far] += 30
        x = torch.randn(100, 64)
        exact = x + down(functional.gelu(up(x)))
        first = int8.normalised_product(up.weight, up.bias, norm, int8.reached(x, norm))
        both = int8.FeedForward(first, up, down)
        assert int((both.activated(x).amax(0) == 255).sum()) == far
        found = both.add(x.clone(), both.activated(x))
    assert float((found - exact).norm() / (exact - x).norm()) < 0.05
    assert float((found - exact).abs().max()) < 0.05


@needs_vnni
@pytest.mark.parametrize("layers", [{}, {"heard": [0]}, {"after": [1, 3]}])
def test_vectors_stay_those_of_the_plain_model(plain, layers):
    rows = sorted(plain.tokenizer(TEXTS, truncation=True, max_length=256)["input_ids"], key=len, reverse=True)
    exact, short = (bert.PackedBert(plain[0].auto_model, torch.float32) for _ in range(2))
    short.shorten_products(rows[1:], **layers)
    for row in rows:
        expected, found = exact.embed([row])[0], short.embed([row])[0]
        assert expected @ found > 0.999
        assert (found.tobytes() == expected.tobytes()) == (len(set(row)) < bert.SHORTENED_TOKENS)


@needs_vnni
def test_short_and_long_texts_share_a_batch(plain):
    rows = sorted(plain.tokenizer(TEXTS, truncation=True, max_length=256)["input_ids"], key=len, reverse=True)
    packed = bert.PackedBert(plain[0].auto_model, torch.float32)
    packed.shorten_products(rows, after=range(6))
    for row, vector in zip(rows, packed.embed(rows), strict=True):
        assert vector @ packed.embed([row])[0] > 0.9999


@needs_vnni
def test_layer_without_gain_keeps_its_exact_products(plain):
    packed = bert.PackedBert(plain[0].auto_model, torch.float32)
    packed._blocks[0].norm_1[0].data = packed._blocks[0].norm_1[0].clone()
    packed._blocks[0].norm_1[0][0] = 0
    text = [101, *range(2000, 2030), 102]
    before = packed.embed([text]).tobytes()
    packed.shorten_products([text], heard=[0], after=[0])
    assert packed.embed([text]).tobytes() == before
