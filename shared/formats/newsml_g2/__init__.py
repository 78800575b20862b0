"""NewsML-G2, IPTC's XML for news items and the messages they travel in: 2.0 to 2.35, with or without namespaces.

Read from the schema 2.24, IPTC's listings, and what AP, ANSA, dpa, Reuters, STT, TT and BusinessDesk send.

    source_id     newsItem/@guid                          version      @version
    status        itemMeta/pubStatus, a signal that kills embargo      itemMeta/embargoed, empty is without an end
    created_at    firstCreated | contentCreated           updated_at   versionCreated | contentModified
    published_at  published, else versionCreated          expires_at   expires
    headline      headline without a role or the main one | the body's own | title         slug   slugline
    summary       description that is no caption | subheadline         type   itemClass
    body_text     contentSet: inlineXML (HTML, NITF) | inlineData      language     language/@tag | @xml:lang
    byline        by | the body's own                     authors      creator, contributor; else the byline
    dateline      dateline | located                      topics       subject: qcode | uri | literal, and name
    people …      subject by its type (cpnat:person …)    section      subject of a category | service
    genre, urgency, keywords as they are                  publisher    infoSource | provider | creditline
    rights        rightsInfo: notices and terms           internal_note  edNote
    images        remoteContent, pictures in the body, and picture items of the same message
    related       link with rel seeAlso and a title       evolved_from, story_links   link by its rel
    corrections   signal sig:correction                   takes_down   link whose rel says kill, cancel or the like

A newsMessage is taken apart into its items. What holds the message or the package holds each item. Pictures and
other media that travel with a text belong to it and are no articles of their own; alone they are, if they have
words. Concepts, catalogues, knowledge, planning and packages that only point to items are refused.

Ignored: catalogues, generators, positions and measures, assertions beyond names, sports and events data.
"""

import re

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.newsml_g2 import body as newsml_g2_body
from shared.formats.newsml_g2 import concepts as newsml_g2_concepts
from shared.formats.newsml_g2 import item as newsml_g2_item
from shared.formats.newsml_g2 import message as newsml_g2_message
from shared.formats.payload import Payload
from shared.formats.xml.body import tell_of_unread
from shared.formats.xml.tree import Node, local_name

NAME = "newsml-g2"

_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile
        service title edNote ednote memberOf instanceOf signal altRep deliverableOf hash expires published
        firstPublished link itemMetaExtProperty contentProfile icon urgency contentCreated contentModified
        digitalSourceType located infoSource creator contributor audience exclAudience altId rating
        userInteraction language keyword subject slugline headline dateline by creditline description genre
        section contentMetaExtProperty
        """,
    )
)
_ITEMS = frozenset({"newsItem", "packageItem", "anyItem"})
_REFUSED = {
    "conceptItem": "a concept: it explains a term, a person or an event",
    "knowledgeItem": "a knowledge item: it is a list of concepts",
    "catalogItem": "a catalogue of code lists",
    "planningItem": "a planning item: it announces coverage",
    "hopItem": "a history of processing",
}


def recognises(payload: Payload) -> bool:
    """Tell whether the document's root is one of NewsML-G2's items or its message."""
    root = payload.root
    if root is None or (root.startswith("{") and "iptc.org" not in root):
        return False
    return local_name(root) in _ITEMS | _REFUSED.keys() | {"newsMessage"}


def split(payload: Payload) -> list[Payload]:
    """Give the articles of a message one by one, and a single item as it came."""
    return newsml_g2_message.split(payload) if local_name(payload.root or "") == "newsMessage" else [payload]


def parse(payload: Payload) -> Parsed:
    """Read one item; raise BadInput, with pointers, where it cannot become an article."""
    if not recognises(payload):
        raise BadInput(
            "This is no NewsML-G2.", [FieldError("the root is a newsItem or a newsMessage", pointer="")]
        )
    parts = newsml_g2_message.parts(Node(payload.xml))
    item = parts.item
    _refuse(item)
    draft = Draft(NAME)
    language = newsml_g2_item.language(item)
    draft.put("language", language, item.pointer)
    hold = newsml_g2_item.hold(item, parts.around)
    hold.put(draft)
    newsml_g2_item.put(draft, item)
    concepts = newsml_g2_concepts.Concepts(item, language)
    newsml_g2_body.put(draft, parts, concepts, hold)
    newsml_g2_concepts.put(draft, item, concepts)
    tell_of_unread(draft, [*item.all("itemMeta"), *item.all("contentMeta")], _KNOWN)
    return _finished(draft, item)


def _refuse(item: Node) -> None:
    if item.name in _REFUSED:
        raise BadInput(
            f"This is {_REFUSED[item.name]}; it is no article. Send news items.",
            [FieldError("a newsItem is expected", pointer=item.pointer)],
        )
    if item.name != "packageItem":
        return
    count = sum(1 for _ in item.descendants("itemRef"))
    raise BadInput(
        f"This is a package that only points to {count} items; it is no article. Send the news items themselves.",
        [FieldError("a newsItem is expected", pointer=item.pointer)],
    )


def _finished(draft: Draft, item: Node) -> Parsed:
    kind = newsml_g2_item.kind(item)
    if kind != "text" and not (draft.has("headline") or draft.has("body_text")):
        raise BadInput(
            f"This {kind} item has no words: neither a headline nor a caption.",
            [FieldError("a headline or a description is expected", pointer=f"{item.pointer}/contentMeta")],
        )
    return draft.finish()
