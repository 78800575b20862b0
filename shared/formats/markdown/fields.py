"""The fields of front matter: found by any of their names, and what of them needs more than a line."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from shared.domain.errors import BadInput, FieldError
from shared.domain.text import HIDDEN
from shared.formats.byline import people
from shared.formats.draft import Draft
from shared.formats.hold import Place
from shared.formats.html_text import Figure, plain_line
from shared.formats.ninjs.media import pictures_in_body
from shared.formats.values import few, listed, put_names, put_people, put_topics, text, web_address

# What only the generator of a site reads.
_GENERATORS = frozenset(
    re.findall(
        r"\w+",
        """
        layout type weight aliases menu menus toc math mermaid comments template templatekey featured pinned sticky
        showtoc tocopen outputs build cascade sitemap robotsno sidebar navorder parent nav order eleventynavigation
        eleventyexcludefromcollections redirectfrom redirectto headless markup linktitle resources params
        readingtime wordcount theme cssclass bodyclass share showdate hidemeta ogdescription ogtitle seo permalink
        """,
    )
)
_PICTURES = (
    "image",
    "images",
    "cover",
    "featuredimage",
    "featureimage",
    "thumbnail",
    "hero",
    "heroimage",
    "banner",
)


def name_of(key: str) -> str:
    """Give a field's name without case, spaces, `_`, `-` and dots, in the usual forms of its letters."""
    return re.sub(r"[\s_.-]", "", HIDDEN.sub("", unicodedata.normalize("NFKC", key))).casefold()


class Named:
    """The fields, their names without case, `_` and `-`; it remembers which were asked for."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._found: dict[str, tuple[Any, str]] = {}
        self._asked: set[str] = set()
        for key, value in few(fields, "/front-matter").items():
            name = name_of(key)
            if name in self._found:
                raise BadInput(
                    f"The front matter has the field {key[:60]!r} twice, in two spellings.",
                    [FieldError("each field once", pointer=f"/{key}")],
                )
            self._found[name] = (few(value, f"/{key}"), f"/{key}")

    def get(self, *names: str) -> tuple[Any, str]:
        """Give the first of these fields that holds anything, and its pointer."""
        self._asked.update(names)
        for name in names:
            value, at = self._found.get(name, (None, ""))
            if value not in (None, "", [], {}):
                return value, at
        return None, "/"

    def put(self, draft: Draft, field: str, *names: str) -> None:
        """Keep the first of these fields as a line of the article."""
        value, at = self.get(*names)
        if value is not None and text(value) is None:
            draft.notice("unexpected-type", f"{field} was left out: a text was expected", at)
        draft.put(field, plain_line(text(value) or ""), at)

    def places(self) -> Iterator[tuple[str, Place]]:
        """Give every field with its name and place."""
        return ((name, (at, value)) for name, (value, at) in self._found.items())

    def asked(self, *names: str) -> None:
        """Remember that these fields were looked at."""
        self._asked.update(names)

    def unread(self) -> list[str]:
        """Give the names that nobody asked for and no generator reads."""
        return [name for name in self._found if name not in self._asked | _GENERATORS and "embargo" not in name]


def put_credits(draft: Draft, fields: Named) -> None:
    """Keep who wrote: names, objects with a name, or a byline."""
    value, at = fields.get("authors", "author", "byline", "by", "writer", "writers")
    entries = [_author(one) for one in listed(value)]
    named = [one for one in entries if one["name"]]
    line = ", ".join(one["name"] for one in named)
    draft.put("byline", line, at)
    # A name as the whole text may be a byline, and a small word is the key of an author that the site knows.
    given = [one for one in named if len(one) > 1 or (len(named) > 1 and people(one["name"]) == (one["name"],))]
    put_people(draft, given, at, line)
    fields.put(draft, "publisher", "source", "publisher", "publication")


def _author(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        return {"name": plain_line(text(entry) or "")}
    one = Named(entry)
    return {
        "name": plain_line(text(one.get("name", "title", "displayname")[0]) or ""),
        "role": text(one.get("role", "jobtitle", "position")[0]),
        "biography": text(one.get("bio", "biography", "description")[0]),
        "image_url": web_address(one.get("avatar", "image", "picture", "photo")[0]),
        "url": web_address(one.get("url", "link", "website")[0]),
    }


def put_subjects(draft: Draft, fields: Named) -> None:
    """Keep section, topics and keywords, each a list or one text with commas."""
    categories, at = fields.get("categories", "category")
    named = _terms(categories)
    section, at_section = fields.get("section")
    draft.put("section", text(section) or next(iter(named), None), at_section if section else at)
    topics, at_topics = fields.get("topics", "topic", "subjects")
    rest = named if section else named[1:]
    put_topics(draft, [(None, name) for name in [*_terms(topics), *rest]], at_topics if topics else at)
    words = [
        word for names in (("tags", "tag"), ("keywords",), ("series",)) for word in _terms(fields.get(*names)[0])
    ]
    put_names(draft, "keywords", words, "/tags")
    fields.put(draft, "genre", "genre", "kicker")


def _terms(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else listed(value)
    named = (
        text(part.get("name") or part.get("title")) if isinstance(part, dict) else text(part) for part in parts
    )
    return [name for name in named if name]


def put_images(draft: Draft, fields: Named, figures: tuple[Figure, ...]) -> None:
    """Keep the pictures that the fields name, then those of the text; an address within the site is none."""
    alt, _ = fields.get("imagealt", "alt", "coveralt", "thumbnailalt")
    caption, _ = fields.get("imagecaption", "caption", "covercaption")
    credit, _ = fields.get("imagecredit", "credit", "photocredit")
    images: list[dict[str, Any]] = []
    first = ""
    for name in _PICTURES:
        value, at = fields.get(name)
        first = first or (at if value is not None else "")
        for one in listed(value):
            picture = Named(one if isinstance(one, dict) else {"src": one})
            images.append(
                {
                    "url": web_address(picture.get("src", "url", "image", "href", "path")[0]),
                    "caption": text(picture.get("caption", "title")[0]) or text(caption),
                    "credit": text(picture.get("credit", "copyright", "photographer")[0]) or text(credit),
                    "alt_text": text(picture.get("alt", "alttext", "imagealt")[0]) or text(alt),
                }
            )
    if any(one["url"] is None for one in images):
        draft.notice("relative-url", "pictures with an address within the site were left out", first or "/image")
    kept = list({one["url"]: one for one in images if one["url"]}.values())
    draft.put("images", [*kept, *pictures_in_body(figures, {one["url"] for one in kept})], first or "/body")
