"""Pages copied from a browser as text: how much of the article is kept, and how much around it is not.

A page is turned into text block by block, as browsers do when they copy, without any knowledge of sites. The
measure is that of the corpus: segments that must be kept and segments that must not.
"""

import gzip
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from shared.domain.article import Parsed
from shared.domain.errors import BadInput
from shared.formats import pasted_text
from shared.formats.payload import Payload
from tests.figures import RecordFigure

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "svg",
    "select",
    "option",
    "object",
    "textarea",
}
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "figure", "table", "pre", "dl", "hr"}
_BLOCKS = _APART | {
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "li",
    "dt",
    "dd",
    "tr",
}
_BLOCKS |= {"figcaption", "address", "form", "fieldset", "details"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EACH = 8  # in a quick run one page of so many is read


def copied(source: bytes) -> str:
    """Give the page as a browser copies it: a line for each block, an empty line around paragraphs."""
    pieces: list[str] = []
    try:
        root = lxml_html.document_fromstring(source.decode())
    except ValueError:  # another encoding, or one that is declared in an XML declaration: the parser finds it
        root = lxml_html.document_fromstring(source)
    _walk(root, pieces)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(root: Any, pieces: list[str]) -> None:
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        element, entering = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        seen = tag not in _UNSEEN and tag != "" and not _is_hidden(element)
        if not entering or not seen:
            pieces.append(_end(tag) if seen and not entering else "")
            pieces.append(re.sub(r"\s+", " ", element.tail or ""))
            continue
        pieces.append("\n" if tag == "br" else "\t" if tag == "td" else _end(tag))
        text = element.text or ""
        pieces.append(text if tag == "pre" else re.sub(r"\s+", " ", text))
        stack.append((element, False))
        stack.extend((child, True) for child in reversed(element))


def _end(tag: str) -> str:
    return "\n\n" if tag in _APART else "\n" if tag in _BLOCKS else ""


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def read(text: str) -> Parsed | None:
    try:
        return pasted_text.parse(Payload(text.encode(), "text/plain"))
    except BadInput:
        return None


@cache
def pages(data_directory: Path, whole: bool) -> list[tuple[dict[str, Any], str, Parsed | None]]:
    folder = data_directory / "html" / "trafilatura"
    if not folder.is_dir():
        pytest.skip(f"{folder} is missing")
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines][:: 1 if whole else _EACH]
    found = []
    for entry in gold:
        file = folder / "html" / entry["html"]
        if file.is_file():
            text = copied(gzip.decompress(file.read_bytes()))
            found.append((entry, text, read(text)))
    return found


def plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def article_of(parsed: Parsed | None) -> str:
    """Give what a reader gets as the article: its standfirst and its text."""
    return f"{parsed.content.summary or ''}\n{parsed.content.body_text or ''}" if parsed else ""


def test_segments_of_the_article_are_kept_and_others_are_not(
    data_directory: Path, whole: bool, figure: RecordFigure
) -> None:
    told: Counter[str] = Counter()
    read_pages = pages(data_directory, whole)
    for entry, text, parsed in read_pages:
        kept, shown = plain(article_of(parsed)), plain(text)
        for name, segments in (("with", entry["with"]), ("without", entry["without"])):
            for segment in map(plain, segments):
                if segment in shown:  # what a script would have put there was not copied
                    told[f"{name} {segment in kept}"] += 1
    kept, missed, wrong = told["with True"], told["with False"], told["without True"]
    figure("pasted pages: pages", len(read_pages))
    figure("pasted pages: segments kept", kept / (kept + missed))
    figure("pasted pages: segments F1", 2 * kept / (2 * kept + missed + wrong), at_least=0.87)


def names_in(annotated: str | list[str] | None) -> set[str]:
    texts = annotated if isinstance(annotated, list) else [annotated or ""]
    return {plain(name) for text in texts for name in re.split(r"\s*[;,&]\s*|\s+(?:und|and)\s+", text) if name}


def test_headline_and_authors_are_found(data_directory: Path, whole: bool, figure: RecordFigure) -> None:
    titles: list[bool] = []
    right, given, found = 0, 0, 0
    for entry, text, parsed in pages(data_directory, whole):
        content = parsed.content if parsed else None
        title = plain(entry.get("title"))
        if title and title in plain(text):
            headline = plain(content.headline) if content else ""
            titles.append(headline != "" and (headline in title or title in headline))
        names = {name for name in names_in(entry.get("author")) if name in plain(text)}
        if not names:
            continue
        authors = {plain(author.name) for author in content.authors} if content else set()
        given, found, right = given + len(names), found + len(authors), right + len(names & authors)
    figure("pasted pages: headline found", sum(titles) / len(titles), at_least=0.65)
    figure("pasted pages: authors, precision", right / max(found, 1), at_least=0.8)
    figure("pasted pages: authors, recall", right / max(given, 1))
