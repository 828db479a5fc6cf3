"""English words of questions that lean on what was said before."""

from __future__ import annotations

from bot.quotations.lexicon import DETERMINERS, PREPOSITIONS, words

CONNECTORS = words("and but so or ok okay well then also now please yes no hm huh oh wait thanks")
WH = words("who whom whose what which when where why how")
AUXILIARIES = words(
    "is are was were do does did has have had will would can could shall should may might must isn't aren't wasn't "
    "weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't"
)
BE = words("is are was were")
PERSONS = {
    "he": "", "she": "", "him": "", "her": "", "his": "’s", "hers": "’s",
}  # fmt: skip
GROUPS = {"they": "", "them": "", "their": "’", "theirs": "’"}
THINGS = {"it": "", "its": "’s", "that": "", "this": ""}
PLACES = PREPOSITIONS - words("asked speaking summing than like per")
SPEECH = words("say said says saying tell told tells think thinks thought comment predict add")
NOUNS_OF_TIME_AND_PLACE = words("year day date month time city country town place")
# Words that ask, point or doubt, but name nothing that a document could be about.
EMPTY = (
    CONNECTORS | WH | AUXILIARIES | DETERMINERS | PLACES | SPEECH | NOUNS_OF_TIME_AND_PLACE
    | PERSONS.keys() | GROUPS.keys() | THINGS.keys()
    | words(
        "i you we me us your our my be been being am not n't sure really certain true right correct exactly mean means "
        "meant know knows explain else more again happen happened happens happening thing things anything something "
        "everything elaborate detail details reason way one ones come go on much many long often far soon such case "
        "there here just only all still ever too even same because if than whether quote quoted words source answer "
        "question speaking speaker serious joking actually that's what's who's it's says-who proof prove continue "
        "others other whom ok"
    )
)  # fmt: skip
# What a clause with an empty "it" turns on: "Is it safe to eat", "Will it rain".
EMPTY_IT = words(
    "true possible necessary safe likely easy hard difficult allowed legal illegal important worth rain raining rained "
    "rains snow snowing snowed take took takes taken cost clear known right wrong enough late early quick common "
    "normal easier harder better fair going being mean get suggested said believed thought permitted forbidden "
    "expensive cheap"
)
# Plural nouns that act as people do.
ACTORS = words(
    "people children men women police sides parties countries governments delegations companies banks ministries "
    "states teams nations unions groups villages towns cities firms heads sources critics families"
)
# Verbs by which plural things, too, are asked about: "What do they cover?"
OF_THINGS = words("cover contain include cost mean concern provide say have get need last come look differ consist")
PLURALS = words("people children men women police data sides")
