"""Who is meant by `the President`, `she` or a surname, read sentence by sentence."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame
from bot.quotations.names import Run, head_noun, is_role, name_of, role_words, runs
from bot.quotations.offices import office_fit, shares, taken
from bot.quotations.people import People, Person
from bot.quotations.phrases import APPOSITION, Phrase, is_name
from bot.quotations.replies import addressed, verb_beside

REMEMBERED = 40
PRONOUN_REACH = 8  # sentences
ROLE_REACH = 4  # sentences, for an office that the text gives to nobody
ACTING_REACH = 2  # sentences, within which who acted goes before others of the same office
HEARD = 2.25  # weight of who was addressed: more than who addressed them, if that one's gender is unknown
MOST = 16  # people compared for one office

_NO_NAMES = known.ORGANISATIONS | known.PORTFOLIOS


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
        self._before: Frame = []
        self._frame: Frame = []

    def advance(self, frame: Frame) -> None:
        """Go on to the next sentence; its names come to mind."""
        self._sentence += 1
        self._before, self._frame = self._frame, frame
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
        The person that a phrase means, who then is in mind as a speaker; None for two people, who both are.

        :param new: whether a name that is not known yet is taken for a person's.
        """
        if joint := self._joint(frame, phrase):
            for run in joint:
                self.person(frame, run, new=new)
            return None
        first = frame[phrase[0]]
        if first.low in known.PRONOUNS and phrase[1] - phrase[0] == 1:
            person = self._by_pronoun(frame, phrase[0])
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

    def _joint(self, frame: Frame, phrase: Phrase) -> tuple[Run, Run] | None:
        """The names that `and` joins in a phrase, if they are two people's."""
        start, end = phrase
        if not any(token.low == "and" for token in frame[start:end]):
            return None
        found = [(start + a, start + b) for a, b in runs(frame[start:end])]
        for left, right in pairwise(found):
            if frame[left[1]].low == "and" and right[0] == left[1] + 1 and self._is_person(frame, left, start):
                return left, right
        return None

    def _is_person(self, frame: Frame, run: Run, start: int) -> bool:
        """Whether a run in the phrase from `start` names somebody known, or is a full name and no part of an office."""
        if self._people.find(frame, run):
            return True
        first, end = name_of(frame, run)
        apart = run[0] == start and not {token.low for token in frame[first:end]} & _NO_NAMES
        return apart and end - first > 1

    def _hearer(self, frame: Frame, at: int, gender: str) -> tuple[float, Person | None] | None:
        """
        Who was addressed right before the pronoun at `at` and may reply with its verb, as a candidate for it.

        :return: the candidate's score and person, who is None for a name that tells of nobody; None without candidate.
        """
        verb = verb_beside(frame, at)
        for distance, part in enumerate((frame[:at], self._before)):
            if (phrase := addressed(part, verb)) is None:
                continue
            person = self._by_name(part, phrase, True) or self._by_role(part, phrase, guess=False)
            if person is None:
                return (HEARD - distance, None) if is_name(part, *phrase) else None
            return (HEARD - distance + 0.5 * bool(person.gender), person) if person.gender in ("", gender) else None
        return None

    def _by_pronoun(self, frame: Frame, at: int) -> Person | None:
        start, gender = frame[at].start, known.PRONOUNS[frame[at].low]
        if not gender:
            return None
        best = self._hearer(frame, at, gender)
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
        if best is None or best[1] is None:
            return None
        best[1].genders[gender] += 1  # who was "she" is not "he" next
        return best[1]

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
        fitting = {person: fit for person in self._recent() if (fit := office_fit(head, words, others, person))}
        abroad = {t.low for t in tokens if t.is_capital} & others
        if fitting and not (guess and abroad and not any(shares(abroad, person) for person in fitting)):
            ranks = {person: self._rank(fit, person) for person, fit in fitting.items()}
            best = max(ranks.values())
            return self._likeliest([person for person, rank in ranks.items() if rank == best])
        if not guess:
            return None
        if not fitting and (later := self._people.first(MOST, lambda one: office_fit(head, words, others, one))):
            return later
        return self._last_actor(head, others) or (self._likeliest(list(fitting)) if fitting else None)

    def _someone_else(self) -> Person | None:
        """The last person in mind who is not the one who acted last."""
        last = next((m.person for m in reversed(self._mentions) if m.weight > 0), None)
        return next((m.person for m in reversed(self._mentions) if m.person is not last), None)

    def _last_actor(self, head: str, others: set[str]) -> Person | None:
        """Who acted last, if the text gives them no office that rules `head` out."""
        last = next((m for m in reversed(self._mentions) if m.weight > 0), None)
        near = last is not None and self._sentence - last.sentence <= ROLE_REACH
        return last.person if last and near and not taken(last.person, head, others) else None

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
