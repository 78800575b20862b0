"""schema.org articles as JSON-LD: one object, an array, an `@graph`, or an article within a page's description.

Read from schema.org's vocabulary, Google's guide to article markup, and the JSON-LD of some 240 news sites and
blogs. An article is a node whose type is Article or one of its subtypes; an object without any type counts when it
has a headline and an articleBody or a date. What an `@id` refers to is looked up in the same document and nowhere
else.

    source_id     @id | url | mainEntityOfPage | identifier; an id that a whole site shares is passed over
    url           url | mainEntityOfPage                    version       version
    status        creativeWorkStatus, pubstatus             embargo       embargo*, also of the page around it
    published_at  datePublished                             updated_at    dateModified
    created_at    dateCreated                               expires_at    expires
    headline      headline | name | alternativeHeadline     slug          alternateName
    summary       description | abstract                    dateline      dateline | locationCreated
    body_text     articleBody | text, then the updates of a live blog
    authors       author | creator: people with jobTitle, description, image, url | sameAs; a text as a byline
    byline        the names of all authors, organisations too
    topics        about, and every articleSection but the first      section   the first articleSection
    genre         genre, else the subtype (OpinionNewsArticle: Opinion)      keywords  keywords
    people …      about and mentions by their type, contentLocation, spatialCoverage
    images        image, else thumbnailUrl                  publisher     publisher | sourceOrganization | provider
    free_to_read  isAccessibleForFree, else of hasPart                    | isPartOf | copyrightHolder
    rights        copyrightNotice, license, usageInfo, or else copyrightHolder and copyrightYear
    corrections   correction                                evolved_from  isBasedOn
    related       articles in hasPart, if not held longer   reading_minutes  timeRequired
    language      inLanguage

Ignored: logos, potentialAction, breadcrumb, comments, ratings, video, audio, speakable, wordCount, what a page
says of itself. A document without an article is refused with the types that it has.
"""

import json
from collections.abc import Iterator
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import Hold
from shared.formats.html_text import plain_line
from shared.formats.payload import Payload
from shared.formats.schema_org.hold import hold_of, shown
from shared.formats.schema_org.linked_data import (
    Index,
    Linked,
    Node,
    articles,
    index,
    is_article,
    own_name,
    plain,
    referred,
    types,
)
from shared.formats.schema_org.parts import paragraphs, put_authors, put_images, put_subjects, put_terms
from shared.formats.values import few, latest, listed, text

NAME = "schema-org"

_EXPANSION = 4  # how many times its size a document may grow when its references are written out
_EXPECTED = "an object with an @type of Article, NewsArticle, BlogPosting or another subtype of Article"


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON-LD, or an object with schema.org's own words."""
    if not payload.is_json:
        return False
    nodes = [node for node in listed(payload.json) if isinstance(node, dict)]
    return any("@type" in node or "@graph" in node or "@context" in node or _is_untyped(node) for node in nodes)


def split(payload: Payload) -> list[Payload]:
    """Give one document for each article, with the nodes that it refers to; refuse one without an article."""
    document = _document(payload)
    found, nodes = articles(document), index(document)
    if not found:
        raise _no_article(nodes, document)
    if is_article(document):
        return [payload]
    parts: list[Payload] = []
    left = _EXPANSION * len(payload.body) + 100_000
    for node in found:
        part = {"@context": "https://schema.org", "@graph": [node, *referred(node, nodes)]}
        parts.append(Payload(json.dumps(part, ensure_ascii=False).encode(), "application/ld+json"))
        left -= len(parts[-1].body)
        if left < 0:
            raise BadInput("The document's articles refer to too much.", [FieldError("send them one by one", "")])
    return parts


def parse(payload: Payload) -> Parsed:
    """Read the first article of a document; raise BadInput where there is none."""
    document = _document(payload)
    nodes = index(document)
    found = articles(document)
    if not found:
        raise _no_article(nodes, document)
    draft = Draft(NAME)
    for key, value in found[0].items():
        few(value, f"/{key}")
    article = Linked(found[0], nodes)
    hold = hold_of(article)
    hold.put(draft)
    _put_identity(draft, article)
    _put_dates(draft, article)
    _put_texts(draft, article, hold)
    put_authors(draft, article)
    put_subjects(draft, article)
    put_images(draft, article)
    put_terms(draft, article, hold)
    return draft.finish()


