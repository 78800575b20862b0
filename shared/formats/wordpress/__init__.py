"""Posts of WordPress as its API and its webhooks give them: one article for each post.

Read from the REST API's reference (`wp/v2/posts`, with and without `_embed`), WordPress.com's API, the payloads of
WP Webhooks and like plugins (`{"post_id": …, "post": {"post_title": …}, "taxonomies": {…}}`), and Yoast's fields.

    source_id     guid, as in WordPress's feeds and exports | link | id          slug   slug | post_name
    status        status: publish is usable; draft, pending, private and a password withhold; trash cancels
    embargo       the date of a post whose status is future
    published_at  date_gmt | date                           updated_at   modified_gmt | modified
    headline      title.rendered                            summary      excerpt.rendered
    body_text     content.rendered                          url          link | post_permalink | URL
    authors       _embedded author | authors | coauthors | author | Yoast's author
    topics        terms of taxonomy category, the first is the section           keywords   of taxonomy post_tag
    images        _embedded wp:featuredmedia | post_thumbnail | jetpack's or Yoast's picture, pictures in the text
    publisher     Yoast's og_site_name | site_name          language     lang | locale | Yoast's og_locale

A post that was published and is a draft now is canceled, and so is one that a deletion names. Terms and authors
given as numbers alone are told of. Ignored: meta, links, sticky, formats, templates, comments, the rest of Yoast.
"""

import json
import re
from typing import Any

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.feeds import media, texts
from shared.formats.feeds.common import derive_words, put_line
from shared.formats.feeds.markup import paragraphs_by_blank_lines, without_shortcodes
from shared.formats.feeds.parts import MOST_PARTS
from shared.formats.hold import Place, read_hold
from shared.formats.html_text import plain_line
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, put_address, text
from shared.formats.wordpress.parts import featured, put_people, put_terms, rendered, within
from shared.formats.wordpress.words import STATUSES, is_article_type

NAME = "wordpress"

_TEXTS = ("title", "content", "excerpt")
_RENDERED = frozenset({"rendered", "raw"})
_TAKEN_DOWN = re.compile(r"delet|trash|unpublish", re.IGNORECASE)
_EVENTS = ("event", "action", "hook", "trigger", "webhook_name")
_STATUS = ("status", "post_status")
_KIND = frozenset({"type", "post_type"})
_DATES = frozenset({"date", "date_gmt", "post_date", "post_date_gmt"})
_PUBLIC = frozenset({"publish", "published"})

_OWN_FIELDS = ("meta", "acf", "custom_fields", "post_meta")
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        id date date_gmt guid modified modified_gmt slug status type link title content excerpt author authors
        coauthors author_data featured_media featured_image featured_image_url comment_status ping_status sticky
        template format meta categories tags class_list site_id url short_url password permalink lang locale
        language jetpack_featured_media_url jetpack_sharing_enabled jetpack_shortlink jetpack-related-posts
        jetpack_likes_enabled jetpack_publicize_connections permalink_template generated_slug parent menu_order
        discussion likes_enabled sharing_enabled like_count i_like is_reblogged is_following global_id
        geo publicize_urls attachments attachment_count metadata other_urls capabilities revisions page_template
        publicize_scheduled terms taxonomies name filter ancestors to_ping pinged comment_count tags_input
        post_content_filtered comments_open pings_open has_password featured_media_url
        """,
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON with WordPress's own words for a post, alone, in a webhook or in a list."""
    return payload.is_json and isinstance(payload.json, dict) and _post_of(payload.json) is not None


def split(payload: Payload) -> list[Payload]:
    """Give the posts of WordPress.com's lists one by one, and a single post as it came."""
    document = payload.json
    posts = document.get("posts") if isinstance(document, dict) else None
    if not isinstance(posts, list) or _own_post(document) is not None:
        return [payload]
    return [
        Payload(json.dumps(post, ensure_ascii=False).encode(), "application/json") for post in posts[:MOST_PARTS]
    ]


