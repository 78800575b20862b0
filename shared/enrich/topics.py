"""Maps what a sender says an article is about to IPTC's Media Topics, with their broader topics.

    medtop:…, mediatopic:…, http://cv.iptc.org/newscodes/mediatopic/…    Media Topics; retired ones to those in use
    subj:…, http://cv.iptc.org/newscodes/subjectcode/…, NITF's refnum    legacy subject codes: by IPTC's own match,
                                                                         else by the broader subject code's
    8 digits alone (7 where a leading zero was lost)                     one of the two, less surely
    words                                                                IPTC's labels in every language at hand,
                                                                         newsrooms' words for sections and desks

Words count for a topic that has no code of IPTC's, for the section, the keywords and the genre; nothing is made
of the text. A word that means something else in another language counts in its own, `Val` in Swedish; where the
article's language is not known it counts for a topic or section alone. The confidence is the rule's: 1 for a
code of the vocabulary, the match's for a legacy code, and for words by where they stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from shared.domain.article import MediaTopic, Topic
from shared.enrich.media_topics import broader, named, vocabulary

_END = r"(?![^?#&/])"
_MEDIA_TOPIC = re.compile(
    rf"(?:medtop|media[-_ ]?topics?)\w{{0,10}}[:/=#](?:\w{{1,20}}[:/])?(\d{{8}}){_END}", re.IGNORECASE
)
# The legacy scheme under its names, or an agency's own that extends it and is named after it.
_LEGACY = re.compile(
    r"(?:^|[:/=#.])(?:[a-z]{0,5}subj|subjectcodes?|(?:iptc|nitf)[-_. ]?(?:subj(?:ect)?(?:[-_ ]?codes?)?)?|"
    rf"tobject\.subject(?:\.refnum)?|refnum)[:/=#](\d{{7,8}}){_END}",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{7,8}")
_PARTS = re.compile(r"\s*[/|>»›;:]\s*|\s+[-–—]\s+")
_NO_MEDIA_TOPICS_FROM = "20010000"
_MOST = 400  # topics or keywords
_LONGEST = 200  # characters
_RETIRED = 0.9  # of what a code in use is
_BARE_DIGITS = 0.85
_BROADER = 0.8  # for each step up from a legacy code that has no match itself
_IN_TOPIC, _IN_SECTION, _IN_KEYWORD = 0.9, 0.8, 0.6
_LESS_IN_PATH = 0.1


class _Found(NamedTuple):
    id: str
    origin: Literal["code", "legacy-code", "name"]
    confidence: float
    name: str = ""


def media_topics(
    topics: Sequence[Topic],
    *,
    section: str | None = None,
    keywords: Iterable[str] = (),
    genre: str | None = None,
    language: str | None = None,
) -> tuple[MediaTopic, ...]:
    """Give each Media Topic once, as surely as the surest of its codes and words says, in their order."""
    surest: dict[str, _Found] = {}
    for found in _found(topics, section, keywords, genre, language):
        if found.id not in surest or surest[found.id].confidence < found.confidence:
            surest[found.id] = found
    return tuple(map(_media_topic, surest.values()))


@lru_cache(maxsize=2_000)  # the topics of news are few and come again and again
def _media_topic(found: _Found) -> MediaTopic:
    return MediaTopic(
        id=f"medtop:{found.id}",
        name=found.name or vocabulary().topics[found.id]["en"],
        broader=broader(found.id),
        origin=found.origin,
        confidence=round(found.confidence, 2),
    )


def _found(
    topics: Sequence[Topic], section: str | None, keywords: Iterable[str], genre: str | None, language: str | None
) -> Iterator[_Found]:
    for topic in topics[:_MOST]:
        by_code = _of_code(topic.id or "") or _newer(topic)
        yield from [by_code] if by_code else _of_words(topic.name or topic.id or "", _IN_TOPIC, language)
    yield from _of_words(section or "", _IN_SECTION, language)
    for keyword in islice(keywords, _MOST):
        yield from _of_words(keyword, _IN_KEYWORD, language)
    yield from _of_words(genre or "", _IN_KEYWORD, language)


def _of_code(code: str) -> _Found | None:
    code = code.strip()
    if given := _MEDIA_TOPIC.search(code):
        return _of_media_topic(given[1], 1.0)
    if given := _LEGACY.search(code):
        return _of_legacy(given[1].zfill(8), 1.0)
    if not _BARE.fullmatch(code):
        return None
    digits = code.zfill(8)
    return _of_media_topic(digits, _BARE_DIGITS) if digits[0] == "2" else _of_legacy(digits, _BARE_DIGITS)


def _of_media_topic(digits: str, confidence: float) -> _Found | None:
    if digits in vocabulary().retired:
        return _Found(vocabulary().retired[digits], "code", _RETIRED * confidence)
    return _Found(digits, "code", confidence) if digits in vocabulary().topics else None


def _of_legacy(digits: str, confidence: float) -> _Found | None:
    """Map a legacy code, else its matter, else its subject: `15054002`, `15054000`, `15000000`."""
    for code in dict.fromkeys((digits, f"{digits[:5]}000", f"{digits[:2]}000000")):
        if match := vocabulary().legacy.get(code):
            return _Found(match[0], "legacy-code", match[1] * confidence)
        confidence *= _BROADER
    return None


def _newer(topic: Topic) -> _Found | None:
    """Keep a topic of a later edition than ours under the sender's name for it."""
    given = _MEDIA_TOPIC.search(topic.id or "")
    if given is None or not topic.name or not max(vocabulary().topics) < given[1] < _NO_MEDIA_TOPICS_FROM:
        return None
    return _Found(given[1], "code", _BARE_DIGITS, topic.name)


def _of_words(words: str, confidence: float, language: str | None) -> Iterator[_Found]:
    """Map a name, else the parts of a path such as `News / Sport > Tennis`."""
    words, in_doubt = words[:_LONGEST], confidence > _IN_KEYWORD
    if id_ := named(words, language, in_doubt=in_doubt):
        yield _Found(id_, "name", confidence)
        return
    parts = _PARTS.split(words)
    for part in parts if len(parts) > 1 else ():
        if id_ := named(part, language, in_doubt=in_doubt):
            yield _Found(id_, "name", confidence - _LESS_IN_PATH)
