"""Lets an article that is read anew replace what an earlier release made of the very same version."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from shared.domain.identity import RawKey, index_version
from shared.usecases.ports import ArticleIndex, IndexEntry, Origin


def write_again(
    entries: Sequence[IndexEntry], keys: Collection[RawKey], *, index: ArticleIndex
) -> list[IndexEntry]:
    """Mark those of these keys that the index holds in the same version and stage, made of the same raw object.

    Nothing goes back by that. A newer version stays, since only an equal one gives way. What was made of another
    raw object of this version stays: the first one does. What a newer release has read stays, should a function of
    the one before it still be at work. All these are superseded.

    Raises Unavailable when the engine does not answer.
    """
    asked = [entry for entry in entries if entry.key in keys]
    there = index.origins([entry.key.article_id for entry in asked]) if asked else {}
    return [
        replace(entry, again=True) if entry.key in keys and _is_same(entry, there) else entry for entry in entries
    ]


def _is_same(entry: IndexEntry, there: dict[str, Origin]) -> bool:
    origin = there.get(entry.key.article_id)
    if origin is None or origin.version != index_version(entry.order, entry.stage) or origin.key != entry.key:
        return False
    own = entry.article.parser_version if entry.article is not None else None
    return origin.parser_version is None or own is None or origin.parser_version <= own
