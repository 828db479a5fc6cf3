"""Reading: which words of the passages answer the question, and how surely."""

from bot.reader.joint import JointReader
from bot.reader.sentence import SentenceReader
from bot.reader.types import Reader, Reading

__all__ = ["JointReader", "Reader", "Reading", "SentenceReader"]
