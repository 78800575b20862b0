"""Adds to an article what can be derived of it: its language, topics, names in the text, a sketch of its words.

Every derived field tells in the provenance by which rule it was found and how surely. None overwrites a given one.
"""

from typing import Any

from shared.domain.article import Article, Notice, Provenance
from shared.enrich import language, reading_time
from shared.enrich.fingerprint import fingerprint
from shared.enrich.mentions import mentions
from shared.enrich.topics import media_topics

type Heard = tuple[str, float] | None  # a language, and how sure that is


def heard_in(article: Article) -> Heard:
    """Give the language that the article's text is in: where one was given, only what contradicts it."""
    text = f"{article.headline or ''}\n{article.body_text or ''}"
    return language.detect(text) if article.language is None else language.contradicting(article.language, text)


def enrich_article(article: Article) -> tuple[Article, tuple[Notice, ...]]:
    """Give the article with its derived fields, and what was noticed."""
    return enrich_heard(article, heard_in(article))


def enrich_heard(article: Article, heard: Heard) -> tuple[Article, tuple[Notice, ...]]:
    """Do the same for an article of which it is known what language `heard_in` it."""
    found: dict[str, tuple[Any, Provenance]] = {}
    notices: list[Notice] = []
    spoken = article.language
    if heard and spoken is None:
        spoken = heard[0]
        found["language"] = spoken, _derived("language model lid.176", heard[1])
    elif heard:
        detail = f"the article says that it is in {spoken!r}; its text looks like {heard[0]!r}"
        notices.append(Notice(code="other-language", detail=detail))
    if article.reading_minutes is None:
        found["reading_minutes"] = reading_time.minutes(article.word_count, spoken), _derived("word_count")
    found["media_topics"] = _topics(article, spoken)
    found["mentions"] = _mentions(article, spoken)
    found["fingerprint"] = fingerprint(article.body_text or ""), _derived("three-word runs")
    values = {field: value for field, (value, _) in found.items() if value}
    provenance = article.provenance | {field: origin for field, (value, origin) in found.items() if value}
    return article.model_copy(update={**values, "provenance": provenance}), tuple(notices)


def _topics(article: Article, spoken: str | None) -> tuple[Any, Provenance]:
    topics = media_topics(
        article.topics, section=article.section, keywords=article.keywords, genre=article.genre, language=spoken
    )
    surest = max((topic.confidence for topic in topics), default=0)
    return topics, _derived("given codes and words", surest)


def _mentions(article: Article, spoken: str | None) -> tuple[Any, Provenance]:
    people = (*article.people, *(author.name for author in article.authors))
    found = mentions(
        article.headline,
        article.body_text,
        spoken,
        people,
        organisations=article.organisations,
        places=article.places,
    )
    surest = max((mention.confidence for mention in found), default=0)
    return found, _derived("capitalised phrases and a gazetteer", surest)


def _derived(rule: str, confidence: float | None = None) -> Provenance:
    return Provenance.of("derived", rule, confidence)
