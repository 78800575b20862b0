"""RSS, one article for each item: 0.9x and 2.0, and 1.0 with the vocabularies that feeds borrow.

Read from the specifications of RSS 0.90 to 2.0, RSS 1.0, Media RSS, Dublin Core and PRISM, and from the feeds of
newspapers, blogs, FeedBurner and Yandex.

    source_id     guid | rdf:about | atom:id | dc:identifier | the address of the article
    url           feedburner:origLink | pheedo:origLink | link | atom:link | guid that is a permalink
    published_at  pubDate | dc:date | dcterms:issued | atom:published | prism:publicationDate
    updated_at    atom:updated | dcterms:modified | prism:modificationDate | lastUpdated
    expires_at    expirationDate | dcterms:valid           status, embargo   words of other vocabularies
    headline      title | media:title | dc:title           summary    description, itunes:summary; see `texts`
    body_text     content:encoded | a full-text or body of any vocabulary | xhtml:body | a long description
    authors       dc:creator | author | itunes:author | byline; mail addresses are left out
    topics        category with its domain, dc:subject     keywords   media:, itunes: and prism: keywords
    section       prism:section, else the sole category    places     georss:featurename
    images        media:content, media:thumbnail, enclosure, itunes:image, pictures in the text
    publisher     source | dc:publisher | the channel's title
    rights        dc:rights | copyright | license          language   dc:language | xml:lang | the channel's

Ignored: comments, wfw, slash, ratings, clouds, coordinates. Audio and video are told of. An export of WordPress is
a format of its own.
"""

import re
from dataclasses import replace
from itertools import groupby, islice
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.feeds import common, media, texts
from shared.formats.feeds.document import Document, read_document
from shared.formats.feeds.names import FULL_TEXTS, TEASERS, Entry, base_of, inner_markup, own_words, usual_name
from shared.formats.feeds.parts import MOST_PARTS, begin, parts
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.payload import Payload
from shared.formats.values import put_address
from shared.formats.xml.tree import Node, local_name

NAME = "rss"

_OF_RDF = re.compile(r"purl\.org/rss/1\.0/(?!modules)|netscape\.com/rdf/simple/0\.9/")
_EXPORT = re.compile(r"wordpress\.org/export/\d")
_WITHIN = 200_000  # characters in which a document names its vocabularies
_OF_AN_EXPORT = frozenset({"wp:post_type", "wp:post_status", "wp:status"})
_EXPORTED = re.compile(r"<wp:(?:post_type|post_status|status)[\s>]")  # also where nobody declared the prefix
_MOST_CHANNELS = 100
_MOST_TEXTS = 10  # of one kind that are looked at
_PUBLISHED = (
    "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "prism:publicationdate",
    "published", "date", "dcterms:date", "a10:published", "dc:issued",
)  # fmt: skip
_UPDATED = (
    "atom:updated",
    "dcterms:modified",
    "prism:modificationdate",
    "updated",
    "lastupdated",
    "modified",
    "lastmodified",
)
_FULL_TEXTS = ("content:encoded", "xhtml:body", "atom:content", *sorted(FULL_TEXTS))
_WORDS = frozenset({"title", "link", "description", "guid", "content:encoded", "pubdate"})
_CONTEXT = frozenset(
    {
        "title",
        "link",
        "language",
        "dc:language",
        "copyright",
        "dc:rights",
        "dc:publisher",
        "creativecommons:license",
    }
)


def recognises(payload: Payload) -> bool:
    """Tell whether the root element is `rss`, or RDF that holds RSS; an export of WordPress is not."""
    name = local_name(payload.root or "").lower()
    if name == "rss":
        return not any(words.search(payload.text, 0, _WITHIN) for words in (_EXPORT, _EXPORTED))
    return name == "rdf" and _OF_RDF.search(payload.text, 0, _WITHIN) is not None


def split(payload: Payload) -> list[Payload]:
    """Give a feed of one item for each item; refuse a feed without any."""
    document = read_document(payload)
    items = _items(document)
    beside, around = _channels_beside(document), _restrictions(document.root)
    groups = [(holders, list(own)) for holders, own in groupby(items, lambda one: _channels_around(one) or beside)]
    found: list[Payload] = []
    for number, (holders, own) in enumerate(groups, 1):
        told = document if number == len(groups) else replace(document, is_cut=False)
        found += parts(told, ("rss", "channel"), [*_context(holders), *around], own)
    return found


def parse(payload: Payload) -> Parsed:
    """Read the first item; raise BadInput where it cannot become an article."""
    document = read_document(payload)
    element = _items(document)[0]
    item = Entry(element)
    _refuse_exports(item)
    channel = Entry(next(iter(_channels_around(element) or _channels_beside(document)), document.root))
    draft = Draft(NAME)
    begin(draft, document, element)
    common.read_feed_hold(item, channel).put(draft)
    base = base_of(item.node, _address(channel))
    _put_identity(draft, item, base)
    common.put_dates(draft, item, _PUBLISHED, _UPDATED)
    _put_texts(draft, item, channel, base)
    _put_subjects(draft, item)
    common.put_language(draft, item, channel, Entry(document.root))
    common.put_rights(draft, item, channel)
    media.tell_of_other_media(draft, item)
    return draft.finish()


def _items(document: Document) -> list[Any]:
    """Give the items that say anything; broken templates leave empty ones within others."""
    items = (one for one in document.root.iter("{*}item") if any(usual_name(child) in _WORDS for child in one))
    found = list(islice(items, MOST_PARTS))
    if not found:
        raise BadInput(
            "The RSS feed has no item, so there is no article in it.",
            [FieldError("at least one item with a title or a description is expected", pointer="/rss/channel")],
        )
    for one in found:
        if next(one.iterancestors("{*}item"), None) is not None:  # a tag before it was never closed
            one.getparent().remove(one)
    return found


