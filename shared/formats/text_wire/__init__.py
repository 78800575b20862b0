"""Agencies' text wires: IPTC 7901, ANPA 1312, and messages between ZCZC and NNNN.

Read from the two standards and the wires of dpa and AP in Superdesk's collection; ZCZC as ANSA, Xinhua and TASS
send it. Several messages may follow each other in one push.

    source_id     service, number and day of the message: numbers begin anew every day
    published_at  the date below the text, in its zone      urgency       the priority: 1 to 9, or a letter
    status        canceled where the lines for editors speak of a kill; withheld where they, or a short line or
                  the beginning of the text, name an embargo
    headline      the lines above the text, else the slug   slug          catchline, keyword line
    byline        lines like "By …" above the text          authors       the people in it
    dateline      place before the agency in the text       publisher     agency of header or dateline
    body_text     the paragraphs, put together from lines of a fixed width
    summary       ANPA's second headline                    topics        the category: a letter with its standard
    internal_note lines and paragraphs for editors, dpa's notebook        keywords      words of the catchline

Dropped: initials, numbers of pictures. Ignored: word counts, selectors, the typesetter's marks. A lead, an
addition or a correction is an article of its own, as its number is new.
"""

import re

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.hold import Place, read_hold
from shared.formats.payload import Payload
from shared.formats.text_wire.anpa import headline_of, read_anpa
from shared.formats.text_wire.body import dateline
from shared.formats.text_wire.iptc import HEADER, read_iptc, read_zczc
from shared.formats.text_wire.message import Message, embargo, kill, take_notes
from shared.formats.text_wire.trailer import read_trailer
from shared.formats.values import put_names, put_people, put_topics

NAME = "iptc7901"

_FRAME = re.compile(r"[\x00\x16\s]{0,16}\x01")
_ZCZC = re.compile(r"[\x00-\x02\x16\s]{0,16}ZCZC")
_END = re.compile(r"\bNNNN\b")
_LAST = 400  # characters: below them stands the date
_PRIORITIES = {"f": 1, "b": 1, "u": 2, "a": 3, "r": 4, "s": 4, "d": 5, "w": 6, "h": 6}
_ENDS = re.compile(r"(?<=\x04)(?=[\x00\x16\s]{0,16}\x01)|(?<=NNNN)(?=\s{1,16}ZCZC)")
_MAX_MESSAGES = 1_000


def recognises(payload: Payload) -> bool:
    """Tell whether it begins as a message of a text wire does."""
    if payload.is_json:
        return False
    text = payload.text
    if _FRAME.match(text):
        return "\x02" in text or "\x03" in text
    if _ZCZC.match(text):
        return _END.search(text) is not None
    header = HEADER.match(text.lstrip())
    return header is not None and bool(header["words"]) and read_trailer(text[-_LAST:].strip()) is not None


def split(payload: Payload) -> list[Payload]:
    """Give the messages one by one."""
    if payload.text.count("\x04") + payload.text.count("NNNN") < 2:
        return [payload]
    parts = [
        part for part in _ENDS.split(payload.text, maxsplit=_MAX_MESSAGES) if part.strip("\x00\x04\x16\x7f \r\n")
    ]
    if len(parts) <= 1:
        return [payload]
    if len(parts) > _MAX_MESSAGES:
        raise BadInput("Too many messages.", [FieldError(f"at most {_MAX_MESSAGES} in one push", pointer="")])
    return [Payload(part.encode(), "text/plain", "utf-8") for part in parts]


def parse(payload: Payload) -> Parsed:
    """Read one message; raise BadInput where it has neither a headline nor a text."""
    text = payload.text.replace("\r\n", "\n").replace("\r", "\n")
    message, standard = _message(text)
    take_notes(message)
    draft = Draft(NAME)
    _put_date(draft, message)
    _put_hold(draft, message)
    _put_texts(draft, message)
    _put_terms(draft, message, standard)
    return draft.finish()


def _message(text: str) -> tuple[Message, str]:
    if _ZCZC.match(text):
        return read_zczc(text), "zczc"
    if re.search(r"[\x11-\x14\x1f]", text[:200]) or re.search(r"\x02\s*\^", text):
        return read_anpa(text), "anpa"
    return read_iptc(text), "iptc7901"


def _put_date(draft: Draft, message: Message) -> None:
    reading = read_trailer(message.trailer)
    if reading is None or reading.moment is None:
        draft.notice("date-unreadable", "no date was found below the text", "/trailer")
        return
    if reading.code:
        draft.notice(reading.code, f"published_at: {reading.detail}", "/trailer")
    draft.put("published_at", reading.moment, "/trailer")
    if message.number:
        day = reading.moment.date().isoformat()
        draft.derive("source_id", f"{message.service}{message.number}-{day}", "the header's number and the day")


def _put_hold(draft: Draft, message: Message) -> None:
    """Withhold what editors are told to hold: the wire says it in words, and no time in them is trusted."""
    held = embargo(message)
    embargoes: list[Place] = [] if held is None else [("/head", held)]
    read_hold([("/head", "canceled")] if kill(message) else [], embargoes).put(draft)


def _put_texts(draft: Draft, message: Message) -> None:
    draft.put("headline", message.headline, "/headline")
    if not message.headline and message.slug:
        draft.notice("headline-from-slug", "the message has no headline; its slug was taken", "/catchline")
        draft.derive("headline", headline_of(message.slug), "the slug")
    draft.put("summary", message.summary, "/head")
    draft.put("body_text", "\n\n".join(message.paragraphs), "/text")
    draft.put("slug", message.slug, "/catchline")
    draft.put("byline", message.byline, "/byline")
    put_people(draft, [], "/byline", message.byline)
    draft.put("internal_note", "\n\n".join([*message.advisories, *message.notes]), "/head")
    for reason, words in message.dropped:
        draft.drop(reason, words)
    found = [dateline(paragraph) for paragraph in message.paragraphs[:2]]
    place, agency = next((one for one in found if one[0]), found[0] if found else (None, None))
    draft.derive("dateline", place, "the place that the text begins with", confidence=0.9)
    draft.put("publisher", message.agency, "/header")
    draft.derive("publisher", agency, "the agency that the text begins with", confidence=0.9)


def _put_terms(draft: Draft, message: Message, standard: str) -> None:
    urgency = int(message.priority) if message.priority.isdigit() else _PRIORITIES.get(message.priority)
    draft.put("urgency", urgency, "/header")
    if message.category:
        put_topics(draft, [(f"{standard}:{message.category}", None)], "/header")
    words = re.split(r"[/,]|--", message.slug) if standard == "iptc7901" else []
    put_names(draft, "keywords", filter(None, map(str.strip, words)), "/catchline")
