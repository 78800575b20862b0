"""The parts of a schema.org article that have a form of their own: authors, subjects, pictures, terms."""

import html
import re
from typing import Any

from shared.formats.byline import people
from shared.formats.dates import read_instant
from shared.formats.draft import Draft
from shared.formats.hold import Hold
from shared.formats.html_text import looks_like_html, plain_line, plain_paragraphs, read_html
from shared.formats.schema_org.hold import shown
from shared.formats.schema_org.linked_data import Linked, is_article, own_name, types
from shared.formats.values import few, put_names, put_people, put_topics, text, web_address, whole

_ORGANISATIONS = frozenset(
    {"Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO"}
)
_KINDS = {
    "people": frozenset({"Person"}),
    "organisations": _ORGANISATIONS,
    "places": frozenset({"Place", "City", "Country", "State", "AdministrativeArea"}),
    "events": frozenset({"Event"}),
}
_NAMED = frozenset().union(*_KINDS.values())
_NO_GENRES = frozenset({"News", "Tech", "Scholarly", "MedicalScholarly"})  # these say what kind of work it is
_MINUTES = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,3})M)?(?:\d{1,5}(?:\.\d{1,3})?S)?")


def paragraphs(value: str | None) -> str:
    """Give a text that may be plain or markup as paragraphs."""
    if not value:
        return ""
    return read_html(value).text if looks_like_html(value) else plain_paragraphs(html.unescape(value))


def put_authors(draft: Draft, article: Linked) -> None:
    """Keep the authors, and the names of all of them as the byline."""
    writers = article.all("author", "creator")
    pointer = article.pointer("author", "creator")
    named = [writer for writer in writers if writer.label()]
    if len(named) < len(writers):
        missing = len(writers) - len(named)
        draft.notice("reference-not-found", f"{missing} of authors: nothing in the document names them", pointer)
    draft.put("byline", ", ".join(dict.fromkeys(plain_line(writer.label() or "") for writer in named)), pointer)
    title = article.text("publisher")
    persons = [writer for writer in named if not writer.is_a(_ORGANISATIONS) and writer.label() != title]
    texts = [writer.label() or "" for writer in persons if _is_byline(writer)]
    given = [_author(writer) for writer in persons if not _is_byline(writer)]
    put_people(draft, given, pointer, " and ".join(texts))


def _is_byline(writer: Linked) -> bool:
    """Tell whether an author is given as a text alone, which may hold several names or none."""
    return writer.node.keys() == {"name"} and len(people(writer.label() or "")) > 1


def _author(writer: Linked) -> dict[str, Any]:
    return {
        "name": writer.label(),
        "role": writer.line("jobTitle"),
        "biography": writer.line("description"),
        "image_url": writer.address("image"),
        "url": writer.address("url", "sameAs"),
    }


def put_subjects(draft: Draft, article: Linked) -> None:
    """Keep what the article is about, in which section and of which genre."""
    about = article.all("about")
    sections = [part for value in article.all("articleSection") for part in _sections(value.label() or "")]
    draft.put("section", plain_line(sections[0]) if sections else None, "/articleSection")
    topics = [_topic(value) for value in about if not value.is_a(_NAMED)]
    put_topics(draft, topics + [(None, name) for name in sections[1:]], article.pointer("about", "articleSection"))
    named = about + article.all("mentions")
    places = article.all("contentLocation", "spatialCoverage")
    for field, kinds in _KINDS.items():
        found = [value for value in named if value.is_a(kinds)] + (places if field == "places" else [])
        put_names(draft, field, (value.label() for value in found), article.pointer("mentions", "about"))
    words = [value.label() or "" for value in article.all("keywords")]
    split_words = few(re.split(r"[,;]", words[0]), "/keywords") if len(words) == 1 else words
    put_names(draft, "keywords", filter(str.strip, split_words), "/keywords")
    article.put(draft, "genre", "genre")
    draft.derive("genre", _genre(article), "the subtype of Article")


def _sections(value: str) -> list[str]:
    """Give the sections in a text: "Marketing,Social Media" are two, "Food, Drink and Travel" is one."""
    return [part.strip() for part in re.split(r",(?!\s)", value) if part.strip()]


def _topic(value: Linked) -> tuple[str | None, str | None]:
    code = text(value.node.get("termCode"))
    return code or own_name(value.node.get("@id")) or value.address("sameAs"), value.label()


def _genre(article: Linked) -> str | None:
    kinds = (re.fullmatch(r"(\w+?)(?:NewsArticle|ContentArticle|Article)", kind) for kind in types(article.node))
    return next((match[1] for match in kinds if match and match[1] not in _NO_GENRES), None)


def put_images(draft: Draft, article: Linked) -> None:
    """Keep the pictures that have a web address."""
    images = [_image(value) for value in article.all("image", "thumbnailUrl")]
    known = {image["url"]: image for image in reversed(images) if image["url"]}
    if len(known) < len({str(image) for image in images}):
        draft.notice(
            "invalid-url", "images without an http or https address were left out", article.pointer("image")
        )
    draft.put("images", list(reversed(known.values())), article.pointer("image", "thumbnailUrl"))


def _image(value: Linked) -> dict[str, Any]:
    return {
        "url": value.own_address(),
        "width": whole(value.text("width")),
        "height": whole(value.text("height")),
        "caption": value.line("caption", "description"),
        "credit": value.line("creditText", "creator", "author", "copyrightHolder"),
        "alt_text": value.line("alternateName"),
    }


def put_terms(draft: Draft, article: Linked, hold: Hold) -> None:
    """Keep who publishes, on which terms, what was corrected and what belongs to it."""
    names = ("publisher", "sourceOrganization", "provider", "isPartOf", "copyrightHolder")
    article.put(draft, "publisher", *names)
    draft.put("free_to_read", _free_to_read(article), article.pointer("isAccessibleForFree", "hasPart"))
    rights = [article.text(name) or article.address(name) for name in ("copyrightNotice", "license", "usageInfo")]
    holder = " ".join(filter(None, (article.text("copyrightYear"), article.text("copyrightHolder"))))
    terms = list(filter(None, rights)) or ([holder] if article.text("copyrightHolder") else [])
    draft.put(
        "rights", "\n\n".join(terms), article.pointer("copyrightNotice", "license", "usageInfo", "copyrightHolder")
    )
    draft.put(
        "corrections", [one for value in article.all("correction") if (one := _correction(value))], "/correction"
    )
    stories = [part for part in article.all("hasPart") if is_article(part.node) and part.text("headline", "name")]
    free = shown(draft, article, stories, hold, "/hasPart")
    draft.put("related", [_story(part) for part in free], "/hasPart")
    match = _MINUTES.fullmatch(article.text("timeRequired") or "")
    draft.put("reading_minutes", int(match[1] or 0) * 60 + int(match[2] or 0) if match else None, "/timeRequired")


def _free_to_read(article: Linked) -> bool | None:
    own = article.truth("isAccessibleForFree")
    if own is not None:
        return own
    parts = [part.truth("isAccessibleForFree") for part in article.all("hasPart")]
    return False if False in parts else None


def _correction(value: Linked) -> dict[str, Any] | None:
    words = value.text("text", "description", "name")
    if not words or web_address(words):
        return None  # the address of a page with all corrections says nothing about this article
    return {"text": paragraphs(words), "at": read_instant(value.node.get("datePublished")).moment}


def _story(part: Linked) -> dict[str, Any]:
    return {
        "headline": part.line("headline", "name"),
        "teaser": part.line("description"),
        "url": part.own_address(),
    }
