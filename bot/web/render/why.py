"""Why a sentence was found, word by word."""

from __future__ import annotations

from bot.explanation import Explanation, Word
from bot.web.render.text import escaped
from bot.web.words import Language
from bot.web.words import words as words_in

SHADES = 4


def explanation(explanation: Explanation, *, language: Language = "en") -> str:
    """
    The words of a sentence, each with what it adds to the dense score, and their sum.

    Figures are rounded for the eye; each `data` element's value holds nine decimals.
    """
    words = words_in(language)
    most = max((abs(word.contribution) for word in explanation.words), default=0.0)
    parts = " ".join(_word(word, most) for word in explanation.words if word.text.strip())
    total = f'<data value="{explanation.dense:.9f}">{explanation.dense:.6f}</data>'
    shared = words.why_shared.format(shared=_signed(explanation.shared))
    return (
        f'<section class="why"><p class="heading">{escaped(words.why_heading)}</p><p class="parts">{parts}</p>'
        f'<p class="sum">{escaped(words.why_sum)} {total}. {escaped(shared)} {escaped(words.why_text)}</p></section>'
    )


def _word(word: Word, most: float) -> str:
    shade = round(SHADES * max(0.0, word.contribution) / most) if most else 0
    kind = "against" if word.contribution < 0 else f"adds{shade}"
    figure = f'<data value="{word.contribution:.9f}">{_signed(word.contribution)}</data>'
    return f'<span class="part {kind}"><b dir="auto">{escaped(word.text)}</b> {figure}</span>'


def _signed(amount: float) -> str:
    """An amount with its sign; a true minus is as wide as a plus."""
    return f"{amount:+.3f}".replace("-", "−")
