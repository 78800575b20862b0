"""The months in the languages that news is written in: one table for all that reads printed dates."""

# How the names begin, with their cases and short forms: enough to tell each from the others.
_BEGINNINGS = {
    1: "jan jän gen ene янв січ sty led styc oca ian janv tammi jaan saus ιαν",
    2: "feb fév fev febr лют фев lut úno helmi şub veebr vas φεβ",
    3: "mar mär mrz mrt мар maa bře бер brz mars märts kov μαρ már",
    4: "apr avr abr квіт kwi dub huhti nis апр кві bal απρ ápr",
    5: "may mai mag maj mei май мая трав kvě maio touko geg μαΐ μαι máj",
    6: "jun juin giu июн черв cze čer kesä haz čerw juuni jūn iun bir ιουν jún",
    7: "jul juil lug июл лип lip heinä tem července červenec juuli jūl iul liep ιουλ júl",
    8: "aug aoû aou ago авг серп sie srp elo ağu août rugp αυγ",
    9: "sep set сен вер wrz zář syys eyl rugs σεπ sze",
    10: "oct okt ott out окт жовт paź říj loka eki spal οκτ",
    11: "nov ноя лист lis marras kas noi lapk νοε",
    12: "dec dez dic déc dese дек груд gru pro joulu ara dets gruod δεκ",
}
# These count as the whole word alone, since other words begin so.
_ALONE = {"тра": 5, "чер": 6, "сер": 8, "жов": 10, "лис": 11, "гру": 12, "des": 12}
_SHORTEST = 3
_OF_BEGINNING = {beginning: month for month, words in _BEGINNINGS.items() for beginning in words.split()}
# A name, for patterns that ignore case.
PATTERN = rf"(?:(?:{'|'.join(_OF_BEGINNING)})[^\W\d_]{{0,8}}|(?:{'|'.join(_ALONE)})(?![^\W\d_]))\.?"


def month(name: str) -> int:
    """Give the number of the month that a word names, short or in full, 0 where it names none."""
    name = name.casefold()
    lengths = range(len(name), _SHORTEST - 1, -1)
    return _ALONE.get(name) or next((found for n in lengths if (found := _OF_BEGINNING.get(name[:n]))), 0)
