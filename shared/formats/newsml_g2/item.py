"""What a NewsML-G2 item says of itself: identity, status, dates, links, notes and rights."""

import re

from shared.formats.corrections import SAID_ALONE
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import STATUS_WORDS, Hold, Place, read_hold
from shared.formats.newsml_g2.message import item_kind
from shared.formats.newsml_g2.restrictions import is_internal, kills, last_word, restrictions, takes_down
from shared.formats.values import web_address, whole
from shared.formats.xml.body import read_body
from shared.formats.xml.hold import put_killed
from shared.formats.xml.tree import Node

_KINDS = {"photo": "picture", "still": "picture", "animation": "video"} | {
    kind: kind for kind in ("text", "picture", "graphic", "video", "audio", "composite")
}
_CORRECTIONS = frozenset({"correction", "corrected"})
_EARLIER = re.compile(
    r"previousversion|derivedfrom|evolvedfrom|updateof|isupdateof|replaces|supersedes|revisionof|continuationof",
    re.IGNORECASE,
)
_SAME_STORY = re.compile(r"translat|sidebar|follow|continu|ispart|updated|hasversion", re.IGNORECASE)
_PERMALINK = re.compile(
    r"^(?:canonical|permalink|self|webpage|isweb|published|publishedat|alternate)$", re.IGNORECASE
)


def kind(item: Node) -> str:
    """Give the type of the item in the words of the canonical article."""
    return _KINDS.get(item_kind(item), "text")


def language(item: Node) -> str | None:
    """Give the language of the content; the item's own is that of its metadata, and mostly the same."""
    for node in item.all("contentMeta/language"):
        if tag := node.attr("tag"):
            return tag.replace("_", "-")
    inline = [*item.all("contentSet/inlineXML"), *item.all("contentSet/inlineXML/html")]
    for node in (*inline, item):
        if tag := node.attr("lang"):
            return tag.replace("_", "-")
    return None


def hold(item: Node, around: tuple[Node, ...] = ()) -> Hold:
    """Read whether the item may be shown; what the message or a package says of it counts too."""
    statuses: list[Place] = []
    embargoes: list[Place] = []
    expiries: list[Place] = []
    signaled: list[Place] = []  # embargoes whose time stands elsewhere
    for node in restrictions(item, *around):
        name, at = node.name.lower(), node.pointer
        if name == "pubstatus":
            statuses.append((at, last_word(node.attr("qcode", "uri", "literal") or node.line)))
        elif name == "signal":
            (statuses if kills(node) else signaled).append((at, "canceled" if kills(node) else ""))
        elif name == "expires":
            expiries.append((at, node.line))
        else:
            embargoes.append((at, node.attr("date", "value") or node.line or ""))
    return read_hold(statuses, embargoes or signaled, STATUS_WORDS, expiries)


def put(draft: Draft, item: Node) -> None:
    """Keep everything but texts and concepts."""
    draft.put("source_id", item.attr("guid"), f"{item.pointer}/@guid")
    draft.put("version", item.attr("version"), f"{item.pointer}/@version")
    draft.put("type", kind(item), f"{item.pointer}/itemMeta/itemClass")
    _put_dates(draft, item)
    _put_links(draft, item)
    _put_notes(draft, item)
    for node in item.all("contentMeta/urgency", "itemMeta/urgency")[:1]:
        draft.put("urgency", whole(node.text), node.pointer)


def _put_dates(draft: Draft, item: Node) -> None:
    found = {}
    for field, paths in {
        "created_at": ("itemMeta/firstCreated", "contentMeta/contentCreated"),
        "updated_at": ("itemMeta/versionCreated", "contentMeta/contentModified"),
        "published_at": ("itemMeta/published", "itemMeta/firstPublished", "contentMeta/published"),
        "expires_at": ("itemMeta/expires", "contentMeta/expires", "rightsInfo/expires"),
    }.items():
        for path in paths:
            node = item.first(path)
            if node is not None and node.line and field not in found:
                found[field] = put_instant(draft, field, node.line, node.pointer)
    for field, name in (("updated_at", "versionCreated"), ("created_at", "firstCreated")):
        draft.derive("published_at", found.get(field), f"{name} stands for the time of publication")


def _put_links(draft: Draft, item: Node) -> None:
    own = item.attr("guid")
    earlier: list[str] = []
    sisters: list[str] = []
    killed: list[str] = []
    related = []
    at = f"{item.pointer}/itemMeta/link"
    for link in item.all("itemMeta/link"):
        rel = last_word(link.attr("rel"))
        target = link.attr("residref", "guidref", "guid") or link.attr("href")
        if not target or target == own:
            continue
        if takes_down(link):
            killed.append(target)
        elif _EARLIER.search(rel):
            earlier.append(target)
        elif _SAME_STORY.search(rel):
            sisters.append(target)
        elif _PERMALINK.search(rel):
            draft.put("url", web_address(link.attr("href")), at)
        elif (title := link.first("title", "headline")) is not None and title.line:
            related.append({"headline": title.line, "url": web_address(link.attr("href"))})
    if earlier:
        draft.put("evolved_from", earlier[0], at)
    put_killed(draft, killed, at)
    links = dict.fromkeys(earlier + sisters + killed)
    draft.put("story_links", tuple(links)[:200], at)
    draft.put("related", related[:500], at)


def _put_notes(draft: Draft, item: Node) -> None:
    nodes = [*item.all("itemMeta/edNote", "itemMeta/ednote"), *item.all("contentMeta/edNote")]
    nodes += [node for node in item.all("contentMeta/description") if is_internal(node)]
    notes = dict.fromkeys(words for node in nodes if (words := read_body(node.element).text.strip()))
    kept = [note for note in notes if not any(note != other and note in other for other in notes)][:50]
    draft.put("internal_note", "\n\n".join(kept), nodes[0].pointer if nodes else "")
    signals = item.all("itemMeta/signal")
    corrects = [one for one in signals if last_word(one.attr("qcode", "uri", "literal")).lower() in _CORRECTIONS]
    for signal in corrects[:1]:
        told = next((one.line for one in signal.all("definition", "note") if one.line), None)
        draft.put("corrections", [{"text": told}] if told else [], signal.pointer)
        draft.derive("corrections", [{"text": SAID_ALONE}], signal.pointer)
