"""The people of a document: full names with the offices, titles and pronouns that the text gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice

from bot.quotations import lexicon as known
from bot.quotations import phrases
from bot.quotations.cues import Cue
from bot.quotations.frames import Frame
from bot.quotations.names import Run, bare, is_role, name_of, office, role_words, runs
from bot.quotations.replies import addressed, verb_beside

_APPOSITION_ENDS = known.RELATIVES | known.CLAUSE_OPENERS | known.SUBJECTS
NAME_WORDS = 5
ROLE_WORDS = 14
NAMESAKES = 20  # people of one surname that are told apart


@dataclass(slots=True, eq=False)
class Person:
    """
    A person of the document; filled while the document is read.

    :param words: the full name's words without titles.
    :param roles: casefolded words of the offices that the text gives the person, each with how often it does.
    :param genders: votes for `m` and `f`.
    """

    words: tuple[str, ...]
    roles: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The full name."""
        return " ".join(self.words)

    @property
    def gender(self) -> str:
        """`m`, `f`, or "" where the text doesn't tell."""
        male, female = self.genders["m"], self.genders["f"]
        return "" if male == female else "m" if male > female else "f"


class People:
    """
    The people of a document, found by name.

    :param frames: its sentences; `spoken`: the cues of each.
    :ivar runs: the runs of capitalised words of each sentence.
    """

    def __init__(self, frames: Sequence[Frame], spoken: Sequence[Sequence[Cue]]) -> None:
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_name: dict[tuple[str, ...], Person] = {}
        self.runs = [runs(frame) for frame in frames]
        located = list(zip(frames, self.runs, strict=True))
        self._seen = Counter(_words(frame, name_of(frame, run)) for frame, found in located for run in found)
        read = [
            (frame, run, sources)
            for (frame, found), cues in zip(located, spoken, strict=True)
            for sources in [{cue.source for cue in cues if cue.source}]
            for run in found
        ]
        self._surnames = {
            _words(frame, run)[-1]
            for frame, run, sources in read
            if len(_words(frame, name_of(frame, run))) == 1
            and (run[1] - run[0] > 1 or run in sources or _acts(frame, run))
        }
        # Longest names first, so that "Tavares de Oliva" is found in "Iracema Tavares de Oliva".
        for frame, run, sources in sorted(read, key=lambda item: item[1][0] - item[1][1]):
            self._read(frame, run, sources)
        self._vote(located)

    def find(self, frame: Frame, run: Run) -> Person | None:
        """The person that a run of capitalised words names, by full name, surname or first name."""
        words = _words(frame, run)
        for start in range(len(words)):
            if person := self._by_name.get(words[start:]):
                return person
        named = _words(frame, name_of(frame, run))
        if not named:
            return None
        small = {word.casefold() for word in named}
        same = self._by_last.get(named[-1], [])[-NAMESAKES:]
        fits = [person for person in same if small <= {word.casefold() for word in person.words}]
        if fits:
            return fits[-1]
        first = self._by_first.get(named[0], [])
        return first[0] if len(named) == 1 and len(first) == 1 else None

    def first(self, most: int, fit: Callable[[Person], float]) -> Person | None:
        """Of the first people of the document, the one who fits best, or None if nobody does."""
        fits = [(fit(person), person) for person in islice(self._by_name.values(), most)]
        best = max((value for value, _ in fits), default=0.0)
        return next(person for value, person in fits if value == best) if best > 0 else None

    def add(self, frame: Frame, run: Run, *, alone: bool = False) -> Person | None:
        """
        Take the person that a run names, known or not; None for a single word or what is no name.

        :param alone: whether the run is all that names a speaker, so that no place is cut off it.
        """
        if found := self.find(frame, run):
            return found
        start, end = name_of(frame, run)
        if not alone or end - start > 2:
            start, end = self._split(frame, (start, end))
        start -= end - start == 1 and start > run[0] and frame[start - 1].low in known.SOVEREIGNS
        words = _words(frame, (start, end))
        if not 2 <= len(words) <= NAME_WORDS or any(word.lower() in known.ORGANISATIONS for word in words):
            return None
        if words[-1].lower().removesuffix("s") in known.ROLES:
            return None
        if person := self._by_name.get(words):
            return person
        person = self._by_name[words] = Person(words)
        self._by_last.setdefault(words[-1], []).append(person)
        self._by_first.setdefault(words[0], []).append(person)
        return person

    def _split(self, frame: Frame, run: Run) -> Run:
        """Cut the place off `Falkenried Leopoldine Achhammer` in `Mayor of Falkenried Leopoldine Achhammer`."""
        start, end = run
        for at in range(end - 3, start - 1, -1):
            if frame[at].low in known.PORTFOLIOS | known.ORGANISATIONS:
                start = at + 1
                break
        belongs = _belongs(frame, run[0])
        if not belongs or end - start < 2:
            return start, end
        if end - run[0] == 2:
            named = frame[start - 1].low in ("to", "in") or bare(frame[end - 1].text) in self._surnames
            return run if named else (end, end)
        suffixes = [(at, end) for at in range(start + 1, end - 1)]
        seen = [suffix for suffix in suffixes if self._seen[_words(frame, suffix)]]
        if seen:
            return max(seen, key=lambda suffix: self._seen[_words(frame, suffix)])
        after_place = (suffix for suffix in suffixes if self._seen[_words(frame, (start, suffix[0]))])
        return next(after_place, (end - 2, end) if start == run[0] else (start, end))

    def _read(self, frame: Frame, run: Run, sources: Set[Run]) -> None:
        """Make a person of a run that an office, a title, an apposition or what it does marks as one."""
        before, titled = _roles_before(frame, run)
        after = _roles_after(frame, run[1])
        named = _words(frame, run)
        known_surname = named[-1] in self._surnames and 2 <= len(named) <= 4
        if _belongs(frame, run[0]) and run not in sources and _is_named_place(frame, run[1]):
            return
        if not (titled or before or after or known_surname or run in sources or _acts(frame, run)):
            return
        person = self.add(frame, run, alone=run in sources)
        if person is None:
            return
        place = _words(frame, run)[: -len(person.words)] if _belongs(frame, run[0]) else ()
        for word in (*before, *after, *(word.lower() for word in place)):
            person.roles[word] += 1
        person.genders["m"] += 5 * sum(word in known.MALE for word in (*before, *after))
        person.genders["f"] += 5 * sum(word in known.FEMALE for word in (*before, *after))

    def _vote(self, located: Sequence[tuple[Frame, list[Run]]]) -> None:
        """Count the pronouns that refer to the only person of a sentence."""
        last: Person | None = None
        before: Frame = []
        for frame, found in located:
            named = {person for run in found if (person := self.find(frame, run))}
            only = next(iter(named)) if len(named) == 1 else None
            at = next((at for at, token in enumerate(frame) if known.PRONOUNS.get(token.low)), None)
            opens = at is not None and not any(token.is_word for token in frame[:at])
            person, votes, lead = (last, 2, before) if last and opens else (only, 1, frame[:at])
            if person and at is not None and not addressed(lead, verb_beside(frame, at)):
                person.genders[known.PRONOUNS[frame[at].low]] += votes
            last, before = only, frame


