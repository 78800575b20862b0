"""The lines of a NewsML 1 item: headline, byline and the like, of the component of its body or around it."""

import re
from typing import Any

from shared.domain.text import clean_line
from shared.formats.byline import read_byline
from shared.formats.draft import Draft
from shared.formats.embargo_words import begins_with_an_embargo, names_an_embargo
from shared.formats.newsml_1.content import Content, own_byline
from shared.formats.values import put_people
from shared.formats.xml.tree import Node

_ADVISORY = re.compile(r"advisory|ednote|editor|note|embargo|internal|instruct", re.IGNORECASE)
_EMBARGO = re.compile(r"embargo", re.IGNORECASE)
_MOST_NOTES = 100  # of each kind
_SUMMARY = re.compile(r"summary|abstract|lead|teaser|synopsis", re.IGNORECASE)
_DATE_ONLY = re.compile(r"[\d\W]*(?:\w{3,9}[\W\d]+)?\d{4}[\d\W]*", re.IGNORECASE)


class Lines:
    """Finds lines and metadata: in the component of the body first, then in those around it."""

    def __init__(self, content: Content, item: Node) -> None:
        start = content.component.element if content.component is not None else item.element
        chain = [start, *(one for one in start.iterancestors("{*}NewsComponent"))]
        self.components = [Node(one) for one in chain]
        self.item = item

    def all(self, path: str) -> list[Node]:
        """Give the nodes of this path in the nearest component that has any."""
        return next((found for one in self.components if (found := one.all(path))), [])

    def first(self, *paths: str) -> Node | None:
        """Give the first node with words or a name."""
        for path in paths:
            for component in self.components:
                for node in component.all(path):
                    if said(node):
                        return node
        return None


def said(node: Node | None) -> str | None:
    """Give the words of a node, or the formal name that stands for them."""
    return None if node is None else node.line or node.attr("FormalName")


def put(draft: Draft, lines: Lines, content: Content) -> None:
    """Keep headline, summary, slug, dateline, note and genre."""
    nitf = content.nitf
    headline = lines.first("NewsLines/HeadLine")
    if headline is not None:
        draft.put("headline", headline.line, headline.pointer)
        content.title = headline.line
    elif nitf is not None and nitf.headline:
        draft.put("headline", *nitf.headline)
        content.title = nitf.headline[0]
    else:
        content.title = content.title or content.body.title
        draft.put("headline", content.title, content.body_at)
    summary = content.summary or said(_line_of(lines, _SUMMARY)) or said(lines.first("NewsLines/SubHeadLine"))
    if not summary and nitf is not None and nitf.summary:
        summary = nitf.summary[0]
    draft.put("summary", summary, lines.components[0].pointer)
    for node in (
        lines.first("NewsLines/SlugLine", "NewsLines/SlugLine/SlugLineText"),
        lines.item.first("Identification/NameLabel"),
    ):
        if node is not None and not draft.has("slug"):
            draft.put("slug", node.line, node.pointer)
    _put_dateline(draft, lines, nitf.dateline if nitf else None)
    _put_note(draft, lines)
    genre = lines.first("DescriptiveMetadata/Genre")
    draft.put("genre", said(genre), (genre or lines.item).pointer)


def _line_of(lines: Lines, kind: re.Pattern[str]) -> Node | None:
    """Give the text of the first free line of a kind."""
    for component in lines.components:
        for line in component.all("NewsLines/NewsLine"):
            if any(kind.search(one.attr("FormalName") or "") for one in line.all("NewsLineType")):
                return line.first("NewsLineText")
    return None


def _lines_of(lines: Lines, kind: re.Pattern[str]) -> list[Node]:
    """Give the texts of all free lines of a kind."""
    return [
        text
        for component in lines.components
        for line in component.all("NewsLines/NewsLine")
        if any(kind.search(one.attr("FormalName") or "") for one in line.all("NewsLineType"))
        for text in line.all("NewsLineText")
    ]


