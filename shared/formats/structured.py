"""Tells data for programs that came in the place of words: what of it says that it may not be shown would be text.

JSON behind a name, a call, a comment or a guard, in quotes once more, or with the wrong quotes; a web form; a news
document in XML below other words. None of it is read, for nobody knows what the sender means; it is refused.
"""

import re

from shared.domain.text import HIDDEN

_LOOK = 40_000  # characters
_VALUE = r"\s{0,20}:\s{0,20}(?:\\?[\"'\[{]|-?\d|(?i:true|false|null|none)\b)"
_PAIR = re.compile(rf"(?:\\?[\"'])[\w.@$-]{{1,60}}(?:\\?[\"']){_VALUE}")
_OBJECT = re.compile(
    rf"\{{\s{{0,20}}(?:\\[nrt]\s{{0,20}}){{0,5}}(?:\\?[\"'][\w.@$-]{{1,60}}\\?[\"']|[A-Za-z_$][\w$]{{0,60}}){_VALUE}"
)
_FORM = re.compile(
    r"\s{0,100}[\w.\[\]%-]{1,80}=(?:\s{0,20}[{\[<]|\S{0,2000}(?:%7B|%22|%3C)|[^\s&=]{0,2000}(?:&[\w.\[\]%-]{1,80}=|$))",
    re.IGNORECASE,
)
_ENCODED = re.compile(
    r"%7B(?:%0[AD]|%20|%09|\+){0,20}%22|%22[\w.-]{1,60}%22(?:%20|\+){0,5}(?:%3A|:)", re.IGNORECASE
)
_NEWS_XML = re.compile(
    r"<(?:\w{1,20}:)?(?:nitf|newsitem|newsmessage|packageitem|newsml|rss|feed|rdf|rbnews|xmlnewsqueuedresponse)"
    r"(?:\s[^<>]{0,5000})?>\s{0,1000}<",
    re.IGNORECASE,
)


def holds_news_xml(text: str) -> bool:
    """Tell whether a news document or a feed in XML stands near the text's beginning."""
    return _NEWS_XML.search(text, 0, _LOOK) is not None


def what_data_it_is(text: str) -> str | None:
    """Give what stands in the place of words, None where these are words."""
    start = HIDDEN.sub("", text[:_LOOK])
    if _OBJECT.search(start) or sum(1 for _, _ in zip(range(2), _PAIR.finditer(start), strict=False)) == 2:
        return "JSON with something around it, or with the wrong quotes"
    if _FORM.match(start) or _ENCODED.search(start):
        return "the fields of a web form"
    return "an XML document with other words above it" if holds_news_xml(start) else None
