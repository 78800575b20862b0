"""What an NITF document says of itself: `head/docdata` and what stands beside it."""

import re

from shared.domain.article import Parsed, Status
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.hold import STATUS_WORDS, Hold, Place, read_hold
from shared.formats.nitf import subjects
from shared.formats.nitf.body import NitfText
from shared.formats.values import put_names, web_address
from shared.formats.xml.hold import few, put_killed
from shared.formats.xml.tree import Node

_NOT_FILLED_IN = re.compile(r"[YMDHmsh]{4,}")  # "YYYYMMDD000000-HHMM": a template whose date nobody entered


def put(draft: Draft, root: Node, note: str | None) -> None:
    """Keep everything but the words; `note` stands above these and is for editors."""
    docdata = root.first("head/docdata", "docdata")
    metas = {(one.attr("name") or "").lower(): one for one in root.all("head/meta")}
    _put_identity(draft, root, metas)
    draft.put("internal_note", note, f"{root.pointer}/body/body.head/note")
    if docdata is not None:
        hold(*root.all("head/docdata"), *root.all("docdata")).put(draft)
        _put_docdata(draft, docdata, note)
    _put_dates(draft, root)
    subjects.put(draft, root)
    subjects.put_lines(draft, root, metas)


def is_takedown(root: Node, text: NitfText) -> bool:
    """Tell whether the document has no words of its own and only takes another one down."""
    docdata = root.first("head/docdata", "docdata")
    if docdata is None or not docdata.attr("management-doc-idref") or text.body.text or text.summary:
        return False
    return _status(docdata.attr("management-idref-status")) in (Status.CANCELED, Status.WITHHELD)


def takedown(draft: Draft, root: Node) -> Parsed:
    """Give the other document, with the status that this one gives it."""
    docdata = root.all("head/docdata", "docdata")[0]
    draft.put("source_id", docdata.attr("management-doc-idref"), f"{docdata.pointer}/@management-doc-idref")
    status = _status(docdata.attr("management-idref-status"))
    draft.put("status", status, f"{docdata.pointer}/@management-idref-status")
    _put_dates(draft, root)
    titles = [*root.all("body/body.head/hedline/hl1"), *root.all("head/title")]
    line = next((one.line for one in titles if one.line), None)
    draft.put("headline", line, titles[0].pointer if line else docdata.pointer)
    draft.derive("headline", "Canceled by its sender", "a takedown has no words of its own")
    for message in docdata.all("ed-msg")[:1]:
        draft.put("internal_note", message.attr("info"), message.pointer)
    own = docdata.first("doc-id")
    detail = f"the document {own.attr('id-string') if own else ''!r} has no words; it takes down the one it names"
    draft.notice("takedown-of-another", detail, docdata.pointer)
    return draft.finish()


def _status(value: str | None) -> Status | None:
    return STATUS_WORDS.get((value or "").strip().lower())


