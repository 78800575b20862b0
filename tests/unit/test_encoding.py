import codecs

import pytest

from shared.domain.errors import BadInput
from shared.formats.encoding import decode

_GERMAN = "Die Abgeordneten hörten gestern in Köln die Gründe für die Änderung des Gesetzes über Flüsse. "
_RUSSIAN = "Президент заявил сегодня, что переговоры продолжатся на следующей неделе в столице. "


@pytest.mark.parametrize(
    ("body", "charset", "encoding"),
    [
        (codecs.BOM_UTF8 + "café".encode(), None, "utf-8-sig"),
        ("café".encode("utf-16"), "iso-8859-1", "utf-16"),
        ("café".encode("latin-1"), "ISO-8859-1", "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><a>café</a>'.encode("iso-8859-2"), None, "iso8859-2"),
        ("<html><head><meta charset='windows-1251'><p>café".encode(), "utf-8", "utf-8"),
        ("<html><head><meta charset='latin1'><p>café".encode("latin-1"), None, "cp1252"),
        ("café".encode(), None, "utf-8"),
    ],
)
def test_what_a_body_says_of_its_encoding_counts_the_strongest_word_first(
    body: bytes, charset: str | None, encoding: str
) -> None:
    decoded = decode(body, charset)
    assert (decoded.encoding, decoded.remark) == (encoding, None)
    assert "café" in decoded.text


@pytest.mark.parametrize(("text", "encoding"), [(_GERMAN, "cp1252"), (_RUSSIAN, "cp1251"), (_RUSSIAN, "koi8_r")])
def test_the_encoding_of_a_text_that_names_none_is_guessed(text: str, encoding: str) -> None:
    decoded = decode((text * 4).encode(encoding))
    assert (decoded.text, decoded.encoding) == (text * 4, encoding)
    assert "names no encoding" in (decoded.remark or "")


def test_utf_8_that_calls_itself_something_else_is_read_as_what_it_is() -> None:
    decoded = decode('<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>'.encode())
    assert "café" in decoded.text
    assert "calls itself cp1252 and is UTF-8" in (decoded.remark or "")


@pytest.mark.parametrize("body", [b'{"a": "\xe9"}', b'[{"a": "\xe9"}]', b'<?xml version="1.0"?><a>\xe9</a>'])
def test_json_and_xml_that_name_no_encoding_are_utf_8_or_refused(body: bytes) -> None:
    with pytest.raises(BadInput, match="is not UTF-8: byte"):
        decode(body)


@pytest.mark.parametrize("charset", ["klingon", "base64", "rot13", "zip"])
def test_an_encoding_that_is_none_of_text_is_refused_by_name(charset: str) -> None:
    with pytest.raises(BadInput, match=charset):
        decode(b"abc", charset)


def test_a_body_in_another_encoding_than_it_claims_is_refused_with_the_offset() -> None:
    with pytest.raises(BadInput, match="byte 3"):
        decode("caf\xe9".encode("latin-1"), "utf-8")


@pytest.mark.parametrize("body", [b"\x00\x01\x02\xff\xfe" * 100, b"\x89PNG\r\n\x1a\n\x00\x00\xff" * 50])
def test_what_is_no_text_is_not_guessed(body: bytes) -> None:
    with pytest.raises(BadInput):
        decode(body)


def test_a_page_with_a_few_broken_bytes_is_read_as_browsers_do() -> None:
    page = b"<!doctype html><meta charset=utf-8><p>" + b"word " * 1_000 + b"caf\xe9</p>"
    assert decode(page).text.count("\ufffd") == 1
    assert "1 broken bytes" in (decode(page).remark or "")
    with pytest.raises(BadInput):
        decode(b"<!doctype html><meta charset=utf-8><p>\xe9\xe9\xe9\xe9</p>")


@pytest.mark.parametrize("stale", ["mac-roman", "cp437", "tis-620", "koi8-t"])
def test_utf_8_below_a_stale_declaration_of_one_byte_is_read_as_utf_8(stale: str) -> None:
    decoded = decode(f'<?xml version="1.0" encoding="{stale}"?><a>café</a>'.encode())
    assert ("café" in decoded.text, decoded.encoding) == (True, "utf-8")
