import json
from urllib.parse import quote, urlencode

import pytest

from shared.domain.errors import BadInput, UnsupportedInput
from shared.formats import registry
from shared.formats.payload import Payload
from shared.formats.structured import holds_news_xml, what_data_it_is
from tests.cost import within

ARTICLE = {"headline": "Harbour reopens", "body_text": "Ships came.", "embargoed": "2099-01-01T00:00:00Z"}
J = json.dumps(ARTICLE)
NITF = "<nitf><head><title>A</title></head><body><body.content><p>Ships came.</p></body.content></body></nitf>"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("media_type", [None, "text/plain", FORM])
@pytest.mark.parametrize(
    "text",
    [
        f"payload={J}",
        f"payload={quote(J)}",
        urlencode(ARTICLE),
        f")]}}',\n{J}",
        f"callback({J});",
        f"\u200b{J}",
        f"// c\n{J}",
        json.dumps(J),
        json.dumps(json.dumps(ARTICLE, indent=2)),
        str(ARTICLE),
        J.strip("{}"),
        "var article = {headline: 'Harbour reopens', embargoed: '2099-01-01'};",
        f"Some words\n{NITF}",
        f"\u200b<?xml version='1.0'?>{NITF}",
    ],
)
def test_data_for_programs_is_never_published_as_words(text: str, media_type: str | None) -> None:
    with pytest.raises((BadInput, UnsupportedInput)):
        found = registry.find(Payload(text.encode(), media_type))
        found.parse(Payload(text.encode(), media_type))


@pytest.mark.parametrize("media_type", [None, "text/plain", FORM])
@pytest.mark.parametrize(
    "text",
    [
        'Harbour reopens\n\nShips came on Tuesday, he said: "It is open": so it was.',
        '"Resilience": 5 things that the word means\n\nIt is used by everyone these days.',
        "Harbour [Updated]\n\nThe bill says that 2+2=4 & more, {sic}, and 5 < 6 & 100%.",
        "E=mc2 has a birthday\n\nThe formula was written down a long time ago in Bern.",
    ],
)
def test_words_with_quotes_and_signs_are_words(text: str, media_type: str | None) -> None:
    assert registry.find(Payload(text.encode(), media_type)).NAME == "pasted-text"


def test_a_form_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnsupportedInput, match="the fields of a web form"):
        registry.find(Payload(urlencode(ARTICLE).encode(), FORM))


@pytest.mark.parametrize(
    "text", ["{" * 40_000, "'a" * 20_000, "a=" * 20_000, "<rss " * 8_000, "%22" * 14_000, "{ " * 20_000]
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    within(0.25, lambda: (what_data_it_is(text), holds_news_xml(text)))
