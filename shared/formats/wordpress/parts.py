"""The parts of a post of WordPress that have a form of their own: pictures, authors, terms."""

from collections.abc import Iterator
from typing import Any

from shared.formats.draft import Draft
from shared.formats.feeds import media
from shared.formats.feeds.common import put_line
from shared.formats.feeds.people import put_authors, written_name
from shared.formats.html_text import plain_line
from shared.formats.values import Fields, few, listed, put_names, put_topics, text, whole

_TAGS = frozenset({"post_tag", "tag", "tags"})
_CATEGORIES = frozenset({"category", "categories"})
_NO_TOPICS = frozenset({"post_format", "author", "language", "post_translations"})


def featured(outer: Fields, post: Fields, yoast: Fields) -> Iterator[dict[str, Any]]:
    """Give the featured picture, in the first of the forms that it is given in."""
    embedded, _ = within(post, "_embedded").get("wp:featuredmedia")
    found = [one for one in listed(embedded) if isinstance(one, dict) and one.get("source_url")]
    for one in found:
        details = within(Fields(one), "media_details").source
        yield media.picture(
            text(one["source_url"]),
            width=whole(details.get("width")),
            height=whole(details.get("height")),
            caption=plain_line(rendered(one.get("caption")) or "").strip() or None,
            alt_text=text(one.get("alt_text")),
        )
    if found:
        return
    for holder in (post, outer):
        value = holder.get("post_thumbnail", "jetpack_featured_media_url", "featured_image", "featured_image_url")[
            0
        ]
        if address := text(value["URL"] if isinstance(value, dict) and "URL" in value else value):
            yield media.picture(address)
            return
    for one in listed(yoast.get("og_image")[0])[:1]:
        if isinstance(one, dict):
            yield media.picture(
                text(one.get("url")), width=whole(one.get("width")), height=whole(one.get("height"))
            )


def put_people(draft: Draft, outer: Fields, post: Fields, yoast: Fields, publisher: str | None) -> None:
    """Keep the authors from the first place that names any; tell where there is only a number."""
    places = [
        within(post, "_embedded").get("author"),
        *(holder.get("authors", "coauthors", "author_data", "author") for holder in (post, outer)),
        yoast.get("author"),
    ]
    for value, pointer in places:
        given = [_author(one) for one in listed(few(value, pointer)) if not isinstance(one, int)]
        if any(one["name"] for one in given):
            put_authors(draft, given, pointer, publisher)
            return
    if post.get("author", "post_author")[0] is not None:
        detail = "the author is given by number only; push the post with _embed"
        draft.notice("reference-not-found", detail, post.get("author", "post_author")[1])


def _author(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        name = text(value)
        return {"name": None if name is None or name.isdigit() else written_name(name)}
    fields = Fields(value)
    avatars = within(fields, "avatar_urls")
    sizes = sorted((whole(size) or 0, address) for size, address, _ in avatars if text(address))
    return {
        "name": written_name(fields.line("name", "display_name", "nice_name")),
        "biography": fields.line("description", "bio"),
        "image_url": media.absolute(text(sizes[-1][1]) if sizes else fields.text("avatar_url"), None),
        "url": media.absolute(fields.text("link", "url"), None),
    }


def put_terms(draft: Draft, outer: Fields, post: Fields) -> None:
    """Keep categories as topics and the first as the section, and tags as keywords."""
    terms = list(_terms(outer, post))
    categories = [name for kind, name in terms if kind in _CATEGORIES and name.lower() != "uncategorized"]
    others = [name for kind, name in terms if kind not in _CATEGORIES | _TAGS | _NO_TOPICS]
    put_topics(draft, [(None, name) for name in (*categories, *others)], post.pointer)
    put_line(draft, "section", categories[0] if categories else None, post.pointer)
    put_names(draft, "keywords", [name for kind, name in terms if kind in _TAGS], post.pointer)
    if not terms and any(isinstance(one, int) for one in listed(post.get("categories")[0])):
        detail = "categories and tags are given by number only; push the post with _embed"
        draft.notice("reference-not-found", detail, post.get("categories")[1])


def _terms(outer: Fields, post: Fields) -> Iterator[tuple[str, str]]:
    """Give the taxonomy and the name of each term, from the API's lists or the webhooks' objects."""
    embedded, pointer = within(post, "_embedded").get("wp:term")
    for group in listed(few(embedded, pointer)):
        for one in listed(few(group, pointer)):
            if isinstance(one, dict) and (name := text(one.get("name"))):
                yield text(one.get("taxonomy")) or "category", plain_line(name)
    for holder in (within(outer, "taxonomies"), within(post, "taxonomies"), within(post, "terms"), post):
        for kind, value, place in holder:
            if holder is post and kind not in _CATEGORIES | _TAGS:
                continue
            entries = value.values() if isinstance(few(value, place), dict) else listed(value)
            for one in entries:
                if name := text(
                    one.get("name") if isinstance(one, dict) else one if isinstance(one, str) else None
                ):
                    yield kind, plain_line(name)


def within(fields: Fields, name: str) -> Fields:
    """Give the properties of an object within, none where there is no such object."""
    value, pointer = fields.get(name)
    return Fields(few(value, pointer) if isinstance(value, dict) else {}, pointer)


def rendered(value: Any) -> str | None:
    """Give a text that may stand in an object: as it is shown, else as it was typed."""
    if isinstance(value, dict):
        return text(value.get("rendered")) or text(value.get("raw"))
    return text(value)
