"""Which of an entry's texts is the article and which is only its beginning.

Feeds carry whole articles, teasers that end with "Read more", and both under any of the names. The longest of the
texts meant to be full (`content:encoded`, Atom's `content`, a producer's `full-text`) is the body, unless it is as
short as a teaser and breaks off like one. A description is the summary; it is the body where it stands alone and
is as long as an article, or where there is no headline either. The footer that WordPress puts below ("The post …
appeared first on …") and links to the rest are dropped.
"""

import html
import re
from dataclasses import dataclass, replace

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.feeds.markup import with_captions
from shared.formats.html_text import Figure, only_characters, plain_paragraphs, read_html

_AS_LONG_AS_AN_ARTICLE = 700  # characters; teasers have 100 to 500
_LONG_SCRIPTS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # a character is half a word
_LONGEST_LINK = 200
# Links to the rest of an article: words that lead there, and words that do so only where they stand alone.
_READ_ON = (
    r"read\s(?:more|on|(?:the\s)?(?:full|whole|entire|rest|complete|original))(?!\sthan)\b|(?:continue|keep)\sreading\b"
    r"|(?:view|see)\s(?:more|(?:the\s)?(?:full|entire|whole|original)\s(?:article|story|post))(?!\sthan)\b"
    r"|click\shere\s(?:to\s(?:read|continue|view)|for\s(?:more|the\sfull))\b|(?:jetzt\s|hier\s)?(?:weiter|mehr\s)lesen\b"
    r"|den\sganzen\sartikel\slesen\b|lire\s(?:la\ssuite|plus|l[’']article)\b|continuer\s(?:la\slecture|à\slire)\b"
    r"|(?:leer|ler|leia|seguir\sleyendo|continua?r?\sa?\s?(?:lendo|leyendo|leggere))\b(?=\s*(?:$|\W|más|mais))"
    r"|leggi\s(?:tutto|di\spiù|ancora|l[’']articolo)\b|lees\s(?:meer|verder|het\shele)\b|czytaj\s(?:więcej|dalej|całość)\b"
    r"|läs\s(?:mer|hela)\b|les\s(?:mer|hele|videre)\b|læs\s(?:mere|hele|videre)\b|lue\s(?:lisää|koko)\b"
    r"|читать\s(?:далее|дальше|полностью)\b|читати\s(?:далі|більше|повністю)\b|devamını\soku|číst\s(?:dál|více|celý)\b"
    r"|citește\s(?:mai\smult|continuarea)\b|olvass\stovább\b|続きを読む|阅读(?:更多|全文)|閱讀(?:更多|全文)"
)
_ALONE = (
    r"more|more\sinfo|full\s(?:story|article|text)|mehr|la\ssuite|suite|más|tovább"
    r"|подробнее|далее|детальніше|далі|全文"
)
_MARKS = r"[\s(\[…·•*→»>›«“\"'.:)\]-]*"
_MORE_LINE = re.compile(rf"{_MARKS}(?:(?:{_READ_ON})|(?:{_ALONE}){_MARKS}$)", re.IGNORECASE)
_MORE_AT_END = re.compile(rf"(?<=[.…!?\])])\s{{0,3}}[(\[]?(?:{_READ_ON})[^.!?]{{0,60}}$", re.IGNORECASE)
_BRACKETED = re.compile(r"(?:\[\s?(?:…|\.{3}|&hellip;)\s?\]|\((?:…|\.{3})\))\s*[»>→]*$")
_ELLIPSIS = re.compile(r"(?:…|\.{3})[\])]?\s*[»>→]*$")
_WORDPRESS_FOOTER = re.compile(r"The post .{1,400} (?:appeared first on|first appeared on) .{1,200}\.?$")
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|br|div|a|b|i|em|strong|img|ul|ol|li|h[1-6]|span|blockquote|figure)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    """A text as it was read: words without footers, its pictures, whether it breaks off, where it stood."""

    text: str
    figures: tuple[Figure, ...]
    pointer: str
    is_cut: bool = False
    trails_off: bool = False  # with an ellipsis, which may be the author's own
    footers: tuple[str, ...] = ()


def read_text(markup: str, pointer: str, *, headline: str = "", feed: str = "", plain: bool = False) -> Reading:
    """Read a text that is HTML or plain; `headline` and `feed` tell a footer that names both."""
    markup = only_characters(markup)
    if "<" not in markup and _ESCAPED_TAG.search(markup):
        markup = html.unescape(markup)
    figures: tuple[Figure, ...] = ()
    if plain or "<" not in markup:
        text = plain_paragraphs(markup if plain else read_html(plain_paragraphs(markup)).text)
    else:
        read = read_html(with_captions(markup))
        text, figures = read.text, read.figures
    return _without_footers(Reading(text.strip(), figures, pointer), headline, feed)


