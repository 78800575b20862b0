"""AP's Media API: ninjs in the Associated Press's own dialect, alone or as the API wraps it.

An item is told from other ninjs by `altids` with an `itemid`. AP's own fields are put where ninjs has them, then
the item is read as ninjs (see the folder ninjs for all that is not listed here). Read from the API's answers to
/content, /content/feed and /content/search.

    source_id     altids.itemid: the `uri` carries the caller's own parameters
    status        pubstatus, editorialtypes and signals: a kill cancels; the status `embargoed` needs its time
    byline        bylines[].by | photographer               authors       bylines[]: name, title, else the byline
    dateline      datelinelocation                          section       the first subject that is a category
    body_text     body_nitf, as well as ninjs's own
    topics, places   without those that AP adds as broader ones (`rels`: ancestor)

Ignored: the products and parameters around an item, friendlykey, etag and the like, geometry, prices. AP sends the
text of most stories as a rendition to be fetched: nothing is fetched, a notice says so.
"""

import json
import re
from typing import Any

from shared.domain.article import Content, Correction, Notice, Parsed, Provenance
from shared.domain.errors import BadInput, FieldError
from shared.formats import ninjs
from shared.formats.corrections import SAID_ALONE, is_correction
from shared.formats.dates import read_instant
from shared.formats.hold import AROUND, around
from shared.formats.payload import Payload
from shared.formats.values import few, listed, text

NAME = "ap"

_KILLS = frozenset(
    {"killed", "elim", "elimination", "eliminated", "withdrawal", "withdrawn", "withdraw", "cancel", "canceled"}
    | {"cancelled", "cancellation", "delete", "deleted", "retraction", "retracted"}
)
_WITHHOLDS = frozenset({"withhold", "withheld", "hold", "hfr", "holdforrelease"})
_EMBARGOES = frozenset({"embargo", "embargoed"})
_CATEGORIES = frozenset({"category", "suppcategory"})
# What AP has beside ninjs and no reader of an article misses.
_IGNORED = (
    "altids", "bylines", "photographer", "datelinelocation", "editorialtypes", "signals", "editorialpriority",
    "editorialrole", "textformat", "headline_extended", "links", "fixture", "outcue", "transmissionreference",
    "recordid", "products", "meta", "captionwriter", "contributor", "consumerready",
)  # fmt: skip
# Where a field stands in AP's item that ninjs has elsewhere.
_PLACES = {
    "source_id": "/altids/itemid",
    "byline": "/bylines",
    "authors": "/bylines",
    "dateline": "/datelinelocation",
    "section": "/subject",
}


def recognises(payload: Payload) -> bool:
    """Tell whether it is an item of AP's, or an answer of its API."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    return _is_item(payload.json) or _is_answer(payload.json)


def _is_item(value: Any) -> bool:
    altids = value.get("altids") if isinstance(value, dict) else None
    return isinstance(altids, dict) and text(altids.get("itemid")) is not None and "$standard" not in value


def _is_answer(value: dict[str, Any]) -> bool:
    if _is_item(value.get("item")):
        return True
    data = value.get("data")
    if not isinstance(data, dict):
        return False
    return bool(_items(data)) or ("api_version" in value and ("item" in data or "items" in data))


def _items(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the items of an answer, without the envelope that each may have."""
    entries = [data, *listed(few(data.get("items"), "/data/items"))]
    inner = [entry.get("item", entry) if isinstance(entry, dict) else entry for entry in entries]
    return [item for item in inner if _is_item(item)]


def split(payload: Payload) -> list[Payload]:
    """Give the items of an answer one by one, with what it says of whether they may be shown."""
    answer = payload.json
    if not isinstance(answer, dict) or _is_item(answer):
        return [payload]
    data = answer.get("data")
    found = _items(data if isinstance(data, dict) else answer)
    if not found:
        raise BadInput(
            "This answer of AP's API has no items.",
            [FieldError("an item with altids.itemid is expected", pointer="/data")],
        )
    held = around(answer, data)
    kept = [{**item, AROUND: [held, item.get(AROUND)]} if held else item for item in found]
    return [Payload(json.dumps(item, ensure_ascii=False).encode(), "application/json") for item in kept]


def parse(payload: Payload) -> Parsed:
    """Read one item; raise BadInput, with pointers, where it cannot become an article."""
    item = payload.json
    if not _is_item(item):
        raise BadInput("This is no item of AP's.", [FieldError("altids.itemid is expected", pointer="")])
    for name, value in few(item, "").items():
        few(value, f"/{name}")
    parsed = ninjs.parse(Payload(json.dumps(_as_ninjs(item), ensure_ascii=False).encode(), "application/json"))
    notices = [*parsed.notices, *_told(item, parsed)]
    provenance = {
        name: Provenance(origin=one.origin, rule=_PLACES.get(name, one.rule), confidence=one.confidence)
        if one.origin == "given"
        else one
        for name, one in parsed.content.provenance.items()
    }
    content = _corrected(item, parsed.content.model_copy(update={"provenance": provenance}))
    return Parsed(format=NAME, content=content, notices=tuple(notices), dropped=parsed.dropped)