def _words(frame: Frame, run: Run) -> tuple[str, ...]:
    return tuple(bare(token.text) for token in frame[run[0] : run[1]])


def _acts(frame: Frame, run: Run) -> bool:
    """Whether a full name at the head of a clause does something that people do, or a `who` follows it."""
    start, end = run
    following = [token.low for token in frame[end : end + 3]]
    if following[:1] == ["who"] or following[:2] in ([",", "who"], [",", "whose"]):
        return True
    if following[:1] == [","] and following[1:2] and following[1].isdigit() and following[2:] in ([","], ["and"]):
        return True
    if start and frame[start - 1].low.endswith("year-old"):
        return True
    heads = start == 0 or not frame[start - 1].is_word or frame[start - 1].low in known.CLAUSE_OPENERS
    apposed = following[:1] == [","]
    acting = _does(frame, end + apposed) or (apposed and start == 0 and following[1:2] and following[1].endswith("ing"))
    return heads and end - start <= 4 and bool(acting)


def _does(frame: Frame, at: int) -> bool:
    """Whether a verb for what people do stands at a token, adverbs skipped."""
    following = (token.low for token in frame[at : at + 3])
    verb = next((low for low in following if low not in known.ADVERBS or low in known.ACTING), "")
    return verb in known.ACTING or verb in known.SAYING or verb.endswith("ed")


