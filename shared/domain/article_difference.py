"""What changed from one version of an article to another: its fields, and the passages of its body."""

from dataclasses import dataclass
from typing import Any

from shared.domain.article import Article, Content
from shared.domain.text_difference import Passage, passages

# What tells the versions apart stands beside the comparison, and the body is compared by its words.
_NOT_COMPARED = frozenset({"version", "updated_at", "source_id", "provenance", "body_text"})
_COMPARED = tuple(name for name in Content.model_fields if name not in _NOT_COMPARED)


@dataclass(frozen=True)
class FieldChange:
    """One field as it was and as it is, as values of JSON; None where it had, or has, no value."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """The fields that changed, and the body's passages; none where the body is the same."""

    fields: tuple[FieldChange, ...]
    body: tuple[Passage, ...]


def difference(older: Article, newer: Article) -> Difference:
    """Give what changed; the time that one long body takes to compare with another is bounded."""
    before, after = (one.model_dump(mode="json", include=set(_COMPARED)) for one in (older, newer))
    fields = tuple(
        FieldChange(name, _given(before[name]), _given(after[name]))
        for name in _COMPARED
        if _given(before[name]) != _given(after[name])
    )
    old, new = older.body_text or "", newer.body_text or ""
    return Difference(fields, tuple(passages(old, new)) if old != new else ())


def _given(value: Any) -> Any:
    return None if value in ("", []) else value
