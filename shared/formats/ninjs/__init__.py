"""ninjs, IPTC's JSON for news: versions 1.0 to 3.1 in one reading, and the dialect that Superdesk pushes.

Read from the schemas 1.0 to 3.1, from the examples of IPTC, AP, dpa, NTB, TT, PA and Business Wire, and from
what Superdesk's formatter and the BBC, AAP and 360info send in its dialect. Names are compared without regard to
case, so that `versioncreated` (1, 2) and `versionCreated` (3) are one.

    source_id     uri | guid (Superdesk) | id             version      version
    status        pubstatus, Superdesk's state            embargo      embargo*, publish_schedule; of the list too
    created_at    firstcreated | contentcreated           updated_at   versioncreated
    published_at  firstpublished | published_at, else versioncreated      expires_at   expires
    headline      headline, headline_* | headlines[] | title            slug   slugline
    summary       description_* | descriptions[]          body_text    body_html, body_* | bodies[]
    byline        byline | by                             dateline     located | dateline
    authors       authors[] (Superdesk), people whose rel is author or creator, else the plain cases of the byline
    topics        subject(s)[]: uri, or code with scheme, or literal; and name
    section       service[] | section                     genre        genre(s)[]
    people …      person | people, organisation(s), place(s), event(s): their names        keywords  keywords
    images        associations that are pictures, a picture's own renditions, pictures in body_html
    related       associations that are stories and are not held themselves
    publisher     source | infosource(s)[] | provider | copyrightholder
    rights        copyrightnotice, usageterms, or copyrightholder        internal_note  ednote
    evolved_from  evolvedfrom | rewrite_of                reading_minutes  readtime
    corrections   correction(s), beyond ninjs; a signal, Superdesk's state or an ednote that says so
    url, language, urgency, type   as they are; a type that ninjs does not have is read as text

Ignored: renditions of video and audio, object, altids, trustindicator, rightsinfo, contact data, positions.
An item of type event or planning announces something and is refused. A list of items may be wrapped in an object
(`{"item": […]}`, `items`, `_items`). Not claimed: JSON-LD and other JSON without ninjs's own words.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput, FieldError
from shared.formats import corrections
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import AROUND, WORK_WORDS, Hold, Place, around, outlasts, read_hold
from shared.formats.html_text import Figure
from shared.formats.ninjs import media as ninjs_media
from shared.formats.ninjs.concepts import put_first_name, put_persons, put_subjects
from shared.formats.ninjs.texts import put_texts
from shared.formats.payload import Payload
from shared.formats.values import Fields, few, latest, listed, put_address, text, whole

NAME = "ninjs"

_TYPES = frozenset({"text", "audio", "video", "picture", "graphic", "composite", "component"})
_ANNOUNCEMENTS = frozenset({"event", "planning"})
_OWN_TEXTS = frozenset({"headline", "body_text", "body_html", "body_xhtml"})
_OWN_LISTS = frozenset({"headlines", "bodies"})
_ITEM_WORDS = frozenset({"pubstatus", "versioncreated", "firstcreated", "renditions", "associations"})
_WRAPPERS = ("item", "items", "_items")
# Superdesk's own state of an item, which its API shows and its formatter leaves out.
_STATES = dict.fromkeys(("published", "corrected", "being_corrected"), Status.USABLE) | dict.fromkeys(
    ("killed", "recalled", "unpublished", "spiked"), Status.CANCELED
) | dict.fromkeys(
    ("draft", "ingested", "routed", "fetched", "submitted", "in_progress", "scheduled"), Status.WITHHELD
)  # fmt: skip
_NOT_TO_BE_SHOWN = "marked_for_not_publication"  # one of Superdesk's flags
# Objects within an item that say more of whether it may be shown.
_HOLDERS = frozenset({AROUND, "content_restrictions", "extra", "rightsinfo", "schedule_settings"})
_SCHEDULES = frozenset({"publish_schedule", "utc_publish_schedule", "utc_embargo"})
_KNOWN_BEGINNINGS = ("headline", "body_", "description", "_", "$")
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        altids anpa_category annotations correction corrections signal signals
        associations authors bodies body by byline charcount contentcreated
        content_restrictions creativeworkstatus datepublished flags status
        copyrightholder copyrightnotice dateline digitalsourcetype ednote event events evolvedfrom expires extra
        firstcreated firstpublished genre genres guid id infosource infosources keywords language located
        mimetype object objects organisation organisations people person place places priority products profile
        provider publish_schedule published_at pubstatus readtime renditions representationtype rightsinfo
        schedule_settings section service slugline source standard state subject subjects title trustindicator
        trustindicators type uri url urgency usageterms version versioncreated wordcount
        """,
    )
)
_TEXTS = frozenset({"headline", "language", "uri", "guid", "copyrightnotice", "copyrightholder"})
_NUMBERS = frozenset({"urgency", "readtime"})
_EXPECTED = (
    "ninjs is an object with headline, headlines[], body_html, body_text or bodies[], and uri (or guid), "
    "versioncreated and pubstatus where they are known"
)


