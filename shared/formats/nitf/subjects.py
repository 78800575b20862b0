"""What an NITF document is about, where it belongs, and whose it is."""

import re
from typing import Any

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.values import put_topics, whole
from shared.formats.xml.tree import Node

_MAX_SOURCES = 20  # of which one is kept
_IPTC = re.compile(r"\d{8}")
_NO_SECTION = frozenset({"news", "article", "text"})
_NAMED = {"people": "person", "organisations": "org", "places": "location", "events": "event"}


def put(draft: Draft, root: Node) -> None:
    """Keep the topics."""
    subjects = root.all("head/tobject/tobject.subject", "tobject/tobject.subject")
    topics = [_topic(one) for one in subjects]
    classifiers = root.all("head/docdata/identified-content/classifier")
    topics += [(one.attr("value"), one.line or one.attr("type")) for one in classifiers]
    at = f"{root.pointer}/head/tobject"
    put_topics(draft, [topic for topic in topics if any(topic)], at)


def identified(root: Node) -> dict[str, list[str]]:
    """Give the people, organisations, places and events that the sender identified."""
    names = {
        field: [one.line or one.attr("value") for one in root.all(f"head/docdata/identified-content/{name}")]
        for field, name in _NAMED.items()
    }
    names["places"] = [*map(_evloc, root.all("head/docdata/evloc")), *names["places"]]
    return {field: [name for name in found if name] for field, found in names.items()}


def _topic(subject: Node) -> tuple[str | None, str | None]:
    def given(name: str) -> str | None:
        return subject.attr(f"tobject.subject.{name}")

    code, owner = given("refnum"), given("ipr") or "IPTC"
    if code and _IPTC.fullmatch(code) and owner.upper() == "IPTC":
        code = f"subj:{code}"
    elif code and owner.upper() != "IPTC" and ":" not in code:
        code = f"{owner.lower()}:{code}"
    return code, given("detail") or given("matter") or given("type")


def _evloc(place: Node) -> str | None:
    return place.line or place.attr("city", "county-dist", "state-prov", "iso-cc")


def put_lines(draft: Draft, root: Node, metas: dict[str, Node]) -> None:
    """Keep slug, section, genre, urgency, publisher and rights."""
    for name in ("slug", "slugline", "anpa-keyword"):
        if name in metas:
            draft.put("slug", metas[name].attr("content"), metas[name].pointer)
    for key in root.all("head/docdata/du-key")[:1]:
        draft.put("slug", None if draft.has("slug") else key.attr("key"), key.pointer)
    for tobject in root.all("head/tobject", "tobject")[:1]:
        kind = tobject.attr("tobject.type")
        draft.put("section", kind if kind and kind.lower() not in _NO_SECTION else None, tobject.pointer)
        for one in tobject.all("tobject.property")[:1]:
            draft.put("genre", one.attr("tobject.property.type"), one.pointer)
    for fixture in root.all("head/docdata/fixture")[:1]:
        draft.put("genre", None if draft.has("genre") else fixture.attr("fix-id"), fixture.pointer)
    for urgency in root.all("head/docdata/urgency", "head/urgency")[:1]:
        draft.put("urgency", whole(urgency.attr("ed-urg")), urgency.pointer)
    _put_owner(draft, root)


def _put_owner(draft: Draft, root: Node) -> None:
    copyrights = root.all("head/docdata/doc.copyright")[:_MAX_SOURCES]
    sources: list[tuple[str | None, str]] = [
        (one.line, one.pointer) for one in root.all("body/body.head/distributor")[:_MAX_SOURCES]
    ]
    sources += [(one.attr("holder"), one.pointer) for one in copyrights]
    sources += [(one.attr("regsrc"), one.pointer) for one in root.all("head/docdata/doc-id")[:1]]
    for words, at in sources:
        if words and not draft.has("publisher"):
            draft.put("publisher", words, at)
    rights = [_copyright(one) for one in copyrights]
    for one in root.all("head/docdata/doc.rights"):
        rights += [one.attr("owner") if not copyrights else None, one.attr("type"), one.attr("limitations")]
    rights += [one.line for one in root.all("body/body.head/rights")]
    at = (copyrights or [root])[0].pointer
    draft.put("rights", "\n\n".join(dict.fromkeys(filter(None, rights))), at)


def _copyright(node: Node) -> str | None:
    holder: Any = node.attr("holder")
    year = node.attr("year") or ""
    return clean_line(f"© {year} {holder}") if holder else None
