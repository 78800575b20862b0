"""The pictures and stories that go with a ninjs item: its `associations` and `renditions`.

1.x and Superdesk have objects by name, 2.x and 3.x lists with a `name` in each. Superdesk puts a picture's
alternative text into its `body_text`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from shared.formats.html_text import Figure, plain_line
from shared.formats.ninjs import texts as ninjs_texts
from shared.formats.payload import join_pointer
from shared.formats.values import Fields, few, text, web_address, whole

PICTURES = frozenset({"picture", "graphic"})
_MEDIA = PICTURES | {"audio", "video"}


def associated(item: Fields) -> Iterator[Fields]:
    """Give the associated items; Superdesk has null where an editor removed one."""
    associations, pointer = item.get("associations")
    entries = associations.items() if isinstance(associations, dict) else _numbered(associations)
    for key, entry in entries:
        if isinstance(entry, dict):
            yield Fields(entry, join_pointer(pointer, key))


def is_picture(item: Fields) -> bool:
    """Tell whether it is a picture: by its type, or without one by its renditions."""
    kind = (item.text("type") or "").lower()
    return kind in PICTURES or (kind == "" and any(_is_image(rendition) for rendition in _renditions(item)))


def is_story(item: Fields) -> bool:
    """Tell whether it is another story, which has a headline and is no medium."""
    return (item.text("type") or "").lower() not in _MEDIA and bool(_headlines(item))


def story(item: Fields) -> dict[str, Any]:
    """Give an associated story as a related one."""
    teasers = ninjs_texts.summaries(item.source)
    return {
        "headline": plain_line(_headlines(item)[0].text),
        "teaser": ninjs_texts.as_text(teasers[0]) if teasers else None,
        "url": web_address(item.get("url")[0]) or web_address(item.get("uri")[0]),
    }


def picture(item: Fields) -> dict[str, Any] | None:
    """Give a picture with the largest of its renditions; None of a mere mention of one."""
    renditions = sorted(filter(_is_image, _renditions(item)), key=_area)
    largest = renditions[-1] if renditions else Fields({})
    captions = ninjs_texts.summaries(item.source)
    address, caption = web_address(largest.get("href")[0]), ninjs_texts.as_text(captions[0]) if captions else None
    if not address and not caption:
        return None
    return {
        "url": address,
        "width": whole(largest.get("width")[0]),
        "height": whole(largest.get("height")[0]),
        "caption": caption,
        "credit": ninjs_texts.credit(item.source) or item.line("byline", "by", "copyrightholder", "source"),
        "alt_text": item.line("alt_text", "alttext", "body_text"),
    }


def addresses(item: Fields) -> set[str]:
    """Give the addresses of all renditions, to know the same picture again within the body."""
    return {address for rendition in _renditions(item) if (address := web_address(rendition.get("href")[0]))}


def pictures_in_body(figures: Iterable[Figure], known: set[str]) -> list[dict[str, Any]]:
    """Give the body's pictures that are not among the associations."""
    found = {
        address: figure for figure in figures if (address := web_address(figure.src)) and address not in known
    }
    return [
        {
            "url": address,
            "width": whole(figure.width),
            "height": whole(figure.height),
            "caption": figure.caption,
            "credit": figure.credit,
            "alt_text": figure.alt,
        }
        for address, figure in found.items()
    ]


def _headlines(item: Fields) -> list[ninjs_texts.Piece]:
    return ninjs_texts.pieces(item.source, "headline", "headlines")


def _renditions(item: Fields) -> list[Fields]:
    value, _ = item.get("renditions")
    few(value, join_pointer(item.pointer, "renditions"))
    entries = value.items() if isinstance(value, dict) else _numbered(value)
    return [Fields(entry | {"name": entry.get("name", key)}) for key, entry in entries if isinstance(entry, dict)]


def _numbered(value: Any) -> Iterator[tuple[str, Any]]:
    return ((str(number), entry) for number, entry in enumerate(value if isinstance(value, list) else []))


def _is_image(rendition: Fields) -> bool:
    kind = (text(rendition.get("mimetype", "contenttype")[0]) or "image/").lower()
    return kind.startswith("image/") and web_address(rendition.get("href")[0]) is not None


def _area(rendition: Fields) -> tuple[int, bool]:
    width, height = whole(rendition.get("width")[0]) or 0, whole(rendition.get("height")[0]) or 0
    return width * height, rendition.text("name") in ("original", "main")