def _belongs(frame: Frame, start: int) -> bool:
    """Whether the words before a run say what it belongs to: `mayor of`, `head of the`."""
    at = start - 1
    at -= at > 0 and frame[at].low == "the"
    return at >= 0 and frame[at].low in ("of", "for", "to", "in")


def _roles_before(frame: Frame, run: Run) -> tuple[list[str], bool]:
    """The words of the office before a name, and whether it is a title that belongs to the name."""
    start, end = run
    name = name_of(frame, run)[0]
    at = start - 1
    joined: list[str] = []
    if at > 0 and frame[at].text == ",":
        closed = end >= len(frame) or not frame[end].is_word or frame[end].low in known.SAYING
        phrase = phrases.before(frame, at) if closed else None
        joined = office(frame, phrase) if phrase else []
    if name > start:
        phrase = phrases.before(frame, end) if name < end else None
        first = _past_names(frame, min(phrase[0], start), start) if phrase else start
        # "King Eskil and Queen Amarante": the first title is not the second's.
        joint = [at + 1 for at in range(first, start) if frame[at].low == "and" and is_role(frame[at + 1].low)]
        return joined + role_words(frame[max([first, *joint]) : name]), name < end
    if at < 0 or not frame[at].is_word or frame[at].low in known.SAYING:
        return joined, False
    phrase = phrases.before(frame, end)
    words = office(frame, (_past_names(frame, phrase[0], start), start)) if phrase and phrase[0] < start else []
    return words, bool(words) and (is_role(frame[at].low) or not _belongs(frame, start) or end - start > 2)


def _past_names(frame: Frame, first: int, start: int) -> int:
    """Where an office that ends at `start` begins, past somebody else's name after `first`."""
    found = ((first + a, first + b) for a, b in reversed(runs(frame[first:start])))
    return next((run[1] for run in found if _is_apart(frame, run, start)), first)


def _is_apart(frame: Frame, run: Run, start: int) -> bool:
    """
    Whether a run names somebody else than the holder of the office that ends at `start`, not a part of the office.

    Apart are `Anna Keller met Minister` and `Anna Keller and Minister`, not `Veldania’s minister`, `Veldania foreign
    minister` or `Minister of Culture and Sport`.
    """
    following, last = frame[run[1]].low, frame[run[1] - 1]
    if following in ("of", "for", "the"):
        return False
    if run[0] < name_of(frame, run)[0] < run[1]:
        return True
    if bare(last.text) != last.text or (following == "and" and last.low in known.PORTFOLIOS):
        return False
    if following in known.CONJUNCTIONS | known.PREPOSITIONS or _does(frame, run[1]):
        return True
    return not any(is_role(token.low) for token in frame[run[1] : start])


def _is_named_place(frame: Frame, end: int) -> bool:
    """Whether a comma and a name follow, so that the words before are the place of an office."""
    return end + 1 < len(frame) and frame[end].text == "," and frame[end + 1].is_capital


def _roles_after(frame: Frame, end: int) -> list[str]:
    """The words of the office that a comma, a bracket or `of` joins to a name."""
    if end + 1 >= len(frame):
        return []
    if frame[end].low == "of" and frame[end + 1].is_capital:
        return [bare(token.low) for token in frame[end + 1 : end + 2]]
    if frame[end].text not in (",", "("):
        return []
    at = end + 1
    while at < min(len(frame), end + 1 + ROLE_WORDS) and frame[at].is_word and frame[at].low not in _APPOSITION_ENDS:
        at += 1
    words = frame[end + 1 : at]
    closed = at >= len(frame) or not frame[at].is_word or frame[at].low in known.RELATIVES
    if not words or not closed or words[0].low in known.PREPOSITIONS | known.SAYING.keys() | known.CONJUNCTIONS:
        return []
    return office(frame, (end + 1, at))
