"""HTML fragments to paragraphs of text: what a reader sees of `body_html`, without what stands around it.

Block elements, table rows and two line breaks end a paragraph; one `<br>` is a space. Scripts, styles, forms,
frames, players and hidden elements are dropped. Pictures are given back beside the text with their captions: a
`figcaption` is no sentence of the article. Nothing is fetched and no entity beyond HTML's own is resolved.

Text without any markup does not load the parser.
"""

import html
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

_BLOCKS = re.findall(
    r"\w+",
    """
    address article aside blockquote body center dd details dir div dl dt fieldset footer h1 h2 h3 h4 h5 h6 header
    hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul
    """,
)
_CELLS = ("td", "th")
_DROPPED = re.findall(
    r"\w+",
    """
    audio button canvas embed figure form frame frameset head iframe input link map math meta nav noframes noscript
    object option script select style svg template textarea video
    """,
)
_STYLED = "translate(@style, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ \t\n\r', 'abcdefghijklmnopqrstuvwxyz')"
_HIDDEN = f"//*[@hidden or contains({_STYLED}, 'display:none') or contains({_STYLED}, 'visibility:hidden')]"
_CREDIT = ".//*[contains(@class, 'credit') or contains(@class, 'copyright') or contains(@itemprop, 'copyright')]"

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]*)?/?>|&(?:#\w{1,8}|[a-z]\w{1,30});", re.IGNORECASE)
_BREAKING = re.compile(rf"<(?:{'|'.join(_BLOCKS)}|br)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
# More tags than any article has. Tens of thousands of paragraphs of one word would take a second to clean, and
# libxml2 gives up beyond 2,048 levels: of such input the words are kept and the paragraphs are not.
_MAX_TAGS = 20_000
# The parser compares every attribute with all others of its tag: of a tag with 100,000 it takes seconds. No
# article has as many different words.
_MAX_WORDS = 15_000
_FEW_CHARACTERS = 2 * _MAX_WORDS  # hold fewer words than that
_WORD = re.compile(r"[^\s<>\"'=/]+")
# The parser gives these back and takes none.
_NO_CHARACTERS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#0{0,9}(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d);?"
    r"|&#x0{0,9}(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)
_INLINE_DATA = re.compile(r";base64,[\w+/=]{100,}", re.ASCII)  # a picture within its address, which is never kept
_MOST_ROUNDS = 5  # of tags within tags
_MAX_FIGURES = 1_000
_MAX_ENTITIES = 10_000  # the standard library needs a second for a million of them, the parser 40 ms
_SENTENCE_END = (".", "!", "?", "…", ":", '"', "”", "»", "“", ")", "。", "！", "？", "」")
_LONGER_THAN_A_WRAPPED_LINE = 120


@dataclass(frozen=True)
class Figure:
    """A picture within the text: its address as written, and the words that belong to it."""

    src: str | None
    alt: str | None
    caption: str | None
    credit: str | None
    width: str | None
    height: str | None


@dataclass(frozen=True)
class HtmlText:
    """The paragraphs, separated by an empty line, and the pictures that stood among them."""

    text: str
    figures: tuple[Figure, ...] = ()


def only_characters(markup: str) -> str:
    """Give markup without control characters and what is no character at all, plain or as a reference."""
    return _NO_CHARACTERS.sub("", markup)


def looks_like_html(text: str) -> bool:
    """Tell whether the text has a tag that breaks lines, whatever its sender calls it."""
    return _BREAKING.search(text) is not None


def plain_line(text: str) -> str:
    """Give a headline, a name or a byline without the tags and entities that some senders leave in it."""
    for _ in range(_MOST_ROUNDS):  # what a tag stood in may be a tag without it, and so may be an entity
        if not _MARKUP.search(text):
            return text
        text = html.unescape(_without_tags(text))
    return text if _MARKUP.search(text) is None else text.replace("<", "").replace(">", "")


def _without_tags(text: str) -> str:
    for _ in range(_MOST_ROUNDS):
        bare = _TAG.sub("", text)
        if bare == text:
            break
        text = bare
    return text


def plain_paragraphs(text: str) -> str:
    """Give plain text with an empty line between its paragraphs.

    Many senders end a paragraph with one line feed. That is told from lines wrapped at a width: these are short
    and seldom end where a sentence does.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if _BLANK_LINE.search(unified.strip()):
        return unified
    lines = [line.strip() for line in unified.split("\n") if line.strip()]
    ended = sum(line.endswith(_SENTENCE_END) for line in lines)
    wrapped = ended * 2 < len(lines) and all(len(line) <= _LONGER_THAN_A_WRAPPED_LINE for line in lines)
    return (" " if wrapped else "\n\n").join(lines)


def read_html(markup: str) -> HtmlText:
    """Give the text and the pictures of an HTML fragment or document, however broken it is."""
    markup = _INLINE_DATA.sub("", only_characters(markup))
    if "<" not in markup and markup.count("&") <= _MAX_ENTITIES:
        return HtmlText(html.unescape(markup))  # line feeds are white space in HTML, blank lines are meant
    if markup.count("<") > _MAX_TAGS or _has_too_many_words(markup):
        return _words(markup)
    root, complete = _tree(_with_breaks(markup))
    if not complete:
        return _words(markup)
    return HtmlText("") if root is None else HtmlText(figures=_take_figures(root), text=_paragraphs(root))


def _has_too_many_words(markup: str) -> bool:
    if len(markup) <= _FEW_CHARACTERS:
        return False
    seen: set[int] = set()
    for match in _WORD.finditer(markup):
        seen.add(hash(match[0]))
        if len(seen) > _MAX_WORDS:
            return True
    return False


def _with_breaks(markup: str) -> str:
    """Give markup on one line; blank lines become breaks where no tag makes any."""
    if markup.count("\n") <= _MAX_TAGS and not looks_like_html(markup):
        markup = _BLANK_LINE.sub("<br><br>", markup.replace("\r\n", "\n"))
    return markup.replace("\r", " ").replace("\n", " ")


def _tree(markup: str) -> tuple[Any, bool]:
    """Give the root element, or None of an empty text, and whether the parser read it to the end."""
    from lxml import etree  # noqa: PLC0415  only an article with HTML pays for loading it

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def _words(markup: str) -> HtmlText:
    # What is left of a broken tag must be no tag to the parser either.
    root, _ = _tree(_TAG.sub(" ", markup).replace("\n", " ").replace("<", "&lt;"))
    return HtmlText("" if root is None else _content(root).strip())


def _content(element: Any) -> str:
    return "".join(element.itertext())


def _take_figures(root: Any) -> tuple[Figure, ...]:
    for hidden in root.xpath(_HIDDEN):
        hidden.clear(keep_tail=True)
    captioned: set[Any] = {None}
    held: list[tuple[Any, Any]] = []
    for image in islice(root.iter("img"), _MAX_FIGURES):
        holder = next(image.iterancestors("figure"), None)
        held.append((image, None if holder in captioned else holder))
        captioned.add(holder)
    # The innermost first: each caption is taken out, so that a figure around it does not collect it again.
    figures = [_picture(image) if holder is None else _figure(holder, image) for image, holder in reversed(held)]
    # A picture one pixel wide counts readers.
    return tuple(figure for figure in reversed(figures) if figure.src and figure.width not in ("0", "1"))


def _figure(holder: Any, image: Any) -> Figure:
    caption = holder.find(".//figcaption")
    credit = None
    if caption is not None and (found := caption.xpath(_CREDIT)):
        credit = _content(found[0])
        found[0].clear(keep_tail=True)
    words = None
    if caption is not None:
        words = _content(caption)
        caption.clear(keep_tail=True)
    return _picture(image, words, credit)


def _picture(image: Any, caption: str | None = None, credit: str | None = None) -> Figure:
    def given(name: str) -> str | None:
        return (image.get(name) or "").strip() or None

    words = [None if part is None else (" ".join(part.split()) or None) for part in (caption, credit)]
    source = given("src")
    if source is None or source.startswith("data:"):  # a placeholder: the picture is loaded when it is scrolled to
        source = given("data-src")
    return Figure(source, given("alt"), words[0], words[1], given("width"), given("height"))


def _paragraphs(root: Any) -> str:
    from lxml import etree  # noqa: PLC0415  loaded by the parser already

    etree.strip_elements(root, *_DROPPED, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.text = f"\n\n{element.text or ''}"
        element.tail = f"\n\n{element.tail or ''}"
    for element in root.iter("br"):
        element.tail = f"\n{element.tail or ''}"
    for element in root.iter(*_CELLS):
        element.tail = f" {element.tail or ''}"
    parts = (" ".join(part.split()) for part in _BLANK_LINE.split(_content(root)))
    return "\n\n".join(part for part in parts if part)
