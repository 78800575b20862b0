"""What a page is about, what it shows beside its text, and which other stories it links to."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.html_page.facts import Facts
from shared.formats.html_text import plain_line
from shared.formats.values import put_names, web_address

_HOME = frozenset(
    re.findall(
        r"\S+",
        """
    home start startseite homepage accueil inicio hem hjem strona główna главная головна index
""",
    )
)
_MOST_KEYWORDS = 100
_MOST_STORIES = 20
_SHORTEST_HEADLINE = 20
_LONGEST_HEADLINE = 300
_TIERS = {"locked": False, "metered": False, "premium": False, "paid": False, "free": True}


def put_subjects(draft: Draft, facts: Facts, given: list[str], headline: str) -> None:
    """Keep the summary, the section, the keywords and whether the page may be read for nothing."""
    _put_line(draft, "summary", facts, "og:description", "description", "twitter:description", "dc.description")
    _put_line(
        draft, "section", facts, "article:section", "og:article:section", "cxenseparse:section", "parsely-section"
    )
    crumbs = given or list(_crumbs(facts))
    inner = [name for name in map(clean_line, crumbs) if name.casefold() not in _HOME and name != headline]
    if inner:
        draft.derive("section", inner[0], "breadcrumb", 0.7)
    if not draft.has("keywords"):
        _put_keywords(draft, facts)
    tier, where = facts.meta("article:content_tier", "og:content_tier", "content_tier")
    if tier and not draft.has("free_to_read"):
        draft.put("free_to_read", _TIERS.get(tier.lower()), where)
    rights, where = facts.meta("copyright", "dc.rights", "dcterms.rights", "rights")
    if rights and not draft.has("rights"):
        draft.put("rights", rights, where)


def _put_keywords(draft: Draft, facts: Facts) -> None:
    """Keep the keywords that the head names, else the links to what else the site has on a topic."""
    tags = facts.all("article:tag", "og:article:tag")
    where = facts.meta("article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags")[1]
    words = tags or facts.all("news_keywords", "keywords", "parsely-tags")
    names = [name for value in words for name in (value.split(",") if "," in value else value.split(";"))]
    if not names:
        names, where = [tag.text_content() for tag in facts.tags], "a[rel=tag]"
    put_names(draft, "keywords", [name for name in names if name.strip()][:_MOST_KEYWORDS], where)


def _put_line(draft: Draft, field: str, facts: Facts, *names: str) -> None:
    value, where = facts.meta(*names)
    if value and not draft.has(field):
        draft.put(field, plain_line(value), where)


def _crumbs(facts: Facts) -> Iterator[str]:
    for element in facts.crumbs[:1]:
        for link in islice(element.iter("a"), 20):
            words = clean_line(link.text_content())
            if words:
                yield words


def put_related(draft: Draft, facts: Facts, base: str, own: str | None) -> None:
    """Keep the headlines of other stories that the page links to in a block of its own."""
    if draft.has("related"):
        return
    stories: dict[str, dict[str, Any]] = {}
    for kind, element in facts.chrome:
        if kind != "related":
            continue
        for link in islice(element.iter("a"), 60):
            words = clean_line(link.text_content()[: 2 * _LONGEST_HEADLINE])
            address = web_address(urljoin(base, link.get("href") or ""))
            if _SHORTEST_HEADLINE <= len(words) <= _LONGEST_HEADLINE and address and address != own:
                stories.setdefault(words, {"headline": words, "url": address})
    draft.derive("related", list(stories.values())[:_MOST_STORIES], "links in blocks of related stories", 0.7)


def put_publisher(draft: Draft, facts: Facts, headline: str) -> str:
    """Keep the site's name where the JSON-LD names no publisher, and give it."""
    site = site_name(facts, headline)
    if site and not draft.has("publisher"):
        draft.put("publisher", site, "meta[og:site_name]")
    return site


def site_name(facts: Facts, headline: str = "") -> str:
    """Give what the site calls itself."""
    names = facts.all(
        "og:site_name", "application-name", "dc.publisher", "publisher", "apple-mobile-web-app-title"
    )
    usable = (name for name in names if not web_address(name) and not (headline and headline in name))
    return next(usable, "")


def language_of(facts: Facts) -> str:
    """Give the language that the page names, as a BCP 47 tag."""
    given = (
        *(facts.root.get(name) for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")),
        *facts.all("og:locale", "content-language", "dc.language", "dcterms.language", "language"),
    )
    return next((one.replace("_", "-").strip() for one in given if one and one.strip()), "")


def put_language(draft: Draft, facts: Facts) -> None:
    """Keep the language that the page names where the JSON-LD names none."""
    if not draft.has("language"):
        draft.put("language", language_of(facts), "html[lang]")
