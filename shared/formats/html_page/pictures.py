"""The pictures of a page's article: the one that its head names, and those within its text."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.html_page.facts import Facts
from shared.formats.values import web_address, whole

_MOST = 50
_SMALLEST = 100  # pixels: icons and portraits are smaller
_CREDIT = re.compile(
    r"credit|copyright|source|quelle|photographer|fotograf|bildnachweis|autor|author", re.IGNORECASE
)
_CREDIT_WORDS = re.compile(
    r"(?:^|[\s(|/–—-])(?:(?:Foto|Photo|Bild|Image|Credit|Quelle|Source|Crédit|Fotos?|Photos?)\s*:|©)\s*([^|"
    r")]{2,150})\)?\s*$"
)
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset")
_NO_PICTURE = re.compile(r"logo|fallback|placeholder|spacer|blank|pixel|avatar|icon|\.svg$", re.IGNORECASE)
_MAX_CAPTION = 2_000


def put_pictures(draft: Draft, facts: Facts, given: tuple[Any, ...], base: str) -> None:
    """Keep the pictures; what the JSON-LD, the head and the text say of one picture is put together."""
    pictures: dict[str, dict[str, Any]] = {}
    for picture in (*(image.model_dump() for image in given), *_of_the_head(facts), *_of_the_text(facts, base)):
        known = pictures.setdefault(_key(picture["url"]), picture)
        known.update({name: value for name, value in picture.items() if known.get(name) is None})
        if len(pictures) >= _MOST:
            break
    draft.derive("images", list(pictures.values()), "head, JSON-LD and figures", 0.8)


def _key(address: str | None) -> str:
    """Give what the sizes of one picture have in common: its file's name, without what scales it."""
    name = (address or "").partition("?")[0].rstrip("/").rpartition("/")[2]
    return re.sub(r"[-_]?\d{2,5}x\d{2,5}|@\dx|-scaled", "", name).lower() if len(name) > 12 else address or ""


def _of_the_head(facts: Facts) -> Iterator[dict[str, Any]]:
    for name in ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src"):
        value = facts.meta(name)[0]
        if address := web_address(value):
            alt = facts.meta("og:image:alt" if name.startswith("og") else "twitter:image:alt")[0]
            sizes = {field: whole(facts.meta(f"og:image:{field}")[0]) for field in ("width", "height")}
            yield {"url": address, "alt_text": alt, **sizes}
            return


def _of_the_text(facts: Facts, base: str) -> Iterator[dict[str, Any]]:
    dropped = {element for _, element in facts.chrome}
    seen: set[Any] = set()
    for figure in facts.figures[:_MOST]:
        image = next(figure.iter("img"), None)
        if image is None or image in seen or not dropped.isdisjoint(figure.iterancestors()):
            continue
        seen.add(image)
        if picture := _picture(image, base):
            yield picture | _caption(figure)
    for image in facts.pictures[: 2 * _MOST]:
        within = any(one.tag == "article" or one.get("itemprop") == "articleBody" for one in image.iterancestors())
        if image not in seen and within and dropped.isdisjoint(image.iterancestors()):
            picture = _picture(image, base)
            if picture and (picture["width"] or 0) >= 2 * _SMALLEST:
                yield picture


def _picture(image: Any, base: str) -> dict[str, Any] | None:
    given = (image.get(name) for name in _SOURCES)
    source = next(
        (one.split(",")[0].split()[0] for one in given if one and one.split() and not one.startswith("data:")),
        None,
    )
    address = web_address(urljoin(base, source)) if source else None
    width, height = whole(image.get("width")), whole(image.get("height"))
    if (
        address is None
        or _NO_PICTURE.search(address.rpartition("/")[2])
        or min(width or _SMALLEST, height or _SMALLEST) < _SMALLEST
    ):
        return None
    return {
        "url": address,
        "width": width,
        "height": height,
        "alt_text": clean_line(image.get("alt") or "") or None,
    }


def _caption(figure: Any) -> dict[str, str | None]:
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        return {}
    words = clean_line(caption.text_content()[:_MAX_CAPTION])
    marked = (
        one
        for one in caption.iter("span", "small", "cite", "p", "div", "em", "a")
        if _CREDIT.search(one.get("class") or "")
    )
    credit = next((found for one in marked if (found := clean_line(one.text_content()[:300]))), None)
    if credit is None and (match := _CREDIT_WORDS.search(words)):
        return {"caption": words[: match.start()].strip() or None, "credit": match[1].strip()}
    if credit and words != credit:
        words = words.replace(credit, "").strip(" |/-–—()")
    return {"caption": (words if words != credit else "") or None, "credit": credit}
