"""Follow-up questions, put in words that stand alone by what was asked and answered before."""

from bot.followups.rewriting import rewrite

__all__ = ["rewrite"]
