"""Errors that a caller can act on; each message names the problem, the values and the remedy."""


class VisitbotError(Exception):
    """The base of the errors below."""


class DocumentError(VisitbotError, ValueError):
    """A document can't be read or used."""


class QuestionError(VisitbotError, TypeError):
    """A question is not text."""


class QuestionFileError(VisitbotError, ValueError):
    """A file of questions can't be used."""


class UsageError(VisitbotError, ValueError):
    """Options that don't go together."""
