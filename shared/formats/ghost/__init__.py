"""Posts of Ghost, as its webhooks and its Content and Admin API give them: one article for each post.

Read from Ghost's documentation of webhooks (`{"post": {"current": {…}, "previous": {…}}}`; `current` is empty when
a post was deleted, `previous` holds what changed) and of both APIs (`{"posts": […]}`), versions 2 to 5. Some
versions name the event in the body, most do not. A hook is signed with `X-Ghost-Signature: sha256=<hex of
HMAC-SHA256(secret, body + timestamp)>, t=<milliseconds>`, waits two seconds, and an answer of 410 deletes it.

    source_id     id | uuid                                 url          url, of a published post
    status        draft and sent (by mail only) withhold; a deleted post, or a draft once published, is canceled
    embargo       published_at of a post whose status is scheduled
    created_at, published_at, updated_at   as they are       headline     title            slug   slug
    summary       custom_excerpt | excerpt                  body_text    html | plaintext | lexical
    authors       authors[] | primary_author: name, bio, profile_image, url
    topics        tags, but internal ones; primary_tag is the section     reading_minutes  reading_time
    images        feature_image with its alt text and caption, pictures in the text
    free_to_read  visibility: public, or not

Ignored: mails, newsletters, tiers, code injections, what is meant for search engines and social networks. A page
of Ghost is no article.
"""

import json
import re
from typing import Any

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.feeds import media, texts
from shared.formats.feeds.common import derive_words, put_line
from shared.formats.feeds.parts import MOST_PARTS
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.ghost.lexical import as_html
from shared.formats.hold import Place, read_hold, stated
from shared.formats.html_text import plain_line
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, listed, put_address, put_topics, text, whole

NAME = "ghost"

_OWN_WORDS = frozenset(
    {"uuid", "comment_id", "lexical", "mobiledoc", "primary_tag", "feature_image", "visibility"}
)
_STATUSES = {
    "published": Status.USABLE,
    "draft": Status.WITHHELD,
    "sent": Status.WITHHELD,
    "deleted": Status.CANCELED,
}
_PUBLIC = frozenset({"published", "sent"})
_PREVIEW = re.compile(r"/(?:p/[0-9a-f-]{36}|404)/?$")  # the address of a post that nobody may see yet
_DIALECT = "an object with post.current, or posts[] with id, title and html, is expected"


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON with Ghost's current and previous post, its list of posts, or one such post."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    document = payload.json
    if any(_is_change(document.get(kind)) for kind in ("post", "page")) or _is_post(document):
        return True
    posts = document.get("posts")
    return isinstance(posts, list) and bool(posts) and _is_post(posts[0])


def split(payload: Payload) -> list[Payload]:
    """Give the posts of an API's list one by one, and a webhook as it came."""
    posts = payload.json.get("posts") if isinstance(payload.json, dict) else None
    if not isinstance(posts, list):
        return [payload]
    event = text(payload.json.get("event"))
    told = {"event": event[:200]} if event else {}
    return [
        Payload(json.dumps(told | {"posts": [post]}, ensure_ascii=False).encode(), "application/json")
        for post in posts[:MOST_PARTS]
    ]


def parse(payload: Payload) -> Parsed:
    """Read one post; raise BadInput where it cannot become an article."""
    document = payload.json if isinstance(payload.json, dict) else {}
    if _is_change(document.get("page")) or document.get("type") == "page":
        raise BadInput(
            "This is a page of Ghost and no article.", [FieldError("a post is expected", pointer="/page")]
        )
    current, previous, place = _versions(document)
    post = Fields(few({**previous, **current}, place), place)
    for _, value, pointer in post:
        few(value, pointer)
    draft = Draft(NAME)
    status = _put_hold(draft, document, current, previous, post)
    _put_identity(draft, post)
    for field in ("created_at", "published_at", "updated_at"):
        put_instant(draft, field, *post.get(field))
    _put_texts(draft, post)
    _put_tags(draft, post)
    put_authors(draft, _authors(post), post.get("authors", "primary_author", "author")[1], None)
    if post.text("visibility"):
        draft.put("free_to_read", post.text("visibility") == "public", post.get("visibility")[1])
    derive_words(draft, status)
    return draft.finish()


def _is_change(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(name), dict) for name in ("current", "previous"))


def _is_post(value: Any) -> bool:
    return isinstance(value, dict) and "slug" in value and "title" in value and len(_OWN_WORDS & value.keys()) >= 2


