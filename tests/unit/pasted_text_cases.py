"""A small pasted page and its reading, for the tests of this format."""

from typing import Any

from shared.domain.article import Parsed
from shared.formats import pasted_text
from shared.formats.payload import Payload


def read(text: str) -> Parsed:
    return pasted_text.parse(Payload(text.encode(), "text/plain"))


def fields(parsed: Parsed) -> dict[str, Any]:
    return parsed.content.model_dump(exclude_defaults=True, exclude={"provenance"})


def dropped(parsed: Parsed) -> list[tuple[str, str]]:
    return [(piece.reason, piece.text) for piece in parsed.dropped]


FIRST = (
    "The council of Norwick voted on Tuesday to rebuild the old harbour bridge, which has been closed since May."
)


SECOND = (
    'The work will cost 14 million crowns, said the mayor, Ada Lindqvist. "We have waited long enough," she added.'
)


THIRD = (
    "Fishermen had asked for a ferry instead, because the bridge keeps the larger boats out of the inner harbour."
)


BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


HEADLINE = "Norwick votes to rebuild its harbour bridge"
