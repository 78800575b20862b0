"""What a request's body may be: packed or not, in any encoding of text, within its limit."""

import gzip
import zlib
from base64 import b64encode

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import BadInput, CopydeskError, TooLarge, UnsupportedInput
from shared.http.ingest_request import MAX_BODY_BYTES, Body, read_body

TEXT = "Café"


def zipped(content: bytes) -> bytes:
    """Pack it without the time of day, which would give a test another name in each run."""
    return gzip.compress(content, mtime=0)


def body(content: bytes | str, content_type: str | None = None, **headers: str) -> Body:
    """Read it as the gateway hands it on: text as it is, anything else in base64."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type is not None:
        sent["content-type"] = content_type
    is_bytes = isinstance(content, bytes)
    written = b64encode(content).decode() if isinstance(content, bytes) else content
    return read_body(APIGatewayProxyEventV2({"headers": sent, "body": written, "isBase64Encoded": is_bytes}))


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (None, (None, None)),
        ("", (None, None)),
        ("application/json", ("application/json", None)),
        ("Application/JSON; charset=utf-8", ("application/json", "utf-8")),
        ('text/plain; format=flowed; Charset="ISO-8859-2"', ("text/plain", "iso8859-2")),
        ("text/xml;charset=windows-1251", ("text/xml", "cp1251")),
        ("text/plain; charset=Shift_JIS", ("text/plain", "shift_jis")),
        ("text/plain; charset=us-ascii", ("text/plain", None)),
        ("text/plain; charset=", "UnsupportedInput"),
    ],
)
def test_the_content_type_tells_the_media_type_and_the_charset(content_type, expected):
    try:
        read = body(b"abc", content_type)
        assert (read.media_type, read.charset) == expected
    except UnsupportedInput:
        assert expected == "UnsupportedInput"


@pytest.mark.parametrize(
    "charset", ["klingon", "base64", "punycode", "idna", "unicode_escape", "utf-7", "a b", "x" * 41]
)
def test_a_charset_that_is_none_of_text_is_refused_by_name(charset):
    with pytest.raises(UnsupportedInput, match="charset"):
        body(b"abc", f"text/plain; charset={charset}")


@pytest.mark.parametrize("content_type", ["text/plain, text/html", "text", "text/" + "a" * 80, "a/b c"])
def test_a_content_type_that_is_none_is_refused(content_type):
    with pytest.raises(UnsupportedInput, match="Content-Type"):
        body(b"abc", content_type)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "identity", ""])
def test_a_gzip_is_unpacked_whatever_the_header_says(coding):
    assert body(gzip.compress(TEXT.encode()), content_encoding=coding).content == TEXT.encode()


def test_a_gzip_without_a_header_is_unpacked_and_so_are_gzips_that_were_joined():
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    assert body(packed).content == b"one two"


@pytest.mark.parametrize(
    ("packed", "error"),
    [
        (zipped(b"a" * (MAX_BODY_BYTES + 1)), TooLarge),
        (zipped(b"a" * MAX_BODY_BYTES) + zipped(b"a"), TooLarge),
        (zipped(zipped(b"a")), UnsupportedInput),
        (zipped(b"abc")[:-1], BadInput),
        (zipped(b"abc") + b"\0\0and more", BadInput),
        (zipped(b"abc") + b"and more", BadInput),
        (zipped(b"abc")[:-8] + b"12345678", BadInput),
        (b"\x1f\x8b", BadInput),
        (zipped(b"a") * 101, BadInput),
        (zipped(b" \n"), BadInput),
    ],
)
def test_a_gzip_that_cannot_be_unpacked_within_the_limit_is_refused(packed, error):
    with pytest.raises(error):
        body(packed, content_encoding="gzip")


def test_exactly_as_much_as_is_taken_may_come_out_of_a_gzip():
    assert len(body(gzip.compress(b"a" * MAX_BODY_BYTES)).content) == MAX_BODY_BYTES


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_another_compression_is_refused_by_name(coding):
    with pytest.raises(UnsupportedInput, match="Content-Encoding"):
        body(zlib.compress(b"abc"), content_encoding=coding)


def test_what_is_not_packed_and_says_so_is_refused():
    with pytest.raises(BadInput, match="no gzip"):
        body(b"abc", content_encoding="gzip")


def test_bytes_keep_the_charset_that_they_came_with():
    assert body(TEXT.encode("latin-1"), "text/plain; charset=iso-8859-1").charset == "iso8859-1"


def test_what_the_gateway_handed_on_as_text_has_no_other_charset():
    read = body(TEXT, "text/plain; charset=iso-8859-1")
    assert (read.content, read.charset) == (TEXT.encode(), "utf-8")
    assert body("abc", "text/plain; charset=iso-2022-jp").charset == "iso2022_jp"


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        ("Caf\ufffd", "text/plain; charset=iso-8859-1"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>Caf\ufffd</a>', "text/xml"),
        ("\x1f\ufffd\x08", "application/json"),
    ],
)
def test_bytes_that_the_gateway_lost_are_missed_and_the_sender_is_told_how_to_send_them(text, content_type):
    with pytest.raises(BadInput, match="octet-stream"):
        body(text, content_type)


def test_a_sign_for_what_cannot_be_read_is_no_loss_where_nothing_else_was_said():
    assert body("Caf\ufffd", "text/plain").content == "Caf\ufffd".encode()


@pytest.mark.parametrize("content", [b"", b" \r\n", ""])
def test_an_empty_body_is_refused(content):
    with pytest.raises(BadInput, match="empty"):
        body(content)


def test_a_body_beyond_the_limit_is_refused_before_anything_reads_it():
    with pytest.raises(TooLarge):
        body(b"a" * (MAX_BODY_BYTES + 1))
    with pytest.raises(CopydeskError):
        body("a" * 2 * MAX_BODY_BYTES)
