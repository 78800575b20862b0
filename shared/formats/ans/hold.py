"""Whether an ANS document, or one that stands within it, may be shown yet."""

from collections.abc import Iterator
from typing import Any

from shared.domain.article import Status
from shared.formats.hold import AROUND, WORK_WORDS, Hold, Place, read_hold, stated
from shared.formats.payload import join_pointer
from shared.formats.values import Fields, few, listed, text

# The workflow's words; an organisation may have others, which withhold.
_WORDS = WORK_WORDS | {"live": Status.USABLE} | dict.fromkeys(("unpublished", "killed", "spiked"), Status.CANCELED)
_OPERATIONS = {
    "delete": Status.CANCELED,
    "unpublish_edition": Status.CANCELED,
    "create": Status.USABLE,
    "update": Status.USABLE,
    "publish_edition": Status.USABLE,
}


def hold_of(fields: Fields) -> Hold:
    """Read status, embargo and whether an edition is published, of the document and of what it came wrapped in."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    waiting = [fields]
    while waiting:
        inner = waiting.pop()
        statuses += _statuses(inner)
        embargoes += _embargoes(inner)
        for part in listed(few(inner.source.get(AROUND), AROUND)):
            waiting += [Fields(part, join_pointer(inner.pointer, AROUND))] if isinstance(part, dict) else []
    return read_hold(statuses, embargoes, _WORDS)


def _statuses(fields: Fields) -> Iterator[Place]:
    yield from stated(fields, "status", "pubstatus")
    for pointer, operation in stated(fields, "operation"):
        yield pointer, _OPERATIONS.get((text(operation) or "").lower().replace("-", "_"), operation)
    for holder, name in (("publishing", "has_published_edition"), ("revision", "published")):
        value, pointer = fields.get(holder)
        if isinstance(value, dict) and value.get(name) not in (None, True):
            yield join_pointer(pointer, name), "withheld"


def _embargoes(fields: Fields) -> Iterator[Place]:
    for name, value, pointer in fields:
        if name == "content_restrictions":
            yield from _restriction(value, pointer)
        elif "embargo" in name:
            yield pointer, value


def _restriction(value: Any, pointer: str) -> Iterator[Place]:
    """Give the end of an active embargo; one without an end has none, and so withholds."""
    for part in listed(value):
        embargo = part.get("embargo") if isinstance(part, dict) else None
        if embargo in (None, False):
            continue
        at = join_pointer(pointer, "embargo")
        if not isinstance(embargo, dict):
            yield at, embargo
        elif embargo.get("active") is not False:
            yield join_pointer(at, "end_time"), embargo.get("end_time")
