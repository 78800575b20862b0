"""What a NewsML 1 item says of itself: identity, management, lines and metadata of its components."""

import re

from shared.domain.article import Status
from shared.formats.corrections import SAID_ALONE
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import STATUS_WORDS, Hold, Place, read_hold
from shared.formats.newsml_1 import lines as newsml_1_lines
from shared.formats.newsml_1.content import Content
from shared.formats.newsml_1.lines import Lines, said
from shared.formats.newsml_1.topics import put_topics_and_names
from shared.formats.values import whole
from shared.formats.xml.hold import few, put_killed
from shared.formats.xml.tree import Node

_KILLS = re.compile(r"(?:mandatory)?[ _-]?(?:kill|cancel|delet|withdraw|retract)\w*", re.IGNORECASE)
# Not where it names who did it: `KilledBy` leads from the one that is dead to its killer.
_TAKES_DOWN = re.compile(r"(?!.*by$)(?:mandatory[ _-]?)?(?:kill|cancel|delet|withdraw|retract)\w*", re.IGNORECASE)
_REVISION = re.compile(r"(urn:newsml(?::[^:]+){3}):\d+[ANU]?")
_ENDS = frozenset({"canceled", "cancelled", "withheld"})
_CORRECTS = re.compile(r"correct|rectif", re.IGNORECASE)
_STATUSES = STATUS_WORDS | dict.fromkeys(("active", "published", "final"), Status.USABLE)


def put(draft: Draft, root: Node, item: Node, content: Content) -> None:
    """Keep everything but body and pictures."""
    lines = Lines(content, item)
    _put_identity(draft, item)
    hold(root, item, newsml_1_lines.embargoes(lines)).put(draft)
    _put_dates(draft, root, item)
    _put_management(draft, root, item)
    language = lines.first("DescriptiveMetadata/Language")
    tag = said(language) or next(
        (one.attr("lang") for one in (*lines.components, item, root) if one.attr("lang")), ""
    )
    draft.put("language", (tag or "").replace("_", "-").lower(), (language or item).pointer)
    newsml_1_lines.put(draft, lines, content)
    newsml_1_lines.put_people_of(draft, lines, content)
    newsml_1_lines.put_source(draft, root, lines)
    put_topics_and_names(draft, lines.components, item, tag or "")


def _put_identity(draft: Draft, item: Node) -> None:
    parts = [
        said(item.first(f"Identification/NewsIdentifier/{name}"))
        for name in ("ProviderId", "DateId", "NewsItemId")
    ]
    public = item.first("Identification/NewsIdentifier/PublicIdentifier")
    revision = item.first("Identification/NewsIdentifier/RevisionId")
    number = said(revision)
    if parts[0] and parts[2]:
        given = f"urn:newsml:{':'.join(filter(None, parts))}"
    else:
        given = (said(public) or item.attr("Duid") or "").removesuffix(f":{number}")
    part = item.attr("part")
    at = item.first("Identification/NewsIdentifier") or item
    draft.put("source_id", f"{given}#{part}" if part and given else given, at.pointer)
    draft.put("version", number, (revision or item).pointer)


def hold(root: Node, item: Node, advisories: list[Node]) -> Hold:
    """Read whether the item may be shown, also what an item around it says, and advisories about an embargo.

    Words alone name no time that is trusted: they withhold where the management names none.
    """
    statuses: list[Place] = []
    embargoes: list[Place] = [(f"{node.pointer}/text", said(node)) for node in advisories]
    expiries: list[Place] = []
    for management in (*item.all("NewsManagement"), *root.all("Around/NewsManagement")):
        changes = few(management.all("StatusWillChange"))
        expiries += [(one.pointer, _when(one) or "no time") for one in changes if _future(one) in _ENDS]
        for node in few(management.all("Status")):
            word = (said(node) or "").lower()
            if word != "embargoed":
                statuses.append((node.pointer, word))
                continue
            until = [one for one in changes if _future(one) in ("usable", "")]
            embargoes += [(one.pointer, _when(one)) for one in until] or [(node.pointer, word)]
        for name in ("NewsItemType", "Instruction"):
            for node in few(management.all(name)):
                if _KILLS.fullmatch((node.attr("FormalName") or "").strip()):
                    statuses.append((node.pointer, "canceled"))
        embargoes += [(one.pointer, _when(one)) for one in few(management.all("Embargo", "Embargoed"))]
    return read_hold(statuses, embargoes, _STATUSES, expiries)


def _future(change: Node) -> str:
    return (said(change.first("FutureStatus")) or "").lower()


def _when(change: Node) -> str | None:
    return said(change.first("DateAndTime")) or change.attr("DateAndTime") or change.line


def _put_dates(draft: Draft, root: Node, item: Node) -> None:
    created = item.first("NewsManagement/FirstCreated")
    updated = item.first("NewsManagement/ThisRevisionCreated")
    sent = root.first("NewsEnvelope/DateAndTime")
    day = item.first("Identification/NewsIdentifier/DateId")
    found = {}
    for field, node in {"created_at": created, "updated_at": updated}.items():
        if node is not None and said(node):
            found[field] = put_instant(draft, field, said(node), node.pointer)
    if found.get("updated_at") is None and found.get("created_at") is None:
        for node in (sent, day):
            if node is not None and not draft.has("published_at"):
                put_instant(draft, "published_at", said(node), node.pointer)
    draft.derive("published_at", found.get("updated_at"), "ThisRevisionCreated stands for the time of publication")
    draft.derive("published_at", found.get("created_at"), "FirstCreated stands for the time of publication")
    for change in few(item.all("NewsManagement/StatusWillChange")):
        if _future(change) in _ENDS:
            put_instant(draft, "expires_at", _when(change), change.pointer)


def _put_management(draft: Draft, root: Node, item: Node) -> None:
    urgency = item.first("NewsManagement/Urgency") or root.first("NewsEnvelope/Priority")
    if urgency is not None:
        draft.put("urgency", whole(said(urgency)), urgency.pointer)
    derived = [one.attr("NewsItem") for one in item.all("NewsManagement/DerivedFrom")]
    beside = [one.attr("NewsItem") for one in item.all("NewsManagement/AssociatedWith")]
    links = [one for one in (*derived, *beside) if one]
    at = f"{item.pointer}/NewsManagement"
    put_killed(draft, _killed(item), at)
    draft.put("evolved_from", next(filter(None, derived), None), f"{at}/DerivedFrom")
    draft.put("story_links", tuple(dict.fromkeys(links))[:200], at)
    for node in few(item.all("NewsManagement/Instruction")):
        if _CORRECTS.search(node.attr("FormalName") or ""):
            comment = node.first("Comment")
            told = comment.line if comment is not None else None
            draft.put("corrections", [{"text": told}] if told else [], node.pointer)
            draft.derive("corrections", [{"text": SAID_ALONE}], node.pointer)


def _killed(item: Node) -> list[str]:
    """Give the ids of the items that this one kills, without their revisions: an item dies as a whole."""
    named = [
        one.attr("NewsItem") or ""
        for one in item.all("NewsManagement/AssociatedWith")
        if _TAKES_DOWN.fullmatch((one.attr("FormalName") or "").strip())
    ]
    return [revision[1] if (revision := _REVISION.fullmatch(each)) else each for each in named if each]
