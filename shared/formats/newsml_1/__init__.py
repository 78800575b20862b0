"""NewsML 1.0 to 1.2, IPTC's envelope of the years 2000 to 2010 that agencies still send, with NITF or HTML inside.

Read from the DTD 1.2, and from what AFP, ANA-MPE and Business Wire send.

    source_id     urn:newsml:ProviderId:DateId:NewsItemId, as PublicIdentifier has it without its revision
    version       RevisionId                              status       NewsManagement/Status, Instruction
    embargo       Status Embargoed, until StatusWillChange makes it Usable      expires_at   … makes it Canceled
    withheld      also where an advisory line or a comment speaks of an embargo without a time beside it
    created_at    FirstCreated                            updated_at   ThisRevisionCreated
    published_at  ThisRevisionCreated | DateAndTime | DateId
    headline      NewsLines/HeadLine | a component HeadLine         summary   component Lead …, SubHeadLine
    body_text     the first ContentItem of role Main, Body or none that has words
    byline        ByLine | Creator                        dateline     DateLine | Location (Origin)
    slug          SlugLine | NameLabel                    language     Language | xml:lang
    topics        SubjectCode, TopicOccurrence; names from the TopicSet         genre      Genre
    keywords      KeywordLine, properties that say so     people …     properties and topics of their kinds
    images        ContentItem with an image's Href, and the words in its component
    publisher     Source | Provider | CreditLine | SentFrom | ProviderId   rights   CopyrightLine, RightsMetadata
    urgency       Urgency | Priority                      internal_note  Comment, advisory lines
    evolved_from  DerivedFrom                             story_links  AssociatedWith, DerivedFrom
    takes_down    AssociatedWith whose FormalName says kill, cancel or the like

Each NewsItem of a document is an article, also one within another; and so is each component with a headline and a
text of its own, such as a translation, which gets the item's id with its language, Duid or number behind a `#`.
A NewsItem of topics only, of instructions to change an earlier item, or of references is refused.

Ignored: catalogues, choices between renditions, audiences, style sheets, logos; contacts are dropped and told.
"""

import re

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.draft import Draft
from shared.formats.newsml_1 import content as newsml_1_content
from shared.formats.newsml_1 import item as newsml_1_item
from shared.formats.newsml_1 import items as newsml_1_items
from shared.formats.payload import Payload
from shared.formats.xml.body import tell_of_unread
from shared.formats.xml.tree import Node, local_name

NAME = "newsml-1"

_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        AssociatedWith DerivedFrom Embargo Embargoed FirstCreated Instruction NewsItemType Property
        RevisionHistory Status StatusWillChange ThisRevisionCreated Urgency
        """,
    )
)


def recognises(payload: Payload) -> bool:
    """Tell whether the document's root is `NewsML`."""
    return payload.root is not None and local_name(payload.root) == "NewsML"


def split(payload: Payload) -> list[Payload]:
    """Give the articles one by one, and a single one as it came."""
    return newsml_1_items.split(payload)


def parse(payload: Payload) -> Parsed:
    """Read one article; raise BadInput, with pointers, where it cannot become one."""
    if not recognises(payload):
        raise BadInput("This is no NewsML 1.", [FieldError("the root element is `NewsML`", pointer="")])
    root = Node(payload.xml)
    item = newsml_1_items.first_item(root)
    _refuse(item)
    draft = Draft(NAME)
    content = newsml_1_content.read(item)
    newsml_1_item.put(draft, root, item, content)
    newsml_1_content.put(draft, content)
    tell_of_unread(draft, item.all("NewsManagement"), _KNOWN)
    return draft.finish()


def _refuse(item: Node) -> None:
    reasons = {
        "Update": "only instructions to change an item sent earlier; send the whole item in its new revision",
        "TopicSet": "a set of topics and no article",
    }
    for name, reason in reasons.items():
        if item.first("NewsComponent") is None and item.first(name) is not None:
            raise BadInput(
                f"This NewsItem is {reason}.", [FieldError("a NewsComponent is expected", pointer=item.pointer)]
            )
    if next(item.descendants("ContentItem"), None) is None and next(item.descendants("HeadLine"), None) is None:
        raise BadInput(
            "This NewsItem has no content: it only points to other items. Send these themselves.",
            [FieldError("a ContentItem is expected", pointer=item.pointer)],
        )