def parse(payload: Payload) -> Parsed:
    """Read one post; raise BadInput where it cannot become an article."""
    found = _own_post(payload.json) if isinstance(payload.json, dict) else None
    if found is None:
        raise BadInput(
            "This is no post of WordPress.",
            [
                FieldError(
                    "an object with title.rendered and content.rendered, or post_title, is expected", pointer=""
                )
            ],
        )
    outer, post = Fields(few(payload.json, "")), found
    for _, value, pointer in post:
        few(value, pointer)
    _refuse_what_is_no_article(post)
    draft = Draft(NAME)
    status = _put_hold(draft, outer, post)
    _put_identity(draft, outer, post)
    _put_date(draft, "published_at", post, "date_gmt", "post_date_gmt", "date", "post_date")
    _put_date(draft, "updated_at", post, "modified_gmt", "post_modified_gmt", "modified", "post_modified")
    _put_texts(draft, outer, post)
    put_terms(draft, outer, post)
    derive_words(draft, status)
    _tell_of_unread(draft, post)
    return draft.finish()


def _tell_of_unread(draft: Draft, post: Fields) -> None:
    """Tell of what plugins and themes add."""
    unread = [
        name
        for name, value, _ in post
        if value not in (None, "", [], {}) and name not in _KNOWN and not name.startswith(("_", "post_", "yoast"))
    ]
    if unread:
        named = ", ".join(name[:40] for name in unread[:10])
        draft.notice(
            "unknown-property", f"{len(unread)} properties are not WordPress's own: {named}", post.pointer
        )


def _post_of(value: dict[str, Any]) -> Fields | None:
    own = _own_post(value)
    if own is not None:
        return own
    posts = value.get("posts")
    first = posts[0] if isinstance(posts, list) and posts else None
    return _own_post(first) if isinstance(first, dict) and "found" in value else None


def _own_post(value: dict[str, Any]) -> Fields | None:
    """Give the post that stands in the object, or is it."""
    if _is_post(value):
        return Fields(value)
    for key in ("post", "previous", "data", "payload"):
        if isinstance(value.get(key), dict) and _is_post(value[key]):
            return Fields(value[key], f"/{key}")
    return None


def _is_post(value: dict[str, Any]) -> bool:
    if "post_title" in value and ("post_content" in value or "post_status" in value):
        return True
    if "site_ID" in value and "ID" in value:
        return True
    rendered = [name for name in _TEXTS if isinstance(value.get(name), dict) and _RENDERED & value[name].keys()]
    return "title" in rendered and (len(rendered) > 1 or {"link", "slug"} <= value.keys())


def _refuse_what_is_no_article(post: Fields) -> None:
    kind, pointer = post.get("type", "post_type")
    name = (text(kind) or "post").lower()
    if not is_article_type(name):
        raise BadInput(
            f"This is of WordPress's type {name[:40]} and no article.",
            [FieldError("a post is expected", pointer=pointer)],
        )


def _put_hold(draft: Draft, outer: Fields, post: Fields) -> Status:
    statuses: list[Place] = [(at, value) for name, value, at in post if name in _STATUS]
    pointer, value = statuses[0] if statuses else (f"{post.pointer}/status", None)
    status = (text(value) or "").lower()
    if not statuses and _KIND & post.source.keys() and _DATES & post.source.keys():
        statuses = [(pointer, "no status")]  # the post is whole but for that: somebody left it out
    embargoes: list[Place] = []
    if status == "future":
        date, at = post.get("date_gmt", "post_date_gmt", "date", "post_date")
        statuses, embargoes = [], [(at or pointer, _as_gmt(at, text(date)) or "")]
    embargoes += _embargoes(outer, post)
    before = outer.get("post_before", "old_status", "previous_status")
    earlier = Fields(before[0]).text("post_status", "status") if isinstance(before[0], dict) else text(before[0])
    event = " ".join(filter(None, (outer.text(name) for name in _EVENTS)))
    if _TAKEN_DOWN.search(event) or outer.get("deleted")[0] is True:
        statuses.append((outer.get(*_EVENTS, "deleted")[1], "deleted"))
    elif earlier in _PUBLIC and status not in _PUBLIC | {"", "future"}:
        statuses.append((pointer, "deleted"))
    if protected := _protection(post):
        statuses.append((protected, "private"))
        draft.notice("password", "the post is protected by a password; it is withheld", protected)
    hold = read_hold(statuses, embargoes, STATUSES)
    hold.put(draft)
    return hold.status


