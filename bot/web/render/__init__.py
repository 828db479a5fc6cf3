"""
Results and documents as HTML that shows their text exactly.

All text of documents and users passes through `escaped`; all interface text comes from `bot.web.words`.
"""

from bot.web.render.card import notice, reply, user_message
from bot.web.render.checked import verification
from bot.web.render.frame import header, intro, suggestions, told
from bot.web.render.panel import panel
from bot.web.render.places import place_id
from bot.web.render.text import escaped
from bot.web.render.why import explanation

__all__ = [
    "escaped",
    "explanation",
    "header",
    "intro",
    "notice",
    "panel",
    "place_id",
    "reply",
    "suggestions",
    "told",
    "user_message",
    "verification",
]
