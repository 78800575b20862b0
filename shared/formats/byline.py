"""Whose names stand in a byline: only plain cases, everything doubtful is left to the byline as it was written.

Read from bylines like "By Jane Doe", "Jane Doe and John Roe", "By Jane Doe, Reuters" and "A B, C D and E F". A
name has two to four words that begin with a capital letter or are particles. Agencies, desks, offices and the
boilerplate of content systems are nobody; one part that is neither a name nor a credit makes the whole doubtful.
"""

import re

from shared.domain.text import clean_line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MAX_LENGTH = 300
_PREFIX = re.compile(r"(?:(?:written|reported|story|words|text)\s+)?by\b:?\s*", re.IGNORECASE)
# "Von Christian Hollmann": a preposition only when a whole name follows, for "Von Trier" is a name.
_FOREIGN_PREFIX = re.compile(r"(?:Von|Par|Por|Door|Av|Af|VON|PAR|POR)\s+(?=\S+\s+\S)")
_AND = re.compile(r"\s+(?:and|And|AND|und|et|y|och|og|en)\s+|\s*[&;]\s*")
_COMMA = re.compile(r"[,|•·()]|\s[/–—-]\s")  # dashes of every length part a credit from a name
_ELISION = re.compile(r"[dl][’'](?=\w)")  # d'Emilio
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*[’'.]?")
_PARTICLES = _words(
    """
    al bin da das de del della den der des di do dos du el ibn la le ten ter van von y zu zum zur
    """
)
_AGENCIES = _words(
    """
    aap afp ani anp ansa ap apa belga bloomberg cp dapd ddp dpa dpa-afx efe epd france-presse ians interfax
    kna kyodo lusa ntb pa pap pti reuter reuters ritzau sda sid stt tass tt ukrinform unian upi xinhua
    """
)
_OFFICES = _words(
    """
    admin administrator agencies agency anonymous ats author authors bureau contributing contributor
    contributors copyright correspondent correspondents desk editor editorial editors freelance guest intern
    media n/a newsdesk newsroom none null online photographer press redaccion redacción redactie redaktion
    redakcja redazione reporter reporters root rédaction service staff team unbekannt undefined unknown user
    webdesk webmaster writer writers
    """
)
_NOBODY = _AGENCIES | _OFFICES
_NOBODY_TOGETHER = frozenset(
    (
        "afp news", "agence france presse", "ap news", "associated press", "bbc news", "canadian press",
        "dow jones", "news desk", "pa news", "press association", "press release", "web desk",
    )
)  # fmt: skip
# Words of an employer, an office or a place: no person's name has one of them.
_OF_AN_EMPLOYER = _words(
    """
    abc academy association bbc broadcasting business canadian center centre chief city cnn college columnist
    communications company corporation council daily department deputy digital director express foundation
    gazette global group guardian health herald hong inc institute international journal laboratory las
    limited llc los ltd magazine managing ministry museum nbc network new news newspaper newspapers office
    police politics politik posts producer radio report research saint san school science senior services
    society south special sport sports states television the times today tribune trust tv uk united
    university us usa view weekly world
    """
)
_NO_NAME = _NOBODY | _OF_AN_EMPLOYER
_BOILERPLATE = re.compile(
    r"(?:view|see|show|read|more|all)\b.{0,20}\b(?:posts?|articles?|stories|more)", re.IGNORECASE
)

_DOMAIN = re.compile(
    r"\bwww\.|^\S+\.(?:com|net|org|info|news|online|eu|de|at|ch|fr|it|es|pl|nl|no|dk|cz|ru|ua|uk|us|br|tv|io)$"
)


def people(byline: str) -> tuple[str, ...]:
    """Give the names of the people in a byline, none where it is not plain."""
    if len(byline) > _MAX_LENGTH:
        return ()
    line = clean_line(byline)
    prefix = _PREFIX.match(line) or _FOREIGN_PREFIX.match(line)
    line = line[prefix.end() :] if prefix else line
    names: list[str] = []
    for group in _AND.split(line):
        parts = [part.strip() for part in _COMMA.split(group) if part.strip()]
        if not parts or not (_is_name(parts[0]) or is_nobody(parts[0])):
            return ()
        names += filter(_is_name, parts)
        if not all(_is_name(part) or _is_credit(part) for part in parts):
            return ()
    return tuple(dict.fromkeys(names))


def is_nobody(name: str) -> bool:
    """Tell whether what stands in a name's place is an agency, a desk, an office or boilerplate."""
    if _DOMAIN.search(name):
        return True
    words = [word.strip(".,:()") for word in clean_line(name).casefold().removeprefix("the ").split()]
    together = " ".join(words)
    return (
        all(word in _NOBODY for word in words)
        or together in _NOBODY_TOGETHER
        or _BOILERPLATE.match(together) is not None
    )


def _is_credit(part: str) -> bool:
    """Tell whether the part names an employer or an office: "Press Association", "Michigan State University"."""
    return is_nobody(part) or (len(part.split()) <= 6 and _names_an_employer(part))


def _is_name(part: str) -> bool:
    words = part.split()
    if not 2 <= len(words) <= 4 or _names_an_employer(part) or words[-1] in _PARTICLES:
        return False
    return all(_WORD.fullmatch(word) and (_capital(word) or word in _PARTICLES) for word in words)


def _capital(word: str) -> bool:
    return _ELISION.sub("", word, count=1)[0].isupper()


def _names_an_employer(part: str) -> bool:
    return any(word.strip(".") in _NO_NAME for word in part.casefold().split())