def _embargoes(outer: Fields, post: Fields) -> list[Place]:
    """Give what plugins and a newsroom's own fields say of an embargo; one that nobody filled in is none."""
    holders = [outer, post, *(within(one, name) for one in (outer, post) for name in _OWN_FIELDS)]
    return [
        (at, value[0] if isinstance(value, list) and len(value) == 1 else value)
        for one in holders
        for name, value, at in one
        if "embargo" in name and value not in (None, "", [], {}, 0, "0", [""], ["0"])
    ]


def _protection(post: Fields) -> str | None:
    """Give the place that says that a password is asked for."""
    for name in _TEXTS:
        value, pointer = post.get(name)
        if isinstance(value, dict) and str(value.get("protected") or "").lower() not in ("", "false", "0"):
            return f"{pointer}/protected"
    password, pointer = post.get("post_password", "password")
    return pointer if password else None


def _put_identity(draft: Draft, outer: Fields, post: Fields) -> None:
    link, link_at = post.get("link", "url", "permalink", "post_permalink")
    if link is None:
        link, link_at = outer.get("post_permalink", "permalink", "link")
    put_address(draft, "url", link, link_at)
    for value, pointer in (post.get("guid"), (link, link_at), post.get("id"), outer.get("post_id")):
        name = rendered(value)
        if name:
            draft.put("source_id", "%20".join(name.split()), pointer)
            break
    post.put(draft, "slug", "slug", "post_name")


def _put_date(draft: Draft, field: str, post: Fields, *names: str) -> None:
    for name in names:
        value, pointer = post.get(name)
        written = _as_gmt(name, text(value))
        if written and read_instant(written).moment:
            put_instant(draft, field, written, pointer)
            return


def _as_gmt(name: str, written: str | None) -> str | None:
    """Give a date of GMT with its zone, which only its name says; a draft's zeros are no date."""
    if written is None or written.startswith("0000"):
        return None
    bare = name.endswith("_gmt") and re.fullmatch(r"[\d-]{8,10}[T ][\d:.]{5,15}", written)
    return f"{written}Z" if bare else written


def _put_texts(draft: Draft, outer: Fields, post: Fields) -> None:
    yoast = within(post, "yoast_head_json")
    title, pointer = post.get("title", "post_title")
    headline = plain_line(rendered(title) or "")
    draft.put("headline", headline, pointer)
    publisher, at = yoast.get("og_site_name")
    if publisher is None:
        publisher, at = outer.get("site_name", "blog_name", "blogname")
    put_line(draft, "publisher", plain_line(text(publisher) or ""), at)

    def read(*names: str) -> texts.Reading:
        value, place = post.get(*names)
        markup = without_shortcodes(rendered(value) or "", draft, place)
        return texts.read_text(
            paragraphs_by_blank_lines(markup), place, headline=headline, feed=text(publisher) or ""
        )

    pictured = texts.put_texts(
        draft, [read("content", "post_content")], [read("excerpt", "post_excerpt")], headline
    )
    base = text(post.get("link", "url")[0]) or text(outer.get("post_permalink")[0])
    images = [*featured(outer, post, yoast), *media.in_text(pictured.figures if pictured else (), base)]
    media.put_images(draft, images, post.pointer)
    for one, names in (
        (post, ("lang", "locale", "language")),
        (outer, ("lang", "locale")),
        (yoast, ("og_locale",)),
    ):
        code, place = one.get(*names)
        if text(code) and not draft.has("language"):
            draft.put("language", (text(code) or "").replace("_", "-"), place)
    put_people(draft, outer, post, yoast, text(publisher))
