"""The JSON-LD of a page: which of its nodes is the article, and what other nodes say of the page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput
from shared.formats import schema_org
from shared.formats.draft import Draft
from shared.formats.hold import AROUND, restrictions
from shared.formats.payload import Payload, strict_json
from shared.formats.schema_org.linked_data import articles, index, is_article, plain, referred, types
from shared.formats.values import latest, listed, text

_MAX_NODES = 5_000
_MAX_HOLDS = 50
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|"
    r"\]\]>)?\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_CONTROLS = re.compile(r"[\x00-\x1f]")
_TALKS_OF_A_HOLD = re.compile(r"embargo|pubstatus|creativeworkstatus", re.IGNORECASE)
# Other things that a page may be about: what they say of dates and people holds for the page.
_PAGES = frozenset(
    re.findall(
        r"\S+",
        """
    WebPage ItemPage AboutPage FAQPage QAPage MedicalWebPage CollectionPage Recipe HowTo Review VideoObject
    CreativeWork Podcast PodcastEpisode Course Event ContactPage ProfilePage WebContent Question
""",
    )
)


@dataclass
class LinkedPage:
    """What a page's JSON-LD gives: its article as read, other nodes of interest, and what could not be read."""

    article: Parsed | None = None
    is_article: bool = False
    published: str | None = None  # as the article has it
    pages: list[dict[str, Any]] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    may_be_held: bool = False  # what could not be read speaks of an embargo


def read_linked(scripts: list[str], names: set[str], title: str) -> LinkedPage:
    """Read the scripts of a page that has these addresses and this title."""
    found = LinkedPage()
    documents: list[Any] = []
    for script in scripts:
        try:
            documents.append(plain(_loose_json(script)))
        except BadInput as error:
            found.unreadable.append(error.detail)
            found.may_be_held |= _TALKS_OF_A_HOLD.search(script) is not None
    nodes = [node for document in documents for node in _top(document)]
    found.pages = [node for node in nodes if not _PAGES.isdisjoint(types(node))]
    found.crumbs = next(filter(None, map(_crumbs, nodes)), [])
    node = _own_article(documents, names, title)
    found.is_article = node is not None
    node = node or _stand_in(found.pages)
    held = _held(documents)
    if node is None and held:
        found.may_be_held = True
        found.unreadable.append("it says of something that is not the page's article whether it may be shown")
    if node is not None:
        node = _with_holds(node, held)
        found.article = _parsed(found, node, documents, title)
        given = text(latest(node.get("datePublished") or node.get("uploadDate"), "/datePublished"))
        moment = found.article.content.published_at if found.article else None
        found.published = moment.isoformat() if moment else given
    return found


def _held(documents: list[Any]) -> list[dict[str, Any]]:
    """Give what nodes say of whether they may be shown, but not the parts of articles."""
    held: list[dict[str, Any]] = []
    waiting: list[Any] = list(reversed(documents))
    while waiting and len(held) <= _MAX_HOLDS:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            own = {key: item for key, item in value.items() if _TALKS_OF_A_HOLD.search(key)}
            if own and own not in held:
                held.append(own)
            if not is_article(value):
                waiting.extend(reversed(value.values()))
    return held


def _with_holds(node: dict[str, Any], held: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the page's article with what other nodes say too: the gravest counts."""
    if len(held) > _MAX_HOLDS:
        held = [{"embargo": "more nodes with an embargo or a status than can be read"}]
    own = {key: item for key, item in node.items() if _TALKS_OF_A_HOLD.search(key)}
    known = listed(node.get(AROUND))
    return {**node, AROUND: [*known, *(one for one in held if one != own and one not in known)]}


def _loose_json(script: str) -> Any:
    """Read JSON as pages have it: with line feeds in texts, in a comment, with a comma too many."""
    text = _CONTROLS.sub(" ", _WRAPPING.sub("", script))
    try:
        return strict_json(text)
    except BadInput:
        mended = _TRAILING_COMMA.sub(r"\1", text)
        if mended == text:
            raise
        return strict_json(mended)


def _top(document: Any) -> Iterator[dict[str, Any]]:
    """Give the nodes that the document is about, not those inside them."""
    waiting = [document]
    count = 0
    while waiting and count < _MAX_NODES:
        value = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
        count += 1
        if isinstance(value, list):
            waiting.extend(value[:_MAX_NODES])
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                value[key] for key in ("@graph", "mainEntity", "breadcrumb", "mainEntityOfPage") if key in value
            )


