"""Articles whose every field holds one word that nobody else has, and all that can be asked about them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from shared.domain.search_request import DATE_FACETS, FACETS, RESULT_FIELDS

DAY = timedelta(days=1)
# Never to be seen before the end of the embargo, or at all.
UNSEEN = {
    "embargoed": "brimlockham",
    "unreadable": "quendlemoor",
    "withheld": "crosvendale",
    "dated-ahead": "windelmarch",
    "copy-of-visible": "yarrowthane",
    "linked-to-visible": "ulverstowe",
    "address-of-visible": "tamberlyhurst",
    "taken-down-unseen": "skelverdine",
    "expired-unseen": "pennifrostle",
}
# Seen once, and gone.
GONE = {
    "taken-down": "frobisharne",
    "killed": "dwinterholt",
    "expired": "glanderwick",
    "put-under-embargo": "jostlemere",
    "copy-taken-down": "hobbletrane",
}
VISIBLE = [
    f"{one}{other}" for one in ("quiet", "calm", "grey", "north", "early") for other in ("wharf", "mill", "ford")
]
SUBJECTS = ("harbour", "ferry", "council", "budget", "orchestra", "railway", "flood", "election")
ALL_FACETS = ",".join((*FACETS, *DATE_FACETS))


def piece(source_id: str, word: str, **fields: Any) -> dict[str, Any]:
    """Give an article with this word in every field that a sender can fill."""
    name = word.capitalize()
    return {
        "uri": f"urn:{source_id}",
        "version": "1",
        "versioncreated": "2024-03-05T20:15:00Z",
        "language": "en",
        "headline": f"{name} harbour opens its ferry line",
        "slugline": name,
        "description_text": f"About {name}.",
        "body_text": f"The ferry line of the harbour opens. {name} Pike said so at the harbour, near {name}.",
        "byline": f"By {name} Lee",
        "authors": [{"name": f"{name} Lee", "role": "writer"}],
        "service": [{"name": f"{name} Desk"}],
        "genre": [{"name": f"{name} Genre"}],
        "keywords": [f"{name} Key"],
        "subject": [{"code": f"x:{word}", "name": f"{name} Topic"}],
        "place": [{"name": f"{name} Town"}],
        "person": [{"name": f"{name} Pike"}],
        "organisation": [{"name": f"{name} Works"}],
        "url": f"https://news.example/{word}",
        "associations": {"main": {"type": "picture", "headline": name, "description_text": f"{name} on a pier."}},
    } | fields


def long_text(word: str) -> str:
    """Give a body of which another is a near copy when its word alone is another."""
    lines = [
        f"The {one} of the town met the {other} board for the {word} hearing."
        for one in SUBJECTS
        for other in SUBJECTS
    ]
    return " ".join(lines)


def visible_pieces() -> list[dict[str, Any]]:
    """Give what everybody may see."""
    pieces = []
    for number, word in enumerate(VISIBLE):
        subject = SUBJECTS[number % len(SUBJECTS)]
        fields = {
            "headline": f"{word.capitalize()} {subject} vote",
            "versioncreated": f"2024-03-{number + 1:02}T08:00:00Z",
            "service": [{"name": ("Local", "Sport", "Culture")[number % 3]}],
            "body_text": long_text(word) if number < 2 else f"A {subject} story. {word.capitalize()} is near.",
        }
        pieces.append(piece(word, word, **fields))
    return pieces


def unseen_pieces(due: datetime) -> list[dict[str, Any]]:
    """Give what nobody may see before `due`, and most of it not after it either."""
    until, later = due.isoformat(), (due + DAY).isoformat()
    fields: dict[str, dict[str, Any]] = {
        "embargoed": {"embargoed": until},
        "unreadable": {"embargoed": "when the minister says so"},
        "withheld": {"pubstatus": "withheld"},
        "dated-ahead": {"firstpublished": later},
        "copy-of-visible": {"embargoed": until, "body_text": long_text(VISIBLE[0])},
        "linked-to-visible": {"embargoed": until, "evolvedfrom": f"urn:{VISIBLE[3]}"},
        "address-of-visible": {"embargoed": until, "url": f"https://news.example/{VISIBLE[4]}"},
        "taken-down-unseen": {"embargoed": until},
        "expired-unseen": {"embargoed": until, "expires": (due - DAY).isoformat()},
    }
    return [piece(kind, word, **fields[kind]) for kind, word in UNSEEN.items()]


def gone_pieces(over: datetime) -> list[dict[str, Any]]:
    """Give what everybody may see, one of it until its time is over."""
    fields = {"expired": {"expires": over.isoformat()}, "copy-taken-down": {"body_text": long_text(VISIBLE[1])}}
    return [piece(kind, word, **fields.get(kind, {})) for kind, word in GONE.items()]


def probes(ids: Mapping[str, str], due: datetime) -> dict[str, list[str]]:
    """Give addresses of every path that is read, by what they are about."""
    secrets = [*UNSEEN.values(), *GONE.values()]
    names = [*ids.values(), "0" * 32]
    return {
        "searches": list(_searches(secrets)),
        "filters": list(_filters(secrets)),
        "dates": list(_dates(due)),
        "inside facets": list(_inside_facets(secrets)),
        "suggestions": [
            f"/v1/suggest?{urlencode({'q': word[:length], 'page-size': 20})}"
            for word in (*secrets, *VISIBLE[:4], *SUBJECTS[:3])
            for length in (2, 4, 6, len(word))
        ],
        "feeds": [
            f"/v1/feed.{form}?{urlencode({'q': query} if query else {})}"
            for form in ("rss", "atom", "json")
            for query in ("", *SUBJECTS[:3], *(f"{word[:6]}*" for word in secrets[::2]))
        ],
        "articles": [f"/v1/articles/{name}" for name in names],
        "addresses": [
            f"/v1/articles?{urlencode({'url': f'https://news.example/{word}'})}" for word in (*secrets, *VISIBLE)
        ],
        "related": [f"/v1/articles/{name}/related?page-size={size}" for name in names for size in (3, 20)],
        "changes": [
            f"/v1/changes?{urlencode({'since': (due - hours * DAY / 24).isoformat(), 'page-size': size})}"
            for hours in (0, 1, 2, 48)
            for size in (1, 500)
        ],
        "others' keys": [f"/v1/articles/{name}/{path}" for name in names for path in ("status", "versions")],
        "rest": ["/health", "/openapi.json", "/v1/search?cursor=forged", "/v1/articles", "/v1/nothing"],
    }


def _searches(secrets: Sequence[str]) -> Iterator[str]:
    queries = [*SUBJECTS, "harbour ferry line", '"ferry line"', "harbuor", "vote OR ferry", "NOT harbour", "h*"]
    for word in secrets:
        queries += [
            word,
            f"{word[:6]}*",
            f"{word[:5]}x{word[6:]}",
            f"harbour {word[:5]}x{word[6:]}",
            f'"{word} harbour"',
        ]
        queries += [f"={word}", f"headline:{word}", f"author:{word}", f"NOT {word}"]
    variants: list[dict[str, str]] = [
        {"facets": ALL_FACETS, "explain": "1", "page-size": "100"},
        {"order-by": "newest", "collapse": "story", "page-size": "2"},
        {"order-by": "oldest", "highlight": "body", "fields": "headline,url"},
        {"profile": "archive", "collapse": "story", "explain": "1"},
        {"page-size": "0", "facets": ALL_FACETS, "tz": "Pacific/Auckland", "use-date": "updated"},
        {"lang": "en", "fields": ",".join(RESULT_FIELDS)},
    ]
    for variant in variants:
        yield f"/v1/search?{urlencode(variant | ({'order-by': 'newest'} if 'explain' not in variant else {}))}"
        for query in queries:
            yield f"/v1/search?{urlencode({'q': query} | variant)}"


def _filters(secrets: Sequence[str]) -> Iterator[str]:
    endings = {"author": " lee", "topic": " topic", "section": " desk", "genre": " genre", "keyword": " key"}
    endings |= {"place": " town", "person": " pike", "organisation": " works", "mention": " pike"}
    for name in FACETS:
        values = [f"{word}{endings.get(name, '')}" for word in (*secrets, VISIBLE[2])]
        for value in (*values, *(f"-{value}" for value in values[::4]), "_none", "-_none"):
            yield f"/v1/search?{urlencode({name: value, 'facets': ALL_FACETS, 'collapse': 'story'})}"


def _dates(due: datetime) -> Iterator[str]:
    for start in (due - 2 * DAY, due - DAY / 24, due, due + DAY / 2):
        for end in (due + DAY / 24, due + 3 * DAY):
            dates = {"from-date": start.isoformat(), "to-date": end.isoformat()}
            for use in ("published", "updated"):
                yield f"/v1/search?{urlencode(dates | {'use-date': use, 'facets': ALL_FACETS})}"
    yield f"/v1/search?{urlencode({'from-date': '-7d', 'facets': ALL_FACETS})}"


def _inside_facets(secrets: Sequence[str]) -> Iterator[str]:
    for facet in FACETS:
        yield f"/v1/facets/{facet}?page-size=100"
        yield f"/v1/facets/{facet}?page-size=2&page=2"
        for word in secrets[::3]:
            yield f"/v1/facets/{facet}?{urlencode({'q': word[:6]})}"
            yield f"/v1/facets/{facet}?{urlencode({'search': f'{word[:6]}*', 'page-size': 50})}"


def some_of(groups: Mapping[str, Sequence[str]], most: int, seed: int) -> list[str]:
    """Give at most so many of these, some of each group, always the same for a seed."""
    chance = random.Random(seed)
    share = most / sum(map(len, groups.values()))
    return [
        url
        for group in groups.values()
        for url in chance.sample(list(group), min(len(group), max(2, int(len(group) * share))))
    ]
