"""Open the chat page: `python app.py [FILE ...]`."""

import argparse
import sys
from collections.abc import Sequence

from bot.__main__ import add_serve_options, run


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Serve the page until the process is told to stop, and return the exit code.

    :param arguments: the words after the program's name; those of the process if None.
    """
    description = "Ask a document on a web page; get its own words back."
    parser = argparse.ArgumentParser(prog="python app.py", description=description)
    add_serve_options(parser)
    return run(parser, arguments)


if __name__ == "__main__":
    sys.exit(main())
