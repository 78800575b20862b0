"""WordPress's export (WXR 1.0 to 1.2, an RSS with WordPress's words): one article for each post.

Read from WordPress's exporter and importer, its fixtures and exports of newspapers' sites. Pages, attachments,
navigation, revisions, templates and the like are no articles; posts of a site's own type are.

    source_id     guid | link                               url          link, of a published post
    status        wp:status: publish is usable; draft, pending, private and a password withhold; trash cancels
    embargo       wp:post_date_gmt of a post whose status is future
    published_at  wp:post_date_gmt | pubDate                updated_at   wp:post_modified_gmt
    headline      title                                     slug         wp:post_name
    summary       excerpt:encoded                           body_text    content:encoded
    authors       dc:creator: the login's name in the list of wp:author
    topics        category of domain `category`, the first is the section      keywords  domain post_tag
    images        the attachment that _thumbnail_id names, pictures in the text
    publisher     the channel's title                       language     the channel's

Ignored: comments, other meta data, other taxonomies but as topics, what plugins write. Paragraphs are told by
blank lines, as WordPress itself tells them; shortcodes are taken out, the words between them stay.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.byline import is_nobody
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.feeds import media, texts
from shared.formats.feeds.common import put_language, put_line
from shared.formats.feeds.document import Document, read_document
from shared.formats.feeds.markup import paragraphs_by_blank_lines, without_shortcodes
from shared.formats.feeds.names import Entry, inner_markup, usual_name
from shared.formats.feeds.parts import MOST_PARTS, begin, parts
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.hold import Place, read_hold
from shared.formats.payload import Payload
from shared.formats.values import put_address, put_names, put_topics
from shared.formats.wordpress.words import STATUSES, is_article_type
from shared.formats.xml.tree import Node, local_name

NAME = "wxr"

_EXPORT = re.compile(r"wordpress\.org/export/\d")
_WORDS = re.compile(r"<wp:(?:post_type|post_status|status)[\s>]")  # also where nobody declared the prefix
_WITHIN = 200_000  # characters in which a document names its vocabularies
_LONGEST_AROUND = 4_000  # bytes of an author or a picture: each of their posts gets a copy
_CONTEXT = frozenset({"title", "link", "language", "wp:base_blog_url"})
_ZERO_DATE = "0000-00-00"  # what a draft has that was never published


def recognises(payload: Payload) -> bool:
    """Tell whether it is RSS with the words of WordPress's export."""
    is_rss = local_name(payload.root or "").lower() == "rss"
    return is_rss and any(words.search(payload.text, 0, _WITHIN) for words in (_EXPORT, _WORDS))


def split(payload: Payload) -> list[Payload]:
    """Give an export of one post for each post, with its author and its picture; refuse one without any."""
    from lxml import etree  # noqa: PLC0415  loaded by the document already

    document = read_document(payload, strictly=True)
    posts = _posts(document)
    channel = next(document.root.iter("{*}channel"), document.root)
    context = [one for one in channel.iterchildren("*") if usual_name(one) in _CONTEXT]
    authors = {login: one for one in channel.iterchildren("{*}author") if (login := _login(one))}
    pictures = {number: one for one in _items(document) if (number := _attachment(one))}
    around_all = [*context, *authors.values(), *pictures.values()]
    too_long = {one for one in around_all if len(etree.tostring(one, with_tail=False)) > _LONGEST_AROUND}
    found: list[Payload] = []
    for post in posts:
        entry = Entry(post)
        around = [*context, authors.get(entry.line("dc:creator") or ""), pictures.get(_thumbnail(entry) or "")]
        ready = [one for one in around if one is not None and one not in too_long]
        unready = dict.fromkeys(usual_name(one) for one in around if one in too_long)
        told = "" if found else _left_out(document)
        found += parts(
            document, ("rss", "channel"), ready, [post], left_out=told, context_left_out=", ".join(unready)
        )
    return found


def parse(payload: Payload) -> Parsed:
    """Read the first post; raise BadInput where it cannot become an article."""
    document = read_document(payload, strictly=True)
    element = _posts(document)[0]
    post = Entry(element)
    channel = Entry(next(document.root.iter("{*}channel"), document.root))
    draft = Draft(NAME)
    begin(draft, document, element)
    _put_hold(draft, post)
    _put_identity(draft, post)
    _put_dates(draft, post)
    _put_texts(draft, post, channel, document)
    _put_subjects(draft, post)
    put_language(draft, post, channel)
    return draft.finish()


def _items(document: Document) -> Iterator[Any]:
    return iter(document.root.iter("{*}item"))


def _posts(document: Document) -> list[Any]:
    posts = [one for one in _items(document) if is_article_type(_type(one))]
    if not posts:
        raise BadInput(
            "The export of WordPress holds no post, so there is no article in it.",
            [
                FieldError(
                    f"items of type post are expected; found: {_left_out(document) or 'none'}",
                    pointer="/rss/channel",
                )
            ],
        )
    return posts[:MOST_PARTS]


def _type(item: Any) -> str:
    return (Entry(item).line("wp:post_type") or "").lower()


def _left_out(document: Document) -> str:
    """Give how many items of which types are no articles; pictures that a post shows are among them."""
    counted = Counter(kind for one in _items(document) if not is_article_type(kind := _type(one)))
    return ", ".join(f"{count} of type {kind[:40]}" for kind, count in counted.most_common(10))


