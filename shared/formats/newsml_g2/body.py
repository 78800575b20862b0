"""The words and pictures of a NewsML-G2 item: its content metadata, its content set, and media beside it."""

import base64
import binascii
import re
from dataclasses import replace
from typing import Any

from shared.formats.byline import people
from shared.formats.draft import Draft
from shared.formats.hold import Hold
from shared.formats.newsml_g2 import media as newsml_g2_media
from shared.formats.newsml_g2.concepts import Concepts, put_authors
from shared.formats.newsml_g2.item import kind
from shared.formats.newsml_g2.message import Parts
from shared.formats.newsml_g2.restrictions import is_internal, last_word
from shared.formats.nitf import body as nitf_body
from shared.formats.values import put_names
from shared.formats.xml.body import Body, byline_within, put_body, read_body, read_words
from shared.formats.xml.pictures import pictures
from shared.formats.xml.tree import Node

_SUBHEADLINE = re.compile(r"sub", re.IGNORECASE)
_SUMMARY = re.compile(r"summary|abstract|intro|lead|teaser|short|synopsis", re.IGNORECASE)
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_DATE_ONLY = re.compile(r"[\d\W]*(?:\w{3,9}[\W\d]+)?\d{4}[\d\W]*(?:GMT|UTC|Z)?[\d\W]*", re.IGNORECASE)
_MAX_INLINE = 20  # tried until one has words


def put(draft: Draft, parts: Parts, concepts: Concepts, own: Hold) -> None:
    """Keep headline, summary, body, byline, dateline, authors and pictures."""
    item = parts.item
    nitf = _nested_nitf(item)
    body, at = _body(draft, item) if nitf is None else (nitf.body, nitf.body_at)
    headline = _headline(draft, item, concepts, body, nitf)
    _put_summary(draft, item, concepts, headline, nitf)
    put_body(draft, body, at, headline)
    _put_byline(draft, item, concepts, body, nitf)
    _put_dateline(draft, item, concepts, nitf)
    for node in item.all("contentMeta/slugline")[:1]:
        draft.put("slug", node.line, node.pointer)
    if nitf is not None:
        for field, names in nitf.names.items():
            put_names(draft, field, names, at)
    newsml_g2_media.put(draft, parts, concepts, own, [*(nitf.images if nitf else []), *pictures(body.figures)])
    if not body.text and kind(item) == "text":
        _tell_of_elsewhere(draft, item)


def _nested_nitf(item: Node) -> nitf_body.NitfText | None:
    for inline in item.all("contentSet/inlineXML"):
        for path in ("nitf", "body.content", "body/body.content"):
            if found := inline.all(path):
                read = nitf_body.read(found[0] if path == "nitf" else inline)
                if read.body.text:
                    return read
    return None


def _body(draft: Draft, item: Node) -> tuple[Body, str]:
    """Give the first content that has words: markup before plain text."""
    inline = [(_inline_xml(one), one.pointer) for one in item.all("contentSet/inlineXML")[:_MAX_INLINE]]
    data = sorted(item.all("contentSet/inlineData"), key=lambda one: "html" not in (one.attr("contenttype") or ""))
    inline += [(_inline_data(one), one.pointer) for one in data[:_MAX_INLINE]]
    figures = next((body.figures for body, _ in inline if body.figures), ())
    for body, at in inline:
        if body.text.strip():
            return replace(body, figures=body.figures or figures), at
    if inline:
        draft.notice("content-without-words", "the content holds no text", inline[0][1])
    return Body(figures=figures), f"{item.pointer}/contentSet"


def _inline_xml(node: Node) -> Body:
    html = node.first("html/body") or node.first("body")
    if html is None:
        return read_body(node.element)
    read = read_body(html.element)
    title = read.title or next((one.line for one in node.all("html/head/title") if one.line), None)
    return replace(read, title=title)


def _inline_data(node: Node) -> Body:
    encoding = (node.attr("encoding") or "").lower()
    if "base64" not in encoding:
        return read_body(node.element)
    if not (node.attr("contenttype") or "").startswith("text/"):
        return Body()
    try:
        return read_words(base64.b64decode("".join(node.text.split()), validate=True).decode())
    except (binascii.Error, UnicodeDecodeError):
        return Body()