def _own_article(documents: list[Any], names: set[str], title: str) -> dict[str, Any] | None:
    """Give the article that the page is; of several the one with the page's address or title."""
    found = articles(documents)
    if not found:
        return None
    for node in found:
        own = {value for key in ("@id", "url", "mainEntityOfPage") for value in _addresses(node.get(key))}
        if own & names:
            return node
    for node in found:
        headline = node.get("headline") or node.get("name")
        if isinstance(headline, str) and len(headline) > 8 and _same(headline, title):
            return node
    top = [node for document in documents for node in _top(document) if node.get("@type") == found[0].get("@type")]
    return found[0] if len(found) == 1 and top else None


def _addresses(value: Any) -> list[str]:
    given = (part.get("@id") or part.get("url") if isinstance(part, dict) else part for part in listed(value))
    return [address_key(one) for one in given if isinstance(one, str)]


def address_key(address: str) -> str:
    """Give what two writings of one address have in common."""
    bare = without_fragment(address.strip()).partition("?")[0].rstrip("/").lower()
    return bare.partition("://")[2].removeprefix("www.") or bare


def without_fragment(address: str) -> str:
    """Give the address of a page; "#!" parts the pages of a site that is one page for browsers."""
    return address if "#!" in address else address.partition("#")[0]


def _same(headline: str, title: str) -> bool:
    short, long = sorted((" ".join(headline.split()).casefold(), " ".join(title.split()).casefold()), key=len)
    return bool(short) and short in long


def _stand_in(pages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Give what a page without an article says of itself, as an article."""
    known = [node for node in pages if "datePublished" in node or "author" in node] or pages
    return {**known[0], "@type": "Article"} if known else None


def _parsed(found: LinkedPage, node: dict[str, Any], documents: list[Any], title: str) -> Parsed | None:
    node = {**node, "headline": node.get("headline") or node.get("name") or title or "-"}
    held = [own for page in found.pages if (own := restrictions(page))]
    if held:
        node[AROUND] = [*listed(node.get(AROUND)), *held]
    graph = [node, *referred(node, index(documents))]
    body = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False).encode()
    try:
        return schema_org.parse(Payload(body, "application/ld+json"))
    except BadInput as error:
        found.unreadable.append(error.detail)
        found.may_be_held |= _TALKS_OF_A_HOLD.search(body.decode()) is not None
        return None


def _crumbs(node: dict[str, Any]) -> list[str]:
    if "BreadcrumbList" not in types(node):
        return []
    entries = [entry for entry in listed(node.get("itemListElement"))[:50] if isinstance(entry, dict)]
    names = [
        entry.get("name") or (entry.get("item") or {}).get("name")
        if isinstance(entry.get("item"), dict)
        else entry.get("name")
        for entry in entries
    ]
    return [name for name in names if isinstance(name, str)]


def put_linked(draft: Draft, article: Parsed, fields: frozenset[str]) -> None:
    """Keep these fields of the JSON-LD article, and what was noticed while it was read."""
    for name in fields:
        value = getattr(article.content, name)
        origin = article.content.provenance.get(name)
        if origin is None:
            continue
        where = f"script[ld+json]{origin.rule}"
        if origin.origin == "given":
            draft.put(name, value, where)
        else:
            draft.derive(name, value, where, origin.confidence)
    for notice in article.notices:
        draft.notice(notice.code, notice.detail, f"script[ld+json]{notice.pointer or ''}")
