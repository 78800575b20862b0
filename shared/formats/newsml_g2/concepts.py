"""Who and what a NewsML-G2 item is about: its concepts with their names in the item's language."""

import re
from collections.abc import Iterator
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import is_nobody, people, read_byline
from shared.formats.draft import Draft
from shared.formats.newsml_g2.restrictions import last_word
from shared.formats.values import put_names, put_people, put_topics, web_address
from shared.formats.xml.tree import Node

_FIELDS = {
    "people": frozenset({"person"}),
    "organisations": frozenset({"organisation", "organization", "company"}),
    "places": frozenset({"geoarea", "poi", "place", "location", "city", "country", "region", "state"}),
    "events": frozenset({"event"}),
}
_CATEGORY = re.compile(r"categor|department|section|^cat$|ressort|desk", re.IGNORECASE)
_IPTC = re.compile(r"(?:medtop|mediatopic|subj|subjectcode):\d{8}")
_WROTE = re.compile(r"author|writer|reporter|byline|journalist|creator|correspondent|columnist", re.IGNORECASE)
_MISSING = re.compile(r"no[ -]data[ -]available.*|n/?a|none|null|unknown|undefined|-+", re.IGNORECASE)
_SHORT_NAMES = frozenset({"mnemonic", "short", "abbreviation", "code", "adjectival"})
_MAX_SOURCES = 20  # of which one is kept
_ROLES_OF_SOURCE = ("source", "origprov", "originalprovider", "")


class Concepts:
    """Gives concepts their names, also where these stand in an assertion beside them."""

    def __init__(self, item: Node, language: str | None) -> None:
        self._language = (language or "").partition("-")[0].lower()
        self._asserted: dict[str, Node] = {}
        for node in item.all("assert"):
            for key in _keys(node):
                self._asserted.setdefault(key, node)

    def name(self, node: Node) -> str | None:
        """Give the name of a concept; its literal, or the text itself, where it has none."""
        asserted = next((self._asserted[key] for key in _keys(node) if key in self._asserted), None)
        for one in filter(None, (node, asserted)):
            if name := self.pick(one.all("name")):
                return name
        literal = node.attr("literal")
        own = None if len(node.element) else node.line
        return next((clean_line(text) for text in (own, literal) if text and not _MISSING.fullmatch(text)), None)

    def pick(self, nodes: list[Node]) -> str | None:
        """Give the text in the item's language, a full one before a short one."""
        ranked = sorted((self._rank(node), n) for n, node in enumerate(nodes) if _is_given(node.line))
        return nodes[ranked[0][1]].line if ranked else None

    def _rank(self, node: Node) -> tuple[bool, bool]:
        spoken = (node.attr("lang") or "").partition("-")[0].lower()
        return last_word(node.attr("role")).lower() in _SHORT_NAMES, bool(spoken) and spoken != self._language


def _keys(node: Node) -> list[str]:
    return [key for name in ("qcode", "uri", "literal") if (key := node.attr(name))]


def _is_given(line: str | None) -> bool:
    return line is not None and not _MISSING.fullmatch(line)


def put(draft: Draft, item: Node, concepts: Concepts) -> None:
    """Keep topics, names, section, genre, keywords, publisher and rights."""
    subjects = item.all("contentMeta/subject")
    named: dict[str, list[str]] = {field: [] for field in _FIELDS}
    topics: list[tuple[str | None, str | None]] = []
    for node in subjects:
        name = concepts.name(node)
        field = _field(node)
        if field and name:
            named[field].append(name)
        else:
            topics += _topics(node, name)
    at = f"{item.pointer}/contentMeta/subject"
    put_topics(draft, dict.fromkeys(topics), at)
    for field, names in named.items():
        put_names(draft, field, names, at)
    _put_section(draft, item, subjects, concepts)
    for field, path in (("genre", "contentMeta/genre"), ("section", "contentMeta/section")):
        for node in item.all(path)[:1]:
            draft.put(field, concepts.name(node) or last_word(node.attr("qcode")), node.pointer)
    put_names(draft, "keywords", filter(None, (one.line for one in item.all("contentMeta/keyword"))), at)
    _put_publisher(draft, item, concepts)
    _put_rights(draft, item, concepts)


def _field(node: Node) -> str | None:
    kind = last_word(node.attr("type", "typeuri")).lower()
    if (node.attr("qcode") or "").startswith("loctyp:"):  # Superdesk's places
        return "places"
    return next((field for field, kinds in _FIELDS.items() if kind in kinds), None)


