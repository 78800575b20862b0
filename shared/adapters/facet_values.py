"""What of an article can be filtered and counted, by the fields of the index."""

from collections.abc import Iterable
from typing import Any

from shared.domain.article import Article


def facet_values(article: Article) -> dict[str, Any]:
    """Give the values of the fields that filters and facets use.

    A topic that has no name counts under its code. Of IPTC's topics the broader ones are there too: whoever looks
    for one finds what is about a narrower one.
    """
    media_topics = (one for topic in article.media_topics for one in (topic.id, *topic.broader))
    return {
        "author": _each(author.name for author in article.authors),
        "topic": _each(topic.name or topic.id for topic in article.topics),
        "topic_id": _each(topic.id for topic in article.topics),
        "media_topic": _each(media_topics),
        "section": article.section,
        "lang": article.language.split("-")[0].lower() if article.language else None,
        "type": article.type,
        "genre": article.genre,
        "keyword": _each(article.keywords),
        "place": _each(article.places),
        "person": _each(article.people),
        "organisation": _each(article.organisations),
        "mention": _each(mention.name for mention in article.mentions),
    }


def _each(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
