"""The Guardian's Content API: items, and the answers to searches and to requests of one item.

Read from the API's documentation and its answers with `show-fields=all`, `show-tags=all`, `show-blocks=all` and
`show-elements=all`; values within `fields` are texts, also dates and yes or no.

    source_id     id                                        url           webUrl | fields.shortUrl
    status        isExpired, isLive; embargo*               updated_at    fields.lastModified
    published_at  webPublicationDate | fields.firstPublicationDate
    headline      fields.headline | webTitle                summary       fields.standfirst | fields.trailText
    body_text     fields.body | blocks.body[].bodyHtml | elements of text | fields.bodyText
    byline        fields.byline                             authors       tags of type contributor, else the byline
    section       sectionName                               genre         the first tag of type tone
    topics        tags of type keyword                      keywords      keyword and series tags
    images        elements, blocks.main, fields.main, fields.body, fields.thumbnail
    related       links to other stories within the body    publisher     fields.publication
    corrections   paragraphs that begin "This article was amended"        language      fields.lang

Ignored: api addresses, rights, references, sponsorships, word counts. Blocks that are not published are left out.
"""

import json
import re
from typing import Any

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.guardian.body import body_of, pictures, without_links
from shared.formats.hold import AROUND, Place, around, read_hold
from shared.formats.html_text import Figure, plain_line, read_html
from shared.formats.ninjs.media import pictures_in_body
from shared.formats.payload import Payload
from shared.formats.values import (
    Fields,
    few,
    listed,
    put_address,
    put_names,
    put_people,
    put_topics,
    text,
    web_address,
)

NAME = "guardian"

_LISTS = ("results", "editorsPicks", "leadContent", "mostViewed", "relatedContent", "packages")
_AMENDED = re.compile(r"\W{0,3}\s*This (?:article|piece|story|interview|review|live ?blog) was amended\b")
_WORDS = {
    "live": Status.USABLE,
    "usable": Status.USABLE,
    "draft": Status.WITHHELD,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}

_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        id type sectionid sectionname webpublicationdate webtitle weburl apiurl fields tags blocks elements
        ishosted pillarid pillarname references rights sponsorships activesponsorships atoms section status
        pubstatus isexpired islive isgone stats debug crossword hasstorypackage
        headline standfirst trailtext byline body bodytext main maintext score shorturl thumbnail securethumbnail
        wordcount charcount commentable commentclosedate ispremoderated allowugc publication internalpagecode
        internalcomposercode internalcontentcode internaloctopuscode internalstorypackagecode internalrevision
        internalvideocode productionoffice shouldhideadverts shouldhidereaderrevenue showaffiliatelinks
        showtableofcontents showinrelatedcontent livebloggingnow starrating firstpublicationdate lastmodified
        newspaperpagenumber newspapereditiondate legallysensitive sensitive lang contributorbio creationdate
        isinappropriateforsponsorship membershipaccess displayhint scheduledpublicationdate
        """,
    )
) | {AROUND}


def recognises(payload: Payload) -> bool:
    """Tell whether it is an item of the API's, or an answer of it."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    response = payload.json.get("response")
    return _is_item(payload.json) or (isinstance(response, dict) and _is_answer(response))


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("webTitle"), str):
        return False
    return "webPublicationDate" in value or ("apiUrl" in value and isinstance(value.get("fields"), dict))


def _is_answer(response: dict[str, Any]) -> bool:
    if _items(response) or "userTier" in response:
        return True
    return "status" in response and ("results" in response or "message" in response)


def _items(response: dict[str, Any]) -> list[dict[str, Any]]:
    if _is_item(response.get("content")):
        return [response["content"]]
    lists = (few(response.get(name), f"/response/{name}") for name in _LISTS)
    found = {json.dumps(one.get("id")): one for entries in lists for one in listed(entries) if _is_item(one)}
    return list(found.values())


def split(payload: Payload) -> list[Payload]:
    """Give the items of an answer one by one, and an item as it came."""
    document = payload.json
    response = document.get("response") if isinstance(document, dict) else None
    if not isinstance(response, dict):
        return [payload]
    found = _items(response)
    if not found:
        said = text(response.get("message")) or "it lists no articles"
        raise BadInput(
            f"This answer of the Guardian's API holds no article: {plain_line(said)[:200]}.",
            [FieldError("results or content with a webTitle are expected", pointer="/response")],
        )
    held = around(document, response)
    kept = [{**item, AROUND: [held, item.get(AROUND)]} if held else item for item in found]
    return [Payload(json.dumps(item, ensure_ascii=False).encode(), "application/json") for item in kept]


def parse(payload: Payload) -> Parsed:
    """Read one item; raise BadInput, with pointers, where it cannot become an article."""
    item = payload.json
    if not _is_item(item):
        raise BadInput(
            "This is no item of the Guardian's Content API.",
            [FieldError("webTitle and webPublicationDate are expected", pointer="")],
        )
    top = Fields(few(item, ""))
    inner, at = top.get("fields")
    fields = Fields(inner if isinstance(inner, dict) else {}, at)
    draft = Draft(NAME)
    _put_hold(draft, top, fields)
    _put_identity(draft, top, fields)
    figures = _put_texts(draft, top, fields)
    _put_tags(draft, top, fields)
    shown = list({one["url"]: one for one in pictures(top)}.values())
    known = {address for one in shown if (address := one["url"])}
    main = read_html(fields.text("main") or "").figures
    images = [*shown, *pictures_in_body([*main, *figures], known)]
    if not images and (address := web_address(fields.get("thumbnail", "securethumbnail")[0])):
        images = [{"url": address}]
    draft.put("images", images, "/elements")
    _tell_of_unread(draft, [*top, *fields])
    return draft.finish()


