"""Fixtures that many tests share."""

from collections.abc import Iterator

import pytest

from bot import Bot
from tests.web.serving import Server, running


@pytest.fixture(scope="session")
def visit_bot() -> Bot:
    """The real bot over the embedded visit, warm."""
    bot = Bot.open()
    bot.warm_up()
    return bot


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The real server over the embedded visit."""
    with running() as server:
        yield server
