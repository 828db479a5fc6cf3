"""Quotations of a document: what is said, in which words the text names the speaker, and who that is."""

from bot.quotations.find import find
from bot.quotations.types import Kind, Quotation

__all__ = ["Kind", "Quotation", "find"]
