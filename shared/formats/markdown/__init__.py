"""Markdown with front matter, as Hugo, Jekyll, Eleventy, Astro and Decap keep articles, or Markdown alone.

The fields may be YAML, TOML or JSON, their names in any letter case, with `_`, `-` or nothing between words.

    source_id     id, uuid, guid | canonical, url | slug    url           canonical*, url, permalink, link
    status        draft, published, visibility, status … (hold.py); embargo*     expires_at    expiryDate
    published_at  publishDate | date, published, pubDate    updated_at    lastmod, updated, modified …
    headline      title, headline | the first heading       slug          slug
    summary       description, summary, excerpt, subtitle   body_text     the Markdown as CommonMark and tables
    byline        author, authors, byline: the names        authors       the people of them, with role, bio, url
    section       section | the first category              topics        topics, other categories
    keywords      tags, keywords, series                    images        image, cover …, pictures in the text
    dateline      dateline, location                        publisher     source, publisher, publication
    rights        copyright, license                        corrections   corrections
    language      lang, language, locale                    version       version, revision

Ignored: layout, weight, aliases and what else only the site's generator needs. Shortcodes, Liquid and imports are
dropped; what they enclose stays. Front matter that cannot be read is refused: it may say that this is a draft.
"""

import re

from shared.domain.article import Parsed
from shared.domain.errors import BadInput, FieldError
from shared.formats.dates import put_instant, read_instant
from shared.formats.draft import Draft
from shared.formats.html_text import Figure, plain_line, read_html
from shared.formats.markdown.fields import Named, put_credits, put_images, put_subjects
from shared.formats.markdown.front_matter import (
    keys_at_the_top,
    read_front_matter,
    split_front_matter,
    unified,
)
from shared.formats.markdown.hold import put_hold, says_whether_shown
from shared.formats.payload import Payload
from shared.formats.values import listed, put_address, text, web_address

NAME = "markdown"

_MEDIA_TYPES = frozenset({"text/markdown", "text/x-markdown", "text/mdx"})
_TITLES = ("title", "headline")
_USUAL = frozenset({*_TITLES, "date", "author", "authors", "tags", "categories", "description", "layout", "draft"})
_HEADING = re.compile(r"\s{0,100}#[ \t]+(?P<title>[^\n#][^\n]{0,300})\n")
_SIGN = re.compile(r"(?m)^#{2,4} \S|^> \S|\]\(https?://|\*\*[^*\n]{1,80}\*\*|^[-*] \S")
_SHORTCODE = re.compile(
    r"\{\{[<%][^{}]{0,1000}[%>]\}\}|\{%[^{}]{0,1000}%\}|\{\{[^{}<%]{0,200}\}\}|\{:[^{}\n]{0,200}\}"
)
_IMPORT = re.compile(r"(?m)^(?:import\s[^\n]{1,300}\sfrom\s[^\n]{1,200}|export\s(?:const|default)\s[^\n]{1,500})$")
# Characters of Markdown, and of them that are marks: several times what the longest article has. The parser tries
# each bracket and star against all others of its paragraph.
_MOST = 300_000
_MOST_MARKS = 8_000
_LOOK = 80_000  # characters in which front matter ends, and by which Markdown is known
_MARKS = re.compile(r"[\[\]*_`<&!|\\]|\n[ \t]*+(?:[-+>]|\d)")


def recognises(payload: Payload) -> bool:
    """Tell whether it has front matter with an article's fields, is called Markdown, or begins with a heading."""
    if payload.media_type in _MEDIA_TYPES:
        return True
    if payload.is_json:
        return False
    words = unified(payload.text[:_LOOK])
    if keys := keys_at_the_top(words):
        return not keys.isdisjoint(_USUAL) or any(says_whether_shown(key) for key in keys)
    return _HEADING.match(words) is not None and _SIGN.search(words) is not None


def split(payload: Payload) -> list[Payload]:
    """Give the payload as it is: one file holds one article."""
    return [payload]


