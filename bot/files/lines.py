"""Lines of text out of a tree of paragraphs, rows and cells, for the readers of HTML and Word files."""

from __future__ import annotations

import re

BLANKS = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
# Soft hyphens only mark where a word may be broken; control characters mean nothing in a text.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad]")

FIGURES = "0123456789+-−"
_RAISED = str.maketrans(FIGURES, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans(FIGURES, "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def shifted(words: str, raised: bool) -> str:
    """Write raised or lowered figures as such, so that ten to the power of 7 is not 107; other words stay."""
    if words.strip(FIGURES + " \n"):
        return words
    return words.translate(_RAISED if raised else _LOWERED)


class Lines:
    """
    Collects words into lines; a table row whose cells have a line each is one line, its cells parted by tabs.

    A row of which any cell has several lines, as in a page laid out as a table, gives the lines of its cells in turn.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._lines: list[str] = []
        self._aside: list[list[str]] = []
        self._outer: list[list[str]] = []
        self._rows: list[list[list[str]]] = []

    def add(self, words: str) -> None:
        """Go on with the present line."""
        self._words.append(words)

    def end(self) -> None:
        """End the present line, if there is one."""
        line = BLANKS.sub(" ", _UNSEEN.sub("", "".join(self._words))).strip()
        self._words = []
        if line:
            self._lines.append(line)

    def open_aside(self) -> None:
        """Begin lines that come before the present one, which goes on after them: a text box in a paragraph."""
        self._aside.append(self._words)
        self._words = []

    def close_aside(self) -> None:
        """End the lines that `open_aside` began."""
        self.end()
        self._words = self._aside.pop()

    def open_row(self) -> None:
        """Begin a row of a table."""
        self.end()
        self._rows.append([])

    def open_cell(self) -> None:
        """Begin a cell of the present row; a cell outside rows makes a row of its own."""
        self.end()
        self._outer.append(self._lines)
        self._lines = []

    def close_cell(self) -> None:
        """End the present cell."""
        self.end()
        cell, self._lines = self._lines, self._outer.pop()
        if self._rows:
            self._rows[-1].append(cell)
        else:
            self._lines += cell

    def close_row(self) -> None:
        """End the present row."""
        self.end()
        cells = [cell for cell in self._rows.pop() if cell]
        if all(len(cell) == 1 for cell in cells):
            cells = [["\t".join(line for cell in cells for line in cell)]] if cells else []
        for cell in cells:
            self._lines += cell

    def finish(self) -> list[str]:
        """End the present line and return all, none empty."""
        self.end()
        return self._lines
