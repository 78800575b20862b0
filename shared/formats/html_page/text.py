"""The article's text on its page: what is chrome is taken out, trafilatura finds the text in what is left."""

from copy import copy
from itertools import islice
from typing import Any

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.html_page.facts import Facts

_MAX_PIECES = 50
_MAX_WORDS_OF_A_PIECE = 200
_MANY_ELEMENTS = 800  # trafilatura looks at each some twenty times
# When a second try is made, and when it counts
_NEAR_THE_HEADLINE = 120  # elements
_SHORTEST_LEAD = 50  # characters
_LONGEST_LEAD = 1_500
_SHORT = 1_500
_SHARE_OF_THE_PAGE = 0.2
_MUCH_LONGER = 1.5
_LEAST = 250
_INLINE_TAGS = ("span", "b", "i", "em", "strong", "u", "small", "font")
_BEFORE = {"item": "\n", "row": "\n"}
_INLINE = frozenset(("hi", "ref", "del", "code", "lb", "graphic", "span"))


def take_chrome(draft: Draft, facts: Facts) -> None:
    """Take out of the page what stands around the article, and tell of it with its first words."""
    from lxml import etree  # noqa: PLC0415  loaded by the parser already

    etree.strip_elements(facts.root, "link", "meta", with_tail=False)
    told: set[tuple[str, str]] = set()
    for kind, element in facts.chrome:
        if element.getparent() is not None:
            element.drop_tree()
        words = clean_line(" ".join(islice(element.itertext(), 100)))[:_MAX_WORDS_OF_A_PIECE].strip()
        if words and kind != "hidden" and len(told) < _MAX_PIECES and (kind, words) not in told:
            told.add((kind, words))
            draft.drop(kind, words)


def with_lead(text: str, facts: Facts, heading: Any) -> str:
    """Give the text with the paragraph that stands between the headline and it, where it lacks that."""
    at = facts.place.get(heading, 0)
    for element in facts.leads:
        if not 0 < facts.place[element] - at < _NEAR_THE_HEADLINE:
            continue
        words = " ".join(element.text_content().split())
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        if not _SHORTEST_LEAD <= len(words) <= _LONGEST_LEAD or linked > len(words) / 3:
            continue
        return text if _is_within(words, text) else f"{words}\n\n{text}"
    return text


def _is_within(words: str, text: str) -> bool:
    start = words[: _SHORTEST_LEAD - 10].rsplit(" ", 1)[0]
    return start in " ".join(text[: 2 * _LONGEST_LEAD].split())


def main_text(root: Any) -> str:
    """Give the paragraphs of the page's article, with an empty line between them."""
    page_length = len(root.text_content())
    root = _narrowed(root, page_length)
    found = _extracted(root, recall=False)
    # A little text of a long page: the page has another form than an article's, and everything like text is taken.
    if len(found) < _SHORT and len(found) < _SHARE_OF_THE_PAGE * page_length:
        more = _extracted(root, recall=True)
        if len(more) > max(_LEAST, _MUCH_LONGER * len(found)):
            return more
    return found


def _narrowed(root: Any, page_length: int) -> Any:
    """Give the element that the page calls its main one, as a page of its own, where it holds most of the text."""
    from lxml.html import Element  # noqa: PLC0415  loaded already

    mains = [one for one in root.iter("main", "div") if one.tag == "main" or one.get("role") == "main"]
    if len(mains) != 1 or len(mains[0].text_content()) <= page_length / 2:
        return root
    page, body = Element("html"), Element("body")
    page.append(body)
    body.append(mains[0])
    return page


def _extracted(root: Any, *, recall: bool) -> str:
    """Run the steps of trafilatura's fast mode, without those that copy and search the page again."""
    from lxml import etree  # noqa: PLC0415  loaded already
    from trafilatura.baseline import baseline  # noqa: PLC0415  only a page pays for loading it
    from trafilatura.htmlprocessing import convert_tags, tree_cleaning  # noqa: PLC0415
    from trafilatura.main_extractor import extract_content  # noqa: PLC0415
    from trafilatura.settings import Extractor  # noqa: PLC0415

    page = copy(root)
    if sum(1 for _ in islice(page.iter(), _MANY_ELEMENTS)) == _MANY_ELEMENTS:
        etree.strip_tags(page, *_INLINE_TAGS)
    options = Extractor(output_format="txt", fast=True, comments=False, recall=recall)
    try:
        body, _ = extract_content(convert_tags(tree_cleaning(page, options), options), options)
        found = paragraphs(body)
        return found if len(found) >= _LEAST else max(found, paragraphs(baseline(root)[0]), key=len)
    except (RecursionError, ValueError, TypeError):  # lists in lists in lists; what lxml does not take
        return ""


def paragraphs(body: Any) -> str:
    """Give each block of trafilatura's tree as a paragraph: items of lists and rows of tables one by one."""
    parts: list[str] = []
    for block in body:
        # A list within a list is no item of its own: each word is taken once, however deep.
        parts += _words(block).split("\n") if block.tag in ("list", "table") else [_words(block)]
        if block.tail and not block.tail.isspace():
            parts.append(block.tail)
    return "\n\n".join(line for part in parts if (line := " ".join(part.split())))


def _words(element: Any) -> str:
    """Give the element's text, each item and each row on a line of its own."""
    from lxml import etree  # noqa: PLC0415  loaded already

    pieces: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(_BEFORE.get(one.tag, "" if one.tag in _INLINE else " "))
            pieces.append((one.text or "").replace("\n", " "))
        elif one is not element:
            pieces.append((one.tail or "").replace("\n", " "))
    return "".join(pieces)
