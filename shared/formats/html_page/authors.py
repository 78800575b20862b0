"""Who wrote a page: what its head, its marked elements and its visible byline say."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import is_nobody, read_byline
from shared.formats.draft import Draft
from shared.formats.html_page.facts import Facts, nearest
from shared.formats.html_text import plain_line

_METAS = re.findall(
    r"\S+",
    """
    author article:author og:author og:article:author byl byline authors parsely-author sailthru.author
    dc.creator dc:creator dcterms.creator dc.creator.aut dcterms.creator.aut citation_author
    cxenseparse:author shareaholic:article_author_name rbauthors creator article.author dcsext.author
    analyticsattributes.author dc.author
""",
)
# What stands before a name, also with a date before it ("Posted on May 5 by Jane Roe").
_LABEL = re.compile(
    r"^\W*(?:.{0,40}\b(?:by|von|par|por|door|durch)\s+|(?:über|about)\s+(?:den|die|the)?\s*(?:autor(?:in)?|"
    r"author)\b|"
    r"(?:autor(?:in|en|a|es|s)?|authors?|auteurs?|autore|verfasser(?:in)?|redakt(?:ion|eur|eurin)|text(?:e|o)?|"
    r"testo|"
    r"interview|di|da|av|af)\b(?:\s+und\s+\w+)?\s*:?\s*)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s[|•·–—»/]\s?|\s-\s|//|[(\[]|\s\d|^\d|,\s*\d|\b(?:am|on|le|el|il|vor|um|updated|published|veröffentlicht|"
    r"aktualisiert|publié|publicado|posted|zuletzt|stand|alle (?:artikel|beiträge)|weitere|view all|mehr|follow|"
    r"folgen|"
    r"kommentare?|comments?|hace|tiempo|edited|reviewed|geprüft|schreibt|ist|is|has)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:name|by|von|login|log in|stand|autor(?:in)?|author|zeige|datum|e-?mail|website|menu|home|start|min\.?|"
    r"uhr|"
    r"artikel|beitrag|gespeichert|kontakt|foto|text|quelle|source|bild|redaktion.*|anonym|gast|guest|admin.*|"
    r"wordpressadmin)(?:\s+(?:von|by))?\W*|.*\((?:required|erforderlich)\).*",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:e\.\s?v|gmbh|ag|inc|ltd|llc|stiftung|verband|verlag|verein|institut|magazin|zeitung|redaktion|staff|"
    r"team|news|"
    r"online|agency|ministerium|landesanstalt|universit\w+|university|foundation|press)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|de|org|net|fr|at|ch)\b", re.IGNORECASE)
_WRITTEN_BY = re.compile(r"(?:Von|By|BY|Par|Por|Text|Autor(?:in)?|Author|Auteur|VON)\b:?\s+[^\W\d_]")
_WRITING = re.compile(r"writ|verfass|geschrieb|autor|écrit|auteur|escrit|scritto|author", re.IGNORECASE)
_OF_A_NAME = re.compile(r"author[-_]*(?:name|link)|name[-_]*author|\bfn\b|\bp-author\b|autor[-_]*name")
_OF_AN_AUTHOR = re.compile(
    r"\b(?:author|autor|auteur|byline|autorin|writer|verfasser)\b|[-_](?:author|autor|byline)\b"
)
_KINDS: tuple[tuple[Callable[[Any], bool], str, float], ...] = (
    (lambda element: "author" in (element.get("rel") or ""), "[rel=author]", 0.85),
    (lambda element: _OF_A_NAME.search((element.get("class") or "").lower()) is not None, "author's name", 0.8),
    (
        lambda element: _OF_AN_AUTHOR.search(f"{element.get('class')} {element.get('id')}".lower()) is not None,
        "author's element",
        0.7,
    ),
)
_MAX_BYLINE = 150
_MAX_WORDS_OF_A_NAME = 4
_TRIED = 60
_TOGETHER = 8  # elements between the names of one byline
_NEAR_THE_HEADLINE = 100


def put_authors(draft: Draft, facts: Facts, site: str, heading: Any) -> None:
    """Keep the people who wrote, and the byline, where the JSON-LD named nobody.

    First whoever has a person's name, wherever; then a pen name where the page says that it is its author's.
    """
    if draft.has("authors"):
        return
    found = list(_candidates(facts, heading))
    for names, where, confidence in found:
        people = [
            one for name in names for one in read_byline(_bare(name)).authors if _is_full(one.name, confidence)
        ]
        if people:
            _put(draft, [person.model_dump() for person in people], names, where, confidence)
            return
    for names, where, confidence in found:
        pens = [{"name": name} for name in map(_bare, names) if confidence > 0.6 and _is_pen_name(name, site)]
        if pens:
            _put(draft, pens, names, where, confidence - 0.2)
            return
    for names, where, confidence in found[:1]:
        draft.derive("byline", ", ".join(dict.fromkeys(map(_bare, names))), where, confidence)


def _is_full(name: str, confidence: float) -> bool:
    """Tell whether it is a name: one word is one only where the page calls it its author's."""
    return _NO_NAME.fullmatch(name) is None and (confidence >= 0.8 or " " in name)


