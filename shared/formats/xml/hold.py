"""What documents say of whether articles may be shown: of their own, within a bound, and of others."""

from collections.abc import Iterable
from itertools import islice

from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.xml.tree import Node

_MOST = 100


def few(nodes: Iterable[Node]) -> list[Node]:
    """Give the elements that say so; raise BadInput where there are more than any article has."""
    found = list(islice(nodes, _MOST + 1))
    if len(found) > _MOST:
        name = found[0].name
        raise BadInput(
            f"The article has too many elements {name[:40]!r}, which say whether it may be shown.",
            [FieldError(f"at most {_MOST} of status, embargo and the like", pointer=f"/{name}")],
        )
    return found


def put_killed(draft: Draft, ids: Iterable[str], pointer: str) -> None:
    """Keep which other articles, by their sender's ids, this one takes down; raise BadInput for too many."""
    named = tuple(dict.fromkeys(ids))
    if len(named) > _MOST:
        raise BadInput(
            "The article takes down too many others.", [FieldError(f"at most {_MOST}", pointer=pointer)]
        )
    if named:
        draft.put("takes_down", named, pointer)
        others = ", ".join(repr(each[:100]) for each in named[:5])
        detail = f"it takes down {others}, which it names; a later version of that article brings it back"
        draft.notice("takes-down-another", detail, pointer)
