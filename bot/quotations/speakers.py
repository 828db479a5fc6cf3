"""Who is meant by `the President`, `she` or a surname, read sentence by sentence."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame
from bot.quotations.names import head_noun, is_role, name_of, role_words, runs
from bot.quotations.people import People, Person
from bot.quotations.phrases import APPOSITION, Phrase

REMEMBERED = 40
PRONOUN_REACH = 8  # sentences
ROLE_REACH = 4  # sentences, for an office that the text gives to nobody
PREFIX = 3  # letters at least that `Tarnian` and `Tarn` share
ACTING_REACH = 2  # sentences, within which who acted goes before others of the same office
MOST = 16  # people compared for one office


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named at a place; `weight` is higher for subjects and speakers than for those spoken of."""

    person: Person
    sentence: int
    start: int
    weight: float


class Speakers:
    """The people in mind while a document is read from its start."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._mentions: deque[Mention] = deque(maxlen=REMEMBERED)
        self._latest: OrderedDict[Person, None] = OrderedDict()
        self._acted: dict[Person, Mention] = {}
        self._first: dict[Person, int] = {}
        self._sentence = 0

    def advance(self, frame: Frame) -> None:
        """Go on to the next sentence; its names come to mind."""
        self._sentence += 1
        for run in self._people.runs[self._sentence - 1]:
            if person := self._people.find(frame, run):
                self._mention(person, frame[run[0]].start, 1.0 if self._is_subject(frame, run[0]) else 0.0)
        for phrase in _offices(frame):
            if person := self._by_role(frame, phrase, guess=False):
                self._mention(person, frame[phrase[0]].start, 0.0)

    def resolve(self, frame: Frame, phrase: Phrase) -> str:
        """
        Name who speaks: a full name where one person fits best, else the words as written.

        :param phrase: the tokens of the sentence that name the speaker.
        """
        person = self.person(frame, phrase)
        tokens = frame[phrase[0] : phrase[1]]
        if person is None:
            return " ".join(token.text for token in tokens)
        return person.name

    def person(self, frame: Frame, phrase: Phrase, *, new: bool = True) -> Person | None:
        """
        The person that a phrase means, who then is in mind as a speaker.

        :param new: whether a name that is not known yet is taken for a person's.
        """
        first = frame[phrase[0]]
        if first.low in known.PRONOUNS and phrase[1] - phrase[0] == 1:
            person = self._by_pronoun(first.low, first.start)
        else:
            person = self._by_name(frame, phrase, new) or self._by_role(frame, phrase)
        if person:
            self._mention(person, first.start, 2.0)
        return person

    def _is_subject(self, frame: Frame, start: int) -> bool:
        if start and frame[start - 1].low == "by":
            return True
        return start < APPOSITION and all(
            not t.is_word or t.is_capital or t.low in known.DETERMINERS or is_role(t.low) for t in frame[:start]
        )

    def _mention(self, person: Person, start: int, weight: float) -> None:
        mention = Mention(person, self._sentence, start, weight)
        self._mentions.append(mention)
        self._latest[person] = None
        self._latest.move_to_end(person)
        if weight > 0:
            self._acted[person] = mention
        self._first.setdefault(person, start)

    def _by_pronoun(self, pronoun: str, start: int) -> Person | None:
        gender = known.PRONOUNS[pronoun]
        if not gender:
            return None
        best: tuple[float, Person] | None = None
        for mention in reversed(self._mentions):
            distance = self._sentence - mention.sentence
            if distance > PRONOUN_REACH:
                break
            if mention.start >= start or (mention.person.gender and mention.person.gender != gender):
                continue
            score = mention.weight - distance + (0.5 if mention.person.gender == gender else 0)
            score += 0.2 * (gender == "f") * mention.person.words[0].endswith("a")
            if best is None or score > best[0]:
                best = score, mention.person
        return best[1] if best else None

    def _by_name(self, frame: Frame, phrase: Phrase, new: bool) -> Person | None:
        start, end = phrase
        thing = head_noun(frame[start:end]) is None
        found = [
            (a + start, b + start)
            for a, b in runs(frame[start:end])
            if not (thing and a > 0 and frame[start + a - 1].low in ("of", "for", "with"))  # "the visit of Ada Quill"
        ]
        for run in sorted(found, key=lambda run: not self._closes(frame, run, end)):
            if person := self._people.find(frame, run):
                return person
        if not new:
            return None
        for run in found:
            titled = name_of(frame, run)[0] > run[0] or run[0] > start + 1
            if not self._closes(frame, run, end) or (frame[start].low in known.DETERMINERS and not titled):
                continue
            if person := self._people.add(frame, run, alone=run[0] == start):
                return person
        return None

    def _closes(self, frame: Frame, run: tuple[int, int], end: int) -> bool:
        """Whether a name is the phrase's head: it stands first or last, and no office `of` it."""
        return run[1] == end or frame[run[1]].text in ",("

    def _by_role(self, frame: Frame, phrase: Phrase, *, guess: bool = True) -> Person | None:
        tokens = frame[phrase[0] : phrase[1]]
        words = role_words(tokens)
        head = head_noun(tokens)
        if head is None or tokens[0].low in ("a", "an", "another", "one", "some", "no"):
            return None
        if guess and head in known.OTHERS and tokens[0].low in known.POSSESSIVES:
            return self._someone_else()
        others = {word for word in words if word != head}
        fitting = {person: fit for person in self._recent() if (fit := _fit(head, words, others, person))}
        abroad = {t.low for t in tokens if t.is_capital} & others
        if fitting and not (guess and abroad and not any(_shares(abroad, person) for person in fitting)):
            ranks = {person: self._rank(fit, person) for person, fit in fitting.items()}
            best = max(ranks.values())
            return self._likeliest([person for person, rank in ranks.items() if rank == best])
        if not guess:
            return None
        later = self._people.first(MOST, lambda person: _fit(head, words, others, person)) if not fitting else None
        return later or self._last_actor(head, others) or (self._likeliest(list(fitting)) if fitting else None)

    def _someone_else(self) -> Person | None:
        """The last person in mind who is not the one who acted last."""
        last = next((m.person for m in reversed(self._mentions) if m.weight > 0), None)
        return next((m.person for m in reversed(self._mentions) if m.person is not last), None)

    def _last_actor(self, head: str, others: set[str]) -> Person | None:
        """Who acted last, if the text gives them no office that rules `head` out."""
        last = next((m for m in reversed(self._mentions) if m.weight > 0), None)
        near = last is not None and self._sentence - last.sentence <= ROLE_REACH
        return last.person if last and near and not _taken(last.person, head, others) else None

    def _rank(self, fit: float, person: Person) -> float:
        acted = self._acted.get(person)
        return fit + 0.4 * (acted is not None and self._sentence - acted.sentence <= ACTING_REACH)

    def _likeliest(self, fitting: list[Person]) -> Person:
        """Of people whose offices fit alike, the one who acted or spoke lately, else the first in the document."""
        acts = [self._acted[person] for person in fitting if person in self._acted]
        lately = [act for act in acts if self._sentence - act.sentence <= PRONOUN_REACH]
        if lately:
            return max(lately, key=lambda mention: (mention.sentence, mention.weight, mention.start)).person
        return min(fitting, key=self._first.__getitem__)

    def _recent(self) -> list[Person]:
        return list(islice(reversed(self._latest), MOST))


def _offices(frame: Frame) -> Iterator[Phrase]:
    """Offices with an article that a sentence mentions after its first words: `whether the President would come`."""
    for index in range(1, len(frame) - 1):
        if frame[index].low == "the" and frame[index + 1].low in known.HEADS:
            yield index, index + 2


def _fit(head: str, words: list[str], others: set[str], person: Person) -> float:
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


def _taken(person: Person, head: str, others: set[str]) -> bool:
    """Whether the text gives the person an office that rules this one out."""
    if head in known.GENERIC or _head_fit(head, person.roles):
        return False
    if others:  # "the bishop of Corran" is nobody whose office is another
        return any(map(is_role, person.roles))
    return head in known.HEADS and bool(known.HEADS & person.roles.keys())


def _shares(words: set[str], person: Person) -> bool:
    return any(_same(word, role) for word in words for role in person.roles)


def _same(word: str, role: str) -> bool:
    length = max(PREFIX, min(len(word), len(role)) - 2)
    return word == role or (len(word) >= length and word[:length] == role[:length])
