"""What entries of RSS and Atom share: whether they may be shown, dates, categories, language, terms of use."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from shared.domain.article import Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.feeds.names import Entry, usual_name
from shared.formats.hold import WORK_WORDS, Hold, Place, read_hold
from shared.formats.values import put_names, put_topics
from shared.formats.xml.tree import Node, local_name

STATUS_WORDS = WORK_WORDS | dict.fromkeys(("publish", "live", "public", "online"), Status.USABLE) | dict.fromkeys(
    ("trash", "killed", "unpublished"), Status.CANCELED
)  # fmt: skip
_STATUSES = re.compile(r"(?:(?:pub|publish|publishing|publication|content|article|post)[_-]?)?status")
_END_OF_VALIDITY = re.compile(r"\bend=([^;]{4,40})")
_KEYWORDS = ("media:keywords", "itunes:keywords", "prism:keyword", "keywords", "news:keywords", "dcterms:subject")
_NO_CATEGORIES = frozenset({"uncategorized", "uncategorised"})  # what blogs call a post that nobody filed
_SEPARATED = re.compile(r"\s*[,;]\s*")
_SAYING = re.compile(r"embargo|status|^draft$|^post_password$", re.IGNORECASE)
_MOST_SAYING = 100
_LONGEST_NAME = 200


def read_feed_hold(entry: Entry, feed: Entry | None) -> Hold:
    """Read what the entry, or the feed around it, says of whether it may be shown.

    Feeds have no word for it of their own; producers bring theirs (`prism:embargoDate`, `publishing_status`), and
    the Atom Publishing Protocol has `app:draft`.
    """
    statuses: list[Place] = []
    embargoes: list[Place] = []
    for node in [*_saying(entry.node.element), *(node for _, node in feed or ())]:
        name = local_name(node.element.tag).lower()
        if "embargo" in name:
            embargoes.append((node.pointer, node.line or ""))
        elif usual_name(node.element) == "media:status":
            shown = (node.attr("state") or "active").lower() == "active"
            statuses.append((node.pointer, "usable" if shown else "withheld"))
        elif _STATUSES.fullmatch(name):
            statuses.append((node.pointer, node.line or ""))
        elif name == "draft":
            no = (node.line or "").lower() in ("no", "false", "0")
            statuses.append((node.pointer, "usable" if no else "withheld"))
        elif name == "post_password" and node.text:
            statuses.append((node.pointer, "withheld"))
    return read_hold(statuses, embargoes, STATUS_WORDS, expiries=[(p, v) for p, v in _expiries(entry)])


def put_dates(draft: Draft, entry: Entry, published: Iterable[str], updated: Iterable[str]) -> None:
    """Keep the first date that can be read under each of these names, and the expiry."""
    for field, names in {"published_at": published, "updated_at": updated}.items():
        nodes = [node for node in entry.all(*names) if node.line]
        readable = [node for node in nodes if read_instant(node.line).moment]
        for node in (readable or nodes)[:1]:
            put_instant(draft, field, node.line, node.pointer)
    for pointer, value in _expiries(entry):
        put_instant(draft, "expires_at", value, pointer)


def put_line(draft: Draft, field: str, value: str | None, pointer: str) -> None:
    """Keep a name; one that is longer than a name can be must not cost the article."""
    if value and len(value) > _LONGEST_NAME:
        draft.notice(
            "invalid-value", f"{field} was left out: it has more than {_LONGEST_NAME} characters", pointer
        )
        return
    draft.put(field, value, pointer)


def derive_words(draft: Draft, status: Status) -> None:
    """Give a withdrawal that names nothing but an id a headline: a takedown may not fail for want of words."""
    if status is Status.CANCELED and not draft.has("headline") and not draft.has("body_text"):
        draft.derive("headline", "Deleted by its sender", "a deletion has no words of its own")


def moment_of(node: Node | None) -> datetime | None:
    """Give the instant that an element holds, without a word about what it lacks."""
    return read_instant(node.line).moment if node else None


def put_language(draft: Draft, entry: Entry, *feeds: Entry) -> None:
    """Keep the language that the entry names, else the feed."""
    for one in (entry, *feeds):
        node = one.first("dc:language", "language")
        code = (node.line if node else None) or one.node.attr("lang")
        if code:
            # `de_DE.UTF-8` is how servers call a language.
            draft.put("language", code.partition(".")[0].replace("_", "-"), (node or one.node).pointer)
            return


def put_rights(draft: Draft, entry: Entry, *feeds: Entry) -> None:
    """Keep the terms of use of the entry, else of the feed."""
    for one in (entry, *feeds):
        node = one.first(
            "dc:rights", "rights", "copyright", "media:copyright", "dcterms:rights", "prism:copyright"
        )
        if node:
            draft.put("rights", node.line, node.pointer)
            return
        for link in one.all("atom:link", "link", "creativecommons:license", "cc:license", "media:license"):
            address = link.attr("href", "resource") or link.line
            is_license = link.name == "license" or link.attr("rel") == "license"
            if is_license and address:
                draft.put("rights", address, link.pointer)
                return


def put_categories(draft: Draft, categories: list[tuple[str | None, str]], entry: Entry, pointer: str) -> None:
    """Keep categories as topics, a sole one as the section too, and the words of Media RSS as keywords."""
    categories = [one for one in categories if one[1].casefold() not in _NO_CATEGORIES]
    put_topics(draft, categories, pointer)
    if section := entry.first("prism:section", "section", "articlesection"):
        put_line(draft, "section", section.line, section.pointer)
    elif len({name for _, name in categories}) == 1 and len(categories[0][1]) <= _LONGEST_NAME:
        draft.derive("section", categories[0][1], "the sole category", confidence=0.7)
    words = [word for node in entry.all(*_KEYWORDS) for word in _SEPARATED.split(node.line or "") if word]
    put_names(draft, "keywords", words, pointer)
    put_names(draft, "places", (node.line for node in entry.all("georss:featurename")), pointer)


def says_of_holding(element: Any) -> bool:
    """Tell whether an element of this name says anything of whether an article may be shown."""
    return _SAYING.search(local_name(element.tag)) is not None


def _saying(element: Any) -> Iterator[Node]:
    found = (one for one in element.iterdescendants("*") if says_of_holding(one))
    for number, one in enumerate(found):
        if number >= _MOST_SAYING:
            raise BadInput(
                "The entry says too often whether it may be shown.",
                [FieldError(f"at most {_MOST_SAYING} elements about a status or an embargo", pointer="")],
            )
        yield Node(one)


def _expiries(entry: Entry) -> list[Place]:
    node = entry.first("prism:expirationdate", "expirationdate", "expires", "expirydate")
    if node:
        return [(node.pointer, node.line)]
    valid = entry.first("dcterms:valid")
    end = _END_OF_VALIDITY.search(valid.line or "") if valid else None
    return [(valid.pointer, end[1].strip())] if valid and end else []
