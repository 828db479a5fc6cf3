"""Errors of this package; each message names the file or value, what was expected and the remedy."""


class EmbeddingsError(Exception):
    """The base of the errors below."""


class ModelError(EmbeddingsError, ValueError):
    """An embedding model is missing, or is not the one that was asked for."""


class SnapshotError(EmbeddingsError, ValueError):
    """A saved folder is damaged, foreign, made by a newer version or by another model."""
