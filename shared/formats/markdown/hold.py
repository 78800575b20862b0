"""Whether what front matter stands above may be shown: every field that says so counts, wherever it stands."""

import re
from collections.abc import Iterator
from typing import Any

from shared.domain.article import Status
from shared.formats.dates import read_instant
from shared.formats.draft import Draft
from shared.formats.hold import Place, read_hold
from shared.formats.markdown.fields import Named
from shared.formats.values import few, listed, text

_STATUSES = {
    "published": Status.USABLE,
    "publish": Status.USABLE,
    "public": Status.USABLE,
    "usable": Status.USABLE,
    "final": Status.USABLE,
    "live": Status.USABLE,
    "withheld": Status.WITHHELD,
    "withdrawn": Status.CANCELED,
    "retracted": Status.CANCELED,
    "deleted": Status.CANCELED,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_HOLDING = frozenset({"hidden", "unlisted", "hold", "onhold", "unpublished", "withheld", "notforpublication"})
_SHOWING = frozenset({"published", "publish", "public", "live", "visible", "ispublished", "ispublic", "islive"})
_WORDS = frozenset(
    {"status", "state", "pubstatus", "publishstatus", "publishingstatus", "publicationstatus", "visibility"}
    | {"poststatus", "articlestatus", "contentstatus", "workflowstate", "workflowstatus"}
)
_HOLDERS = frozenset({"params", "extra", "meta", "metadata", "frontmatter", "publishing", "publication"})
_EXPIRIES = ("expirydate", "expires", "expiresat", "expirationdate", "unpublishdate")
_NO = frozenset({"false", "no", "off", "0", "none", "null"})
_YES = frozenset({"true", "yes", "on", "1"})
_MOST_FIELDS = 5_000


def says_whether_shown(name: str) -> bool:
    """Tell whether a field of this name, as `name_of` gives it, says whether the text may be shown."""
    return name in _HOLDING | _SHOWING | _WORDS or re.search(r"draft|private|embargo", name) is not None


def put_hold(draft: Draft, fields: Named) -> None:
    """Keep status and embargo; the gravest of all that the fields say counts."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    for name, (at, value), is_own in _all(fields):
        if "embargo" in name:
            embargoes.append((at, value))
        elif is_own or re.search(r"draft|private", name):
            statuses += _status(name, at, value)
    build, at = fields.get("build")
    statuses += [(at, "withheld")] if isinstance(build, dict) and build.get("render") in ("never", False) else []
    permalink, at = fields.get("permalink")
    statuses += [(at, "withheld")] if permalink is False else []
    planned, at = fields.get("publishdate")
    if planned is not None and read_instant(planned).moment is None:
        embargoes.append((at, planned))
    expiries = [(at, value) for name in _EXPIRIES for value, at in [fields.get(name)]]
    fields.asked(*(name for name, _ in fields.places() if says_whether_shown(name)))
    read_hold(statuses, embargoes, _STATUSES, expiries).put(draft)


def _all(fields: Named) -> Iterator[tuple[str, Place, bool]]:
    """Give every field, those within others too, and whether it is one of the text's own and no picture's."""
    waiting = [(fields, "", True)]
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        one, above, is_own = waiting.pop()
        for name, (at, value) in one.places():
            pointer = f"{above}{at}"
            yield name, (pointer, value), is_own
            inner = (part for part in listed(few(value, pointer)) if isinstance(part, dict))
            waiting += [(Named(part), pointer, is_own and name in _HOLDERS) for part in inner]
    yield "embargo", ("/front-matter", "more than can be looked at"), True


def _status(name: str, at: str, value: Any) -> Iterator[Place]:
    if value is None:  # a field that nobody filled in
        return
    if name in _WORDS:
        yield at, value
    elif name in _HOLDING or re.search(r"draft|private", name):
        if not _is(value, False, _NO):
            yield at, "withheld"
    elif name in _SHOWING and not _is(value, True, _YES) and not _may_be_a_date(value):
        yield at, "withheld"


def _is(value: Any, meant: bool, words: frozenset[str]) -> bool:
    return value is meant or (text(value) or "").lower() in words


def _may_be_a_date(value: Any) -> bool:
    return re.search(r"\d{4}", text(value) or "") is not None
