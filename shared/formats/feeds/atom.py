"""Atom, one article for each entry: 1.0 (RFC 4287) and 0.3, whole feeds and documents of one entry.

Read from RFC 4287, the draft of Atom 0.3, the Atom Publishing Protocol, RFC 6721 (deleted entries), RFC 4685
(threads) and the feeds of blogs, of Blogger, YouTube-like services and of agencies that bring their own words.

    source_id     id | the address of the article          url        link of rel alternate, or without rel
    published_at  published | issued | created, else updated          updated_at  updated | modified
    headline      title, of type text, html or xhtml       summary    summary; see `texts`
    body_text     content of type text, html, xhtml; a body in a producer's own vocabulary where it is longer
    authors       author of the entry, of its source, or of the feed: name, uri
    topics        category: scheme and term, label         places     georss:featurename
    status        app:draft, producers' own words; a deleted-entry is canceled       embargo   producers' own words
    images        link of rel enclosure, Media RSS, pictures in the text
    related       link of rel related with a title         story_links  thr:in-reply-to
    publisher     the title of the source, else of the feed          rights   rights | link of rel license
    language      xml:lang

Ignored: contributor, generator, icon, logo, replies, coordinates. Content that stands elsewhere (`src`) or is no
text is told of. An entry of Blogger's that is a comment, a page or a setting is refused.
"""

import re
from typing import Any

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.feeds import common, media, texts
from shared.formats.feeds.document import Document, read_document
from shared.formats.feeds.names import (
    ATOM,
    FULL_TEXTS,
    TEASERS,
    Entry,
    base_of,
    inner_markup,
    own_words,
    usual_name,
)
from shared.formats.feeds.parts import begin, parts
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.html_text import looks_like_html, plain_line
from shared.formats.payload import Payload
from shared.formats.values import put_address
from shared.formats.xml.tree import Node, local_name

NAME = "atom"

