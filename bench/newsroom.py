"""Any number of made-up articles, always the same ones, written to the index without the work of reading them.

The words are made of syllables and as unevenly frequent as those of a language; authors, sections, topics and
places are too. An article has the size of one of a wire: about 5 KB. One in twenty is another telling of a story.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate, batched

from shared.domain.article import Article, Author, Image, MediaTopic, Mention, Topic
from shared.domain.identity import RawKey, Stage, article_id, index_version
from shared.domain.story import Member
from shared.usecases.ports import ArticleIndex, IndexEntry, Outcome

SOURCE = "bench"
_VOCABULARY = 60_000
_SENTENCES = 40_000
_SYLLABLES = tuple(f"{first}{second}" for first in "bdfgklmnprstvz" for second in "aeio")
LAST = "Qumorix."
_SECTIONS = (
    "World",
    "Business",
    "Politics",
    "Sport",
    "Culture",
    "Science",
    "Health",
    "Local",
    "Travel",
    "Opinion",
)
_TOPICS = tuple(f"medtop:{number:02}000000" for number in range(1, 18))
_SPAN = timedelta(days=3_650)
_AT_ONCE = 1_000


class Newsroom:
    """Makes articles; the same number and the same newest day give the same articles.

    `sentences` are the least and the most that one has; the last word of each is in all of them.
    """

    def __init__(self, newest: datetime, sentences: tuple[int, int] = (30, 60), seed: int = 1) -> None:
        self._length = sentences
        self._newest = newest.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        self._seed = seed

    @cached_property
    def words(self) -> list[str]:
        """All words, the most frequent first."""
        chance = random.Random(self._seed)
        made: dict[str, None] = {}
        while len(made) < _VOCABULARY:
            made["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))] = None
        return list(made)

    @cached_property
    def _sentences(self) -> list[str]:
        chance = random.Random(self._seed + 1)
        weights = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))
        return [
            " ".join(chance.choices(self.words, cum_weights=weights, k=chance.randint(8, 22))).capitalize() + "."
            for _ in range(_SENTENCES)
        ]

    def articles(self, count: int, first: int = 0) -> Iterator[Article]:
        """Give so many articles, from this number on."""
        for number in range(first, first + count):
            yield self._article(number)

    def _article(self, number: int) -> Article:
        chance = random.Random(f"{self._seed} {number}")
        sentences = chance.choices(self._sentences, k=chance.randint(*self._length))
        headline = sentences[0].removesuffix(".")[:90].rsplit(" ", 1)[0]
        published = self._newest - _SPAN * chance.random() ** 2  # the newer, the more
        topics = sorted({_TOPICS[_uneven(chance, len(_TOPICS))] for _ in range(3)})
        name = f"urn:bench:{number}"
        return Article.model_construct(
            id=article_id(SOURCE, name),
            parser_version=1,
            source=SOURCE,
            source_id=name,
            order=1,
            received_at=published,
            published_at=published,
            headline=headline,
            summary=sentences[1],
            body_text="\n\n".join(" ".join(some) for some in batched([*sentences[2:], LAST], 4, strict=False)),
            authors=(Author(name=self._name(_uneven(chance, 2_000))),),
            section=_SECTIONS[_uneven(chance, len(_SECTIONS))],
            genre="Feature" if number % 7 == 0 else "Current",
            topics=tuple(Topic(id=topic, name=f"topic {topic[7:9]}") for topic in topics),
            media_topics=tuple(
                MediaTopic(id=topic, name=f"topic {topic[7:9]}", origin="code", confidence=1) for topic in topics
            ),
            keywords=(self.words[500 + _uneven(chance, 3_000)],),
            places=(self._name(5_000 + _uneven(chance, 300)),),
            mentions=(
                Mention(name=self._name(9_000 + _uneven(chance, 5_000)), kind="person", confidence=0.9, count=2),
            ),
            images=(Image(url=f"https://img.example/{number}.jpg", caption=sentences[1]),),
            language="en",
            type="text",
            word_count=700,
            reading_minutes=3,
            story_id=article_id(SOURCE, f"urn:bench:{number - number % 20}" if number % 20 < 2 else name),
        )

    def _name(self, number: int) -> str:
        given, family = self.words[2_000 + number % 400], self.words[10_000 + number]
        return f"{given.capitalize()} {family.capitalize()}"


def _uneven(chance: random.Random, count: int) -> int:
    """Give a number below this one, the lower the oftener."""
    return int(count * chance.random() ** 3)


def write(
    articles: Iterator[Article], index: ArticleIndex, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Write these articles to the index, telling from time to time how many are; give how many there were."""
    written = 0
    index.prepare()
    for some in batched(articles, _AT_ONCE, strict=False):
        results = index.write([entry(article) for article in some])
        if bad := [result for result in results if result.outcome is not Outcome.INDEXED]:
            raise RuntimeError(f"not every article was written: {bad[0]}")
        written += len(some)
        progress(written)
    return written


def entry(article: Article) -> IndexEntry:
    """Give an article as the index function would write it."""
    key = RawKey(article.source, article.id, article.order, takedown=False, digest="0" * 64)
    version = index_version(article.order, Stage.PUBLISHED)
    member = Member(article.id, version, article.story_id or article.id, keys=frozenset({article.id}))
    return IndexEntry(key, article.order, Stage.PUBLISHED, article, member=member, at=article.received_at)


def queries(newsroom: Newsroom, count: int, seed: int = 5) -> Sequence[str]:
    """Give queries of one to three words, from frequent and from rare ones, as readers type them."""
    chance = random.Random(seed)

    def word() -> str:
        return newsroom.words[int(200 * 100 ** chance.random())]  # the first 200 are what other languages stop

    return [" ".join(word() for _ in range(chance.choice((1, 1, 2, 2, 2, 3)))) for _ in range(count)]
