"""Servers and a browser, started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web import browsing
from tests.web.hostile import PAYLOADS
from tests.web.serving import Server, running

HOSTILE = "\n".join(
    [
        "Price report of the ministry",
        "The <script>window.hacked=1</script> price of **bread** rose by __5*3*2__ percent in March.",
        '<img src=x onerror="window.hacked=2"> The minister said ${7*7} {{8*8}} $$y^2$$ was the milk target.',
        "The </mark></blockquote><iframe srcdoc='<script>parent.hacked=3</script>'></iframe> tariff "
        "on cheese is [40 roubles](javascript:window.hacked=4) per kilogram.",
        "The \u202edesrever\u202c word &amp; entity cost 12 tenge <svg/onload=window.hacked=5> at the fair.",
        "> # A heading of ```code``` and | a | table | costs 99 manats in winter ~~always~~ <!-- never",
        "A long" + "x" * 300 + " word costs 7 lari in autumn.",
        *(f"The report has {payload} in it." for payload in PAYLOADS),
    ]
)


@pytest.fixture(scope="session")
def fake_server() -> Iterator[Server]:
    """The server over a bot without a model, which fails when it is asked to."""
    with running(program=("-m", "tests.web.fakes")) as server:
        yield server


@pytest.fixture(scope="session")
def light_server() -> Iterator[Server]:
    """The server over the real bot with an encoder and a reader that need no model."""
    with running(program=("-m", "tests.web.light")) as server:
        yield server


@pytest.fixture(scope="session")
def scripted_server() -> Iterator[Server]:
    """The server over the embedded visit with fixed answers."""
    with running(program=("-m", "tests.web.scripted")) as server:
        yield server


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a document that is full of markup, with a second one beside it."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    hostile, second = folder / "hostile.txt", folder / "second.txt"
    hostile.write_text(HOSTILE, "utf-8")
    second.write_text("Weather\nSnow fell in Minsk on 3 January. The frost lasted nine days.", "utf-8")
    with running(second, hostile) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: while it runs, no other event loop can in this thread."""
    browsing.require_chromium()
    with browsing.browser() as browser:
        yield browser
