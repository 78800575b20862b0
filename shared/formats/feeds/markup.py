"""The captions of WordPress, made what HTML calls a figure: they are no sentences of the article."""

import re

from shared.formats.draft import Draft

_CAPTION = re.compile(r"\[caption\b[^\[\]]{0,400}\]|<(div|dl)\b([^<>]{0,600})>", re.IGNORECASE)
_PICTURE = re.compile(r"\s*((?:<a\b[^<>]{0,1000}>)?\s*<img\b[^<>]{0,2000}>\s*(?:</a>)?)", re.IGNORECASE)
_WORDS = re.compile(r"<(?:p|dd)\b[^<>]{0,300}\bwp-caption-(?:text|dd)\b[^<>]{0,300}>", re.IGNORECASE)
_LONGEST = 4_000  # characters from the beginning of a caption to its end
_MOST = 1_000  # captions of one text


def with_captions(markup: str) -> str:
    """Give the markup with figures in place of `[caption]` and of `wp-caption` blocks."""
    if "caption" not in markup:
        return markup
    parts: list[str] = []
    done = 0
    for start in _CAPTION.finditer(markup):
        if start.start() < done or (start[1] and "wp-caption" not in start[2]):
            continue
        closing = f"</{start[1]}>" if start[1] else "[/caption]"
        end = markup.find(closing, start.end(), start.end() + _LONGEST)
        figure = _captioned(markup[start.end() : end]) if end >= 0 else None
        if figure is not None and len(parts) < 2 * _MOST:
            parts += [markup[done : start.start()], figure]
            done = end + len(closing)
    return "".join([*parts, markup[done:]])


def _captioned(inner: str) -> str | None:
    """Give a picture and the words below it as a figure."""
    picture = _PICTURE.search(inner)
    if picture is None:
        return None
    marked = _WORDS.search(inner, picture.end())
    return _figure(picture[1], inner[marked.end() if marked else picture.end() :])


def _figure(picture: str, words: str) -> str:
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"


_BLANK_LINES = re.compile(r"\r?\n[^\S\n]*\r?\n\s*")
_MAX_BREAKS = 10_000  # of one text
# A shortcode of a plugin: with attributes, or closed, or one of WordPress's own. "[sic]" is none.
_OWN_SHORTCODES = (
    "audio|embed|gallery|playlist|video|youtube|vimeo|twitter|tweet|instagram|soundcloud|googlemaps|more"
)
_WITH_CONTENT = re.compile(r"\[(audio|embed|playlist|video|gallery)\b[^\[\]]{0,500}\][^\[\]]{0,1000}\[/\1\]")
_TAG = re.compile(
    rf"\[/?(?:{_OWN_SHORTCODES})\b[^\[\]]{{0,1000}}\]|\[[a-z][\w-]{{1,40}}(?:\s+[\w-]{{1,40}}=[^\[\]]{{1,1000}}|\s*/)\]"
    r"|\[/[a-z][\w-]{1,40}\]",
    re.IGNORECASE,
)
_NAME = re.compile(r"\[/([a-z][\w-]{1,40})\]", re.IGNORECASE)
_MOST_NAMES = 50


def without_shortcodes(markup: str, draft: Draft, pointer: str) -> str:
    """Take out WordPress's shortcodes, which stand for what its plugins make; tell of them."""
    if "[" not in markup:
        return markup
    markup = with_captions(markup)
    text = _WITH_CONTENT.sub(" ", markup)
    closed = sorted({match[1].lower() for match in _NAME.finditer(text)})[:_MOST_NAMES]
    if closed:
        text = re.sub(rf"\[(?:{'|'.join(map(re.escape, closed))})\]", " ", text, flags=re.IGNORECASE)
    text = _TAG.sub(" ", text)
    if text != markup:
        draft.notice("shortcodes-left-out", "what shortcodes of WordPress stand for is not in the text", pointer)
    return text


def paragraphs_by_blank_lines(markup: str) -> str:
    """Give markup in which blank lines break paragraphs, as WordPress reads what its editors typed."""
    if "<pre" in markup or markup.count("\n") > _MAX_BREAKS:
        return markup
    return _BLANK_LINES.sub("<br><br>", markup)