def _topics(node: Node, name: str | None) -> Iterator[tuple[str | None, str | None]]:
    """Give a subject's code and name, and IPTC's code for it where that stands beside a code of the sender's."""
    code = node.attr("qcode", "uri")
    literal = node.attr("literal")
    if code is None and name is None and literal and _MISSING.fullmatch(literal):
        return
    if code and _MISSING.fullmatch(last_word(code)):
        code = None
    if code or name or literal:
        yield code, name or (literal if not code else None)
    if code and not _IPTC.fullmatch(code):
        for same in node.all("sameAs"):
            other = same.attr("qcode") or ""
            if _IPTC.fullmatch(other):
                yield other, name


def _put_section(draft: Draft, item: Node, subjects: list[Node], concepts: Concepts) -> None:
    for node in subjects:
        scheme = (node.attr("qcode") or "").partition(":")[0]
        if _CATEGORY.search(last_word(node.attr("type"))) or _CATEGORY.search(scheme):
            name = concepts.name(node)
            if name and len(name) > 1 and not name.isupper():  # no code of an agency
                draft.put("section", name, node.pointer)
                return
    services = [(name, one) for one in item.all("itemMeta/service") if (name := concepts.pick(one.all("name")))]
    if len(services) == 1:  # several are the ways it is distributed
        draft.put("section", services[0][0], services[0][1].pointer)


def _put_publisher(draft: Draft, item: Node, concepts: Concepts) -> None:
    sources = item.all("contentMeta/infoSource")[:_MAX_SOURCES]
    ranked = sorted(
        (one for one in sources if last_word(one.attr("role")).lower() in _ROLES_OF_SOURCE),
        key=lambda one: _ROLES_OF_SOURCE.index(last_word(one.attr("role")).lower()) == 1,
    )
    providers = item.all("itemMeta/provider")[:_MAX_SOURCES]
    credits = item.all("contentMeta/creditline")[:_MAX_SOURCES]
    candidates = [(concepts.name(one), one.pointer) for one in ranked]
    candidates += [(concepts.pick(one.all("name")), one.pointer) for one in providers]
    candidates += [((one.line or "").strip(" -–—/"), one.pointer) for one in credits]
    candidates += [(concepts.name(one) or last_word(one.attr("qcode", "uri")), one.pointer) for one in providers]
    for name, at in candidates:
        if _is_given(name or None):
            draft.put("publisher", name, at)
            return


def _put_rights(draft: Draft, item: Node, concepts: Concepts) -> None:
    for rights in item.all("rightsInfo")[:1]:
        words = [concepts.pick(rights.all(name)) for name in ("copyrightNotice", "usageTerms")]
        if not any(words):
            words = [concepts.name(one) for one in rights.all("copyrightHolder")]
        draft.put("rights", "\n\n".join(filter(None, words)), rights.pointer)


def put_authors(
    draft: Draft, item: Node, concepts: Concepts, given: list[dict[str, Any]], byline: str | None
) -> None:
    """Keep who wrote it: people among the creators and contributors, else those of the byline."""
    creators = item.all("contentMeta/creator")
    writers = [one for one in item.all("contentMeta/contributor") if _WROTE.search(last_word(one.attr("role")))]
    found = [author for one in (*creators, *writers) if (author := _author(one, concepts))]
    if byline and people(byline) and not any(one["name"].casefold() in byline.casefold() for one in found):
        found = []  # a byline names those who wrote; others among the creators made or moved it
    put_people(draft, found or given, (creators or [item])[0].pointer, byline)


def _author(node: Node, concepts: Concepts) -> dict[str, Any] | None:
    name = concepts.name(node) or ""
    is_person = last_word(node.attr("type")).lower() == "person" or node.first("personDetails") is not None
    if last_word(node.attr("type")).lower() in _FIELDS["organisations"] or node.first("organisationDetails"):
        return None
    wrote = last_word(node.attr("role")).lower()
    if wrote and not _WROTE.search(wrote) and wrote not in ("source", "contributor"):
        return None  # a photographer, an editor
    plain = [author.name for author in read_byline(name).authors if " " in author.name]
    if not plain and not (is_person and " " in name and not is_nobody(name)):
        return None
    definition = concepts.pick(node.all("definition"))
    title = node.first("personDetails/affiliation/title", "personDetails/jobTitle", "jobTitle")
    return {
        "name": plain[0] if plain else name,
        "role": title.line if title is not None else None,
        "biography": definition,
        "url": web_address(node.attr("uri")),
    }