def _login(author: Any) -> str | None:
    return Entry(author).line("wp:author_login")


def _attachment(item: Any) -> str | None:
    entry = Entry(item)
    return entry.line("wp:post_id") if entry.line("wp:attachment_url") else None


def _thumbnail(post: Entry) -> str | None:
    return _meta(post, "_thumbnail_id")


def _meta(item: Entry, key: str) -> str | None:
    metas = (Entry(node.element) for node in item.all("wp:postmeta"))
    return next((meta.line("wp:meta_value") for meta in metas if meta.line("wp:meta_key") == key), None)


def _put_hold(draft: Draft, post: Entry) -> None:
    node = post.first("wp:status")
    status = (node.line or "").lower() if node else ""
    place = node.pointer if node else post.node.pointer
    statuses: list[Place] = [(place, status or "no status")]
    embargoes: list[Place] = []
    if status == "future":
        statuses = []
        date = post.first("wp:post_date_gmt")
        embargoes = [(date.pointer if date else place, f"{date.line}Z" if date else "")]
    if password := post.first("wp:post_password"):
        statuses.append((password.pointer, "private"))
        draft.notice("password", "the post is protected by a password; it is withheld", password.pointer)
    read_hold(statuses, embargoes, STATUSES).put(draft)


def _put_identity(draft: Draft, post: Entry) -> None:
    link, guid = post.first("link"), post.first("guid")
    draft.put("slug", post.line("wp:post_name"), f"{post.node.pointer}/post_name")
    if link:
        put_address(draft, "url", link.line, link.pointer)
    named = guid or link
    if named:
        draft.put("source_id", "%20".join(named.text.split()), named.pointer)


def _put_dates(draft: Draft, post: Entry) -> None:
    for field, names in {
        "published_at": ("wp:post_date_gmt", "pubdate"),
        "updated_at": ("wp:post_modified_gmt",),
    }.items():
        for node in post.all(*names):
            line = node.line or ""
            written = f"{line}Z" if node.name.endswith("_gmt") and line else line  # GMT, as its name says
            if not line.startswith(_ZERO_DATE) and read_instant(written).moment:
                put_instant(draft, field, written, node.pointer)
                break


def _put_texts(draft: Draft, post: Entry, channel: Entry, document: Document) -> None:
    node = post.first("title")
    headline, publisher = (node.line if node else None), channel.line("title")
    draft.put("headline", headline, node.pointer if node else "")
    put_line(draft, "publisher", publisher, "/rss/channel/title")

    def read(one: Node) -> texts.Reading:
        markup = paragraphs_by_blank_lines(without_shortcodes(inner_markup(one), draft, one.pointer))
        return texts.read_text(markup, one.pointer, headline=headline or "", feed=publisher or "")

    contents = [read(one) for one in post.all("content:encoded")]
    pictured = texts.put_texts(draft, contents, [read(one) for one in post.all("excerpt:encoded")], headline)
    base = channel.line("link")
    images = _featured(post, document) + media.in_text(pictured.figures if pictured else (), base)
    media.put_images(draft, images, post.node.pointer)
    creator = post.first("dc:creator")
    if creator:
        put_authors(draft, [_author(creator, channel)], creator.pointer, publisher)


def _featured(post: Entry, document: Document) -> list[dict[str, Any]]:
    number = _thumbnail(post)
    found = next((Entry(one) for one in _items(document) if number and _attachment(one) == number), None)
    if found is None:
        return []
    caption = found.first("excerpt:encoded")
    alt = _meta(found, "_wp_attachment_image_alt")
    address = found.line("wp:attachment_url")
    return [media.picture(address, caption=caption.line if caption else None, alt_text=alt)]


def _author(creator: Node, channel: Entry) -> dict[str, Any]:
    """Give the author whose login it is; a login that no list explains is a name only if it looks like one."""
    login = creator.line or ""
    known = (Entry(node.element) for node in channel.all("wp:author"))
    author = next((one for one in known if one.line("wp:author_login") == login), None)
    if author is None:
        return {"name": written_name(login)}
    given = " ".join(filter(None, (author.line("wp:author_first_name"), author.line("wp:author_last_name"))))
    shown = written_name(author.line("wp:author_display_name"))
    if given and (not shown or shown == login or is_nobody(shown)):
        return {"name": given}
    return {"name": shown or login}


def _put_subjects(draft: Draft, post: Entry) -> None:
    nodes = post.all("category")
    # Version 1.0 gives each category and each tag twice, the first time without saying which of them it is.
    told = [node for node in nodes if node.attr("domain")] or nodes
    named = [(node.attr("domain") or "category", node.line) for node in told if node.line]
    pointer = nodes[0].pointer if nodes else ""
    # A post in no category is in the one that every site begins with.
    categories = [name for domain, name in named if domain == "category" and name.lower() != "uncategorized"]
    others = [name for domain, name in named if domain not in ("category", "post_tag", "tag", "post_format")]
    put_topics(draft, [(None, name) for name in (*categories, *others)], pointer)
    put_line(draft, "section", categories[0] if categories else None, pointer)
    put_names(draft, "keywords", [name for domain, name in named if domain in ("post_tag", "tag")], pointer)
