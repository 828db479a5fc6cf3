"""Questions to offer about a document, each answered by the sentence that it was made from."""

from bot.suggestions.choosing import is_known, suggest
from bot.suggestions.types import Suggestion

__all__ = ["Suggestion", "is_known", "suggest"]