def _document(payload: Payload) -> Any:
    document = plain(payload.json)
    if isinstance(document, dict) and _is_untyped(document):
        return {"@type": "Article", **document}
    return document


def _is_untyped(node: dict[str, Any]) -> bool:
    if "@type" in node or "@graph" in node or not isinstance(node.get("headline"), str):
        return False
    return "articleBody" in node or "datePublished" in node


def _no_article(nodes: dict[str, Node], document: Any) -> BadInput:
    seen = [document, *listed(document), *nodes.values()]
    graph = document.get("@graph") if isinstance(document, dict) else None
    kinds = sorted({kind for node in [*seen, *listed(graph)] for kind in types(node)})
    names = ", ".join(kind[:40] for kind in kinds[:10]) or "nothing with a type"
    return BadInput(
        f"The JSON-LD document has no article: it describes {names}.", [FieldError(_EXPECTED, pointer="")]
    )


def _put_identity(draft: Draft, article: Linked) -> None:
    addresses = {key: own_name(article.address(key)) for key in ("url", "mainEntityOfPage")}
    key = next((key for key, address in addresses.items() if address), "url")
    draft.put("url", (addresses[key] or "").partition("#")[0], f"/{key}")
    names = {"@id": own_name(article.node.get("@id")), **addresses, "identifier": None}
    names["identifier"] = next((name for name in _identifiers(article) if name and len(name.split()) == 1), None)
    key = next((key for key, name in names.items() if name and len(name.split()) == 1), "@id")
    draft.put("source_id", names[key], f"/{key}")
    article.put(draft, "version", "version")
    based_on = article.all("isBasedOn")
    earlier = based_on[0].own_address() or based_on[0].label() if based_on else None
    draft.put("evolved_from", None if earlier in names.values() else earlier, "/isBasedOn")


def _identifiers(article: Linked) -> Iterator[str | None]:
    """Give the identifiers; the name of a PropertyValue only says of what kind its value is."""
    for value in article.all("identifier"):
        if value.is_a(frozenset({"PropertyValue"})) or "value" in value.node:
            yield from map(text, listed(value.node.get("value")))
        else:
            yield value.label()


def _put_dates(draft: Draft, article: Linked) -> None:
    for field, name in {
        "created_at": "dateCreated",
        "published_at": "datePublished",
        "updated_at": "dateModified",
        "expires_at": "expires",
    }.items():
        value = latest(article.node.get(name), f"/{name}")
        put_instant(draft, field, value, f"/{name}")


def _put_texts(draft: Draft, article: Linked, hold: Hold) -> None:
    article.put(draft, "headline", "headline", "name", "alternativeHeadline")
    article.put(draft, "slug", "alternateName")
    article.put(draft, "dateline", "dateline", "locationCreated")
    for field, names in {"summary": ("description", "abstract"), "body_text": ("articleBody", "text")}.items():
        texts = (paragraphs(value.label()) for value in article.all(*names))
        draft.put(field, "\n\n".join(filter(None, texts)), article.pointer(*names))
    entries = [Linked(node, Index()) for node in listed(article.node.get("liveBlogUpdate"))]
    updates = [_update(entry) for entry in shown(draft, article, entries, hold, "/liveBlogUpdate")]
    if any(updates):
        body = paragraphs(article.text("articleBody"))
        draft.put("body_text", "\n\n".join(filter(None, [body, *updates])), "/liveBlogUpdate")
    _put_language(draft, article)


def _update(update: Linked) -> str:
    parts = (plain_line(update.text("headline") or ""), paragraphs(update.text("articleBody", "text")))
    return "\n\n".join(filter(None, parts))


def _put_language(draft: Draft, article: Linked) -> None:
    for language in article.all("inLanguage")[:1]:
        code = text(language.node.get("alternateName")) or language.label() or ""
        draft.put("language", code.replace("_", "-"), "/inLanguage")
