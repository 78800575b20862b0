import json
import tracemalloc

import pytest

from shared.domain.errors import BadInput
from shared.formats.payload import Payload, join_pointer, strict_json


def refused(body: bytes | str) -> BadInput:
    payload = Payload(
        body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"), "application/json"
    )
    with pytest.raises(BadInput) as refusal:
        _ = payload.json
    return refusal.value


def test_a_key_that_stands_twice_is_refused_with_its_place() -> None:
    error = refused('{"item": [{"embargoed": "2030-01-01T00:00:00Z", "embargoed": null}]}')
    assert [one.pointer for one in error.errors] == ["/item/0/embargoed"]


def test_the_place_of_a_double_key_is_written_as_a_json_pointer() -> None:
    assert refused('{"a/b": {"~": 1, "~": 2}}').errors[0].pointer == "/a~1b/~0"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 5_000, "-" + "9" * 20])
def test_numbers_that_readers_disagree_about_are_refused(number: str) -> None:
    assert "no number" in refused(f'{{"version": {number}}}').detail


def test_a_number_of_nineteen_digits_is_read() -> None:
    assert strict_json('{"n": -9223372036854775807}') == {"n": -9223372036854775807}


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_hundred_thousand_levels_are_refused_without_exhausting_the_stack(opening: str) -> None:
    assert refused(opening * 100_000).detail.startswith(("The JSON is nested", "The body is not JSON"))


def test_a_hundred_and_one_levels_are_refused_and_a_hundred_are_read() -> None:
    assert "levels" in refused("[" * 101 + "]" * 101).detail
    assert strict_json("[" * 100 + "]" * 100)


@pytest.mark.parametrize("text", [r'{"a": "\ud800"}', r'{"\udfff": 1}', r'["x\udc00y"]'])
def test_half_a_character_is_refused(text: str) -> None:
    assert "half of a character" in refused(text).detail


def test_a_whole_character_in_two_escapes_is_read() -> None:
    assert strict_json(r'"\ud83d\ude00"') == "😀"


def test_what_is_not_utf_8_is_refused_with_the_offset() -> None:
    assert "byte 6 " in refused('{"a": é}'.encode("latin-1")).detail


def test_a_byte_order_mark_is_passed_over() -> None:
    assert Payload(b'\xef\xbb\xbf{"a": 1}', "application/json").json == {"a": 1}


@pytest.mark.parametrize("text", ["", "{", '{"a": 1} x', "{'a': 1}", '{"a": "\n"}', "\x00"])
def test_what_is_not_json_is_refused_with_a_place(text: str) -> None:
    error = refused(text)
    assert error.detail.startswith("The body is not JSON")
    assert error.errors[0].pointer == ""


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        ('{"a": 1}', None, True),
        ('{"a": 1}', "text/plain", True),
        ("{sic} is what he said", "text/plain", False),
        ("[Update] The talks go on", "text/plain", False),
        ("no json", "application/ld+json", True),
        ("Text", "text/plain", False),
        ('\u200b{"a": 1}', "text/plain", True),
        ('\u2060 {\u200b"a": 1}', None, True),
    ],
)
def test_json_is_told_by_its_media_type_or_by_itself(body: str, media_type: str | None, expected: bool) -> None:
    assert Payload(body.encode(), media_type).is_json is expected


def test_what_nobody_can_see_hides_no_root() -> None:
    assert Payload('\u200b<?xml version="1.0"?><nitf/>'.encode()).root == "nitf"


def test_a_pointer_escapes_what_json_pointer_reserves() -> None:
    assert join_pointer("/a", "b/c~d") == "/a/b~1c~0d"


def test_any_json_that_is_written_strictly_is_read_as_it_is() -> None:
    value = {"a": [1, 2.5, None, True, "ä"], "b": {"c": {}}}
    assert strict_json(json.dumps(value)) == value


def test_a_long_key_above_many_children_takes_no_memory_for_each():
    tracemalloc.start()
    Payload(json.dumps({"k" * 200_000: [0] * 20_000}).encode()).json  # noqa: B018 - the reading is what is measured
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024