def recognises(payload: Payload) -> bool:
    """Tell whether it is JSON with ninjs's own words, or a list of such items in an object."""
    if not payload.is_json or not isinstance(payload.json, dict):
        return False
    return _is_item(payload.json) or _wrapped(payload.json) is not None


def split(payload: Payload) -> list[Payload]:
    """Give the items of a wrapped list one by one, and a single item as it came."""
    wrapped = _wrapped(payload.json) if isinstance(payload.json, dict) else None
    if wrapped is None:
        return [payload]
    held = around(payload.json)
    items = [{**item, AROUND: [held, item.get(AROUND)]} if held else item for item in wrapped]
    return [Payload(json.dumps(item, ensure_ascii=False).encode(), "application/json") for item in items]


def parse(payload: Payload) -> Parsed:
    """Read one item; raise BadInput, with pointers, where it cannot become an article."""
    item = payload.json
    if not isinstance(item, dict) or not _is_item(item):
        raise BadInput("This is no ninjs item.", [FieldError(_EXPECTED, pointer="")])
    fields = Fields(few(item, ""))
    for _, value, pointer in fields:
        few(value, pointer)
    draft = Draft(NAME)
    _put_identity(draft, fields)
    hold = _hold(fields)
    hold.put(draft)
    _put_dates(draft, fields)
    figures = put_texts(draft, item)
    _put_lines(draft, fields)
    corrections.put(draft, fields)
    put_persons(draft, fields)
    put_subjects(draft, fields)
    _put_media(draft, fields, figures, hold)
    _tell_of_wrong_types(draft, fields)
    _tell_of_unknown(draft, fields)
    return draft.finish()


def _is_item(value: dict[str, Any]) -> bool:
    if any(key.startswith("@") for key in value) or "articleBody" in value:
        return False  # JSON-LD has a `headline` of its own
    names = {key.lower(): item for key, item in value.items()}
    if any(isinstance(names.get(name), str) for name in _OWN_TEXTS):
        return True
    if any(isinstance(names.get(name), list) for name in _OWN_LISTS):
        return True
    identified = isinstance(names.get("uri"), str) or isinstance(names.get("guid"), str)
    return identified and bool(_ITEM_WORDS & names.keys() or text(names.get("type")) in _TYPES | _ANNOUNCEMENTS)


def _wrapped(value: dict[str, Any]) -> list[Any] | None:
    """Give the list of items in a wrapping object, None when it is no such object."""
    if _is_item(value):
        return None
    lists = (value.get(name) for name in _WRAPPERS)
    found = next((items for items in lists if isinstance(items, list) and items), None)
    if found is None or not all(isinstance(item, dict) and _is_item(item) for item in found):
        return None
    return found


def _put_identity(draft: Draft, fields: Fields) -> None:
    kind = (fields.text("type") or "text").lower()
    if kind in _ANNOUNCEMENTS:
        raise BadInput(
            f"A ninjs item of type {kind} announces something; it is no article.",
            [FieldError(f"one of {', '.join(sorted(_TYPES))} is expected", pointer=fields.get("type")[1])],
        )
    if kind not in _TYPES:
        draft.notice("unknown-type", f"the type {kind[:60]!r} is read as text", fields.get("type")[1])
    draft.put("type", kind if kind in _TYPES else "text", fields.get("type")[1])
    for field, names in {
        "source_id": ("uri", "guid", "_id", "id"),
        "evolved_from": ("evolvedfrom", "rewrite_of"),
    }.items():
        value, pointer = fields.get(*names)
        draft.put(field, text(value), pointer)
    fields.put(draft, "version", "version")
    put_address(draft, "url", *fields.get("url"))


