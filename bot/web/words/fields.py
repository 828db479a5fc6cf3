"""What the interface has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answer import Reason as Silence
from bot.files.faults import Fault as FileFault
from bot.files.faults import FileKind
from bot.verification.verdict import Reason as Fault
from bot.verification.verdict import Verdict

Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """
    Interface text in one language; names in braces are filled in.

    :param silences: why there is no answer, for each reason of an `Abstention`.
    :param faults: why a quote can't be checked, for each reason of a `Verification`.
    :param file_faults: why a file can't be read, for each kind of a `DocumentError`; the file's name comes before it.
    :param file_kinds: what a file is, for each kind that such a message names.
    :param verdicts: what checking a quote found, for each verdict.
    :param likelihoods: least percentage of the score, highest first, and what it is called.
    """

    # the page
    tagline: str
    skip: str
    to_document: str
    to_conversation: str
    document_panel: str
    intro_lead: str
    intro_text: str
    conversation: str
    question_label: str
    question_placeholder: str
    ask: str
    clear: str
    you_asked: str
    bot_replied: str

    # an answer
    understood: str
    untitled: str
    place: str
    paragraph: str
    narration: str
    likelihoods: Mapping[int, str]
    score: str
    score_note: str
    runner_up: str
    copy: str
    copied: str
    copy_blocked: str
    why: str
    receipt: str
    already_asked: str
    extracted: str

    # silence
    silences: Mapping[Silence, str]
    others_speak: str
    and_: str
    nearest: str

    # feedback
    feedback: str
    right: str
    wrong: str
    silent: str
    noted: str

    # why this
    why_heading: str
    why_text: str
    why_sum: str
    why_shared: str

    # suggestions
    suggestions: str

    # documents
    documents_legend: str
    own_document: str
    add_document: str
    drop_hint: str
    choose_file: str
    paste_label: str
    paste_title: str
    paste_button: str
    privacy: str
    reading: str
    added: str
    already_added: str
    too_many_documents: str
    too_large: str
    too_much_text: str
    empty_document: str
    file_faults: Mapping[FileFault, str]
    file_kinds: Mapping[FileKind, str]
    none_chosen: str

    # checking a quote
    check_quote: str
    quote_label: str
    speaker_label: str
    check_button: str
    verdicts: Mapping[Verdict, str]
    faults: Mapping[Fault, str]
    changes: str
    said_by: str
    not_said_by: str
    as_pasted: str
    in_document: str
    not_there: str
    left_out: str
    places: str
    pieces: str
    unlisted: str

    # saving, and what can go wrong
    save_conversation: str
    nothing_to_save: str
    session_ended: str
    turn_ended: str
    unreachable: str
    not_saved: str
    bad_request: str
    foreign: str
    failed: str
