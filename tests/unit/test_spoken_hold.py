import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Content, Status
from shared.formats import ninjs, registry
from shared.formats.payload import Payload

_TEXT = "The council met on Monday about the harbour.\n\nIt decided nothing.\n\nThe next meeting is in May."


def read(**fields: Any) -> Content:
    item = {"uri": "urn:x", "headline": "Harbour", "body_text": _TEXT, **fields}
    return registry.parse(Payload(json.dumps(item).encode()), ninjs).content


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "EMBARGOED: Budget"},
        {"body_text": f"EMBARGOED UNTIL THE MINISTER SPEAKS\n\n{_TEXT}"},
        {"body_text": f"{_TEXT}\n\nSPERRFRIST: Dienstag"},
        {"ednote": "HOLD FOR RELEASE"},
        {"body_html": f"<p>Not for publication before Tuesday</p><p>{_TEXT}</p>"},
    ],
)
def test_words_that_hold_an_article_back_withhold_it_in_every_format(fields: dict[str, Any]) -> None:
    assert read(**fields).status is Status.WITHHELD


def test_the_time_that_the_words_name_ends_the_embargo() -> None:
    content = read(ednote="EMBARGOED UNTIL 06:00 GMT, 24 NOVEMBER 2027")
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2027, 11, 24, 6, tzinfo=UTC))
    assert content.provenance["embargo_until"].rule == "words in internal_note"


def test_a_field_that_says_when_the_embargo_ended_counts_more_than_words() -> None:
    content = read(body_text=f"EMBARGOED UNTIL MONDAY\n\n{_TEXT}", embargoed="2020-01-01T00:00:00Z")
    assert (content.status, content.embargo_until) == (Status.USABLE, datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Embargo on oil is extended until 2030"},
        {"headline": "EU lifts embargo"},
        {"body_text": f"The embargo on arms was lifted on Monday, after ten years of talks.\n\n{_TEXT}"},
        {"ednote": "Adds the minister on the oil embargo"},
    ],
)
def test_news_about_an_embargo_is_shown(fields: dict[str, Any]) -> None:
    content = read(**fields)
    assert (content.status, content.embargo_until) == (Status.USABLE, None)