def _hold(fields: Fields) -> Hold:
    """Read the status and every name under which an embargo travels, Superdesk's schedules too."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    waiting = [fields]
    while waiting:
        inner = waiting.pop()
        for name, value, pointer in inner:
            if name in _HOLDERS:
                waiting += [Fields(part, pointer) for part in _objects(value)]
            elif "embargo" in name and name not in _SCHEDULES:
                # A form of a producer's own (`extra`) has the field with null where nobody filled it in.
                embargoes += [(pointer, value)] if value is not None or inner is fields else []
            else:
                statuses += _statuses(name, value, pointer, is_own=inner is fields)
        embargoes += _schedules(inner)
    return read_hold(
        statuses, embargoes, expiries=[(pointer, v) for name, v, pointer in fields if name == "expires"]
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    return (part for part in listed(few(value, "")) if isinstance(part, dict))


def _statuses(name: str, value: Any, pointer: str, *, is_own: bool) -> Iterator[Place]:
    word = (text(value) or "").lower()
    if name == "pubstatus":
        yield pointer, value
    elif name == "creativeworkstatus":
        yield pointer, WORK_WORDS.get(word, value)
    elif name == "state" and (word in _STATES or (is_own and value is not None and not _is_a_place(value))):
        yield pointer, _STATES.get(word, value)
    elif name == "status" and is_own and value is not None:
        yield pointer, _STATES.get(word, WORK_WORDS.get(word, value))
    elif name == "flags" and isinstance(value, dict) and value.get(_NOT_TO_BE_SHOWN) not in (None, False):
        yield f"{pointer}/{_NOT_TO_BE_SHOWN}", "withheld"


def _is_a_place(value: Any) -> bool:
    """Tell "New South Wales", which is the other thing that is called a state."""
    return isinstance(value, str) and value[:1].isupper()


def _schedules(fields: Fields) -> Iterator[Place]:
    # Superdesk keeps these in every item: null says that nothing is scheduled.
    yield from ((place, value) for name, value, place in fields if name in _SCHEDULES and value is not None)


def _put_dates(draft: Draft, fields: Fields) -> None:
    created = put_instant(draft, "created_at", *fields.get("firstcreated", "contentcreated"))
    updated = put_instant(draft, "updated_at", *fields.get("versioncreated"))
    put_instant(draft, "expires_at", *fields.get("expires"))
    published, pointer = fields.get("firstpublished", "published_at", "datepublished")
    put_instant(draft, "published_at", latest(published, pointer), pointer)
    draft.derive("published_at", updated, "versioncreated stands for the time of publication")
    draft.derive("published_at", created, "firstcreated stands for the time of publication")


def _put_lines(draft: Draft, fields: Fields) -> None:
    fields.put(draft, "slug", "slugline")
    fields.put(draft, "byline", "byline", "by")
    fields.put(draft, "internal_note", "ednote")
    language, pointer = fields.get("language")
    draft.put("language", (text(language) or "").replace("_", "-"), pointer)
    for field, name in {"urgency": "urgency", "reading_minutes": "readtime"}.items():
        number, pointer = fields.get(name)
        draft.put(field, whole(number), pointer)
    put_first_name(draft, "dateline", fields, "located", "dateline")
    put_first_name(draft, "section", fields, "service", "section", "anpa_category")
    put_first_name(draft, "genre", fields, "genre", "genres")
    put_first_name(
        draft, "publisher", fields, "source", "infosource", "infosources", "provider", "copyrightholder"
    )
    _put_rights(draft, fields)


def _put_rights(draft: Draft, fields: Fields) -> None:
    terms = [fields.get(name) for name in ("copyrightnotice", "usageterms")]
    words = [words for value, _ in terms for part in listed(value) if (words := text(part))]
    draft.put("rights", "\n\n".join(words), next((pointer for value, pointer in terms if value), ""))
    if not words:
        fields.put(draft, "rights", "copyrightholder")


def _put_media(draft: Draft, fields: Fields, figures: tuple[Figure, ...], own: Hold) -> None:
    """Keep pictures and stories that go with the item; one that is held itself would leak through it."""
    associations = list(ninjs_media.associated(fields))
    free = [item for item in associations if not outlasts(_hold(item), own)]
    at = fields.get("associations")[1]
    if len(free) < len(associations):
        draft.notice("associated-item-held", f"{len(associations) - len(free)} associated items are held", at)
    pictures = [item for item in free if ninjs_media.is_picture(item)]
    if (fields.text("type") or "").lower() in ninjs_media.PICTURES:
        pictures.insert(0, fields)
    known = {address for item in pictures for address in ninjs_media.addresses(item)}
    images = [image for item in pictures if (image := ninjs_media.picture(item))]
    draft.put("images", images + ninjs_media.pictures_in_body(figures, known), at)
    draft.put("related", [ninjs_media.story(item) for item in free if ninjs_media.is_story(item)], at)


def _is_read(name: str) -> bool:
    return name.startswith(_KNOWN_BEGINNINGS) or "embargo" in name


def _tell_of_wrong_types(draft: Draft, fields: Fields) -> None:
    """Tell of what cannot be read: a list or an object where a text stands, a word where a number stands."""
    for name, value, pointer in fields:
        is_text = name in _TEXTS or name.startswith(("headline_", "body_", "description_"))
        if value and is_text and (isinstance(value, list | dict | bool)):
            draft.notice("unexpected-type", f"{name} was left out: a text was expected", pointer)
        elif name in _NUMBERS and value is not None and whole(value) is None:
            draft.notice("unexpected-type", f"{name} was left out: a number was expected", pointer)


def _tell_of_unknown(draft: Draft, fields: Fields) -> None:
    unknown = [name for name, _, _ in fields if name not in _KNOWN and not _is_read(name)]
    if unknown:
        named = ", ".join(name[:40] for name in unknown[:10])
        draft.notice("unknown-property", f"{len(unknown)} properties are not of ninjs and were not read: {named}")