_ROOTS = frozenset({"feed", "entry"})
_WITHIN = 5_000  # characters in which a feed without a namespace has its first entry or its id
_CONTEXT = frozenset(
    {"title", "link", "author", "rights", "copyright", "dc:rights", "dc:language", "dc:publisher"}
)
_MOST_TEXTS = 10  # of one kind that are looked at
_DELETED = "at:deleted-entry"
_KIND = re.compile(r"^https?://schemas\.google\.com/(?:blogger|g)/.*#(comment|page|settings|template)$")
_MARKUP_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_TEXT_TYPES = frozenset({"", "text", "text/plain"})
_PUBLISHED = ("published", "issued", "created", "dc:date", "dcterms:issued", "pubdate", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified")


def recognises(payload: Payload) -> bool:
    """Tell whether the root is Atom's `feed` or `entry`; without a namespace a feed has to hold entries."""
    space, _, name = (payload.root or "").lstrip("{").rpartition("}")
    if name not in _ROOTS:
        return False
    if space:
        return space.strip() in ATOM
    return name == "feed" and re.search(r"<entry[\s>]", payload.text[:_WITHIN]) is not None


def split(payload: Payload) -> list[Payload]:
    """Give a feed of one entry for each entry, deleted ones too; refuse a feed without any."""
    document = read_document(payload)
    entries = _entries(document)
    space = document.root.tag.rpartition("}")[0].lstrip("{")
    context = [one for one in document.root.iterchildren("*") if document.root not in entries and _is_context(one)]
    return parts(document, (f"{{{space}}}feed" if space in ATOM else "feed",), context, entries)


def parse(payload: Payload) -> Parsed:
    """Read the first entry; raise BadInput where it cannot become an article."""
    document = read_document(payload)
    element = _entries(document)[0]
    draft = Draft(NAME)
    begin(draft, document, element)
    if usual_name(element) == _DELETED:
        return _withdrawal(draft, Node(element))
    entry = Entry(element, own="atom")
    feed = Entry(document.root, own="atom")
    sources = [Entry(node.element, own="atom") for node in entry.all("source")[:1]] + (
        [feed] if document.root is not element else []
    )
    _refuse_what_is_no_article(entry)
    common.read_feed_hold(entry, feed if document.root is not element else None).put(draft)
    base = base_of(entry.node, _own_address(feed))
    _put_identity(draft, entry, base)
    common.put_dates(draft, entry, _PUBLISHED, _UPDATED)
    _derive_published(draft, entry)
    _put_texts(draft, entry, sources, base)
    _put_subjects(draft, entry, base)
    common.put_language(draft, entry, *sources)
    common.put_rights(draft, entry, *sources)
    media.tell_of_other_media(draft, entry)
    return draft.finish()


def _entries(document: Document) -> list[Any]:
    if local_name(document.root.tag) == "entry":
        return [document.root]
    found = [one for one in document.root.iter("{*}entry", "{*}deleted-entry") if len(one) or one.attrib]
    if not found:
        raise BadInput(
            "The Atom feed has no entry, so there is no article in it.",
            [FieldError("at least one entry is expected", pointer="/feed")],
        )
    return found


def _is_context(element: Any) -> bool:
    name = usual_name(element).removeprefix("atom:")
    if name == "link":
        return element.get("rel") in (None, "alternate", "license", "self")
    return name in _CONTEXT or common.says_of_holding(element)


def _withdrawal(draft: Draft, node: Node) -> Parsed:
    """Read a tombstone: the entry that it names is taken down."""
    words = Entry(node.element)
    draft.put("source_id", "".join((node.attr("ref") or "").split()), node.pointer)
    draft.put("status", Status.CANCELED, node.pointer)
    when = node.attr("when")
    put_instant(draft, "updated_at", when, node.pointer)
    draft.derive("headline", words.line("at:comment"), "the comment of the deletion")
    common.derive_words(draft, Status.CANCELED)
    return draft.finish()


def _refuse_what_is_no_article(entry: Entry) -> None:
    for node in entry.all("category"):
        kind = _KIND.match(node.attr("term") or "")
        if kind:
            raise BadInput(
                f"This entry is a {kind[1]} of a blog and no article.",
                [FieldError("an entry of kind post is expected", pointer=node.pointer)],
            )


def _put_identity(draft: Draft, entry: Entry, base: str | None) -> None:
    link = _link(entry)
    address = _address(entry, base)
    original = entry.first("feedburner:origlink", "pheedo:origlink")
    if original and (found := media.absolute(original.line, base)):
        draft.put("url", found, original.pointer)
    elif link:
        put_address(draft, "url", address or link.attr("href"), link.pointer)
    node = entry.first("id")
    if node:
        draft.put("source_id", "".join(node.text.split()), node.pointer)
    elif address and link:
        draft.put("source_id", address, link.pointer)
    replied = [node.attr("ref") or node.attr("href") for node in entry.all("thr:in-reply-to")]
    draft.put("story_links", tuple(filter(None, replied))[:200], "/feed/entry/in-reply-to")


def _own_address(feed: Entry) -> str | None:
    """Give the address of the feed itself, which relative links resolve against where no `xml:base` stands."""
    links = [node.attr("href") for node in feed.all("link") if node.attr("rel") == "self"]
    return next((found for one in links if (found := media.absolute(one, None))), None) or _address(feed, None)


def _link(entry: Entry) -> Node | None:
    links = [
        node
        for node in entry.all("link")
        if (node.attr("rel") or "alternate") == "alternate" and node.attr("href")
    ]
    pages = [node for node in links if "html" in (node.attr("type") or "html")]
    return next(iter(pages or links), None)


def _address(entry: Entry, base: str | None) -> str | None:
    node = _link(entry)
    return media.absolute(node.attr("href"), base_of(node, base)) if node else None


def _derive_published(draft: Draft, entry: Entry) -> None:
    node = entry.first(*_UPDATED)
    moment = common.moment_of(node)
    draft.derive("published_at", moment, "updated stands for the time of publication")


def _put_texts(draft: Draft, entry: Entry, sources: list[Entry], base: str | None) -> None:
    node = entry.first("title", "media:title", "dc:title")
    headline = _title(node) if node else None
    if node:
        draft.put("headline", headline, node.pointer)
    titles = [title for one in sources if (title := one.first("dc:publisher", "title"))]
    publisher = _title(titles[0]) if titles else None
    if titles:
        common.put_line(draft, "publisher", publisher, titles[0].pointer)
    names = (headline or "", publisher or "")
    bodies = [*entry.all("content", "content:encoded"), *own_words(entry, FULL_TEXTS)]
    contents = [one for node in bodies[:_MOST_TEXTS] if (one := _read(draft, node, names))]
    summaries = [*entry.all("summary", "media:description", "subtitle"), *own_words(entry, TEASERS)]
    descriptions = [one for node in summaries[:_MOST_TEXTS] if (one := _read(draft, node, names))]
    pictured = texts.put_texts(draft, contents, descriptions, headline)
    images = media.in_entry(entry, base) + media.in_text(pictured.figures if pictured else (), base)
    media.put_images(draft, images, entry.node.pointer)
    writers = next((found for one in (entry, *sources) if (found := one.all("author", "dc:creator"))), [])
    put_authors(draft, [_author(one, base) for one in writers], writers[0].pointer if writers else "", publisher)


def _author(node: Node, base: str | None) -> dict[str, Any]:
    words = Entry(node.element, own="atom")
    address = words.line("uri", "url")
    return {
        "name": written_name(words.line("name") or (None if len(node.element) else node.line)),
        "url": media.absolute(address, base_of(node, base)),
    }


def _title(node: Node) -> str | None:
    kind = (node.attr("type") or "").lower()
    text = node.text if kind == "text" else plain_line(node.text)
    return " ".join(text.split()) or None


def _read(draft: Draft, node: Node, names: tuple[str, str]) -> texts.Reading | None:
    kind = (node.attr("type") or "").lower().partition(";")[0].strip()
    if node.attr("src") and not node.text.strip():
        draft.notice("content-elsewhere", "the text stands at another address, which is not fetched", node.pointer)
        return None
    if node.attr("mode") == "base64" or kind not in _MARKUP_TYPES | _TEXT_TYPES:
        draft.notice("content-not-text", f"content of type {kind[:60] or 'base64'!r} was left out", node.pointer)
        return None
    markup = inner_markup(node)
    plain = kind in ("text", "text/plain") and len(node.element) == 0 and not looks_like_html(markup)
    return texts.read_text(markup, node.pointer, headline=names[0], feed=names[1], plain=plain)


def _put_subjects(draft: Draft, entry: Entry, base: str | None) -> None:
    nodes = entry.all("category", "dc:subject")
    categories = [(_code(node), node.attr("label", "term") or node.line or "") for node in nodes]
    named = [one for one in categories if one[1] and not one[1].startswith("http://schemas.google.com/")]
    common.put_categories(draft, named, entry, nodes[0].pointer if nodes else "")
    related = [
        {"headline": node.attr("title"), "url": media.absolute(node.attr("href"), base_of(node, base))}
        for node in entry.all("link")
        if node.attr("rel") == "related" and node.attr("title")
    ]
    draft.put("related", related[:500], "/feed/entry/link")


def _code(node: Node) -> str | None:
    scheme, term = node.attr("scheme") or "", node.attr("term") or ""
    if re.fullmatch(r"(?:medtop|mediatopic|subj|iptc):?\S{0,20}\d{8}", term) or re.match(r"https?://\S+$", term):
        return term
    if not term or re.search(r"\s", term) or not re.match(r"\S+[/#=:]$", scheme):
        return None
    return scheme + term