def hold(*docdatas: Node) -> Hold:
    """Read whether the document may be shown, whichever of these says so."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    expiries: list[Place] = []
    for docdata in few(docdatas):
        _read_hold(docdata, statuses, embargoes, expiries)
    return read_hold(statuses, embargoes, expiries=expiries)


def _read_hold(docdata: Node, statuses: list[Place], embargoes: list[Place], expiries: list[Place]) -> None:
    """Read one; an embargoed document may be shown only from the time that it names."""
    word = (docdata.attr("management-status") or "").lower()
    at = f"{docdata.pointer}/@management-status"
    given = "management-status" in docdata.element.attrib
    releases = [(one.pointer, one.attr("norm") or one.line) for one in few(docdata.all("date.release"))]
    if word == "embargoed":
        embargoes += [*releases] or [(docdata.pointer, "no date.release")]
    else:
        embargoes += [place for place in releases if _is_later(place, docdata)]
    embargoes += [
        (one.pointer, one.attr("norm") or one.line) for one in few(docdata.all("date.embargo", "embargo"))
    ]
    statuses += [(at, word)] if given and word != "embargoed" else []
    expiries += [(one.pointer, _filled_in(one)) for one in few(docdata.all("date.expire"))]


def _is_later(release: Place, docdata: Node) -> bool:
    """Tell whether a document is sent before it may be released, or is released at no time that can be read."""
    if release[1] and read_instant(release[1]).moment is None:
        return _NOT_FILLED_IN.search(release[1]) is None
    issue = docdata.first("date.issue")
    moment, issued = read_instant(release[1]).moment, read_instant(issue.attr("norm") if issue else None).moment
    return moment is not None and issued is not None and moment > issued


def _filled_in(node: Node) -> str | None:
    value = node.attr("norm", "date.publication") or node.line
    return None if value is None or _NOT_FILLED_IN.search(value) else value


def _put_identity(draft: Draft, root: Node, metas: dict[str, Node]) -> None:
    for path, name in (("head/docdata/doc-id", "id-string"), ("", "uno"), ("head/pubdata", "id")):
        for node in root.all(path)[:1] if path else [root]:
            if not draft.has("source_id"):
                draft.put("source_id", node.attr(name), f"{node.pointer}/@{name}")
    for key in root.all("head/docdata/du-key")[:1]:
        version, generation = key.attr("version") or "", key.attr("generation")
        if generation and re.fullmatch(r"[0-9]{1,18}", generation) and re.fullmatch(r"[0-9]{1,18}", version):
            version = f"{generation}{int(version):04d}"
        draft.put("version", version, key.pointer)
    for name in ("canonical", "url", "web-url"):
        if name in metas:
            draft.put("url", web_address(metas[name].attr("content")), metas[name].pointer)
    language = root.attr("baselang", "lang") or next((one.attr("lang") for one in root.all("body")), None)
    draft.put("language", (language or "").replace("_", "-"), f"{root.pointer}/@baselang")


def _put_dates(draft: Draft, root: Node) -> None:
    revisions = [one for one in root.all("head/revision-history") if one.attr("norm")]
    zoned = [one for one in revisions if read_instant(one.attr("norm")).code is None]
    places = {
        "created_at": [*revisions[:1], *root.all("head/docdata/date.issue")],
        "updated_at": [*zoned[-1:], *root.all("head/docdata/date.issue")],
        "published_at": [
            *root.all("head/docdata/date.release"),
            *root.all("head/docdata/date.issue"),
            *root.all("head/pubdata", "head/docdata/pubdata"),
            *root.all("body/body.head/dateline/story.date"),
            *revisions,
        ],
        "expires_at": root.all("head/docdata/date.expire"),
    }
    for field, nodes in places.items():
        _put_first(draft, field, nodes)


def _put_first(draft: Draft, field: str, nodes: list[Node]) -> None:
    """Keep the first of these dates that can be read; tell of the first when none can."""
    for node in nodes:
        reading = read_instant(_filled_in(node))
        if reading.moment is None or (field == "updated_at" and reading.code is not None):
            continue  # a local time without its zone would order versions wrongly
        put_instant(draft, field, _filled_in(node), node.pointer)
        return
    if nodes and field != "updated_at" and (value := nodes[0].attr("norm", "date.publication")):
        draft.notice("date-unreadable", f"{field}: {value[:60]!r} is no date that can be read", nodes[0].pointer)


def _put_docdata(draft: Draft, docdata: Node, note: str | None) -> None:
    put_names(draft, "keywords", _keywords(docdata), docdata.pointer)
    notes = dict.fromkeys(one.attr("info") or one.line or "" for one in docdata.all("ed-msg"))
    draft.put("internal_note", "\n\n".join(filter(None, (*notes, note))), f"{docdata.pointer}/ed-msg")
    corrected = [target for one in docdata.all("correction") if (target := one.attr("id-string"))]
    corrections = [one.attr("info") or one.line or "" for one in docdata.all("correction")]
    draft.put("corrections", [{"text": words} for words in corrections if words], f"{docdata.pointer}/correction")
    other = docdata.attr("management-doc-idref")
    keys = [f"du-key:{words}" for one in docdata.all("du-key")[:1] if (words := one.attr("key"))]
    links = tuple(dict.fromkeys([*([other] if other else []), *corrected, *keys]))
    draft.put("story_links", links, f"{docdata.pointer}/@management-doc-idref")
    if not other:
        return
    fate = _status(docdata.attr("management-idref-status"))
    if fate in (Status.CANCELED, Status.WITHHELD):
        put_killed(draft, [other], f"{docdata.pointer}/@management-idref-status")
    else:
        draft.put("evolved_from", other, f"{docdata.pointer}/@management-doc-idref")


def _keywords(docdata: Node) -> list[str | None]:
    words = [one.attr("key") or one.line for one in docdata.all("key-list/keyword")]
    words += [one.attr("key") or one.line for one in docdata.all("identified-content/keyword")]
    return [word for word in words if word]
