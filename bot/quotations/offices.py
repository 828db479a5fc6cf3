"""How well an office that the text mentions fits a person who holds one."""

from __future__ import annotations

from collections import Counter

from bot.quotations import lexicon as known
from bot.quotations.names import is_role
from bot.quotations.people import Person

PREFIX = 3  # letters at least that `Tarnian` and `Tarn` share


def office_fit(head: str, words: list[str], others: set[str], person: Person) -> float:
    """How well an office fits a person: 0 if it doesn't, more for each further word that they share."""
    roles = person.roles
    fit = _head_fit(head, roles)
    if not fit and (head not in known.HEADS or known.HEADS & roles.keys()):
        return 0.0
    shared = sum(any(_same(word, role) for role in roles) for word in others)
    if not fit:  # "the Basarovian President" for "Mihail Crivceanu of Basarovia"
        if not shared:
            return 0.0
        fit = 0.5
    lesser = len((known.LESSER & roles.keys()) - set(words)) + len((known.LESSER & set(words)) - roles.keys())
    unlike = 0.1 * (shared < len(others) and len(roles) > 1)
    return max(0.01, fit + shared - 0.3 * lesser - 0.2 * (len(others) - shared) - unlike)


def _head_fit(head: str, roles: Counter[str]) -> float:
    if head == "state" or head in known.MAJESTIES:
        return 1.0 if known.STATE & roles.keys() or {"head", "state"} <= roles.keys() else 0.0
    if head == "government":
        return 1.0 if known.GOVERNMENT & roles.keys() or "prime" in roles else 0.0
    if head in known.WIDER and head not in roles:
        return 0.6 if known.HEADS & roles.keys() else 0.0
    return 1.0 if head in roles else 0.0


def taken(person: Person, head: str, others: set[str]) -> bool:
    """Whether the text gives the person an office that rules this one out."""
    if head in known.GENERIC or _head_fit(head, person.roles):
        return False
    if others:  # "the bishop of Corran" is nobody whose office is another
        return any(map(is_role, person.roles))
    return head in known.HEADS and bool(known.HEADS & person.roles.keys())


def shares(words: set[str], person: Person) -> bool:
    """Whether one of the words is among a person's offices: `Tarnian` for a minister of Tarn."""
    return any(_same(word, role) for word in words for role in person.roles)


def _same(word: str, role: str) -> bool:
    length = max(PREFIX, min(len(word), len(role)) - 2)
    return word == role or (len(word) >= length and word[:length] == role[:length])
