"""English words that tell who speaks: verbs of saying, pronouns, roles and the words around names."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def _forms(bases: str) -> dict[str, str]:
    """Past, present and -ing forms of regular verbs, each with its base."""
    forms: dict[str, str] = {}
    for base in bases.split():
        stem = base[:-1] if base.endswith("e") else base
        consonant_y = base.endswith("y") and base[-2] not in "aeou"
        past = base[:-1] + "ied" if consonant_y else stem + "ed"
        hissing = base.endswith(("s", "sh", "ch", "x", "z"))
        present = base[:-1] + "ies" if consonant_y else base + ("es" if hissing else "s")
        forms |= {past: base, present: base, stem + "ing": base}
    return forms


# Mostly verbs of saying: they announce speech with or without "that".
SAYING = _forms(
    "add admit announce answer argue assert assure claim clarify comment complain concede conclude confess confirm "
    "contend continue counter declare deny disclose emphasize emphasise exclaim explain express hint imply inform "
    "insist instruct interrupt joke lament maintain mention note object observe opine pledge point predict proclaim "
    "promise protest quip recall reckon recount reiterate relate remark remind repeat reply report respond retort "
    "reveal shout state stress stipulate suggest testify tweet underline underscore urge vow warn whisper wonder "
    "acknowledge advise affirm allege boast caution cheer chide correct cry demand echo elaborate explain forecast "
    "inquire enquire marvel muse plead propose scold signal specify snap sigh summarise summarize translate "
    "post appeal ask estimate chant label describe praise thank greet mock rail riff tease ventured volunteer"
) | {
    "said": "say", "says": "say", "saying": "say", "say": "say", "told": "tell", "tells": "tell", "telling": "tell",
    "wrote": "write", "writes": "write", "writing": "write", "written": "write", "spoke": "speak",
    "went": "go on", "goes": "go on", "put": "put", "puts": "put", "summed": "sum up", "sums": "sum up",
    "began": "begin", "begins": "begin", "admitted": "admit", "admitting": "admit", "quipped": "quip",
    "quipping": "quip", "reads": "read", "read": "read", "held": "hold", "swore": "swear", "quoted": "quote",
    "quoting": "quote", "agreed": "agree", "agrees": "agree", "agreeing": "agree", "called": "call",
    "calls": "call", "calling": "call", "laughed": "laugh", "laughs": "laugh", "smiled": "smile", "sings": "sing",
    "sang": "sing", "wished": "wish", "shared": "share", "opened": "open", "closed": "close", "thought": "think",
    "thinks": "think", "believes": "believe", "believed": "believe", "refused": "refuse", "invited": "invite",
    "expects": "expect", "hopes": "hope", "hoped": "hope", "characterized": "call", "characterised": "call",
    "dismissed": "dismiss", "branded": "call", "gave": "give", "gives": "give", "typed": "type",
    "offered": "offer", "joked": "joke", "snapped": "snap", "used": "use", "repeated": "repeat",
    "vented": "vent", "blamed": "blame", "blasted": "blast", "slammed": "slam", "criticized": "criticize",
    "criticised": "criticise", "attacked": "attack", "shot": "shoot back", "fired": "fire back", "spelled": "spell out",
    "laid": "lay out", "likened": "liken", "likens": "liken", "compared": "compare", "compares": "compare",
    "deemed": "deem", "termed": "term", "considered": "consider", "considers": "consider", "pointing": "point",
    "offers": "offer",
}  # fmt: skip

BASES = frozenset(SAYING.values()) - {"put", "go on", "read", "use", "give", "hold", "open", "close"}

# These need their particle to speak: "went on", "put it", "summed up".
PARTICLES = {
    "go on": words("on"), "put": words("it this"), "sum up": words("up it"), "shoot back": words("back"),
    "fire back": words("back"), "spell out": words("out"), "lay out": words("out"), "point": words("out to"),
    "chime": words("in"), "lay": words("out"),
}  # fmt: skip

# Words of saying that are mostly nouns or adjectives unless a clause follows.
NOUNS = words(
    "reports notes claims comments remarks states answers posts promises protests demands objects quips jokes "
    "estimates forecasts labels signals cries sighs appeals hopes posting writing opening reporting points "
    "cautions read used tweets stresses"
)

# With "that" these report speech; without it only the first two do.
REPORTING_BARE = words("say tell")
REPORTING = words(
    "say tell add admit announce answer argue assert assure claim clarify comment complain concede conclude "
    "confess confirm contend counter declare deny disclose emphasize emphasise explain express hint imply "
    "inform insist instruct joke lament maintain mention note object observe opine pledge point predict "
    "proclaim promise protest quip recall reckon recount reiterate relate remark remind repeat reply report "
    "respond retort reveal state stress stipulate suggest testify underline underscore vow warn acknowledge "
    "advise affirm allege boast caution estimate specify write believe think hope expect agree propose demand "
    "forecast"
)

# Verbs with a hearer before what is said: "told reporters that".
ADDRESSING = words("tell assure remind inform advise warn urge instruct")
REPLYING = words("reply respond answer retort counter")
# With these verbs the one who was addressed may speak next: "Quill asked Lind. He said".
HEARING = dict.fromkeys(ADDRESSING, REPLYING) | {"ask": REPLYING | {"say"}}

NEGATIONS = words("not never cannot")
# What reads is a text: "the letter reads".
TEXTS = words(
    "statement letter text message note tweet post e-mail email sign banner poster placard plaque inscription headline "
    "caption label notice slogan document report release article paper memo passage clause draft resolution order "
    "declaration communique communiqué transcript entry card invitation telegram announcement"
)
# A dot shortens these words in the names of companies.
COMPANIES = words("corp inc ltd co llc bros")

PRONOUNS = {
    "he": "m", "she": "f", "they": "", "we": "", "i": "", "it": "", "his": "m", "her": "f", "their": "", "him": "m",
}  # fmt: skip
SUBJECTS = words("he she they we i it")
POSSESSIVES = words("his her their its our my")
DETERMINERS = words("the a an this that these those his her its their our my another one some no every each both")
RELATIVES = words("who which that whose whom")
CONJUNCTIONS = words("and but or yet so then nor")
CLAUSE_OPENERS = words(
    "that as when while because if although though whereas since until before after whether than where what "
    "why how unless once lest"
)
PREPOSITIONS = words(
    "of for in at on from to by with about against among around between during into near off onto over "
    "through under upon within without per despite toward towards across behind beyond via than like amid "
    "besides following regarding concerning including asked speaking summing commenting answering addressing "
    "opening closing replying responding according thanks outside inside"
)
ADVERBS = words(
    "also then later again still already nevertheless nonetheless however too even just only once earlier "
    "further first finally meanwhile therefore thus instead never not often always now afterwards afterward "
    "today yesterday tomorrow himself herself themselves itself repeatedly did does do had has have was is "
    "were been be will would can could may might must shall should recently jokingly sarcastically in-turn "
    "n't"
)
MONTHS_AND_DAYS = words(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday"
)

MALE = words(
    "mr mr. messrs messrs. king prince emir sheikh sultan father sir lord chairman spokesman headman brother "
    "congressman statesman husband son monk fisherman businessman policeman craftsman foreman cameraman "
    "salesman sportsman alderman councilman assemblyman gentleman grandfather widower"
)
FEMALE = words(
    "mrs mrs. ms ms. miss mme madam queen princess mother lady dame chairwoman spokeswoman headmistress "
    "sister congresswoman wife daughter nun businesswoman policewoman forewoman sportswoman councilwoman "
    "assemblywoman actress grandmother widow midwife baroness duchess countess"
)
HONORIFICS = words(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir lord lady dame mme madam herr frau monsieur señor "
    "señora rep. sen. gov. gen. lt. col. capt. sgt. del. hon. rev. jr. sr. st. messrs. messrs sheikh prince "
    "princess king queen emir sultan father sister brother judge captain colonel general major admiral "
    "lieutenant sergeant brigadier honourable honorable excellency highness majesty comrade sardar chief "
    "justice doctor professor academician senator congressman congresswoman representative ambassador deputy "
    "academic"
)

# Nouns for people by office or trade. Endings such as -er and -ist are read as such too.
ROLES = (
    HONORIFICS
    | MALE
    | FEMALE
    | words(
        "president minister premier chancellor secretary chair chairperson director head chief leader speaker "
        "governor mayor envoy commissioner spokesperson deputy executive officer ceo founder co-founder owner "
        "engineer scientist conservator coordinator representative delegate official adviser advisor analyst "
        "economist expert specialist architect designer prosecutor attorney lawyer counsel chairwoman co-chairman "
        "co-chair member negotiator parliamentarian lawmaker politician diplomat consul commander inspector "
        "auditor ombudsman coach captain player rector dean principal teacher student pupil scholar historian "
        "researcher author poet writer editor journalist reporter host guest counterpart colleague curator "
        "librarian archivist farmer worker breeder agronomist forester doctor nurse surgeon physician paramedic "
        "veterinarian pilot driver skipper sailor seaman elder chieftain bishop cardinal mufti ayatollah nuncio "
        "lama archbishop patriarch pope imam rabbi priest abbot monarch ruler regent vice-president vice-chairman "
        "vice treasurer accountant banker trader merchant entrepreneur investor manager supervisor technician "
        "operator geologist meteorologist ecologist biologist chemist physicist astronomer vulcanologist "
        "seismologist resident villager pensioner veteran volunteer activist candidate nominee incumbent senator "
        "whip cellist conductor singer composer artist painter sculptor actor producer organiser organizer winner "
        "champion boss superintendent marshal statistician cheesemaker fitter turner welder miner baker cook "
        "blacksmith boy girl man woman child lad youngster schoolboy schoolgirl neighbour neighbor carpenter "
        "assistant aide apprentice intern trainee undersecretary interlocutor"
    )
)
# Offices that a leader is called by, each with the wider words for it.
HEADS = words(
    "president king queen emir sultan monarch prince ruler premier chancellor minister chairman chairwoman "
    "chairperson chair co-chairman director governor mayor rector dean commissioner secretary executive ceo "
    "head chief leader speaker principal commander coordinator manager boss superintendent prosecutor captain"
)
WIDER = words("head chief leader boss")
STATE = words("president king queen emir sultan monarch prince ruler")
GOVERNMENT = words("premier chancellor")
LESSER = words("deputy vice prime assistant former acting first ex-president under")

# Nouns that speak but are nobody in particular, or no person.
BODIES = words(
    "letter paper newspaper newsletter chamber center centre order charter power poster banner sticker tower "
    "river number chapter folder border matter quarter summer winter september october november december "
    "member-state folklore computer register ledger leader-board document statement government parliament "
    "department settlement agreement movement regiment establishment consent continent apartment disagreement "
    "instrument treatment announcement comment moment advertisement factor sector tractor reactor corridor "
    "error minor major manor"
)
ORGANISATIONS = words(
    "bank ministry union front committee commission council agency university institute company corporation "
    "group party house senate parliament assembly congress court office bureau board fund organization "
    "organisation association federation league society service center centre museum library academy school "
    "hospital airport railways airlines airways times post journal news herald tribune tv radio states "
    "nations republic kingdom islands island river lake mountain mountains valley sea ocean street road "
    "square bridge station port plant factory conference forum summit programme program project act treaty "
    "agreement award prize order department foundation trust authority administration chamber secretariat "
    "alliance coalition cooperative network team club press inc ltd llc corp city county district province "
    "region north south east west northern southern eastern western international national federal royal "
    "declaration convention charter protocol exhibition festival"
)
PORTFOLIOS = words(
    "foreign affairs finance culture health justice defence defense agriculture trade energy transport "
    "education economy interior labour labor environment tourism industry sport sports science fisheries "
    "information communications communication development state security water housing commerce planning "
    "infrastructure forestry public works youth social policy digital relations railways tax taxes customs "
    "mines emergency situations external"
)
SOVEREIGNS = words("king queen prince princess emir sultan pope sheikh emperor empress patriarch")
ACTING = words(
    "was is has had did does will took went came met made gave believes thinks hopes wore held struck spoke "
    "drew put showed left sat stood knows knew found saw kept brought read chose won lost led grew taught "
    "heads"
)
# Given names that end like trades.
GIVEN = words(
    "alexander aleksander christopher kristofer walter oliver victor viktor hector salvador theodor teodor "
    "fyodor xavier javier rainer werner gunther günther dieter heather jennifer esther spencer carter cooper "
    "taylor connor eleanor trevor nestor melchior herman hermann norman usman osman othman suleiman sulayman "
    "abdurrahman rahman lothar balthasar casper kasper jasper gasper parker hunter tucker turner walker "
    "skyler summer amber evander leander lysander sander iskander iskandar isidor isador amador ingmar gunnar "
    "elinor eliezer ebenezer schuyler"
)
# Groups that speak, named after a place or a body: "the Zhermak delegation".
GROUPS = words("government delegation side embassy ministry authorities leadership officials team party parliament")
# Those that `her counterpart` names are somebody else than she.
OTHERS = words("counterpart colleague guest interlocutor opponent partner rival host")
MAJESTIES = words("majesty highness")
# What somebody of any office may be called besides.
GENERIC = words(
    "man woman boy girl child lad youngster guest host speaker official politician expert specialist scientist scholar "
    "academic doctor researcher diplomat envoy negotiator lawmaker parliamentarian statesman author writer artist "
    "veteran student pupil pensioner resident villager businessman businesswoman entrepreneur representative delegate "
    "interlocutor newcomer winner champion athlete player captain leader head chief boss"
)
