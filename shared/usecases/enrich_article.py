"""Adds to an article what can be derived of it: its language, topics, names in the text, a sketch of its words.

Every derived field tells in the provenance by which rule it was found and how surely. None overwrites a given one.
"""

from typing import Any

from shared.domain.article import Article, Notice, Provenance
from shared.enrich import language, reading_time
from shared.enrich.fingerprint import fingerprint
from shared.enrich.mentions import mentions
from shared.enrich.topics import media_topics


def enrich_article(article: Article) -> tuple[Article, tuple[Notice, ...]]:
    """Give the article with its derived fields, and what was noticed."""
    text = f"{article.headline or ''}\n{article.body_text or ''}"
    found: dict[str, tuple[Any, Provenance]] = {}
    notices: list[Notice] = []
    spoken = article.language
    if spoken is None:
        if detected := language.detect(text):
            spoken = detected[0]
            found["language"] = spoken, _derived("language model lid.176", detected[1])
    elif contrary := language.contradicting(spoken, text):
        detail = f"the article says that it is in {spoken!r}; its text looks like {contrary[0]!r}"
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
    return Provenance(origin="derived", rule=rule, confidence=confidence)