def _tell_of_unread(draft: Draft, given: list[tuple[str, Any, str]]) -> None:
    unread = [
        pointer
        for name, value, pointer in given
        if name not in _KNOWN and "embargo" not in name and value not in (None, "", [], {})
    ]
    if unread:
        named = ", ".join(pointer[1:41] for pointer in unread[:10])
        draft.notice("unknown-property", f"{len(unread)} properties are not of the API and were not read: {named}")


def _put_hold(draft: Draft, top: Fields, fields: Fields) -> None:
    statuses: list[Place] = []
    embargoes: list[Place] = []
    waiting = [top, fields]
    while waiting:
        one = waiting.pop()
        for name, value, pointer in one:
            if name == AROUND:
                waiting += [
                    Fields(part, pointer) for part in listed(few(value, pointer)) if isinstance(part, dict)
                ]
            elif "embargo" in name or name == "scheduledpublicationdate":
                embargoes.append((pointer, value))
            elif name in ("pubstatus", "status"):
                statuses.append((pointer, value))
            elif name == "isexpired" and (text(value) or str(value)).lower() != "false":
                statuses.append((pointer, "canceled"))
            elif name == "islive" and (text(value) or str(value)).lower() != "true":
                statuses.append((pointer, "withheld"))
    read_hold(statuses, embargoes, _WORDS).put(draft)


def _put_identity(draft: Draft, top: Fields, fields: Fields) -> None:
    identity, pointer = top.get("id", "weburl")
    draft.put("source_id", text(identity), pointer)
    address, pointer = top.get("weburl")
    put_address(draft, "url", *((address, pointer) if address else fields.get("shorturl")))
    put_instant(draft, "updated_at", *fields.get("lastmodified"))
    published, pointer = top.get("webpublicationdate")
    if read_instant(published).moment is None and fields.text("firstpublicationdate"):
        published, pointer = fields.get("firstpublicationdate")
    put_instant(draft, "published_at", published, pointer)
    kind = {"video": "video", "audio": "audio", "picture": "picture", "gallery": "composite"}
    draft.put("type", kind.get(top.text("type") or "", "text"), "/type")


def _put_texts(draft: Draft, top: Fields, fields: Fields) -> tuple[Figure, ...]:
    name, pointer = fields.get("headline")
    name, pointer = (name, pointer) if name else top.get("webtitle")
    draft.put("headline", plain_line(text(name) or ""), pointer)
    for summary in ("standfirst", "trailtext"):
        if not draft.has("summary"):
            draft.put("summary", read_html(fields.text(summary) or "").text, fields.get(summary)[1])
    markup, pointer = body_of(top, fields)
    markup, related = without_links(markup)
    body = read_html(markup)
    draft.put("body_text", body.text, pointer)
    draft.put("related", related, pointer)
    amended = [line for line in body.text.split("\n\n") if _AMENDED.match(line)]
    draft.derive("corrections", [{"text": line} for line in amended], "paragraphs that tell of an amendment")
    fields.put(draft, "byline", "byline")
    fields.put(draft, "publisher", "publication")
    draft.put("language", (fields.text("lang") or "").replace("_", "-"), "/fields/lang")
    top.put(draft, "section", "sectionname")
    if fields.text("membershipaccess"):
        draft.put("free_to_read", False, "/fields/membershipAccess")
    return body.figures


def _put_tags(draft: Draft, top: Fields, fields: Fields) -> None:
    value, at = top.get("tags")
    tags = [Fields(one) for one in listed(few(value, at)) if isinstance(one, dict)]
    by_type: dict[str, list[Fields]] = {}
    for tag in tags:
        by_type.setdefault((tag.text("type") or "").lower(), []).append(tag)
    wrote = [
        {
            "name": tag.text("webtitle") or "",
            "biography": read_html(tag.text("bio") or "").text or None,
            "image_url": web_address(tag.get("bylinelargeimageurl", "bylineimageurl")[0]),
            "url": web_address(tag.get("weburl")[0]),
        }
        for tag in by_type.get("contributor", [])
    ]
    put_people(draft, wrote, at, fields.text("byline"))
    named = by_type.get("keyword", [])
    put_topics(draft, [(tag.text("id"), tag.line("webtitle")) for tag in named], at)
    put_names(draft, "keywords", [tag.line("webtitle") for tag in [*named, *by_type.get("series", [])]], at)
    for tag in by_type.get("tone", [])[:1]:
        draft.put("genre", tag.line("webtitle"), at)
    for tag in by_type.get("publication", [])[:1]:
        draft.derive("publisher", tag.line("webtitle"), "the tag of the publication")