def notes(lines: Lines) -> list[Node]:
    """Give all that is for editors: advisory lines and comments."""
    comments = [one for holder in (lines.item, *lines.components) for one in holder.all("Comment")]
    return [
        *_lines_of(lines, _ADVISORY)[:_MOST_NOTES],
        *[one for one in comments if one.attr("FormalName") != "Copyright"][:_MOST_NOTES],
    ]


def embargoes(lines: Lines) -> list[Node]:
    """Give those of them that speak of an embargo."""
    named = {one.element for one in _lines_of(lines, _EMBARGO)[:_MOST_NOTES]}
    return [
        one
        for one in notes(lines)
        if one.element in named or names_an_embargo(one.text) or begins_with_an_embargo(one.line or "")
    ]


def _put_dateline(draft: Draft, lines: Lines, nested: tuple[str, str] | None) -> None:
    node = lines.first("NewsLines/DateLine")
    line = (said(node) or "").strip(" -–—:")
    if node is not None and line and not _DATE_ONLY.fullmatch(line):
        draft.put("dateline", line, node.pointer)
    elif nested:
        draft.put("dateline", *nested)
    else:
        places = [
            one for one in lines.all("DescriptiveMetadata/Location") if one.attr("HowPresent") in (None, "Origin")
        ]
        found = [one for place in places for one in place.all("Property") if one.attr("FormalName") == "City"]
        found += [one for one in lines.all("DescriptiveMetadata/Property") if one.attr("FormalName") == "City"]
        if found:
            draft.put("dateline", found[0].attr("Value"), found[0].pointer)


def _put_note(draft: Draft, lines: Lines) -> None:
    found = notes(lines)
    words = dict.fromkeys(filter(None, map(said, found)))
    draft.put("internal_note", "\n\n".join(words), (found[0] if found else lines.item).pointer)


def put_people_of(draft: Draft, lines: Lines, content: Content) -> None:
    """Keep byline and authors."""
    node = lines.first("NewsLines/ByLine")
    creators = [one for one in lines.all("AdministrativeMetadata/Creator/Party") if said(one)]
    byline, given = said(node), list[dict[str, Any]]()
    if byline:
        draft.put("byline", byline, node.pointer if node else "")
    elif content.nitf is not None and content.nitf.byline:
        byline, given = content.nitf.byline[0], content.nitf.authors
        draft.put("byline", *content.nitf.byline)
    elif creators and any(read_byline(said(one) or "").authors for one in creators):
        byline = clean_line(", ".join(said(one) or "" for one in creators))
        draft.put("byline", byline, creators[0].pointer)
    else:
        byline = own_byline(content)
        draft.derive("byline", byline, "the text's own byline", confidence=0.8)
    put_people(draft, given, (node or lines.item).pointer, byline)


def put_source(draft: Draft, root: Node, lines: Lines) -> None:
    """Keep publisher and rights."""
    nodes = [lines.first(f"AdministrativeMetadata/{name}/Party") for name in ("Source", "Provider")]
    nodes += [lines.first("NewsLines/CreditLine"), root.first("NewsEnvelope/SentFrom/Party")]
    nodes += [lines.item.first("Identification/NewsIdentifier/ProviderId")]
    for node in nodes:
        if node is not None and said(node):
            draft.put("publisher", said(node), node.pointer)
            break
    found = [lines.first(f"NewsLines/{name}") for name in ("CopyrightLine", "RightsLine")]
    usage = lines.all("RightsMetadata/UsageRights")
    found += [one for right in usage for one in right.all("UsageType")] if usage else []
    if not any(found):
        found = [lines.first("RightsMetadata/Copyright/CopyrightHolder")]
    words = dict.fromkeys(text for one in found if (text := said(one)))
    draft.put("rights", "\n\n".join(words), next((one.pointer for one in found if one is not None), ""))
