"""The error of receipts."""

from bot.errors import VisitbotError


class ReceiptError(VisitbotError, ValueError):
    """A receipt can't be read: it lacks a field, or a field is not of its kind."""
