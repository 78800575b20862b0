"""How words for editors hold a story back: "EMBARGOED UNTIL …", "SPERRFRIST: …", "not for release before …".

An embargo is news, too ("Oil embargo ends"): what counts is that a line begins with the word and goes on as only a
restriction does, with until, a colon and a time, or nothing more.
"""

import re

_IN_NOTE = re.compile(
    r"^\W{0,3}(?:(?-i:EMBARGO(?:ED)?\b)|embargo(?:ed)?\W{0,3}$)|\bunder embargo\b|"
    r"\bembargo(?:ed)?\s{0,2}(?::|until|till|bis|jusqu|hasta|fino)|\bsperrfrist|\bsperrefrist|\bHFR\b|"
    r"\bhold for release|\b(?:not for (?:use|release|publication)|do not (?:use|publish)) (?:before|until)",
    re.IGNORECASE,
)
_UNTIL = (
    r"(?:until|till?|before|not before|bis|(?:d'?\s?ici\s)?jusqu[’']?\w{1,3}|hasta|fino\s\w{1,4}|até|tot|t/m|til|"
    r"kl|asti|do|до)\b"
)
_WORD = (
    r"(?:(?:strictly|strict|under|total|sous|bajo|sotto|sob|streng|news|press|media|note|achtung|attention|please)"
    r"[\s:!-]{1,3}){0,3}(?:embargo(?:ed)?|embargado|embargué|sperrfrist|sperrefrist|эмбарго)"
    r"(?:\s(?:date|time|notice|ende?|endet|lifts?|expires))?"
)
BEGINNING = re.compile(
    rf"[\W_]{{0,5}}(?:{_WORD}(?P<until>\W{{0,3}}\s(?:is\s|on\s|gilt\s)?{_UNTIL})?|hold (?:for release|until)|"
    r"(?:not for|no) (?:use|release|publication)\s(?:before|until)|"
    r"do not (?:use|publish|release) (?:before|until)|"
    r"nicht veröffentlichen vor|ne pas publier avant|not to be published (?:before|until))",
    re.IGNORECASE,
)
# What follows the bare word where it restricts: nothing, a colon with a time or a day, or a number.
_GOES_ON = re.compile(
    r"[\W_]*$|\s?[:–—-].{0,60}\d|\s?\(?\d|\W{1,3}(?:today|tonight|tomorrow|heute|morgen|demain|mañana|domani|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\w{3,10}tag|mittwoch)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"[\W_]{{0,5}}{_WORD}\s?:", re.IGNORECASE)
# News is seldom called so; with any number behind it is a time.
_CLEAR = re.compile(r"(?:embargoed|embargado|sperre?frist)\b.{0,100}\d", re.IGNORECASE)
_LONGEST_LINE = 160
_LOOK = 300  # characters


def names_an_embargo(words: str) -> bool:
    """Tell whether words for editors hold a story back, rather than tell of an embargo in the news."""
    return _IN_NOTE.search(words[:400]) is not None


def begins_with_an_embargo(words: str) -> bool:
    """Tell whether a text begins with words that hold it back."""
    words = words[:_LOOK]
    match = BEGINNING.match(words)
    if match is None:
        return False
    bare = (
        match["until"] is None and re.search(r"before|until|vor|avant|release$", match[0], re.IGNORECASE) is None
    )
    if not bare:
        return True
    shouted = match[0].isupper() and words[match.end() :].lstrip()[:1] in (":", "!")
    if shouted or _GOES_ON.match(words, match.end()):
        return True
    return len(words) <= _LONGEST_LINE and _CLEAR.search(words) is not None


def is_embargo_line(line: str) -> bool:
    """Tell a short line of its own that holds the text back.

    With a colon behind the word it does so whatever follows: "Sperrfrist: Redebeginn" has no time to be read.
    """
    return len(line) <= _LONGEST_LINE and (begins_with_an_embargo(line) or _LABEL.match(line) is not None)
