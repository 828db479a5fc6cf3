"""The interface's own words, in English and Russian; the documents' words are never translated."""

from bot.web.words.choice import LANGUAGES, language, words
from bot.web.words.fields import Language, Words
from bot.web.words.problem import problem

__all__ = ["LANGUAGES", "Language", "Words", "language", "problem", "words"]
