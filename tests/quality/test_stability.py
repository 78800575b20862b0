"""The same file again, laid out or encoded otherwise: the same article, and the same sketch of its words."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.domain.article import Content
from shared.domain.errors import BadInput
from shared.domain.identity import derived_source_id
from shared.enrich.fingerprint import fingerprint
from shared.formats.payload import Payload
from tests.figures import RecordFigure
from tests.quality.test_wire import files, payload_of, read

__all__ = ["files"]  # the fixture

_LAYOUT_COUNTS = frozenset({"iptc7901/anpa", "text", "email-rfc822"})  # formats that are nothing but their layout


def identity(item: Any) -> Any:
    """Give what tells one article from another; of a refusal, that it was one."""
    if not isinstance(item, Content):
        return "refused"
    return (
        item.source_id or derived_source_id(item),
        item.version,
        item.updated_at,
        fingerprint(item.body_text or ""),
        item.headline,
    )


def again(payload: Payload, kind: str) -> Iterator[tuple[str, Payload]]:
    text = payload.text
    declared = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text
    yield "again", Payload(payload.body)
    if payload.is_json:
        yield "indented", Payload(json.dumps(payload.json, indent=4, ensure_ascii=False).encode())
        yield "escaped", Payload(json.dumps(payload.json).encode())
    elif kind not in _LAYOUT_COUNTS:
        yield "other line ends", Payload(text.replace("\r\n", "\n").replace("\n", "\r\n").encode(), None, "utf-8")
    yield "decomposed", Payload(unicodedata.normalize("NFD", text).encode(), None, "utf-8")
    if kind not in ("email-rfc822", "text"):  # the latter are mails too
        yield "UTF-16", Payload(declared.encode("utf-16"))
    try:
        yield "ISO-8859-1", Payload(declared.encode("latin-1"), None, "iso-8859-1")
    except UnicodeEncodeError:
        return


def test_ids_and_sketches_are_the_same_however_a_file_is_laid_out_and_encoded(
    files: list[tuple[str, Path]], figure: RecordFigure
) -> None:
    tried, differing = 0, []
    for kind, path in files:
        payload = payload_of(path)
        try:
            first = [identity(item) for item in read(payload)]
            variants = list(again(payload, kind))
        except BadInput:  # no JSON that could be written again
            continue
        for name, variant in variants:
            tried += 1
            if [identity(item) for item in read(variant)] != first:
                differing.append(f"{kind} {path.name}: {name}")
    print("\n".join(differing))
    figure("wire files laid out or encoded otherwise", tried)
    figure("of them another article", len(differing), at_most=0)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sketch_does_not_depend_on_how_letters_are_composed(form: str) -> None:
    text = "Élysée, São Tomé et Curaçao ont signé un traité à Zürich. " * 6
    assert fingerprint(unicodedata.normalize(form, text)) is not None
