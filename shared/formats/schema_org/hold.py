"""Whether a schema.org article, or a part of it, may be shown yet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.formats.dates import read_instant
from shared.formats.draft import Draft
from shared.formats.hold import AROUND, WORK_WORDS, Hold, Place, outlasts, read_hold
from shared.formats.payload import join_pointer
from shared.formats.schema_org.linked_data import Linked
from shared.formats.values import few, latest, listed

_HOLDERS = frozenset({AROUND, "content_restrictions", "extra", "rightsinfo"})
_SLACK = timedelta(days=1)  # a page's own dates may be a little behind its parts'


def hold_of(article: Linked) -> Hold:
    """Read the status and the embargo, with what wrappers and nodes of the same name say of the article."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    waiting: list[tuple[Mapping[str, Any], str]] = [(article.node, "")]
    while waiting:
        node, at = waiting.pop()
        for key, value in few(dict(node), at).items():
            name, pointer = key.lower(), join_pointer(at, key)
            few(value, pointer)
            if name in _HOLDERS:
                waiting += [(part, pointer) for part in listed(value) if isinstance(part, dict)]
            elif "embargo" in name:
                embargoes += [(pointer, one) for one in listed(value) or [value]]
            else:
                statuses += _statuses(article, name, value, pointer)
    expiries = [("/expires", value) for value in listed(article.node.get("expires"))]
    return read_hold(statuses, embargoes, WORK_WORDS, expiries)


def _statuses(article: Linked, name: str, value: Any, pointer: str) -> Iterator[Place]:
    if name == "pubstatus" or (name == "status" and value is not None):
        yield pointer, value
    elif "draft" in name and value not in (None, False) and str(value).lower() != "false":
        yield pointer, "withheld"
    elif name == "creativeworkstatus" and value is not None:
        yield from ((pointer, article.beside(one).label()) for one in listed(value) or [value])


def shown(draft: Draft, article: Linked, parts: Sequence[Linked], own: Hold, pointer: str) -> list[Linked]:
    """Give the parts that may be shown when the article is; the others would leak through it."""
    limit = _latest_date(article, own)
    free = [part for part in parts if not outlasts(hold_of(part), own) and not _is_later(part, limit)]
    if len(free) < len(parts):
        draft.notice("part-held", f"{len(parts) - len(free)} parts are held longer than the article", pointer)
    return free


def _latest_date(article: Linked, own: Hold) -> datetime | None:
    dates = [
        latest(article.node.get(name), f"/{name}") for name in ("datePublished", "dateModified", "coverageEndTime")
    ]
    moments = [read_instant(date).moment for date in dates]
    return max((moment for moment in [*moments, own.until] if moment), default=None)


def _is_later(part: Linked, limit: datetime | None) -> bool:
    moment = read_instant(latest(part.node.get("datePublished"), "")).moment
    return moment is not None and limit is not None and moment - limit > _SLACK