def _put(draft: Draft, people: list[dict[str, Any]], names: list[str], where: str, confidence: float) -> None:
    known = {person["name"]: person for person in people}
    draft.derive("authors", list(known.values()), where, confidence)
    draft.derive("byline", ", ".join(dict.fromkeys(map(_bare, names))), where, confidence)


def _candidates(facts: Facts, heading: Any) -> Iterator[tuple[list[str], str, float]]:
    for name in _METAS:
        lines = [plain_line(value) for value in facts.metas.get(name, ()) if not _ADDRESS.search(value)]
        values = [line for line in lines if not ("(" in line and is_nobody(line))]
        if values:
            yield values, f"meta[{name}]", 0.9
    for number in (1, 2):
        label, value = facts.meta(f"twitter:label{number}")[0], facts.meta(f"twitter:data{number}")[0]
        if label and value and _WRITING.search(label):
            yield [value], f"meta[twitter:data{number}]", 0.9
    yield from _group(
        facts,
        [(one, _named(one)) for one in facts.items.get("author", ())[:_TRIED]],
        heading,
        "[itemprop=author]",
        0.85,
    )
    marked = nearest(facts, facts.authors, heading)[:_TRIED]
    for test, where, confidence in _KINDS:
        yield from _group(facts, [(one, _words(one)) for one in marked if test(one)], None, where, confidence)
    yield from _below_the_headline(facts, heading)
    for element in marked:
        if words := _words(element):
            yield [words], "element like an author's", 0.6


def _group(
    facts: Facts, named: list[tuple[Any, str]], heading: Any, where: str, confidence: float
) -> Iterator[tuple[list[str], str, float]]:
    """Give the name nearest to the headline with those that stand beside it."""
    words = dict(named)
    order = (
        nearest(facts, [one for one, name in named if name], heading)
        if heading is not None
        else [one for one, name in named if name]
    )
    if order:
        at = facts.place[order[0]]
        beside = [one for one in order if 0 <= facts.place[one] - at <= _TOGETHER or one is order[0]]
        yield list(dict.fromkeys(words[one] for one in beside)), where, confidence


def _below_the_headline(facts: Facts, heading: Any) -> Iterator[tuple[list[str], str, float]]:
    """Give a line near the headline that begins as a byline does."""
    if heading is None:
        return
    for element in islice(_following(heading), _NEAR_THE_HEADLINE):
        for text in (element.text, element.tail):
            line = " ".join(text[:_MAX_BYLINE].split()) if text else ""
            if len(line) < 80 and _WRITTEN_BY.match(line):
                yield [line], "line below the headline", 0.6


def _following(element: Any) -> Iterator[Any]:
    """Give the elements after this one in the page's order."""
    for one in (element, *element.iterancestors()):
        for sibling in one.itersiblings():
            yield from sibling.iter()


def _named(element: Any) -> str:
    inner = element if element.get("content") else element.find(".//*[@itemprop='name']")
    if inner is None:
        return _words(element)
    return clean_line(inner.get("content") or _words(inner))


def _words(element: Any) -> str:
    if element.tag in ("label", "input", "form"):
        return ""
    words = clean_line(" ".join(element.itertext()))
    return words if len(words) <= _MAX_BYLINE and words[:1].isalpha() else ""


def _bare(line: str) -> str:
    """Give a name without the label before it and the date behind it."""
    line = clean_line(line)
    label = _LABEL.match(line)
    line = line[label.end() :] if label and label.end() < len(line) else line
    end = _END.search(line)
    return (line[: end.start()] if end and end.start() > 1 else line).strip(" ,:;|-–—•·/©")


def _is_pen_name(name: str, site: str) -> bool:
    if not name[:1].isalpha() or len(name) > 40 or len(name.split()) > _MAX_WORDS_OF_A_NAME or is_nobody(name):
        return False
    if _NO_NAME.fullmatch(name) or _ADDRESS.search(name) or _ORGANISATION.search(name):
        return False
    return not site or _letters(name) not in _letters(site)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