def _headline(
    draft: Draft, item: Node, concepts: Concepts, body: Body, nitf: nitf_body.NitfText | None
) -> str | None:
    """Keep the headline; without one in the metadata that of the body, or the item's title."""
    given = [node for node in item.all("contentMeta/headline") if not _SUBHEADLINE.search(node.attr("role") or "")]
    if headline := concepts.pick(given):
        draft.put("headline", headline, given[0].pointer)
        return headline
    if nitf is not None and nitf.headline:
        draft.put("headline", *nitf.headline)
        return nitf.headline[0]
    title = concepts.pick(item.all("itemMeta/title"))
    for words, rule in ((body.title, "the body's own headline"), (title, "the item's title")):
        draft.derive("headline", words, rule, confidence=0.9)
    return body.title or title


def _put_summary(
    draft: Draft, item: Node, concepts: Concepts, headline: str | None, nitf: nitf_body.NitfText | None
) -> None:
    nodes = [node for node in item.all("contentMeta/description") if not is_internal(node)]
    roles = {node.element: last_word(node.attr("role")) for node in nodes}
    summaries = [node for node in nodes if _SUMMARY.search(roles[node.element])]
    plain = [node for node in nodes if not roles[node.element]]
    captions = [node for node in nodes if _CAPTION.search(roles[node.element])]
    slug = concepts.pick(item.all("contentMeta/slugline"))
    subheadlines = [
        node for node in item.all("contentMeta/headline") if _SUBHEADLINE.search(node.attr("role") or "")
    ]
    others = nodes if kind(item) != "text" else []  # of a video a shot list may be all the words there are
    for group in (summaries, plain, captions, subheadlines, others):
        words = concepts.pick(group)
        if words and not _repeats(words, headline, slug):
            draft.put("summary", words, group[0].pointer)
            if not headline and kind(item) != "text":
                draft.put("body_text", words, group[0].pointer)  # of a picture the caption is all the words it has
            return
    if nitf is not None and nitf.summary and nitf.summary[0] != headline:
        draft.put("summary", *nitf.summary)


def _repeats(words: str, headline: str | None, slug: str | None) -> bool:
    """Tell whether a description only says slug and headline again."""
    ends = headline is not None and words.casefold().endswith(headline.casefold())
    return ends or (slug is not None and words.startswith(f"{slug}:"))


def _put_byline(draft: Draft, item: Node, concepts: Concepts, body: Body, nitf: nitf_body.NitfText | None) -> None:
    given = item.all("contentMeta/by")
    byline = concepts.pick(given)
    inner = byline_within(body.text)
    authors: list[dict[str, Any]] = []
    if byline:
        draft.put("byline", byline, given[0].pointer)
    elif nitf is not None and nitf.byline:
        byline, authors = nitf.byline[0], nitf.authors
        draft.put("byline", *nitf.byline)
    else:
        byline = inner
        draft.derive("byline", inner, "the text's own byline", confidence=0.8)
    put_authors(draft, item, concepts, authors, byline if byline and people(byline) else inner or byline)


def _put_dateline(draft: Draft, item: Node, concepts: Concepts, nitf: nitf_body.NitfText | None) -> None:
    for node in item.all("contentMeta/dateline")[:1]:
        line = (node.line or "").strip(" -–—:")
        if line and not _DATE_ONLY.fullmatch(line):
            draft.put("dateline", line, node.pointer)
            return
    if nitf is not None and nitf.dateline:
        draft.put("dateline", *nitf.dateline)
        return
    for node in item.all("contentMeta/located", "itemMeta/located")[:1]:
        draft.put("dateline", concepts.name(node), node.pointer)


def _tell_of_elsewhere(draft: Draft, item: Node) -> None:
    if remote := item.all("contentSet/remoteContent"):
        detail = "the text is not in the item but behind an address, and nothing is fetched"
        draft.notice("content-elsewhere", detail, remote[0].pointer)
