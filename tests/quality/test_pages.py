"""Whole web pages: text, dates, authors and titles against what people found on them; and what reading costs.

A page's text is measured as trafilatura measures itself: pieces of text that must be there, and pieces that must
not. White space is made one everywhere, for our paragraphs are not the page's lines. A day is exact when it is the
published day in UTC or in the zone in which the page writes that instant. An author line is exact when its names
are those of the authors, or of the byline: agencies and desks are no authors here. Letter case is passed over, and
in a title what HTML escapes.
"""

import gzip
import html
import json
import re
import time
import timeit
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.domain.text import clean_line
from shared.formats import html_page
from shared.formats.payload import Payload
from tests.figures import RecordFigure

lxml_html = pytest.importorskip("lxml.html")
_SAMPLE = 6  # every sixth page, in `make test`
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


def _pages(data_directory: Path, whole: bool) -> Iterator[tuple[dict[str, Any], bytes]]:
    folder = data_directory / "html" / "trafilatura"
    with gzip.open(folder / "gold.jsonl.gz", "rt") as lines:
        for line in list(lines)[:: 1 if whole else _SAMPLE]:
            gold = json.loads(line)
            yield gold, gzip.decompress((folder / "html" / gold["html"]).read_bytes())


def _payload(body: bytes) -> Payload:
    payload = Payload(body, "text/html")
    try:
        assert payload.text
    except BadInput:  # a few bytes that are not in the encoding that the page names
        return Payload(body.decode("utf-8", "replace").encode(), "text/html")
    return payload


def _read(payload: Payload) -> Content | None:
    try:
        return html_page.parse(payload).content
    except BadInput:
        return None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _folded(text: str) -> str:
    return clean_line(html.unescape(text)).casefold()


def _values(gold: Any) -> list[str]:
    return gold if isinstance(gold, list) else [gold] if gold else []


def _names(values: list[str]) -> set[str]:
    parts = (part for value in values for part in re.split(r"\s*[;,&]\s*|\s+(?:und|and)\s+", _folded(value)))
    return {part for part in parts if part}


def _count_segments(counts: Counter[str], name: str, gold: dict[str, Any], text: str) -> None:
    found = _plain(text)
    counts[f"{name} tp"] += (hits := sum(_plain(piece) in found for piece in gold["with"]))
    counts[f"{name} fn"] += len(gold["with"]) - hits
    counts[f"{name} fp"] += sum(_plain(piece) in found for piece in gold["without"])


def _f1(counts: Counter[str], name: str) -> float:
    hits = 2 * counts[f"{name} tp"]
    return hits / (hits + counts[f"{name} fp"] + counts[f"{name} fn"])


def _is_day(moment: datetime | None, day: str, page: str) -> bool:
    if moment is None:
        return False
    if moment.date().isoformat() == day:
        return True
    for written in set(_INSTANT.findall(page)):
        try:
            local = datetime.fromisoformat(written)
        except ValueError:
            continue
        if local == moment and local.date().isoformat() == day:
            return True
    return False


def _count_metadata(counts: Counter[str], gold: dict[str, Any], page: str, content: Content | None) -> None:
    if gold.get("date"):
        counts["dates"] += 1
        counts["date"] += content is not None and _is_day(content.published_at, gold["date"], page)
        counts["date in UTC"] += (
            content is not None
            and content.published_at is not None
            and content.published_at.date().isoformat() == gold["date"]
        )
    if titles := _values(gold.get("title")):
        counts["titles"] += 1
        counts["title"] += content is not None and _folded(content.headline or "") in set(map(_folded, titles))
    if authors := _values(gold.get("author")):
        counts["authors"] += 1
        people = {_folded(author.name) for author in content.authors} if content else set()
        byline = content.byline or "" if content else ""
        alone = people in (set(map(_folded, authors)), _names(authors))
        counts["author alone"] += alone
        counts["author"] += (
            alone or _folded(byline) in map(_folded, authors) or _names([byline]) == _names(authors)
        )


