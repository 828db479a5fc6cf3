"""Word lists that tell an abbreviation's full stop from a sentence's end; all keys are casefolded."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name or a word always follows these, so their stop never ends a sentence.
OPEN = _words(
    "mr mrs ms messrs mx dr prof gov sen rep gen lt col maj capt cmdr cdr adm sgt cpl pvt hon rev supt "
    "brig amb insp pres mme mlle hr fr vs v e.g i.e cf viz approx incl z.b d.h bzw p.ex ул пл пер наб "
    "просп им акад проф тов напр т.е см ср стр рис гл обл"
)

# Titles that are common words in lower case ("rep", "col", "gen"), so only the capitalised form counts.
TITLES = _words("mr mrs ms dr prof gov sen rep gen lt col maj adm hon rev pres fr hr amb insp brig")

# A name mostly follows these, but they end a sentence too: held unless the next word opens sentences.
HELD = _words(
    "inc ltd co corp llc plc jr sr bros al st mt dept univ assn ave blvd rd gmbh ag nr sra acad "
    "secy asst assoc intl natl mfg долл"
)

# Lower-case letters that never end a sentence: "г. Минск", "ул. Мира, д. 5".
SMALL_LETTERS = _words("г д с п р о т в м")

# Of the abbreviations with inner stops: times of day, and those that mostly close a sentence.
CLOCK = _words("a.m p.m")
CLOSING = _words("т.д т.п н.э u.a u.ä")

# Lower-case parts of names and offices.
PARTICLES = _words("of the for and de da di du la le van von der bin ibn al el")

# These hold before a number only: "No. 5", "pp. 14-19".
NUMBERED = _words(
    "no nos art arts fig figs p pp vol vols ch chap sec sect para paras eq ed op app cl sched nr tel ext "
    "c b d n r s est ca vers ver ref pt ст п ч кв тел №"
)

# Capitalised, these hold before a number or each other: "Jan. 14", "Mon. Feb. 2".
SHORT_DATES = _words("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")

# The sentence goes on with these after "a.m." and "p.m.": days, months and time zones.
CALENDAR = SHORT_DATES | _words(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday gmt utc est edt cst cdt mst mdt pst pdt cet bst "
    "msk et pt"
)

# A single letter after these is a label, not somebody's initial: "vitamin C.", "plan B."
LABELS = _words(
    "vitamin vitamins hepatitis influenza plan class type grade group section part appendix annex "
    "schedule option point category team unit zone block gate hall terminal model line route phase item "
    "version formula article building room platform level pool series league division"
)

# Words that open a sentence far more often than they follow an abbreviation with a capital letter.
STARTERS = _words(
    "a an the this that these those he she it we you they i his her its our your their my there here what "
    "who how why where when while which in on at by for from with without as if but and or so yet no not nor "
    "yes after before during since until under over through despite although because though however still "
    "also then thus now today tomorrow yesterday meanwhile moreover instead later once only even some "
    "many most all both each every any several another other such more few none nobody nothing everyone "
    "everybody according to он она оно они мы вы ты я это этот эта эти тот та те в во на по с со к ко у о "
    "об от до из за для при после как если но и а его её их наш также кроме что кто где когда там тут "
    "здесь сегодня вчера завтра"
)

# What follows a quoted question as its attribution: “Who pays?” Dana Orsk asked.
SAYING = _words(
    "said says asked asks added adds replied replies noted notes stressed stresses wondered wonders "
    "inquired enquired exclaimed shouted cried answered explained told continued concluded remarked "
    "recalled joked quipped insisted"
)
