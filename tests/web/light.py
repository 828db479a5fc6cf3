"""The real bot and page without a model, which start fast; `python -m tests.web.light` serves them."""

from __future__ import annotations

import argparse
import os

from bot import Bot
from bot.reader import SentenceReader
from bot.web.server import OFFLINE, add_options, serve
from tests.fakes import FakeEncoder
from tests.web.fakes import DOCUMENT

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    add_options(parser)
    options = parser.parse_args()
    os.environ.update(OFFLINE)
    bot = Bot([DOCUMENT], encoder=FakeEncoder(), reader=SentenceReader())
    serve(bot, options.host, options.port, feedback=options.feedback, mcp=options.mcp)