def test_pages_are_read_as_people_read_them(data_directory: Path, whole: bool, figure: RecordFigure) -> None:
    counts: Counter[str] = Counter()
    for gold, body in _pages(data_directory, whole):
        payload = _payload(body)
        assert html_page.recognises(payload)
        content = _read(payload)
        _count_segments(counts, "ours", gold, (content.body_text or "") if content else "")
        _count_metadata(counts, gold, payload.text, content)
        if whole:
            _count_baseline(counts, gold, payload.text)
    alone = f"trafilatura alone {_f1(counts, 'alone'):.3f}" if whole else None
    figure("pages: segments F1", _f1(counts, "ours"), at_least=0.92, baseline=alone)
    if whole:
        figure("pages: segments F1 above trafilatura's", _f1(counts, "ours") - _f1(counts, "alone"), at_least=0)
    shares = {name: counts[name] / counts[f"{name}s"] for name in ("date", "title", "author")}
    bounds = {"date": 0.87, "title": 0.65, "author": 0.6}
    for name, share in shares.items():
        theirs = f"trafilatura alone {counts[f'alone {name}'] / counts[f'{name}s']:.3f}" if whole else None
        bound = bounds[name] if whole else None  # a sixth of the pages is too few to hold a bound to
        figure(f"pages: {name} exact", share, at_least=bound, baseline=theirs)
    figure("pages: date exact in UTC", counts["date in UTC"] / counts["dates"])
    figure("pages: author exact, bylines apart", counts["author alone"] / counts["authors"])


def _count_baseline(counts: Counter[str], gold: dict[str, Any], page: str) -> None:
    from trafilatura import bare_extraction  # noqa: PLC0415  it is slow to load

    found = bare_extraction(page, fast=True, include_comments=False, with_metadata=True)
    _count_segments(counts, "alone", gold, (found.text or "") if found else "")
    counts["alone date"] += bool(gold.get("date")) and getattr(found, "date", None) == gold["date"]
    titles, authors = _values(gold.get("title")), _values(gold.get("author"))
    counts["alone title"] += bool(titles) and _folded(getattr(found, "title", "") or "") in map(_folded, titles)
    counts["alone author"] += bool(authors) and _names([getattr(found, "author", "") or ""]) == _names(authors)


def test_reading_a_page_costs_little_more_than_parsing_it(
    data_directory: Path, whole: bool, figure: RecordFigure
) -> None:
    ours: list[float] = []
    theirs: list[float] = []
    for number, (_, body) in enumerate(_pages(data_directory, whole)):
        payload = _payload(body)
        _read(payload) if number == 0 else None  # what is loaded once is no page's cost
        theirs.append(_cpu(partial(lxml_html.document_fromstring, body)))
        ours.append(_cpu(partial(_read, payload)))
    ratio = sum(ours) / sum(theirs)
    figure("pages: CPU against lxml's parse, mean", ratio, at_most=16, baseline="trafilatura with metadata 19")
    figure("pages: CPU ms, p99", 1000 * sorted(ours)[int(len(ours) * 0.99)], at_most=60 if whole else None)


def _cpu(work: Callable[[], Any]) -> float:
    """Give the CPU seconds of the least of three times: whatever else the machine does only adds."""
    return min(timeit.repeat(work, timer=time.thread_time, number=1, repeat=3))


def _token_f1(found: str, expected: str) -> float:
    ours, theirs = Counter(re.findall(r"\w+", found.casefold())), Counter(re.findall(r"\w+", expected.casefold()))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if ours and theirs else 0.0


def test_the_text_is_like_that_of_other_readers(data_directory: Path, figure: RecordFigure) -> None:
    folder = data_directory / "html"
    likeness: list[float] = []
    for case in sorted((folder / "readability").iterdir()):
        if not (case / "source.html.gz").is_file():
            continue
        content = _read(_payload(gzip.decompress((case / "source.html.gz").read_bytes())))
        expected = lxml_html.document_fromstring(gzip.decompress((case / "expected.html.gz").read_bytes()))
        likeness.append(_token_f1((content.body_text or "") if content else "", " ".join(expected.itertext())))
    figure("pages: words like Readability's, F1", sum(likeness) / len(likeness))
    texts: list[float] = []
    for text in sorted((folder / "newspaper4k" / "txt").iterdir()):
        page = folder / "newspaper4k" / "html" / f"{text.stem}.html.gz"
        if page.is_file() and len(expected_text := text.read_text(errors="replace")) > 100:
            content = _read(_payload(gzip.decompress(page.read_bytes())))
            texts.append(_token_f1((content.body_text or "") if content else "", expected_text))
    figure("pages: words like newspaper4k's, F1", sum(texts) / len(texts))
