"""What checking a quote found: the true words beside the pasted ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.document import Document, Span
from bot.verification import Verification
from bot.verification.verdict import Place
from bot.web.render.places import place as place_link
from bot.web.render.places import title
from bot.web.render.text import escaped, language_of, unseen
from bot.web.words import Language, Words
from bot.web.words import words as words_in


def verification(verification: Verification, documents: Sequence[Document], *, language: Language = "en") -> str:
    """
    A verdict on a quote, with its places as links and, where words differ, both wordings side by side.

    :param documents: as for `panel`.
    """
    words = words_in(language)
    parts = [f'<p class="verdict">{escaped(_verdict(verification, words))}</p>']
    if verification.reason:
        parts.append(f"<p>{escaped(words.faults[verification.reason])}</p>")
    elif verification.verdict == "altered":
        parts.append(_compared(verification, documents, words))
    elif verification.places:
        parts.append(_listed(verification, documents, words))
    return f'<div class="verification {verification.verdict}">{"".join(parts)}</div>'


def _verdict(found: Verification, words: Words) -> str:
    text = words.verdicts[found.verdict]
    if found.verdict == "altered":
        count = sum(change.operation != "equal" for change in found.difference)
        return f"{text} ({words.changes.format(count=count)})"
    if found.verdict == "misattributed" and found.speaker:
        return f"{text} ({words.not_said_by.format(speaker=found.speaker)})"
    return text


def _listed(found: Verification, documents: Sequence[Document], words: Words) -> str:
    """Every place; of a stitched quote each with the piece that stands there."""
    stitched = found.verdict == "stitched"
    items = "".join(
        f"<li>{_quoted(place) if stitched or not n else ''}{_source(place, documents, words)}</li>"
        for n, place in enumerate(found.places)
    )
    more = f"<p>{escaped(words.unlisted.format(count=found.unlisted))}</p>" if found.unlisted else ""
    heading = escaped(words.pieces if stitched else words.places)
    return f'<p class="near">{heading}</p><ol class="places">{items}</ol>{more}'


def _quoted(place: Place) -> str:
    return f'<p class="words" dir="auto"{language_of(place.document.language)}>{escaped(place.text)}</p>'


def _source(place: Place, documents: Sequence[Document], words: Words) -> str:
    parts = [f"<cite>{title(place.document, words)}</cite>"]
    parts += [place_link(sentence, place.document, documents, words) for sentence in place.sentences[:1]]
    if place.speakers:
        speakers = escaped(words.said_by.format(speaker=", ".join(place.speakers)))
        parts.append(f'<span class="speaker">{speakers}</span>')
    return f'<p class="source">{" · ".join(parts)}</p>'


def _compared(found: Verification, documents: Sequence[Document], words: Words) -> str:
    (place,) = found.places
    changed = [change for change in found.difference if change.operation != "equal"]
    pasted = _marked(
        Span(found.text, 0, len(found.text)), (change.quoted for change in changed), "del", words.not_there
    )
    original = Span(place.document.text, place.start, place.end)
    true = _marked(original, (change.original for change in changed), "ins", words.left_out)
    return (
        f'<div class="compared"><div><p class="near">{escaped(words.as_pasted)}</p>'
        f'<p class="words" dir="auto">{pasted}</p></div>'
        f'<div><p class="near">{escaped(words.in_document)}</p>'
        f'<p class="words" dir="auto"{language_of(place.document.language)}>{true}</p>'
        f"{_source(place, documents, words)}</div></div>"
    )


def _marked(whole: Span, spans: Iterable[Span], tag: str, name: str) -> str:
    """A text with spans of it marked; `name` tells a screen reader what the mark means."""
    parts, end = [], whole.start
    for span in spans:
        if span.start < span.end:
            parts.append(escaped(whole.source[end : span.start]))
            parts.append(f"<{tag}>{unseen(name)}{escaped(span.text)}</{tag}>")
            end = span.end
    parts.append(escaped(whole.source[end : whole.end]))
    return "".join(parts)
