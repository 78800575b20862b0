"""A whole web page as HTML: what it says of itself, and the article's text without what stands around it.

Read from the HTML standard, schema.org, Open Graph, Dublin Core and the pages of some 600 sites, most of them
German, English, French, Spanish or Polish. What the page calls a thing in so many words is given; what is found by
the look of it is derived, with a confidence. Pointers are selectors: `meta[og:title]`, `[itemprop=author]`.

    source_id, url  link rel=canonical | og:url | url of the JSON-LD | link rel=shortlink; no address of a site
    status, embargo the JSON-LD, of the page around the article too; meta embargo*, pubstatus; JSON-LD that cannot
                    be read and speaks of an embargo withholds
    expires_at      article:expiration_time | expires of the JSON-LD
    published_at    the latest of datePublished in the JSON-LD and article:published_time and its like | itemprop |
                    a date by the headline | meta date | the address | a date in the text | the last change
    headline        the heading that the page's titles name | JSON-LD | og:title | title without the site's name
    body_text       the paragraph that sums up, and the main text as trafilatura finds it; articleBody of the
                    JSON-LD where that is much longer; without the headline and lines of chrome
    authors, byline JSON-LD | meta author, dc.creator … | twitter:data | itemprop | rel=author | marked elements |
                    a line below the headline that begins as a byline; people first, then pen names
    section         JSON-LD | article:section | breadcrumb     summary    JSON-LD | og:description | description
    keywords        JSON-LD | article:tag | keywords | rel=tag language   JSON-LD | html lang | og:locale
    publisher       JSON-LD | og:site_name | application-name  rights     JSON-LD | copyright, dc.rights
    free_to_read    JSON-LD | article:content_tier             related    JSON-LD | links in their own blocks
    images          JSON-LD, og:image and figures, each file once, with captions, credits and alt texts

The rest of an article's fields comes from its JSON-LD, as `schema_org` reads it. What is dropped is told of by its
first words: navigation, comments, sharing, cookies, newsletters, advertisements, related stories, asides, footers.
Ignored: programs, styles, frames, players, microdata but those named above, RDFa, what a page loads.
"""

import re
from urllib.parse import urljoin

from shared.domain.article import Parsed, Status
from shared.domain.text import WEB_ADDRESS
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.hold import WORK_WORDS, Place, read_hold
from shared.formats.html_page.authors import put_authors
from shared.formats.html_page.dates import Page, put_dates
from shared.formats.html_page.facts import Facts, gather, says_whether_shown
from shared.formats.html_page.lines import own_lines
from shared.formats.html_page.linked import (
    LinkedPage,
    address_key,
    put_linked,
    read_linked,
    without_fragment,
)
from shared.formats.html_page.no_article import check_article
from shared.formats.html_page.pictures import put_pictures
from shared.formats.html_page.subjects import language_of, put_language, put_publisher, put_related, put_subjects
from shared.formats.html_page.text import main_text, take_chrome, with_lead
from shared.formats.html_page.titles import Headline, headline_of
from shared.formats.html_page.tree import read_tree, too_large
from shared.formats.payload import Payload
from shared.formats.schema_org.linked_data import own_name
from shared.formats.structured import holds_news_xml
from shared.formats.values import web_address

NAME = "html-page"

