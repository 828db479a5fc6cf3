"""Which language a reader gets."""

from __future__ import annotations

from bot.web.words.english import ENGLISH
from bot.web.words.fields import Language, Words
from bot.web.words.russian import RUSSIAN

LANGUAGES: dict[Language, Words] = {"en": ENGLISH, "ru": RUSSIAN}


def words(language: Language) -> Words:
    """All interface text in one language."""
    return LANGUAGES[language]


def language(accept_language: str | None) -> Language:
    """
    The language that a browser prefers among those that there are; English if it names none of them.

    >>> language("ru-RU,ru;q=0.9,en;q=0.8"), language("de, en;q=0.5, ru;q=0.7"), language(None)
    ('ru', 'ru', 'en')

    :param accept_language: the header `Accept-Language` of RFC 9110.
    """
    best: Language = "en"
    most = 0.0
    for entry in (accept_language or "").split(","):
        tag, _, parameters = entry.partition(";")
        weight = _weight(parameters)
        for name in LANGUAGES:
            if tag.strip().lower().partition("-")[0] == name and weight > most:
                best, most = name, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
