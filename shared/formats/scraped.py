"""Articles as scrapers of web pages write them: newspaper, Goose, trafilatura, and collections made of them.

Read from newspaper's objects with `{"$date": …}`, trafilatura's JSON and collections that keep only title and
text. Their fields are guesses about a page: authors hold buttons and job titles, pictures hold icons.

    source_id     canonical_link | url | uri                url           canonical_link | meta_data.og.url | url
    published_at  publish_date | date | date_publish; the page's own article:published_time where it has a zone
    updated_at    date_modify, article:modified_time        headline      title, else meta_data.og.title
    summary       description | summary | og.description    body_text     text | maintext | cleaned_text
    authors       authors[] | author, without boilerplate   byline        the same names
    images        top_img | top_image | image_url           keywords      keywords, tags, meta_keywords
    section       article:section                           publisher     og.site_name | sitename | source_domain
    language      language | meta_lang                      free_to_read  article:content_tier
    status        status, state, draft, published: false; embargo*        expires_at    expires, expiry …

Ignored: movies and all pictures but the top one (a page's icons and advertisements), HTML, generator's marks.
"""

import re
from collections.abc import Iterator
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.byline import people, read_byline
from shared.formats.dates import Reading, put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.feeds.common import STATUS_WORDS
from shared.formats.hold import Place, read_hold
from shared.formats.html_text import looks_like_html, plain_line, plain_paragraphs, read_html
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, listed, put_names, put_topics, text, web_address

NAME = "scraped"