def put_texts(
    draft: Draft, contents: list[Reading], descriptions: list[Reading], headline: str | None
) -> Reading | None:
    """Keep body and summary; give the reading whose pictures belong to the article."""
    content = max((one for one in contents if one.text), key=lambda one: len(one.text), default=None)
    description = next((one for one in descriptions if one.text), None)
    body = (
        content
        if content and not (_is_teaser(content) and _weight(content.text) < _AS_LONG_AS_AN_ARTICLE)
        else None
    )
    if body:
        draft.put("body_text", _without_headline(draft, body.text, headline), body.pointer)
        _tell_of_cut(draft, body)
    summary = description or (None if body else content)
    if summary and not body:
        body = _put_description_as_body(draft, summary, headline)
        if body is None:
            draft.notice(
                "no-body", "the entry has no full text; its teaser is kept as the summary", summary.pointer
            )
    if summary and summary is not body and not (body and _says_as_much(summary, body)):
        draft.put("summary", summary.text, summary.pointer)
    for one in {id(one): one for one in (body, summary) if one}.values():
        for footer in one.footers:
            draft.drop("feed-footer", footer)
    pictured = [one for one in (body, content, description, *contents) if one and one.figures]
    return pictured[0] if pictured else body


def _without_headline(draft: Draft, body: str, headline: str | None) -> str:
    first, _, rest = body.partition("\n\n")
    if not rest or not headline or clean_line(first).casefold() != clean_line(headline).casefold():
        return body
    draft.drop("headline-repeated", clean_line(first))
    return rest


def _put_description_as_body(draft: Draft, one: Reading, headline: str | None) -> Reading | None:
    if not headline:
        draft.derive("body_text", one.text, "the description is all that the entry says", confidence=0.9)
        return one
    if one.is_cut or one.trails_off or _weight(one.text) < _AS_LONG_AS_AN_ARTICLE:
        return None
    draft.derive("body_text", one.text, "the description is as long as an article", confidence=0.7)
    return one


def _tell_of_cut(draft: Draft, body: Reading) -> None:
    if body.is_cut:
        draft.notice("body-cut-off", "the text breaks off: the feed carries only its beginning", body.pointer)


def _says_as_much(summary: Reading, body: Reading) -> bool:
    """Tell whether the summary is the body again."""
    short, long = clean_line(summary.text), clean_line(body.text)
    return short == long or (len(short) > 0.8 * len(long) and short[:100] == long[:100])


def _is_teaser(one: Reading) -> bool:
    return one.is_cut or (one.trails_off and "\n\n" not in one.text)


def _weight(text: str) -> int:
    return len(text) + 2 * len(_LONG_SCRIPTS.findall(text[:2_000]))


def _without_footers(one: Reading, headline: str, feed: str) -> Reading:
    paragraphs = one.text.split("\n\n")
    footers: list[str] = []
    cut = False
    while paragraphs and len(footers) < 5:
        last = clean_line(paragraphs[-1])
        more = len(last) <= _LONGEST_LINK and _MORE_LINE.match(last) is not None
        if not more and not _is_footer(last, headline, feed):
            break
        cut = cut or more
        footers.append(paragraphs.pop())
    if not paragraphs:  # it is all that there is
        return replace(one, is_cut=cut)
    last = paragraphs[-1]
    if match := _MORE_AT_END.search(last[-_LONGEST_LINK:]):
        paragraphs[-1] = last[: len(last) - len(match[0])].rstrip()
        footers.append(match[0].strip())
        cut = True
    end = paragraphs[-1][-_LONGEST_LINK:]
    return replace(
        one,
        text="\n\n".join(paragraphs),
        is_cut=cut or _BRACKETED.search(end) is not None,
        trails_off=_ELLIPSIS.search(end) is not None,
        footers=tuple(reversed(footers)),
    )


def _is_footer(line: str, headline: str, feed: str) -> bool:
    """Tell whether a last paragraph only names the article and the feed, in whatever language."""
    if len(line) > 600:
        return False
    if _WORDPRESS_FOOTER.fullmatch(line):
        return True
    named = len(headline) > 10 and len(feed) > 2 and headline in line and feed in line
    return named and len(line) < len(headline) + len(feed) + 80
