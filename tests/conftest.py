"""Fixtures that many tests share."""

from collections.abc import Iterator

import pytest

from bot import Bot
from tests.web.serving import Server, running

SERVERS = ("server", "hostile_server", "light_server", "fake_server", "scripted_server")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of one server in one process, for a start is slow; else those of one module, for their models."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        group = next((server for server in SERVERS if server in names), item.nodeid.split("::")[0])
        item.add_marker(pytest.mark.xdist_group(group))


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