def parse(payload: Payload) -> Parsed:
    """Read one file; raise BadInput, with pointers, where it cannot become an article."""
    words = unified(payload.text)
    fence, written, body = split_front_matter(words)
    fields = Named(read_front_matter(fence, written) if fence else {})
    draft = Draft(NAME)
    put_hold(draft, fields)
    _put_identity(draft, fields)
    _put_dates(draft, fields)
    figures = _put_texts(draft, fields, body)
    put_credits(draft, fields)
    put_subjects(draft, fields)
    put_images(draft, fields, figures)
    if unknown := fields.unread():
        named = ", ".join(name[:40] for name in unknown[:10])
        draft.notice("unknown-property", f"{len(unknown)} fields of the front matter were not read: {named}")
    return draft.finish()


def _put_identity(draft: Draft, fields: Named) -> None:
    identity, at = fields.get("id", "uuid", "guid", "uid", "canonical", "canonicalurl", "url", "permalink", "slug")
    draft.put("source_id", text(identity), at)
    for name in ("canonical", "canonicalurl", "canonicallink", "url", "permalink", "link", "externalurl"):
        value, at = fields.get(name)
        if not draft.has("url") and web_address(value):
            put_address(draft, "url", value, at)
    fields.put(draft, "slug", "slug")
    fields.put(draft, "version", "version", "revision")


def _put_dates(draft: Draft, fields: Named) -> None:
    names = ("publishdate", "date", "pubdate", "pubdatetime", "published", "publishedat", "publisheddate")
    dates = [fields.get(name) for name in (*names, "datepublished", "publishedtime")]
    given = [(value, at) for value, at in dates if value is not None and not isinstance(value, bool)]
    known = [(value, at) for value, at in given if read_instant(value).moment is not None]
    for value, at in (known or given)[:1]:
        put_instant(draft, "published_at", value, at)
    updated = ("lastmod", "updated", "modified", "updateddate", "updatedat", "lastmodified", "lastmodifiedat")
    put_instant(draft, "updated_at", *fields.get(*updated, "moddatetime", "datemodified", "modifieddate"))
    put_instant(draft, "created_at", *fields.get("created", "createdat", "datecreated"))
    put_instant(draft, "expires_at", *fields.get("expirydate", "expires", "unpublishdate"))


def _put_texts(draft: Draft, fields: Named, body: str) -> tuple[Figure, ...]:
    for name in _TITLES:
        if not draft.has("headline"):
            fields.put(draft, "headline", name)
    summary, at = fields.get(
        "description", "summary", "excerpt", "abstract", "standfirst", "dek", "lead", "subtitle"
    )
    draft.put("summary", read_html(text(summary) or "").text, at)
    heading = _HEADING.match(body)
    if heading:
        title = plain_line(read_html(_html(heading["title"])).text)
        if not draft.has("headline"):
            draft.derive("headline", title, "the first heading")
            body = body[heading.end() :]
        elif title.casefold() == plain_line(text(fields.get(*_TITLES)[0]) or "").casefold():
            draft.drop("headline-repeated", title)
            body = body[heading.end() :]
    read = read_html(_html(_without_code(draft, body)))
    draft.put("body_text", read.text, "/body")
    for field, names in {"dateline": ("dateline", "location"), "rights": ("copyright", "license")}.items():
        fields.put(draft, field, *names)
    language, at = fields.get("lang", "language", "locale", "inlanguage")
    draft.put("language", (text(language) or "").replace("_", "-"), at)
    corrections, at = fields.get("corrections", "correction")
    draft.put("corrections", [{"text": words} for one in listed(corrections) if (words := text(one))], at)
    return read.figures


def _without_code(draft: Draft, body: str) -> str:
    """Take out what the site's generator would replace."""
    found = [*_SHORTCODE.findall(body), *_IMPORT.findall(body)]
    if found:
        draft.drop("shortcode", "\n".join(found[:20])[:2_000])
    return _IMPORT.sub("", _SHORTCODE.sub("", body))


def _html(body: str) -> str:
    if len(body) > _MOST:
        raise BadInput("The text is too long.", [FieldError(f"at most {_MOST} characters", pointer="/body")])
    if sum(1 for _ in _MARKS.finditer(body)) > _MOST_MARKS:
        raise BadInput("The Markdown has too many marks.", [FieldError(f"at most {_MOST_MARKS}", pointer="/body")])
    from markdown_it import MarkdownIt  # noqa: PLC0415  only Markdown pays for loading it

    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body))
