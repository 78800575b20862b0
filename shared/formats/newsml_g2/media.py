"""The pictures of a NewsML-G2 item: what it points to, what travels with it, what stands in its body."""

import re
from typing import Any

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.hold import Hold, outlasts
from shared.formats.newsml_g2.concepts import Concepts
from shared.formats.newsml_g2.item import hold as read_item_hold
from shared.formats.newsml_g2.item import kind
from shared.formats.newsml_g2.message import Parts
from shared.formats.newsml_g2.restrictions import is_internal, last_word
from shared.formats.values import web_address, whole
from shared.formats.xml.tree import Node

_CAPTION = re.compile(r"caption", re.IGNORECASE)
_ALT_TEXT = re.compile(r"alt", re.IGNORECASE)
_MAX_IMAGES = 500


def put(draft: Draft, parts: Parts, concepts: Concepts, own: Hold, within: list[dict[str, Any]]) -> None:
    """Keep the pictures; one that is held itself would leak through the text."""
    item = parts.item
    free = [one for one in parts.media if not outlasts(read_item_hold(one), own)]
    at = f"{item.pointer}/contentSet"
    if len(free) < len(parts.media):
        draft.notice("associated-item-held", f"{len(parts.media) - len(free)} associated items are held", at)
    pictured = [one for one in free if kind(one) in ("picture", "graphic")]
    if len(pictured) < len(free):
        detail = f"{len(free) - len(pictured)} videos or sounds that belong to the story were not read"
        draft.notice("media-not-read", detail, at)
    beside = [image for one in (item, *pictured) if (image := _image(one, concepts))]
    _merge(beside, within)
    draft.put("images", beside[:_MAX_IMAGES], at)


def _merge(beside: list[dict[str, Any]], within: list[dict[str, Any]]) -> None:
    """Add the pictures of the body; one with the address or caption of a known picture completes that."""
    known = {key: image for image in beside for key in (image["url"], image["caption"]) if key}
    for one in within:
        same = known.get(one["url"]) or known.get(one["caption"])
        if same is None:
            beside.append(one)
        else:
            same |= {name: value for name, value in one.items() if same[name] is None}


def _image(item: Node, concepts: Concepts) -> dict[str, Any] | None:
    """Give the largest picture that an item points to, with the item's caption where the item is a picture."""
    remote = [one for one in item.all("contentSet/remoteContent") if _is_image(one, item)]
    sized = sorted(remote, key=lambda one: (whole(one.attr("width")) or 0) * (whole(one.attr("height")) or 0))
    best = next((one for one in reversed(sized) if web_address(one.attr("href"))), None)
    is_picture = kind(item) in ("picture", "graphic")
    described = [one for one in item.all("contentMeta/description") if is_picture and not is_internal(one)]
    alts = [one for one in described if _ALT_TEXT.search(last_word(one.attr("role")))]
    captions = [one for one in described if one not in alts]
    caption = concepts.pick([one for one in captions if _CAPTION.search(one.attr("role") or "")]) or concepts.pick(
        captions
    )
    address = web_address(best.attr("href")) if best is not None else None
    if address is None and not (is_picture and caption):
        return None
    credits = (
        [concepts.pick(item.all(f"contentMeta/{name}")) for name in ("by", "creditline")] if is_picture else []
    )
    return {
        "url": address,
        "width": whole(best.attr("width")) if best is not None else None,
        "height": whole(best.attr("height")) if best is not None else None,
        "caption": caption,
        "credit": clean_line("/".join(dict.fromkeys(filter(None, credits)))) or None,
        "alt_text": concepts.pick(alts),
    }


def _is_image(remote: Node, item: Node) -> bool:
    media_type = (remote.attr("contenttype") or "").lower()
    return media_type.startswith("image/") or (not media_type and kind(item) in ("picture", "graphic"))
