"""What a sender says of corrections where its format has no field for them.

Readers are told that something was corrected; what was, stands in notes that are for editors alone. So of these no
word is given on.
"""

import re
from typing import Any

from shared.formats.dates import read_instant
from shared.formats.draft import Draft
from shared.formats.values import Fields, listed, text

SAID_ALONE = "This version corrects an earlier one."
_NOTE = re.compile(
    r"\s*(?:(?:eds?|editors?|note|attention|attn)\b[\s.:,–—-]*){0,3}(?:correct(?:s|ed|ion|ing|ive)\b|clarif(?:ies|ication)\b)",
    re.IGNORECASE,
)
_SIGNAL = re.compile(r"(?:.*[:/#])?(?:is)?(?:correct(?:ion|ed|ive)|clarification)s?", re.IGNORECASE)
_CODES = ("qcode", "code", "uri", "literal", "name")
_TEXTS = ("text", "description", "body", "value", "name")
_DATES = ("datepublished", "date", "at", "versioncreated", "published_at")


def is_correction(code: str) -> bool:
    """Tell whether a signal, a state or a kind of update says that the version corrects an earlier one."""
    return _SIGNAL.fullmatch(code.strip()) is not None


def speaks_of_correction(note: str | None) -> bool:
    """Tell a note to editors that begins with a correction, as in "Eds: Corrects the mayor's name"."""
    return _NOTE.match((note or "")[:200]) is not None


def put(draft: Draft, fields: Fields) -> None:
    """Keep the corrections of an item in JSON: written out, or only signaled by its codes, its state or a note.

    Those that are written are texts, or objects with a text and a date, one or a list.
    """
    value, at = fields.get("corrections", "correction")
    draft.put("corrections", [found for one in listed(value) if (found := _correction(one))], at)
    signals, at = fields.get("signal", "signals")
    told = [(at, code) for signal in listed(signals) for code in _codes(signal)]
    told += [(fields.get("state")[1], fields.text("state") or "")]
    places = [place for place, code in told if is_correction(code)]
    if speaks_of_correction(fields.text("ednote")):
        places.append(fields.get("ednote")[1])
    for place in places[:1]:
        draft.derive("corrections", [{"text": SAID_ALONE}], place)


def _codes(signal: Any) -> list[str]:
    named = signal if isinstance(signal, dict) else {"code": signal}
    return [words for name in _CODES if (words := text(named.get(name)))]


def _correction(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        words = text(value)
        return {"text": words} if words else None
    names = {key.lower(): one for key, one in value.items()}
    words = next((found for name in _TEXTS if (found := text(names.get(name)))), None)
    date = next((names[name] for name in _DATES if names.get(name)), None)
    return {"text": words, "at": read_instant(date).moment if date else None} if words else None
