"""Checking quotes against documents: exact, altered, misattributed, stitched or absent."""

from bot.verification.difference import Change
from bot.verification.judging import verify
from bot.verification.verdict import MAX_TEXT, Place, Verification

__all__ = ["MAX_TEXT", "Change", "Place", "Verification", "verify"]