_BODIES = ("text", "maintext", "cleaned_text", "article_text", "content", "body", "fulltext", "full_text")
_SIGNS = frozenset(
    {"top_img", "top_image", "movies", "canonical_link", "meta_data", "publish_date", "date_publish", "maintext"}
    | {"source_domain", "date_download", "sitename", "source-hostname", "fingerprint", "raw_text", "cleaned_text"}
)
_ELSEWHERE = frozenset(
    {"uri", "guid", "versioncreated", "renditions", "blocks", "articlebody", "@type", "webtitle"}
)
_NOTHING = re.compile(
    r"(?:404|page not found|not found|access denied|forbidden|just a moment|are you a robot|"
    r".{0,40}(?:down for maintenance|under construction))\W*$",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:correspondent|producer|reporter|editor|writer|staff|news|posts|contributor|analyst|columnist|anchor|"
    r"journalist|desk|team|admin|bureau|blogger)\b",
    re.IGNORECASE,
)
_OF_A_BUTTON = re.compile(r"(?:more|about|follow|by|written|posted)\s+(?=\S)|.*\s(?:more|follow)$", re.IGNORECASE)
_DATES = (
    "article.published",
    "og.published_time",
    "og.pubdate",
    "pubdate",
    "publish_date",
    "dc.date.issued",
    "date",
)
_DAY = 86_400  # seconds
_STATUSES = frozenset(
    {"status", "pubstatus", "pub_status", "publishstatus", "publish_status", "publication_status", "state"}
    | {"publishing_status", "article_status", "content_status", "creativeworkstatus"}
)
_ANSWERS = frozenset({"200", "201", "203", "301", "302", "304", "ok", "success", "fetched", "scraped", "done"})
_DRAFTS = frozenset({"draft", "isdraft", "is_draft", "private", "hidden", "unpublished"})
_PUBLISHED = frozenset({"is_published", "ispublished", "is_public", "ispublic", "published"})
_END = re.compile(
    r"^(?:article\.)?(?:expires?|expiry|expiration)(?:_?(?:date|time|at|on))?$|^unpublish_?(?:date|at)$"
)
_KNOWN = (
    frozenset(_BODIES)
    | _SIGNS
    | _STATUSES
    | _DRAFTS
    | _PUBLISHED
    | frozenset(
        re.findall(
            r"\S+",
            """
            article_html author authors canonical_url categories category comments date description domain
            doc_id excerpt filename filedate hostname html id image image_url images is_parsed language license
            link link_hash links localpath metadata modified opengraph pagetype publishdate pub_date source
            source_url summary tags title title_page title_rss top_image topics tweets updated url videos
            additional_data download_state download_exception infos keywords raw_html
            """,
        )
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether it is an object with a title, a text and fields that only scrapers write."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    names = {key.lower() for key in payload.json}
    if not isinstance(payload.json.get("title"), str) or names & _ELSEWHERE or "headline" in names:
        return False
    body = any(isinstance(payload.json.get(name), str) for name in _BODIES)
    return body and (bool(names & _SIGNS) or {"text", "title"} >= {n for n in names if not n.startswith("_")})


def split(payload: Payload) -> list[Payload]:
    """Give the payload as it is: an object is one article."""
    return [payload]


def parse(payload: Payload) -> Parsed:
    """Read one article; raise BadInput where the page had none."""
    if not isinstance(payload.json, dict):
        raise BadInput("This is no scraped article.", [FieldError("an object with title and text", pointer="")])
    fields = Fields(few(payload.json, ""))
    meta = _meta(fields)
    draft = Draft(NAME)
    _put_hold(draft, fields, meta)
    _put_texts(draft, fields, meta)
    _put_address(draft, fields, meta)
    _put_dates(draft, fields, meta)
    _put_authors(draft, fields)
    _put_terms(draft, fields, meta)
    _tell_of_unread(draft, fields)
    return draft.finish()


def _put_hold(draft: Draft, fields: Fields, meta: Fields) -> None:
    """Read what a collection adds to the page: a status, an embargo, an end; the number of an answer is none."""
    told = [*fields, *meta]
    statuses: list[Place] = []
    for name, value, at in told:
        if name in _STATUSES and not _is_answer(name, value):
            statuses.append((at, value))
        elif (name in _DRAFTS and not _is_no(value)) or (name in _PUBLISHED and _is_no(value)):
            statuses.append((at, "withheld"))
    embargoes = [(at, value) for name, value, at in told if "embargo" in name]
    ends = [(at, value) for name, value, at in told if _END.search(name)]
    read_hold(statuses, embargoes, STATUS_WORDS, ends).put(draft)
    known = [(moment, at, value) for at, value in ends if (moment := read_instant(value).moment)]
    for _, at, value in sorted(known)[:1]:
        put_instant(draft, "expires_at", value, at)


def _is_answer(name: str, value: Any) -> bool:
    return name == "status" and (value is None or (text(value) or "").lower() in _ANSWERS)


def _is_no(value: Any) -> bool:
    return value in (None, "", False, 0) or str(value).strip().lower() in ("false", "no", "0")


def _tell_of_unread(draft: Draft, fields: Fields) -> None:
    unread = [name for name, value, _ in fields if value not in (None, "", [], {}) and not _is_known(name)]
    if unread:
        named = ", ".join(name[:40] for name in unread[:10])
        draft.notice("unknown-property", f"{len(unread)} properties were not read: {named}")


def _is_known(name: str) -> bool:
    return (
        name in _KNOWN or name.startswith(("_", "meta_", "date_")) or "embargo" in name or bool(_END.search(name))
    )


def _meta(fields: Fields) -> Fields:
    """Give the page's own metadata with flat names: og.title, article.published_time."""
    value, at = fields.get("meta_data", "metadata", "opengraph")
    flat: dict[str, Any] = {}
    for key, item in few(value, at).items() if isinstance(value, dict) else ():
        inner = few(item, at).items() if isinstance(item, dict) else [("", item)]
        flat |= {f"{key}.{name}".strip(".").replace(":", "."): one for name, one in inner}
    return Fields(flat, at)


def _put_texts(draft: Draft, fields: Fields, meta: Fields) -> None:
    own = fields.line("title")
    title = own or meta.line("og.title", "twitter.title")
    words, at = next(((fields.text(name), fields.get(name)[1]) for name in _BODIES if fields.text(name)), ("", ""))
    if _NOTHING.match(title or "") and len(words or "") < 300:
        raise BadInput(
            f"The page had no article when it was scraped: it says {(title or '')[:80]!r}.",
            [FieldError("the page of a story is expected", pointer=fields.get("title")[1])],
        )
    draft.put("headline", title, (fields.get("title") if own else meta.get("og.title", "twitter.title"))[1])
    markup = words or ""
    draft.put("body_text", read_html(markup).text if looks_like_html(markup) else plain_paragraphs(markup), at)
    summary, at = fields.get("description", "summary", "excerpt", "meta_description")
    if text(summary) is None:
        summary, at = meta.get("og.description", "description", "twitter.description")
    draft.put("summary", read_html(text(summary) or "").text, at)


def _put_address(draft: Draft, fields: Fields, meta: Fields) -> None:
    places = [fields.get(name) for name in ("canonical_link", "canonical_url")]
    places += [meta.get("og.url"), *(fields.get(name) for name in ("url", "link", "source_url"))]
    found = [(address, at) for value, at in places if (address := web_address(value))]
    for address, at in found[:1]:
        draft.put("url", address, at)
        draft.put("source_id", address, at)
    if not found:
        identity, at = fields.get("id", "_id")
        draft.put("source_id", text(identity), at)


def _put_dates(draft: Draft, fields: Fields, meta: Fields) -> None:
    """Keep the date that was found; where it lacks time or zone, the page's own that has both and is near."""
    own = _reading(fields, "publish_date", "date_publish", "date", "published", "publishdate", "pub_date")
    page = _reading(meta, "article.published_time", *_DATES)
    draft_at = fields.get("publish_date", "date_publish", "date")[1]
    if _is_better(own, page):
        draft.put("published_at", page.moment, meta.pointer)
    elif own.moment is not None:
        if own.code:
            draft.notice(own.code, f"published_at: {own.detail}", draft_at)
        draft.put("published_at", own.moment, draft_at)
    elif own.code:
        draft.notice(own.code, f"published_at: {own.detail}", draft_at)
    updated = _reading(fields, "date_modify", "modified", "updated")
    updated = updated if updated.moment else _reading(meta, "article.modified_time", "og.updated_time")
    if updated.moment is not None and not updated.code:
        draft.put("updated_at", updated.moment, fields.get("date_modify")[1])


def _reading(fields: Fields, *names: str) -> Reading:
    value, _ = fields.get(*names)
    return Reading(None) if value is None else read_instant(value)


def _is_better(own: Reading, page: Reading) -> bool:
    if page.moment is None or page.code is not None:
        return False
    if own.moment is None:
        return True
    midnight = own.moment.timestamp() % _DAY == 0
    near = abs((page.moment - own.moment).total_seconds()) <= 2 * _DAY
    return near and (midnight or own.code is not None)


def _put_authors(draft: Draft, fields: Fields) -> None:
    value, at = fields.get("authors", "author")
    given = value.split(";") if isinstance(value, str) else listed(few(value, at))
    names: list[str] = []
    for one in _lines(given):
        plain = _OF_A_BUTTON.sub("", one)
        if people(plain) and not _JOB.search(plain) and plain == one:
            names += people(plain)
        else:
            draft.drop("no-author", one)
    draft.put("byline", ", ".join(dict.fromkeys(names)), at)
    draft.put("authors", [{"name": name} for name in dict.fromkeys(names)], at)
    agencies = [agency for one in _lines(given) for agency in read_byline(one).agencies]
    draft.derive("publisher", next(iter(agencies), None), "authors", confidence=0.7)


def _lines(given: list[Any]) -> Iterator[str]:
    for one in given:
        named = one.get("name") if isinstance(one, dict) else one
        if line := plain_line(text(named) or "").strip():
            yield line


def _put_terms(draft: Draft, fields: Fields, meta: Fields) -> None:
    picture = fields.get("top_img", "top_image", "image_url", "image")
    address = web_address(picture[0]) or web_address(meta.get("og.image")[0])
    draft.put("images", [{"url": address}] if address else [], picture[1])
    words = [word for name in ("keywords", "meta_keywords", "tags") for word in _terms(fields.get(name)[0])]
    put_names(draft, "keywords", [*words, *_terms(meta.get("article.tag")[0])], fields.get("keywords", "tags")[1])
    draft.put("section", meta.line("article.section") or next(iter(_terms(fields.get("categories")[0])), None), "")
    put_topics(draft, [(None, name) for name in _terms(fields.get("categories")[0])[1:]], "/categories")
    site = meta.line("og.site_name") or fields.line("sitename", "source_domain", "hostname")
    if site:
        draft.put("publisher", site, meta.pointer)
    language = fields.text("language", "meta_lang") or (meta.text("og.locale") or "")
    draft.put("language", language.replace("_", "-"), fields.get("language", "meta_lang")[1])
    tier = (meta.text("article.content_tier") or "").lower()
    draft.put("free_to_read", {"free": True, "locked": False, "metered": False}.get(tier), meta.pointer)


def _terms(value: Any) -> list[str]:
    parts = re.split("[,;]", value) if isinstance(value, str) else listed(few(value, ""))
    return [words for part in parts if (words := (text(part) or "").strip())]
