"""RBNews, the XML of Denmark's agency Ritzau: one story, or the queue that its service answers with.

Read from what Ritzau's news service sends.

    source_id     NewsID | HistID                         version       version
    status        Annuleret cancels                       embargo       Embargo
    published_at  PublishDate (no zone)                   language      lang, else Danish
    headline      headline                                summary       subtitle
    body_text     content (HTML as text)                  images        those in content
    byline        byLine                                  authors       the people in it
    dateline      town                                    section       section
    topics        IPTCList (subject codes)                keywords      SubjectKeyword
    publisher     origin, else Ritzau                     organisations Companies
    urgency       Priority                                slug          strapline
    evolved_from  Replaces | replacedID                   story_links   HistID, replacedID
    corrections   Korrektion                              internal_note TilRedaktionen

Ignored: ids of sections and formats, the author's telephone, stock codes, pictures that are only named.
"""

from copy import deepcopy
from typing import Any

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant
from shared.formats.draft import Draft
from shared.formats.hold import Place, read_hold
from shared.formats.payload import Payload
from shared.formats.values import put_names, put_people, put_topics, whole
from shared.formats.xml.body import put_body, read_words
from shared.formats.xml.hold import few
from shared.formats.xml.pictures import pictures
from shared.formats.xml.tree import Node, local_name

NAME = "ritzau"

_ROOTS = frozenset({"RBNews", "XMLNewsQueuedResponse"})
_MAX_ITEMS = 2_000
_LONGEST_AROUND = 200  # characters
_MOST_AROUND = 20  # embargoes of a queue, which each story gets
_TRUE = ("true", "1", "ja", "yes")
_FALSE = ("", "false", "0", "nej", "no")


def recognises(payload: Payload) -> bool:
    """Tell whether the document's root is a story of Ritzau or its queue."""
    return payload.root is not None and local_name(payload.root) in _ROOTS


def split(payload: Payload) -> list[Payload]:
    """Give the stories of a queue one by one, and a single one as it came."""
    if local_name(payload.root or "") == "RBNews":
        return [payload]
    from lxml import etree  # noqa: PLC0415  only a document in XML pays for loading it

    stories = [one.element for one in Node(payload.xml).descendants("RBNews")][: _MAX_ITEMS + 1]
    if len(stories) > _MAX_ITEMS:
        raise BadInput("The queue holds too many stories.", [FieldError(f"at most {_MAX_ITEMS}", pointer="")])
    if not stories:
        raise BadInput("The queue holds no story.", [FieldError("an RBNews is expected", pointer="")])
    found: list[Payload] = []
    for story in stories:
        copy = deepcopy(story)
        copy.tail = None
        for wrapper in story.iterancestors():
            copy.extend(deepcopy(_held_in(wrapper)))
        etree.cleanup_namespaces(copy)
        found.append(Payload(etree.tostring(copy, encoding="utf-8", xml_declaration=True), "application/xml"))
    return found


def parse(payload: Payload) -> Parsed:
    """Read one story; raise BadInput, with pointers, where it cannot become an article."""
    if not recognises(payload):
        raise BadInput("This is no story of Ritzau.", [FieldError("the root is `RBNews`", pointer="")])
    root = Node(payload.xml)
    draft = Draft(NAME)
    statuses: list[Place] = [
        (one.pointer, "canceled" if _is_true(one) else one.line or "")
        for one in few(root.all("Annuleret"))
        if (one.line or "").lower() not in _FALSE
    ]
    embargoes: list[Place] = [(one.pointer, one.line or "") for one in few(_embargoes(root))]
    read_hold(statuses, embargoes).put(draft)
    _put_identity(draft, root)
    _put_texts(draft, root)
    _put_subjects(draft, root)
    return draft.finish()


def _embargoes(root: Node) -> list[Node]:
    """Give the story's own embargo, and those that the queue around it left in it."""
    return [Node(one) for one in root.element if isinstance(one.tag, str) and _holds(one)]


def _held_in(wrapper: Any) -> list[Any]:
    """Give what a queue says of whether its stories may be shown; each story gets a copy."""
    held = [
        one for one in wrapper if isinstance(one.tag, str) and (_holds(one) or local_name(one.tag) == "Annuleret")
    ]
    if len(held) > _MOST_AROUND or any(
        len("".join(one.itertext())) + len(one.attrib) > _LONGEST_AROUND for one in held
    ):
        raise BadInput("The queue's own embargo is too long.", [FieldError("one date and no more", pointer="")])
    return held


def _holds(element: Any) -> bool:
    return "embargo" in local_name(element.tag).lower()


def _is_true(node: Node) -> bool:
    return (node.line or "").lower() in _TRUE


def _line(root: Node, *names: str) -> tuple[str | None, str]:
    """Give the first of these elements that says anything, and its place."""
    node = next((one for name in names for one in root.all(name) if one.line), None)
    return (None, root.pointer) if node is None else (read_words(node.text).text.strip() or None, node.pointer)


def _put_identity(draft: Draft, root: Node) -> None:
    draft.put("source_id", *_line(root, "NewsID", "HistID"))
    draft.put("version", *_line(root, "version"))
    moment, at = _line(root, "PublishDate")
    put_instant(draft, "published_at", moment, at)
    draft.put("evolved_from", *_line(root, "Replaces", "replacedID"))
    links = [line for name in ("HistID", "replacedID") if (line := _line(root, name)[0])]
    draft.put("story_links", tuple(dict.fromkeys(links)), f"{root.pointer}/HistID")
    for node in root.all("Korrektion")[:1]:
        text = "This version corrects an earlier one."
        draft.derive("corrections", [{"text": text}] if _is_true(node) else [], node.pointer)


def _put_texts(draft: Draft, root: Node) -> None:
    headline, at = _line(root, "headline")
    draft.put("headline", headline, at)
    draft.put("slug", *_line(root, "strapline"))
    draft.put("summary", *_line(root, "subtitle"))
    content = root.first("content", "Content")
    if content is not None:
        body = read_words(content.text)
        put_body(draft, body, content.pointer, headline)
        draft.put("images", pictures(body.figures), content.pointer)
    byline, at = _line(root, "byLine", "byline")
    draft.put("byline", byline, at)
    put_people(draft, [], at, byline)
    draft.put("dateline", *_line(root, "town"))
    draft.put("section", *_line(root, "section"))
    note, at = _line(root, "TilRedaktionen")
    draft.put("internal_note", note, at)
    origin, at = _line(root, "origin")
    draft.put("publisher", "Ritzau" if "ritzau" in (origin or "").lower() else origin, at)
    draft.derive("publisher", "Ritzau", "RBNews is Ritzau's own format", confidence=0.9)
    priority, at = _line(root, "Priority")
    draft.put("urgency", whole(priority), at)
    draft.put("language", root.attr("lang"), root.pointer)
    draft.derive("language", "da", "Ritzau writes in Danish", confidence=0.6)


def _put_subjects(draft: Draft, root: Node) -> None:
    at = f"{root.pointer}/IPTCList"
    codes = [one.line or "" for one in root.all("IPTCList/int", "IPTCList/string")]
    put_topics(
        draft,
        [
            (f"subj:{int(code):08d}", None)
            for code in codes
            if code.isascii() and code.isdecimal() and len(code) <= 8
        ],
        at,
    )
    words = [one.line for one in root.all("SubjectKeyword/string")]
    put_names(draft, "keywords", filter(None, words), f"{root.pointer}/SubjectKeyword")
    companies = [one.line for one in root.all("Companies/string", "Companies/Company/Name")]
    put_names(draft, "organisations", filter(None, companies), f"{root.pointer}/Companies")
