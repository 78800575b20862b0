"""What senders send: articles as ninjs, and as NITF the documents that kill another."""

import json
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from shared.formats.payload import Payload
from tests.chaos.life.model import Sent


def payload(sent: Sent) -> Payload:
    """Give the body of a push."""
    if sent.kills is not None:
        return Payload(_nitf(sent).encode(), "application/xml", None)
    return Payload(json.dumps(_ninjs(sent)).encode(), "application/json", None)


def format_of(sent: Sent) -> str:
    return "ninjs" if sent.kills is None else "nitf"


def _ninjs(sent: Sent) -> dict[str, Any]:
    item: dict[str, Any] = {
        "uri": sent.name,
        "headline": sent.headline,
        "body_text": f"{sent.headline}.",
        "pubstatus": sent.status,
        "firstpublished": "2024-03-05T20:15:00Z",
    }
    if isinstance(sent.version, datetime):
        item["versioncreated"] = sent.version.isoformat()
    elif sent.version is not None:
        item["version"] = str(sent.version)
    for name, moment in (("embargoed", sent.embargo), ("expires", sent.expires)):
        if moment is not None:
            item[name] = moment.isoformat()
    return item


def _nitf(sent: Sent) -> str:
    """Give a document with words of its own, which names the one that it kills."""
    parts = (
        f"<doc-id id-string={quoteattr(sent.name)}/>",
        "<date.release norm='2024-03-05T20:15:00Z'/>",  # or the date of a revision is that of its publication too
        f"<du-key version='{sent.version}'/>" if isinstance(sent.version, int) else "",
        f"<date.embargo norm='{sent.embargo.isoformat()}'/>" if sent.embargo else "",
        f"<date.expire norm='{sent.expires.isoformat()}'/>" if sent.expires else "",
    )
    revised = (
        f"<revision-history norm='{sent.version.isoformat()}'/>" if isinstance(sent.version, datetime) else ""
    )
    return (
        f"<nitf><head><docdata management-status='{sent.status}' management-idref-status='canceled' "
        f"management-doc-idref={quoteattr(sent.kills or '')}>{''.join(parts)}</docdata>{revised}</head>"
        "<body><body.head>"
        f"<hedline><hl1>{sent.headline}</hl1></hedline></body.head>"
        f"<body.content><p>{sent.headline}.</p></body.content></body></nitf>"
    )
