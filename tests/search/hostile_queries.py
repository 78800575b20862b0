"""Three hundred query strings that nobody means well with, always the same ones."""

import random
from collections.abc import Callable
from urllib.parse import quote, urlencode

COUNT = 300
_LIMIT = 512

_OPERATORS = [
    "AND",
    "OR",
    "NOT",
    "NEAR/5",
    "NEAR/0",
    "NEAR/99999999",
    "(",
    ")",
    '"',
    "-",
    "*",
    "=",
    "headline:",
    ":",
]
_LUCENE = [
    "_exists_:id",
    "id:[* TO *]",
    "/(a+)+b/",
    "body~2^9",
    "*:*",
    "a?b*c~",
    "{!lucene}x",
    "_id:*",
    "\\",
    "&&",
    "||",
]
_CODE = [
    "{}", '{"match_all":{}}', '"}}]}', "<script>alert(1)</script>", "' OR 1=1 --", "${jndi:ldap://a}", "%00",
    "../../etc", "params._source", "\ue000mark\ue001", "\u0000", "\u202e", "\ufeff", "\u200b" * 40, "\U0001f600",
]  # fmt: skip
_LETTERS = "aeiou bcd éüß Жя 漢字 العربية हिन्दी 한국어 ﷽ ǅ İ ı ſ K"


def hostile() -> list[str]:
    """Give the query strings, of each kind in turn."""
    chance = random.Random(300)
    kinds: list[Callable[[random.Random], str]] = [
        _soup, _nested, _quotes, _longest, _prefixes, _near, _lucene, _letters, _repeated, _negations,
        _filters, _facets, _dates, _parameters, _bytes,
    ]  # fmt: skip
    return [kinds[number % len(kinds)](chance) for number in range(COUNT)]


def _q(text: str, **more: str) -> str:
    return urlencode({"q": text[:_LIMIT], **more})


def _soup(chance: random.Random) -> str:
    return _q(" ".join(chance.choices([*_OPERATORS, "bada", "keko"], k=chance.randint(5, 60))))


def _nested(chance: random.Random) -> str:
    depth = chance.choice((5, 11, 60, 240))
    return _q("(" * depth + "bada" + " OR keko" * 3 + ")" * chance.choice((0, depth)))


def _quotes(chance: random.Random) -> str:
    return _q('"' * chance.randint(1, 9) + "ba be" + chance.choice(('"', "”", "", "«")) + " " + '"a" ' * 20)


def _longest(chance: random.Random) -> str:
    return urlencode({"q": "".join(chance.choices("abe ", k=chance.choice((511, 512, 513, 5_000))))})


def _prefixes(chance: random.Random) -> str:
    return _q(" ".join(f"{chance.choice('abdk')}{chance.choice('aeo')}{chance.choice('bdk')}*" for _ in range(32)))


def _near(chance: random.Random) -> str:
    return _q(" NEAR/50 ".join(chance.choices(["ba", "bada", '"ba be"', "ke*", "(ba OR be)"], k=16)))


def _lucene(chance: random.Random) -> str:
    return _q(" ".join(chance.choices([*_LUCENE, *_CODE], k=chance.randint(1, 12))))


def _letters(chance: random.Random) -> str:
    return _q("".join(chance.choices(_LETTERS, k=chance.randint(1, 120))) + "a" + "\u0301" * 200)


def _repeated(chance: random.Random) -> str:
    return _q(f"{chance.choice(('ba', 'the', 'a', 'baba', 'headline:ba'))} " * chance.choice((2, 31, 32, 33, 250)))


def _negations(chance: random.Random) -> str:
    return _q(" ".join(f"{chance.choice(('-', 'NOT ', '--', '-('))}be" for _ in range(chance.randint(1, 40))))


def _filters(chance: random.Random) -> str:
    name = chance.choice(("author", "topic", "section", "lang", "source"))
    values = chance.choice(
        (["|"], ["-"], ["a|b,-c"] * 16, ["x" * 300], ["_none,-_none"], ['"a,b', "c"], ["*"], ["a"] * 60)
    )
    return urlencode([("q", "ba"), *((name, value) for value in values)])


def _facets(chance: random.Random) -> str:
    facets = chance.choice(
        ("author," * 20, "author,topic,section,source,lang,date:day", "date:day,date:year", "id", "_all", "")
    )
    return urlencode(
        {"facets": facets, "page-size": chance.choice(("0", "100")), "q": chance.choice(("", "ba", "the"))}
    )


def _dates(chance: random.Random) -> str:
    bad = (
        "0000-00-00",
        "9999-12-31",
        "1000-01-01",
        "-999999999d",
        "now/d",
        "2024-02-30",
        "today||/y",
        "1e9",
        "٢٠٢٤-٠١-٠١",
    )
    zones = ("Mars/Olympus", "../etc/passwd", "Europe/Kyiv", "UTC+99", "posix/UTC", "A" * 400)
    given = {"from-date": chance.choice(bad), "to-date": chance.choice(bad), "tz": chance.choice(zones)}
    return urlencode({name: given[name] for name in chance.sample(sorted(given), k=chance.randint(1, 3))})


def _parameters(chance: random.Random) -> str:
    names = (
        "page-size",
        "cursor",
        "order-by",
        "size",
        "from",
        "script",
        "q[]",
        "profile",
        "collapse",
        "fields",
        "highlight",
    )
    values = (
        "-1",
        "101",
        "1e3",
        "99999999999999999999",
        "a.b",
        "." * 50,
        "A" * 3_000,
        "relevance,newest",
        "٣",
        "null",
        "",
    )
    return urlencode({chance.choice(names): chance.choice(values) for _ in range(chance.randint(1, 4))})


def _bytes(chance: random.Random) -> str:
    return f"q={quote(chance.randbytes(chance.randint(1, 60)))}&tz={quote(chance.randbytes(4))}"
