"""
Receipts, which state where a quote stands so that anybody can check it, and exports of a conversation.

`receipt` writes one, `verify` and `check.run` check one, `export` writes whole conversations.
"""

from bot.receipts.check import Check, verify
from bot.receipts.errors import ReceiptError
from bot.receipts.receipt import Model, Versions, receipt

__all__ = ["Check", "Model", "ReceiptError", "Versions", "receipt", "verify"]
