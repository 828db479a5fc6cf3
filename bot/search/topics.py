"""Topics without the words that only ask, in English."""

from __future__ import annotations

import re

_WHO = (
    r"(?:the )?(?:press )?(?:release|document|text|article|page|report|statement|speech|story|news)s?|"
    r"it|he|she|they|you|we|any(?:one|body)|(?:both|the|two|all) (?:sides|parties|leaders|presidents|countries)"
)
_SAY = r"say|said|says|tell|told|mention(?:ed)?|stated?|written|know|known|speak|spoken|talk(?:ed)?|discuss(?:ed)?"
_ON = r"about|on|of|regarding|concerning|related to|relating to"
_THINGS = (
    r"(?:everything|anything|something|all|(?:all |any |every |the )*(?:sentences?|mentions?|passages?|statements?|"
    r"remarks?|words|quotes?|quotations?|references?|information|facts?|details))"
)
FRAMES = tuple(
    re.compile(rf"^\W*(?:{frame})\s+(?=\w)", re.I)
    for frame in (
        rf"(?:please )?(?:tell|show|give|list|find|search|get|quote|read)(?: for| out)?(?: me| us)?(?: {_THINGS})?"
        rf"(?:(?: that)?(?: was| is| were| has been)? (?:{_SAY}))? (?:{_ON})",
        rf"what(?:ever|['’]s| all| else)? ?(?:did|does|do|was|is|were|has|have|had)? ?(?:been)? ?(?:(?:{_WHO}) )?"
        rf"(?:have to |had to )?(?:{_SAY}) (?:{_ON})",
        rf"(?:is|are|was|were) there {_THINGS}(?: (?:{_SAY}))? (?:{_ON})",
        rf"(?:did|does|do) (?:{_WHO}) (?:{_SAY}) (?:{_THINGS} )?(?:{_ON})",
        rf"(?:who|where|which sentences?) (?:\w+ )?(?:speaks?|spoke|talks?|talked|says?|said|mentions?|mentioned)"
        rf" (?:{_THINGS} )?(?:{_ON})",
        rf"(?:what|how) about|{_THINGS}(?:(?: that)?(?: was| is| were)? (?:{_SAY}))? (?:{_ON})",
    )
)
LEADING = re.compile(r"^(?:the|an?|any|some) (?=\w)", re.I)


def subject(topic: str) -> str:
    """
    What a topic or a question is about; the topic itself where nothing frames it.

    >>> subject("What was said about the oil refinery?"), subject("trade")
    ('oil refinery', 'trade')
    """
    text = " ".join(topic.split())
    framed = next((frame for frame in FRAMES if frame.match(text)), None)
    rest = framed.sub("", text, count=1) if framed else text
    rest = LEADING.sub("", rest.rstrip(" ?!.…")) if framed else rest.rstrip(" ?")
    return rest if any(c.isalnum() for c in rest) else text
