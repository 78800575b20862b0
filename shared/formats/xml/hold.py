"""A bound on how often a document says whether it may be shown: each time is told with its place."""

from collections.abc import Iterable
from itertools import islice

from shared.domain.errors import BadInput, FieldError
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
