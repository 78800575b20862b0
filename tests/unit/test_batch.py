import json

import pytest

from shared.domain.errors import BadInput
from shared.formats import batch
from shared.formats.payload import Payload


def items(body: object, media_type: str | None = "application/json") -> list[object]:
    text = body if isinstance(body, str) else json.dumps(body)
    parts = batch.items(Payload(text.encode(), media_type))
    return [part if isinstance(part, BadInput) else part.json if part.is_json else part.text for part in parts]


def test_one_object_is_one_item() -> None:
    assert items({"headline": "A"}) == [{"headline": "A"}]


def test_text_is_one_item() -> None:
    assert items("A headline\n\nA body", "text/plain") == ["A headline\n\nA body"]


def test_an_array_gives_its_elements() -> None:
    assert items([{"headline": "A"}, {"headline": "ß"}]) == [{"headline": "A"}, {"headline": "ß"}]


def test_an_element_that_is_no_object_does_not_take_the_others_with_it() -> None:
    first, second, third = items([{"headline": "A"}, 5, {"headline": "B"}])
    assert (first, third) == ({"headline": "A"}, {"headline": "B"})
    assert isinstance(second, BadInput)
    assert second.errors[0].pointer == "/1"


def test_an_empty_array_is_refused() -> None:
    with pytest.raises(BadInput, match="no article"):
        items([])


def test_an_array_of_linked_data_stays_together() -> None:
    document = [{"@context": "https://schema.org", "@type": "NewsArticle"}, {"@type": "Person"}]
    assert items(document) == [document]


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/json", None])
def test_lines_of_objects_are_items(media_type: str | None) -> None:
    assert items('{"headline": "A"}\n\n{"headline": "B"}\r\n', media_type) == [
        {"headline": "A"},
        {"headline": "B"},
    ]


def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read() -> None:
    first, second, third = items('{"headline": "A"}\n{"a": 1, "a": 2}\n{"headline": "C"}')
    assert (first, third) == ({"headline": "A"}, {"headline": "C"})
    assert isinstance(second, BadInput)
    assert second.errors[0].pointer == "line 2: /a"


def test_an_object_over_several_lines_is_one_item() -> None:
    assert items('{\n"headline": "A"\n}') == [{"headline": "A"}]


def test_lines_without_any_json_are_refused() -> None:
    with pytest.raises(BadInput, match="no article"):
        items("\n \n", "application/x-ndjson")