_BEGINNING = re.compile(
    r"(?:\s|<!--[^>]{0,2000}?-->|<\?xml[^>]{0,200}\?>)*+<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:p|div|article|h1|section|title)\b", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_LINKED = frozenset(
    re.findall(
        r"\S+",
        """
    version created_at updated_at expires_at slug summary byline authors dateline language section genre topics
    keywords people organisations places events corrections publisher rights free_to_read reading_minutes
    evolved_from
    related
""",
    )
)
# What a page that is no article by its own words says of itself.
_OF_A_PAGE = frozenset(
    re.findall(
        r"\S+",
        """
    updated_at created_at expires_at authors byline language publisher summary keywords
""",
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether it begins as an HTML document, or is called HTML and has its tags."""
    if payload.is_json:
        return False
    if _BEGINNING.match(payload.text):
        return True
    media_type = (payload.media_type or "").partition(";")[0].strip().lower()
    if media_type not in _HTML or holds_news_xml(payload.text):
        return False
    return _TAG.search(payload.text) is not None


def split(payload: Payload) -> list[Payload]:
    """Give the page as it came: it is one article."""
    return [payload]


def parse(payload: Payload) -> Parsed:
    """Read one page; raise BadInput where it has no article."""
    facts = gather(read_tree(payload.text))
    if facts.too_deep:
        raise too_large("fewer levels of elements")
    draft = Draft(NAME)
    base = next(filter(WEB_ADDRESS.fullmatch, filter(None, (facts.link("canonical"), *facts.all("og:url")))), "")
    names = {address_key(address) for address in (facts.link("canonical"), *facts.all("og:url")) if address}
    linked = read_linked(facts.scripts, names, f"{facts.title} {facts.meta('og:title')[0]}")
    _put_hold(draft, facts, linked)
    if linked.article is not None:
        put_linked(draft, linked.article, _LINKED if linked.is_article else _OF_A_PAGE)
    _put_end(draft, facts, linked)
    address = _put_identity(draft, facts, linked, base)
    headline = _put_headline(draft, facts, linked)
    put_language(draft, facts)
    put_authors(draft, facts, put_publisher(draft, facts, headline.words), headline.element)
    put_subjects(draft, facts, linked.crumbs, headline.words)
    put_pictures(draft, facts, linked.article.content.images if linked.article else (), base)
    put_related(draft, facts, base, address)
    take_chrome(draft, facts)
    put_dates(draft, facts, Page(address, language_of(facts), headline.element, linked.published))
    _put_body(draft, facts, linked, headline, address)
    return draft.finish()


def _put_identity(draft: Draft, facts: Facts, linked: LinkedPage, base: str) -> str | None:
    """Keep the page's own address, which is its id, and give it."""
    content = linked.article.content if linked.article and linked.is_article else None
    canonical = facts.link("canonical")
    given = {
        "link[canonical]": urljoin(base, canonical) if canonical else None,
        "meta[og:url]": facts.meta("og:url")[0],
        "script[ld+json]/url": content.url if content else None,
        "link[shortlink]": facts.link("shortlink"),
    }
    for where, address in given.items():
        if own_name(web_address(address)):
            own = without_fragment(web_address(address) or "")
            draft.put("url", own, where)
            draft.put("source_id", own, where)
            return own
    if content is not None:
        draft.put("source_id", content.source_id, "script[ld+json]")
    return None


def _put_hold(draft: Draft, facts: Facts, linked: LinkedPage) -> None:
    statuses: list[Place] = []
    embargoes: list[Place] = []
    if linked.article is not None:
        content = linked.article.content
        if "status" in content.provenance:
            statuses.append(("script[ld+json]", content.status.value))
        if content.embargo_until is not None:
            embargoes.append(("script[ld+json]", content.embargo_until.isoformat()))
    if linked.may_be_held:
        statuses.append(("script[ld+json]", Status.WITHHELD.value))
    for name, values in facts.metas.items():
        if "embargo" in name:
            embargoes += [(f"meta[{name}]", value) for value in values]
        elif says_whether_shown(name):
            statuses += [(f"meta[{name}]", value) for value in values]
    expiries = [("meta[article:expiration_time]", value) for value in facts.all("article:expiration_time")]
    read_hold(statuses, embargoes, WORK_WORDS, expiries).put(draft)
    for detail in linked.unreadable:
        draft.notice("json-ld-unreadable", f"JSON-LD of the page was left out: {detail}", "script[ld+json]")


def _put_end(draft: Draft, facts: Facts, linked: LinkedPage) -> None:
    """Keep the time from which the page is not to be shown: the earliest that it names."""
    own = linked.article.content.expires_at if linked.article else None
    for value in facts.all("article:expiration_time"):
        end = read_instant(value).moment
        if end is not None and (own is None or end < own):
            own = put_instant(draft, "expires_at", value, "meta[article:expiration_time]")


def _put_headline(draft: Draft, facts: Facts, linked: LinkedPage) -> Headline:
    given = linked.article.content.headline if linked.article and linked.is_article else None
    headline = headline_of(facts, given)
    draft.derive("headline", headline.words, headline.where, headline.confidence)
    return headline


def _put_body(draft: Draft, facts: Facts, linked: LinkedPage, headline: Headline, address: str | None) -> None:
    found = own_lines(draft, with_lead(main_text(facts.root), facts, headline.element), headline.words)
    given = linked.article.content.body_text if linked.article else None
    if given and len(given) > 2 * len(found):
        draft.put("body_text", given, "script[ld+json]/articleBody")
        return
    is_article = linked.is_article or facts.meta("og:type")[0] == "article"
    check_article(found, f"{headline.words} {facts.title}", address, is_article=is_article)
    draft.derive("body_text", found, "trafilatura", 0.9)
