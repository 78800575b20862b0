"""A sketch of an article's words, by which near copies are known: a wire story as two newsrooms sent it.

Two bodies are compared by the runs of three words that they have in common (their Jaccard similarity). Kept are
the 200 least hashes of the runs: of two texts, the least of both together are a fair sample of all their runs
(bottom-k, Cohen & Kaplan, PODC 2007), and short texts are compared exactly. Case, punctuation and white space do
not count.
"""

import re
from base64 import b64decode, b64encode
from functools import lru_cache
from struct import pack, unpack
from zlib import crc32

NEAR_COPY = 0.8  # of all runs of words, the share that two near copies have in common at least
_KEPT = 200  # hashes; the estimate's standard error at 0.8 is then 0.028
# Shorter texts are forms filled in: two companies' dividend notices differ in a name and a number.
_FEWEST_WORDS = 30
_MOST_WORDS = 20_000
_LONGEST = 100_000  # characters that are looked at
_WORD = re.compile(r"[^\W_]+")
_SPACED = bytes(byte if chr(byte).isalnum() else 32 for byte in range(256))  # the same, of Latin-1
_QUOTES_AND_DASHES = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026"  # which most texts have that are not all Latin-1
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")  # of Chinese or Japanese
_BANDS = 10
_BAND_HASHES = 3


def fingerprint(text: str) -> str | None:
    """Give the sketch of a clean text, None for one too short to tell a copy from a form."""
    words = _words(text)
    if len(words) < _FEWEST_WORDS:
        return None
    runs = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    least = sorted(set(map(crc32, runs)))[:_KEPT]
    return b64encode(pack(f">{len(least)}I", *least)).decode()


def _words(text: str) -> list[bytes]:
    """Give the words, each sign of Chinese and Japanese being one: they write no spaces."""
    folded = text[:_LONGEST].casefold()
    for sign in () if folded.isascii() else _QUOTES_AND_DASHES:
        folded = folded.replace(sign, " ")
    try:  # in a third of the time
        return folded.encode("latin-1").translate(_SPACED).decode("latin-1").encode().split()[:_MOST_WORDS]
    except UnicodeEncodeError:
        pass
    spaced = _SIGN.sub(r" \g<0> ", folded) if _SIGN.search(folded) else folded
    return " ".join(_WORD.findall(spaced)[:_MOST_WORDS]).encode().split()


def similarity(one: str, other: str) -> float:
    """Give the share of runs of words that two texts have in common: exact for short texts, else an estimate."""
    if one == other:
        return 1.0
    first, second = _set_of(one), _set_of(other)
    least = sorted(first | second)[:_KEPT]
    return len(first.intersection(second, least)) / len(least)


def bands(sketch: str) -> tuple[str, ...]:
    """Give the terms under which near copies meet: two of similarity 0.8 share one in 999 of 1,000 cases.

    The hashes are dealt into ten groups; each group's three least make a term.
    """
    groups: dict[int, list[int]] = {}
    lacking = _BANDS * _BAND_HASHES
    for value in _hashes(sketch):  # in ascending order
        group = groups.setdefault(value % _BANDS, [])
        if len(group) < _BAND_HASHES:
            group.append(value)
            lacking -= 1
            if not lacking:  # a quarter of the sketch is read, as a rule
                break
    return tuple(f"{group}{crc32(pack(f'>{len(least)}I', *least)):08x}" for group, least in sorted(groups.items()))


@lru_cache(maxsize=1_000)
def _set_of(sketch: str) -> frozenset[int]:
    return frozenset(_hashes(sketch))


def _hashes(sketch: str) -> tuple[int, ...]:
    packed = b64decode(sketch)
    return unpack(f">{len(packed) // 4}I", packed)
