"""Fixtures that many tests share."""

import pytest

from bot import Bot


@pytest.fixture(scope="session")
def visit_bot() -> Bot:
    """The real bot over the embedded visit, warm."""
    bot = Bot.open()
    bot.warm_up()
    return bot
