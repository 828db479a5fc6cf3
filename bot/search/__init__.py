"""Searching: every sentence that speaks of a topic."""

from bot.search.searcher import MAX_TOPIC, Searcher

__all__ = ["MAX_TOPIC", "Searcher"]
