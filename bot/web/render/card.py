"""
The messages of the conversation.

Gradio's sanitizer drops `data-` and `aria-` attributes, so a button says by `name` what it does and by `value` for
which exchange. Gradio also repeats a message's source in a label, so the markup is small.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Abstention, Answer
from bot.document import Document
from bot.web.render.places import cited
from bot.web.render.text import attribute, escaped, language_of
from bot.web.words import Language, Words
from bot.web.words import words as words_in


def user_message(text: str) -> str:
    """What the user typed, shown as it is."""
    return f'<div class="typed" dir="auto">{escaped(text)}</div>'


def notice(text: str) -> str:
    """A message of the program about itself, such as a failure."""
    return f'<div class="reply notice"><p class="verdict">{escaped(text)}</p></div>'


def reply(
    result: Answer | Abstention,
    documents: Sequence[Document],
    *,
    language: Language = "en",
    rewritten: str | None = None,
    turn: int | None = None,
    feedback: bool = False,
) -> str:
    """
    A result as the message that the chat shows.

    :param documents: all that can be quoted, in the order of `panel`; they give each place its id.
    :param rewritten: the question as understood from the conversation, if it was not asked as typed.
    :param turn: the exchange's position in its session, counted from 0; without one, nothing that asks the server.
    :param feedback: offer to judge the answer.
    """
    words = words_in(language)
    understood = _understood(rewritten, words) if rewritten is not None else ""
    if isinstance(result, Answer):
        return _message("answer", understood, _answer(result, documents, words, turn), _judged(words, turn, feedback))
    judged = _judged(words, turn, feedback and result.passage is not None, silent=False)
    return _message("abstention", understood, _abstention(result, documents, words), judged)


def _message(kind: str, *parts: str) -> str:
    return f'<div class="reply {kind}">{"".join(parts)}</div>'


def likelihood(score: float, words: Words) -> tuple[int, str]:
    """
    A score as a percentage and in words; never 0 or 100, which would claim certainty.

    :param score: from 0 to 1.
    """
    percent = min(99, max(1, round(100 * score)))
    return percent, next(text for least, text in words.likelihoods.items() if percent >= least)


def _understood(question: str, words: Words) -> str:
    return f'<p class="understood">{escaped(words.understood)} <q dir="auto">{escaped(question)}</q></p>'


def _answer(answer: Answer, documents: Sequence[Document], words: Words, turn: int | None) -> str:
    sentence, text = answer.sentence, answer.document.text
    before = escaped(text[sentence.start : answer.start])
    after = escaped(text[answer.end : sentence.end])
    quote = f"{before}<mark>{escaped(answer.quote)}</mark>{after}"
    lang = language_of(answer.document.language)
    return (
        f'<blockquote dir="auto"{lang}>{quote}</blockquote>'
        f'<p class="source">{_speaker(answer, words)}<br>{cited(answer.passage, documents, words)}</p>'
        f"{_controls(answer, words, turn)}{_runner_up(answer, documents, words)}"
    )


def _speaker(answer: Answer, words: Words) -> str:
    if not answer.speaker:
        return f'<span class="narration">{escaped(words.narration)}</span>'
    known = f' <span class="known">({escaped(_known(answer.attribution, words))})</span>' if answer.attribution else ""
    return f'<span class="speaker">{escaped(answer.speaker)}</span>{known}'


def _known(attribution: str, words: Words) -> str:
    """How the speaker is known; the words stay the document's, the place is named in the reader's language."""
    said, where, paragraph = attribution.rpartition(", paragraph ")
    return f"{said}, {words.paragraph.format(paragraph=paragraph)}" if where else attribution


def _controls(answer: Answer, words: Words, turn: int | None) -> str:
    percent, likely = likelihood(answer.score, words)
    score = words.score.format(likelihood=likely, percent=percent)
    note = words.score_note.format(percent=percent)
    buttons = _button("copy", words.copy)
    if turn is not None:
        buttons += _button("why", words.why, turn) + _button("receipt", words.receipt, turn)
    called = f'<span class="score" title="{attribute(note)}">{escaped(score)}</span>'
    return f'<p class="controls">{called} {buttons}</p>'


def _button(name: str, text: str, turn: int | None = None) -> str:
    value = "" if turn is None else f' value="{turn}"'
    return f'<button type="button" name="{name}"{value}>{escaped(text)}</button>'


def _runner_up(answer: Answer, documents: Sequence[Document], words: Words) -> str:
    if not answer.others:
        return ""
    other = answer.others[0]
    lang = language_of(other.document.language)
    return (
        f"<details><summary>{escaped(words.runner_up)}</summary>"
        f'<p class="nearest" dir="auto"{lang}>{escaped(other.sentence.text)}</p>'
        f'<p class="source">{cited(other, documents, words)}</p></details>'
    )


def _judged(words: Words, turn: int | None, feedback: bool, *, silent: bool = True) -> str:
    if turn is None or not feedback:
        return ""
    buttons = _button("right", words.right, turn) + _button("wrong", words.wrong, turn)
    if silent:
        buttons += _button("silent", words.silent, turn)
    return f'<p class="feedback"><span>{escaped(words.feedback)}</span> {buttons}</p>'


def _abstention(result: Abstention, documents: Sequence[Document], words: Words) -> str:
    verdict = f'<p class="verdict">{escaped(_silence(result, words))}</p>'
    if result.passage is None:
        return verdict
    lang = language_of(result.passage.document.language)
    return (
        f'{verdict}<p class="near">{escaped(words.nearest)}</p>'
        f'<p class="nearest" dir="auto"{lang}>{escaped(result.passage.sentence.text)}</p>'
        f'<p class="source">{cited(result.passage, documents, words)}</p>'
    )


def _silence(result: Abstention, words: Words) -> str:
    message = words.silences[result.reason].format(speaker=result.speaker)
    if not result.speakers:
        return message
    speakers = f" {words.and_} ".join(result.speakers)
    return f"{message} {words.others_speak.format(speakers=speakers)}"
