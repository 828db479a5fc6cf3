"""English verbs that reports and questions about them use, with their forms."""

from __future__ import annotations

from bot.quotations.lexicon import words

REGULAR = words(
    "accept accuse achieve add address adopt advise agree aim allocate allow amount announce answer appeal appoint "
    "approve arrange arrest arrive ask assemble attack attend award back believe belong benefit blame block borrow "
    "call cancel carry cause celebrate change charge check claim close collapse collect compare compete complain "
    "complete concern confirm consider consist construct contain continue contribute cooperate cover create criticise "
    "criticize cross damage decide declare decline decrease defend delay deliver demand deny depend describe deserve "
    "design destroy develop die disclose discover discuss distribute divide double earn employ end enter equip "
    "establish estimate evacuate exceed exchange exist expand expect explain export express extend fail finance finish "
    "fix focus follow force gather govern grant happen harvest help hire honour honor hope host identify "
    "import impose improve include increase inform injure inspect install insist intend introduce invent invest "
    "invite involve issue join kill last launch limit link live load locate lower maintain manage manufacture "
    "mention modernise modernize mount move name need negotiate note notice nominate offer open operate oppose order "
    "organise organize own participate pass pick play pledge postpone praise predict "
    "prepare present prevent process produce promise propose protect protest prove provide publish purchase raise "
    "reach receive recognise recognize recover recruit reduce refuse register reject release remain remember remove "
    "rent repair replace reply report represent request rescue require resign resolve respond restore result resume "
    "return reveal review sail save seem select serve share show sign start stay store stress suffer suggest "
    "supply support suspend talk target tax thank touch tour trade train treat triple turn unveil use visit vote "
    "wait want warn weigh welcome witness work"
)
# Base, past, participle.
IRREGULAR = (
    "ban banned banned, become became become, begin began begun, break broke broken, bring brought brought, "
    "build built built, buy bought bought, choose chose chosen, come came come, cost cost cost, cut cut cut, "
    "draw drew drawn, drop dropped dropped, fall fell fallen, feel felt felt, fight fought fought, find found found, "
    "fly flew flown, get got got, give gave given, go went gone, grow grew grown, hear heard heard, hold held held, "
    "keep kept kept, know knew known, lead led led, leave left left, lend lent lent, lose lost lost, make made made, "
    "mean meant meant, meet met met, pay paid paid, permit permitted permitted, plan planned planned, put put put, "
    "rise rose risen, run ran run, say said said, see saw seen, sell sold sold, send sent sent, set set set, "
    "ship shipped shipped, sink sank sunk, speak spoke spoken, spend spent spent, stand stood stood, "
    "stop stopped stopped, take took taken, teach taught taught, tell told told, think thought thought, "
    "transfer transferred transferred, understand understood understood, win won won, write wrote written"
)


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeou" else base + "ed"


def _present(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "go")) else "s")


_TABLE = [(base, _past(base), _past(base)) for base in sorted(REGULAR)]
_TABLE += [(base, past, participle) for base, past, participle in (row.split() for row in IRREGULAR.split(", "))]

BASES = frozenset(base for base, _, _ in _TABLE)
PAST = {past: base for base, past, _ in _TABLE}  # past form to base
PARTICIPLES = {participle: base for base, _, participle in _TABLE}  # participle to base
PARTICIPLE = {base: participle for base, _, participle in _TABLE}
PAST_OF = {base: past for base, past, _ in _TABLE}
PRESENT = {_present(base): base for base in BASES}
FORMS = BASES | PAST.keys() | PARTICIPLES.keys() | PRESENT.keys()