def _channels_around(item: Any) -> list[Any]:
    """Give the channels that an item stands in, the nearest first."""
    return list(item.iterancestors("{*}channel"))


def _channels_beside(document: Document) -> list[Any]:
    """Give the channels of items that stand beside theirs, as RDF's do."""
    return list(islice(document.root.iter("{*}channel"), _MOST_CHANNELS))


def _context(channels: list[Any]) -> list[Any]:
    """Give what every part repeats: of the nearest channel, and what any other says of holding its items."""
    nearest = [one for channel in channels[:1] for one in channel.iterchildren("*") if _is_context(one)]
    return nearest + [one for channel in channels[1:] for one in _restrictions(channel)]


def _restrictions(element: Any) -> list[Any]:
    return [one for one in element.iterchildren("*") if common.says_of_holding(one)]


def _refuse_exports(item: Entry) -> None:
    """Refuse a post of WordPress's export: RSS has no words for its drafts and its passwords."""
    names = {name for name, _ in item}
    if names & _OF_AN_EXPORT or {"post_type", "status"} <= {name.rpartition(":")[2] for name in names}:
        raise BadInput(
            "This is an export of WordPress and no RSS feed. Send it as `wxr`.",
            [FieldError("an item without wp:post_type and wp:status is expected", pointer=item.node.pointer)],
        )


def _is_context(element: Any) -> bool:
    name = usual_name(element)
    if name == "atom:link":
        return element.get("rel") in (None, "self", "license", "alternate")
    return name in _CONTEXT or common.says_of_holding(element)


def _put_identity(draft: Draft, item: Entry, base: str | None) -> None:
    guid, link = item.first("guid"), _link(item, base)
    permalink = (
        media.absolute(guid.line, base) if guid and (guid.attr("isPermaLink") or "").lower() != "false" else None
    )
    if link:
        draft.put("url", link[0], link[1])
    elif permalink and guid:
        draft.put("url", permalink, guid.pointer)
    elif node := item.first("link"):
        put_address(draft, "url", node.line, node.pointer)
    about = item.node.attr("about")
    for value, pointer in (
        ((guid.line, guid.pointer) if guid else (None, "")),
        (about, item.node.pointer),
        *((node.line, node.pointer) for node in item.all("atom:id", "dc:identifier")[:1]),
        (link or (None, "")),
    ):
        if value:
            draft.put("source_id", "%20".join(value.split()), pointer)
            return


def _address(channel: Entry) -> str | None:
    written = (node.line or node.attr("href") for node in channel.all("link", "atom:link"))
    return next((address for one in written if (address := media.absolute(one, None))), None)


def _link(item: Entry, base: str | None) -> tuple[str, str] | None:
    for node in item.all("feedburner:origlink", "pheedo:origlink", "link", "atom:link"):
        if node.attr("rel") in (None, "alternate"):
            address = media.absolute(node.line or node.attr("href", "resource"), base)
            if address:
                return address, node.pointer
    return None


def _put_texts(draft: Draft, item: Entry, channel: Entry, base: str | None) -> None:
    node = item.first("title", "media:title", "dc:title", "itunes:title")
    if node:
        draft.put("headline", node.line, node.pointer)
    source = item.first("source", "dc:publisher", "dcterms:publisher") or channel.first("dc:publisher", "title")
    publisher = source.line if source else None
    if source:
        common.put_line(draft, "publisher", publisher, source.pointer)
    feed = channel.line("title") or ""

    def read(node: Node) -> texts.Reading:
        return texts.read_text(inner_markup(node), node.pointer, headline=(headline or ""), feed=feed)

    headline = node.line if node else None
    contents = [read(one) for one in _full_texts(item)[:_MOST_TEXTS]]
    teasers = item.all("description", "itunes:summary", "dc:description", "atom:summary", *sorted(TEASERS))
    descriptions = [read(one) for one in [*teasers, *own_words(item, TEASERS)][:_MOST_TEXTS]]
    pictured = texts.put_texts(draft, contents, descriptions, headline)
    images = media.in_entry(item, base) + media.in_text(pictured.figures if pictured else (), base)
    media.put_images(draft, images, item.node.pointer)
    writers = item.all("dc:creator") or item.all(
        "author", "itunes:author", "byline", "dcterms:creator", "atom:author"
    )
    given = [{"name": written_name(Entry(one.element).line("atom:name", "name") or one.line)} for one in writers]
    put_authors(draft, given, writers[0].pointer if writers else "", publisher)


def _full_texts(item: Entry) -> list[Node]:
    return [*item.all(*_FULL_TEXTS), *own_words(item, FULL_TEXTS)]


def _put_subjects(draft: Draft, item: Entry) -> None:
    nodes = item.all("category", "dc:subject", "media:category")
    categories = [(_code(node), (node.line or node.attr("label") or "").strip("/ ")) for node in nodes]
    common.put_categories(draft, [one for one in categories if one[1]], item, nodes[0].pointer if nodes else "")


def _code(node: Node) -> str | None:
    """Give the code of a category that names its scheme by an address or by one of IPTC's prefixes."""
    scheme, value = node.attr("domain", "scheme") or "", node.line or ""
    if re.fullmatch(r"(?:medtop|mediatopic|subj|iptc):?\S{0,20}\d{8}", value):
        return value
    if not value or re.search(r"\s", value) or not re.match(r"https?://\S+[/#=]$", scheme):
        return None
    return scheme + value
