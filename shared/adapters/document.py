"""The canonical article as a document of the index, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.adapters.analysis import language_field
from shared.adapters.change_log import telling, told_in
from shared.adapters.facet_values import facet_values
from shared.adapters.shortened import shortened
from shared.domain.article import Article, Status
from shared.domain.identity import RawKey, Stage
from shared.domain.story import Member
from shared.domain.wording import wording
from shared.usecases.ports import IndexedArticle, IndexEntry, Origin

# What readers never see: for editors alone, or of no use to them.
NOT_PUBLIC = {"internal_note", "order", "status", "embargo_until", "expires_at", "fingerprint", "takes_down"}
# A longer body, a book rather than an article, is found but not highlighted: that would take seconds.
_LONGEST_HIGHLIGHTED = 200_000  # characters
ORIGIN = ("raw_key", "article.parser_version")
_LEAD_WORDS = 30  # the headline and the first words of a body tell what it is about
_LEAD_CHARACTERS = 600


def to_document(entry: IndexEntry) -> dict[str, Any]:
    """Give the document of one version; of a held or withdrawn one only what keeps its place."""
    document: dict[str, Any] = {
        "id": entry.key.article_id,
        "source": entry.key.source,
        "stage": entry.stage.name,
        "raw_key": str(entry.key),
        **_place(entry),
        **telling(entry.told),
    }
    article = entry.article
    if article is None or entry.stage is Stage.WITHDRAWN:
        return document
    if article.status is Status.USABLE:  # a withheld article is not released by the end of its embargo
        document |= _present({"embargo_until": article.embargo_until, "expires_at": article.expires_at})
    if entry.stage is Stage.PUBLISHED:
        document |= _searchable(article)
    return document


def _place(entry: IndexEntry) -> dict[str, Any]:
    """Give what tells of the story; a held article has no place in one."""
    member = entry.member
    if member is None or not member.keys:
        return {}
    return _present(
        {
            "story_id": member.story_id,
            "story_keys": sorted(member.keys),
            "story_bands": sorted(member.bands),
            "sketch": member.sketch,
            "grouped_at": entry.at,
        }
    )


def member(version: int, document: Mapping[str, Any]) -> Member:
    """Give what the story of an article knows of it, from its document."""
    return Member(
        id=document["id"],
        version=version,
        story_id=document.get("story_id", document["id"]),
        keys=frozenset(document.get("story_keys", ())),
        bands=frozenset(document.get("story_bands", ())),
        sketch=document.get("sketch"),
    )


def moved(document: Mapping[str, Any], story_id: str, now: datetime) -> dict[str, Any]:
    """Give the document with another story, and nothing else of it changed."""
    there = dict(document) | {"story_id": story_id, "grouped_at": now.isoformat()}
    if "article" in document:
        there["article"] = document["article"] | {"story_id": story_id}
    return there


def _searchable(article: Article) -> dict[str, Any]:
    return _present(
        {
            "published_at": article.published_at,
            "updated_at": article.updated_at or article.published_at,  # by which it is found and put in order
            "url": article.url,
            **_texts(article),
            **facet_values(article),
            **_public(article),
        }
    )


def _texts(article: Article) -> dict[str, Any]:
    """Give what is searched for its words, in the fields of the article's language."""
    body = article.body_text or ""
    language = language_field(article.language, f"{article.headline or ''} {body[:_LEAD_CHARACTERS]}")
    texts = {
        "headline": article.headline,
        "summary": article.summary,
        "long_body" if len(body) > _LONGEST_HIGHLIGHTED else "body": body,
        "lead": " ".join([article.headline or "", *body[:_LEAD_CHARACTERS].split()[:_LEAD_WORDS]]),
        "captions": [text for image in article.images for text in (image.caption, image.alt_text) if text],
        "others": _others(article),
    }
    found = {name: {language: text} for name, text in texts.items() if text}
    return found | {"words_in": language, "headline_wording": wording(article.headline or "")}


def _others(article: Article) -> list[str]:
    """Give what an article is found by besides its texts."""
    authors = [author.name for author in article.authors]
    topics = [topic.name for topic in article.topics if topic.name]
    names = [*article.keywords, *article.people, *article.organisations, *article.places, *article.events]
    return [one for one in (*authors, *topics, article.section, *names) if one]


def _public(article: Article) -> dict[str, Any]:
    """Give what readers may see but the body, which stands in the document once already.

    `article` is what a page of results can hold a hundred of, `whole` what of it had to be shortened for that.
    """
    public = article.model_dump(mode="json", exclude=NOT_PUBLIC | {"body_text"}, exclude_none=True)
    public["provenance"] = {name: value for name, value in public["provenance"].items() if name not in NOT_PUBLIC}
    short = public | shortened(public)
    return {"article": short, "whole": {name: value for name, value in public.items() if short[name] != value}}


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in fields.items()
        if value not in (None, [], "", {})
    }


def from_document(version: int, document: Mapping[str, Any]) -> IndexedArticle:
    """Give what the index holds of one article."""
    return IndexedArticle(
        version=version,
        stage=Stage[document["stage"]],
        key=raw_key(document),
        embargo_until=_instant(document.get("embargo_until")),
        expires_at=_instant(document.get("expires_at")),
        document=public_article(document) if "article" in document else {},
        was_told=told_in(document) is not None,
    )


def raw_key(document: Mapping[str, Any]) -> RawKey:
    """Give the key of the raw article that a document was made of."""
    return RawKey.parse(document["raw_key"])


def origin(version: int, document: Mapping[str, Any]) -> Origin:
    """Give how a document was made, from what stands in ORIGIN of it."""
    return Origin(version, raw_key(document), document.get("article", {}).get("parser_version"))


def public_article(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give what readers may see of an article, from its document."""
    texts = document.get("body") or document.get("long_body") or {}
    return {**document["article"], **document.get("whole", {}), "body_text": next(iter(texts.values()), "")}


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
