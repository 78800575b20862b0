"""The pictures of an ANS document and the stories that go with it."""

from typing import Any

from shared.formats.ans.elements import Elements, picture, pictures, story
from shared.formats.ans.hold import hold_of
from shared.formats.draft import Draft
from shared.formats.hold import Hold, outlasts
from shared.formats.values import Fields, few, listed


def put_media(draft: Draft, fields: Fields, elements: Elements, own: Hold) -> None:
    """Keep pictures and stories; one that is held longer than the document would leak through it."""
    images = [picture(fields)] if fields.text("type") == "image" else []
    promoted, at = fields.get("promo_items")
    for name, item in few(promoted, at).items() if isinstance(promoted, dict) else ():
        images += _promoted(item, f"{at}/{name}", own)
    still, at = fields.get("promo_image")
    images += _promoted(still, at, own)
    seen: dict[Any, dict[str, Any]] = {}
    for image in [*images, *elements.images]:
        if image["url"] or image["caption"]:
            seen.setdefault(image["url"] or image["caption"], image)
    draft.put("images", list(seen.values()), "/promo_items" if images else "/content_elements")
    related = [*elements.related, *_related(fields, own)]
    draft.put(
        "related", list({(one["headline"], one["url"]): one for one in related}.values()), "/related_content"
    )


def _promoted(item: Any, pointer: str, own: Hold) -> list[dict[str, Any]]:
    """Give the picture that a promotion is, or has."""
    if not isinstance(item, dict) or outlasts(hold_of(fields := Fields(item, pointer)), own):
        return []
    if item.get("type") == "image":
        return [picture(fields)]
    if item.get("type") == "gallery":
        return pictures(fields)
    inner = item.get("promo_items")
    first = inner.get("basic") if isinstance(inner, dict) else None
    if not isinstance(first, dict) or first.get("type") != "image":
        return []
    return [] if outlasts(hold_of(Fields(first)), own) else [picture(Fields(first))]


def _related(fields: Fields, own: Hold) -> list[dict[str, Any]]:
    value, at = fields.get("related_content")
    groups = few(value, at).values() if isinstance(value, dict) else [value]
    inside = [Fields(one) for group in groups for one in listed(few(group, at)) if isinstance(one, dict)]
    return [found for one in inside if not outlasts(hold_of(one), own) and (found := story(one))]
