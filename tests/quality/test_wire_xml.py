"""How well the XML of news agencies is read, on files that their systems sent."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.domain.article import Content, Dropped, Parsed
from shared.domain.errors import BadInput
from shared.formats import newsml_1, newsml_g2, nitf, ritzau
from shared.formats.payload import Payload
from shared.formats.xml.tree import local_name
from tests.figures import RecordFigure

_FORMATS = (newsml_g2, newsml_1, nitf, ritzau)
_OURS = ("newsml-g2", "newsml-1.x", "nitf")
_BODIES = ("inlineXML", "inlineData", "DataContent", "body.content")
_BYLINES = ("by", "byline", "ByLine", "byLine")
_NO_WORDS = ("title", "head", "body.head", "media", "style", "script")


@pytest.fixture(scope="module")
def wire(data_directory: Path) -> list[tuple[dict[str, str], Path]]:
    index = data_directory / "wire" / "INDEX.csv"
    if not index.is_file():
        pytest.skip("no wire corpus")
    with index.open(newline="", encoding="utf-8") as lines:
        return [(row, index.parent / row["path"]) for row in csv.DictReader(lines)]


def test_every_file_of_the_xml_wires_becomes_articles_or_is_refused_with_a_reason(
    wire: list[tuple[dict[str, str], Path]], figure: RecordFigure
) -> None:
    unread: list[str] = []
    for row, path in wire:
        if row["format"] not in _OURS:
            continue
        answers = list(_read(path))
        unread += [path.name] if not answers and not path.name.endswith(".xsd") else []
        for part, answer in answers:
            if isinstance(answer, BadInput):
                assert answer.detail.endswith(".") and len(answer.detail) > 30 and answer.errors
                print(f"refused: {path.name}: {answer.detail}")
            else:
                content = answer.content
                assert content.headline or content.body_text
                assert content.source_id or "doc-id" not in part.text or 'regsrc="AP"' in part.text
    figure("XML wires: files neither read nor refused", len(unread), at_most=0)


def test_stories_of_the_xml_wires_have_headline_body_date_and_byline(
    wire: list[tuple[dict[str, str], Path]], figure: RecordFigure
) -> None:
    for row_format in _OURS:
        whole: list[bool] = []
        kept: list[float] = []
        for row, path in wire:
            if row["format"] != row_format:
                continue
            for part, answer in _read(path):
                if not _is_story(part):
                    continue
                content = answer.content if not isinstance(answer, BadInput) else None
                complete = content is not None and _is_complete(part, content)
                whole.append(complete)
                if not complete:
                    print(f"incomplete: {path.name}: {answer if content is None else _missing(part, content)}")
                if isinstance(answer, Parsed):
                    kept.append(_share_kept(part, answer))
        figure(
            f"{row_format}: stories with headline, body, date and byline", sum(whole) / len(whole), at_least=0.97
        )
        figure(f"{row_format}: words of the bodies that are kept", sum(kept) / len(kept), at_least=0.98)
        figure(f"{row_format}: stories measured", len(whole))


def test_no_other_file_is_taken_for_an_xml_wire(
    wire: list[tuple[dict[str, str], Path]], figure: RecordFigure
) -> None:
    taken = []
    for row, path in wire:
        if row["format"] in _OURS or "ritzau" in path.name:
            continue
        payload = Payload(path.read_bytes())
        taken += [path.name for reader in _FORMATS if _recognises(reader, payload)]
    figure("XML wires: other files taken for one", len(taken), at_most=0)


def _read(path: Path) -> Iterator[tuple[Payload, Parsed | BadInput]]:
    payload = Payload(path.read_bytes())
    for reader in _FORMATS:
        if not _recognises(reader, payload):
            continue
        for part in reader.split(payload):
            alone = Payload(part.body, part.media_type)  # as it comes back from the raw store
            try:
                yield alone, reader.parse(alone)
            except BadInput as error:
                yield alone, error


def _recognises(reader: Any, payload: Payload) -> bool:
    try:
        return bool(reader.recognises(payload))
    except BadInput:
        return False


def _is_story(part: Payload) -> bool:
    """Tell whether the part has text of its own, and is no picture or video."""
    media = re.search(r'itemClass[^>]*"(?:ninat|icls):(picture|video|audio|graphic|composite)"', _first_item(part))
    return media is None and len(_words_of_source(part)) > 0


def _first_item(part: Payload) -> str:
    return part.text.partition("</itemMeta>")[0]


def _words_of_source(part: Payload) -> list[str]:
    return next((words for text in _bodies(part) if (words := _words(text))), [])


def _bodies(part: Payload) -> Iterator[str]:
    for element in part.xml.iter(*(f"{{*}}{name}" for name in _BODIES)):
        roles = [
            role.get("FormalName")
            for role in element.xpath("ancestor::*[local-name()='NewsComponent'][1]/*[local-name()='Role']")
        ]
        if not roles or re.fullmatch("(?i)main|body", roles[0] or ""):
            yield re.sub(r"<[^<>]*>", " ", " ".join(_texts(element)))


def _texts(element: Any) -> Iterator[str]:
    for text in element.xpath(".//text()"):
        parent = text.getparent()
        holder = parent.getparent() if text.is_tail else parent
        names = {local_name(one.tag) for one in (holder, *holder.iterancestors()) if isinstance(one.tag, str)}
        if not names & set(_NO_WORDS):
            yield text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"&#?\w+;", " ", text))


def _share_kept(part: Payload, parsed: Parsed) -> float:
    source = Counter(_words_of_source(part))
    text = " ".join([parsed.content.body_text or "", *(_text(one) for one in parsed.dropped)])
    text += " ".join(image.caption or "" for image in parsed.content.images)
    lost = source - Counter(_words(text))
    return 1 - lost.total() / source.total()


def _text(dropped: Dropped) -> str:
    return dropped.text


def _is_complete(part: Payload, content: Content) -> bool:
    return not _missing(part, content)


def _missing(part: Payload, content: Content) -> list[str]:
    wanted = {
        "headline": content.headline,
        "body_text": content.body_text,
        "date": content.published_at or content.updated_at,
        "byline": content.byline or not _has_byline(part),
    }
    return [name for name, value in wanted.items() if not value]


def _has_byline(part: Payload) -> bool:
    found = part.xml.iter(*(f"{{*}}{name}" for name in _BYLINES))
    return any("".join(element.itertext()).strip() for element in found)