def _told(item: dict[str, Any], parsed: Parsed) -> list[Notice]:
    told = []
    if parsed.content.type == "text" and not parsed.content.body_text:
        detail = "AP keeps this story's text as a rendition; it was not fetched, so the article has no body"
        told.append(Notice(code="body-elsewhere", detail=detail, pointer="/renditions"))
    return told


def _corrected(item: dict[str, Any], content: Content) -> Content:
    """Tell readers of a version that AP marks as a correction; what was wrong stands in notes for editors."""
    if content.corrections or not any(is_correction(kind) for kind in _kinds(item)):
        return content
    origin = Provenance(origin="derived", rule="/signals, /editorialtypes")
    update = {
        "corrections": (Correction(text=SAID_ALONE),),
        "provenance": content.provenance | {"corrections": origin},
    }
    return content.model_copy(update=update)


def _kinds(item: dict[str, Any]) -> set[str]:
    """Give the words that say what the item does to an earlier one."""
    values = [word for name in ("editorialtypes", "signals", "editorialtype") for word in listed(item.get(name))]
    named = (value.get("name") or value.get("code") if isinstance(value, dict) else value for value in values)
    bare = (re.sub(r"[\s_-]", "", word).lower() for one in named if (word := text(one)))
    return {word.removeprefix("is") for word in bare}


def _as_ninjs(item: dict[str, Any]) -> dict[str, Any]:
    """Give the item with AP's own fields in ninjs's places."""
    plain = {name: value for name, value in item.items() if name not in _IGNORED}
    plain["uri"] = text(item["altids"]["itemid"])
    plain.setdefault("headline", text(item.get("headline_extended")))
    plain |= _status(item) | _credits(item)
    place = item.get("datelinelocation")
    if isinstance(place, dict):
        names = (place.get(name) for name in ("city", "countryareaname", "countryname"))
        plain["located"] = next(filter(None, map(text, names)), None)
    for name in ("subject", "place", "organisation", "person", "event"):
        if isinstance(item.get(name), list):
            plain[name] = [
                _concept(one) for one in item[name] if isinstance(one, dict) and "ancestor" not in _rels(one)
            ]
    plain["subject"] = [one for one in listed(plain.get("subject")) if not _is_letter(one)]
    category = next((one for one in plain["subject"] if "category" in _rels(one)), None)
    if category is not None and text(category.get("name")):
        plain["service"] = [{"name": category["name"]}]
    return plain | _body(item)


def _status(item: dict[str, Any]) -> dict[str, Any]:
    kinds = _kinds(item)
    if _KILLS & kinds or any(kind.endswith("kill") for kind in kinds):
        return {"pubstatus": "canceled"}
    if _WITHHOLDS & kinds:
        return {"pubstatus": item.get("pubstatus") if _is_canceled(item) else "withheld"}
    word = (text(item.get("pubstatus")) or "").lower()
    if word == "embargoed" or (
        _EMBARGOES & kinds and word in ("", "usable")
    ):  # with a time it is usable from then on
        return {"pubstatus": "usable" if read_instant(item.get("embargoed")).moment else "withheld"}
    return {}


def _is_canceled(item: dict[str, Any]) -> bool:
    return (text(item.get("pubstatus")) or "").lower() in ("canceled", "cancelled")


def _credits(item: dict[str, Any]) -> dict[str, Any]:
    people = [one for one in listed(item.get("bylines")) if isinstance(one, dict)]
    lines = [words for one in people if (words := text(one.get("by")) or text(one.get("name")))]
    if not people and isinstance(photographer := item.get("photographer"), dict):
        lines = list(filter(None, [text(photographer.get("name"))]))
    if not lines:
        return {}
    named = [
        {"name": one.get("name"), "role": "author", "jobtitle": {"name": one.get("title")}}
        for one in people
        if text(one.get("name"))
    ]
    return {"byline": ", ".join(lines)} | ({"authors": named} if named else {})


def _rels(concept: Any) -> list[Any]:
    return listed(concept.get("rels")) if isinstance(concept, dict) else []


def _is_letter(subject: Any) -> bool:
    """Tell a category that has only AP's letter for a name."""
    return isinstance(subject, dict) and "category" in _rels(subject) and len(text(subject.get("name")) or "") < 2


def _concept(concept: dict[str, Any]) -> dict[str, Any]:
    """Give the concept; a category's code is a letter that means nothing without AP's own list."""
    return {n: v for n, v in concept.items() if n != "code" or not _CATEGORIES & set(filter(text, _rels(concept)))}


def _body(item: dict[str, Any]) -> dict[str, Any]:
    nitf = text(item.get("body_nitf"))
    if nitf is None:
        return {}
    start, end = nitf.find("<body.content>"), nitf.rfind("</body.content>")
    markup = nitf[start + len("<body.content>") : end] if 0 <= start < end else nitf
    return {"body_nitf": None, "body_html": markup.replace("<hl2", "<h2").replace("</hl2", "</h2")}