def _versions(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Give the post as it is now, what it was before, and where the first of them stands."""
    change, posts = document.get("post"), document.get("posts")
    if isinstance(change, dict) and _is_change(change):
        current, previous = (
            one if isinstance(one := change.get(name), dict) else {} for name in ("current", "previous")
        )
        return current, previous, "/post/current" if current else "/post/previous"
    if isinstance(posts, list) and posts and isinstance(posts[0], dict):
        return posts[0], {}, "/posts/0"
    if _is_post(document):
        return document, {}, ""
    raise BadInput("This is no post of Ghost.", [FieldError(_DIALECT, pointer="")])


def _put_hold(
    draft: Draft, document: dict[str, Any], current: dict[str, Any], previous: dict[str, Any], post: Fields
) -> Status:
    told = stated(post, "status")
    pointer, value = told[0] if told else (f"{post.pointer}/status", None)
    status, event = (text(value) or "").lower(), (text(document.get("event")) or "").lower()
    statuses: list[Place] = []
    embargoes: list[Place] = []
    if not current or event.endswith((".deleted", ".unpublished")):
        statuses.append((pointer, "deleted"))
    elif status == "draft" and previous.get("status") in _PUBLIC:
        statuses.append((pointer, "deleted"))
        draft.notice("unpublished", "the post was published and is a draft again; it is taken down", pointer)
    if status == "scheduled" or event.endswith(".scheduled"):
        date, at = post.get("published_at")
        embargoes.append((at or pointer, date or ""))
        told = [place for place in told[1:] if place[1] != value]
    elif not told and "posts" not in document:  # the Content API has published posts only, and no status
        statuses.append((pointer, "no status"))
    statuses += told
    hold = read_hold(statuses, embargoes, _STATUSES)
    hold.put(draft)
    return hold.status


def _put_identity(draft: Draft, post: Fields) -> None:
    name, pointer = post.get("id", "uuid")
    draft.put("source_id", text(name), pointer)
    address, pointer = post.get("url")
    if not _PREVIEW.search(text(address) or ""):
        put_address(draft, "url", address, pointer)
    post.put(draft, "slug", "slug")
    minutes, pointer = post.get("reading_time")
    draft.put("reading_minutes", whole(minutes), pointer)


def _put_texts(draft: Draft, post: Fields) -> None:
    post.put(draft, "headline", "title")
    headline = post.line("title")
    content = _body(post)
    custom, pointer = post.get("custom_excerpt")
    excerpt, at = post.get("excerpt")
    teaser = texts.read_text(text(custom) or text(excerpt) or "", pointer if custom else at, plain=True)
    if not custom and _begins_with(content.text, teaser.text):
        teaser = texts.read_text("", at)  # Ghost made it of the body
    pictured = texts.put_texts(draft, [content], [teaser], headline)
    base = text(post.get("url")[0])
    address, at = post.get("feature_image", "og_image")
    caption = post.line("feature_image_caption")
    featured = media.picture(text(address), base, caption=caption, alt_text=post.line("feature_image_alt"))
    media.put_images(draft, [featured, *media.in_text(pictured.figures if pictured else (), base)], at)
    if post.get("access")[0] is False:
        draft.notice("body-cut-off", "the text is only the part that is open to everyone", post.get("access")[1])


def _body(post: Fields) -> texts.Reading:
    for name in ("html", "plaintext", "lexical"):
        value, pointer = post.get(name)
        written = text(value) or ""
        read = texts.read_text(
            as_html(written) if name == "lexical" else written, pointer, plain=name == "plaintext"
        )
        if read.text or read.figures:
            return read
    return texts.read_text("", post.pointer)


def _begins_with(body: str, start: str) -> bool:
    return " ".join(body.split()).startswith(" ".join(start.split()))


def _put_tags(draft: Draft, post: Fields) -> None:
    tags, pointer = post.get("tags")
    named = [tag if isinstance(tag, dict) else {"name": tag} for tag in listed(tags)]
    public = [
        tag for tag in named if tag.get("visibility") != "internal" and not str(tag.get("name")).startswith("#")
    ]
    names = [name for tag in public if (name := plain_line(text(tag.get("name")) or ""))]
    put_topics(draft, [(None, name) for name in names], pointer)
    primary, at = post.get("primary_tag")
    first = text(primary.get("name")) if isinstance(primary, dict) else None
    put_line(
        draft, "section", first if first and not first.startswith("#") else next(iter(names), None), at or pointer
    )


def _authors(post: Fields) -> list[dict[str, Any]]:
    value, _ = post.get("authors", "primary_author", "author")
    return [_author(Fields(one)) for one in listed(value) if isinstance(one, dict)]


def _author(one: Fields) -> dict[str, Any]:
    return {
        "name": written_name(one.text("name")),
        "biography": one.line("bio"),
        "image_url": media.absolute(one.text("profile_image"), None),
        "url": media.absolute(one.text("url", "website"), None),
    }
