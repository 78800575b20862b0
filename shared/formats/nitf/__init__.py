"""NITF, IPTC's XML for the text of news: 2.5 to 3.6, with or without its namespace.

Read from the schema 3.6, and from what AAP, AP, EFE, The Canadian Press, NTB, Ritzau and IPTC's example send.

    source_id     docdata/doc-id/@id-string | nitf/@uno | pubdata/@id      version   du-key/@version, @generation
    status        docdata/@management-status; `embargoed` withholds unless date.release names the time
    embargo       date.release of an embargoed item, or one after date.issue       expires_at   date.expire
    created_at    date.issue | the first revision-history         published_at  date.release | date.issue | others
    updated_at    the last revision-history | date.issue
    headline      hedline/hl1 | head/title      summary    abstract | hl2 of the hedline        slug  anpa-keyword
    byline        byline, byttl                 authors    byline/person with byttl, else the byline's people
    dateline      dateline                      body_text  body.content, tagline     language  @baselang | xml:lang
    topics        tobject.subject (refnum; detail, matter, type)    section   tobject.type if it names one
    genre         tobject.property | fixture    keywords   key-list             places   evloc, identified-content
    people …      identified-content, and what is marked up in the text        images    media, with its captions
    publisher     distributor | doc.copyright/@holder | doc-id/@regsrc    rights    doc.copyright, doc.rights
    internal_note ed-msg/@info, notes above the text                      corrections  docdata/correction/@info
    evolved_from  management-doc-idref          story_links     management-doc-idref, correction, du-key/@key

A document that names another in `management-doc-idref` and cancels or withholds it (`management-idref-status`)
takes that one down. Without words of its own it is read as the other document, canceled; with words of its own it
is an article besides (`takes_down`).
Versions of a story under new ids meet by the key of their `du-key`: it becomes a link `du-key:…` that all have.

Ignored: del-list, doc-scope, positions of a series, numbers and dates that are marked up within the text.
"""

import re

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.nitf import body, docdata, subjects
from shared.formats.payload import Payload
from shared.formats.xml.body import tell_of_unread
from shared.formats.xml.tree import Node, local_name

NAME = "nitf"

_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        correction date.expire date.issue date.release del-list doc-id doc-scope doc.copyright doc.rights
        du-key ed-msg embargo date.embargo evloc fixture identified-content key-list pubdata series urgency
        revision-history
        """,
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether the document's root is `nitf`."""
    return payload.root is not None and local_name(payload.root) == "nitf"


def split(payload: Payload) -> list[Payload]:
    """Give the document as it came: it is one article."""
    return [payload]


def parse(payload: Payload) -> Parsed:
    """Read one document; raise BadInput, with pointers, where it cannot become an article."""
    if not recognises(payload):
        raise BadInput("This is no NITF document.", [FieldError("the root element is `nitf`", pointer="")])
    root = Node(payload.xml)
    draft = Draft(NAME)
    text = body.read(root)
    if docdata.is_takedown(root, text):
        return docdata.takedown(draft, root)
    docdata.put(draft, root, text.note)
    for field, names in subjects.identified(root).items():
        text.names[field] = [*names, *text.names.get(field, [])]
    text.put(draft)
    tell_of_unread(draft, root.all("head/docdata"), _KNOWN)
    return draft.finish()
