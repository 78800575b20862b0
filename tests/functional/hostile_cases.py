"""Inputs that mean harm: each under a name, with what its sender would say of it."""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MIB = 1024 * 1024
CANARY = b"@CANARY@"  # stands for the path of a file that nobody may open
HEAD = b'<?xml version="1.0"?>'
NEWSML = (
    b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" version="1"><contentMeta>'
    b"<headline>%s</headline></contentMeta><contentSet><inlineXML><html><body><p>%s</p></body></html>"
    b"</inlineXML></contentSet></newsItem>"
)
NITF = (
    b"<nitf><head><title>A</title></head><body><body.head><hedline><hl1>%s</hl1></hedline></body.head>"
    b"<body.content><p>%s</p></body.content></body></nitf>"
)
RSS = b'<rss version="2.0"><channel><title>C</title>%s</channel></rss>'
RSS_ITEM = b"<item><guid>%d</guid><title>Harbour</title><description>%s</description></item>"
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><entry><id>urn:a</id><title>%s</title>'
    b"<content type='html'>%s</content></entry></feed>"
)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)
XINCLUDE = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://@CANARY@" parse="text"/>'


@dataclass(frozen=True)
class Case:
    """`refused` tells that it must be, whatever is claimed to be in it but plain words."""

    make: Callable[[], bytes]
    media_type: str | None = None
    encoding: str = "identity"
    refused: bool = True


def _json(**fields: object) -> bytes:
    return json.dumps({"uri": "urn:a", "headline": "Harbour", "body_text": "Text."} | fields).encode()


def _bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(size // MIB)), packer.flush()])


def _xml(doctype: bytes, first: bytes, second: bytes = b"Text.") -> dict[str, bytes]:
    shapes = {"NewsML": NEWSML, "NITF": NITF, "Atom": ATOM}
    documents = {name: HEAD + doctype + shape % (first, second) for name, shape in shapes.items()}
    return documents | {"RSS": HEAD + doctype + RSS % (b"<item><title>%s</title></item>" % first)}


def _html(body: bytes) -> bytes:
    return (
        b"<!doctype html><html><head><title>Harbour</title></head><body><article><h1>Harbour</h1>"
        + body
        + b"</article></body></html>"
    )


def _email(body: bytes, head: bytes = b"Content-Type: text/plain; charset=utf-8") -> bytes:
    return b"From: a@desk.example\r\nSubject: Harbour\r\nMIME-Version: 1.0\r\n" + head + b"\r\n\r\n" + body


def _nested_mail(levels: int) -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels)
    )
    return b"From: a@desk.example\r\nSubject: Harbour\r\nMIME-Version: 1.0\r\n" + opening + b"\r\nText."


XML_CASES = {
    "an entity bomb": (LAUGHS + b"]>", b"&a11;"),
    "an entity of quadratic size": (b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]>', b"&a;" * 30_000),
    "an external entity, a file": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file://' + CANARY + b'">]>', b"&a;"),
    "an external entity, an address": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/a">]>', b"&a;"),
    "a parameter entity": (b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file://' + CANARY + b'"> %a;]>', b"A"),
    "an entity that nobody declared": (b"", b"&harbour;"),
    "an entity that refers to itself": (b'<!DOCTYPE x [<!ENTITY a "&a;">]>', b"&a;"),
    "200,000 levels": (b"", b"<b>" * 200_000 + b"</b>" * 200_000),
    "200,000 levels without an end": (b"", b"<b>" * 200_000),
    "a NUL": (b"", b"a\x00b"),
    "a reference to NUL": (b"", b"a&#0;b"),
    "a reference to half a character": (b"", b"a&#xd800;b"),
    "two roots": (b"<a/>", b"A"),
    "a million opening brackets": (b"", b"<" * 1_000_000),
}

# Feeds have them every day: they are read without, and the sender is told.
HARMLESS = {
    "an entity that nobody declared",
    "a NUL",
    "a reference to NUL",
    "a reference to half a character",
}
CASES: dict[str, Case] = {
    f"{name}, in {kind}": Case(lambda document=document: document, "application/xml", refused=name not in HARMLESS)
    for name, (doctype, text) in XML_CASES.items()
    for kind, document in _xml(doctype, text).items()
}
OF_NO_TEXT = ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "base64", "klingon")
QUADRATIC = b"-" + b"a" * 3_000_000  # to be read as Punycode, which inserts each letter into all that were read
CASES |= {
    f"XML that says it is {encoding}": Case(
        lambda encoding=encoding: (
            b'<?xml version="1.0" encoding="%s"?>' % encoding.encode() + NITF % (b"A", QUADRATIC)
        ),
        "application/xml",
    )
    for encoding in OF_NO_TEXT
}
CASES |= {
    f"a page that says it is {encoding}": Case(
        lambda encoding=encoding: b'<html><head><meta charset="%s"></head><p>' % encoding.encode() + QUADRATIC,
        "text/html",
    )
    for encoding in OF_NO_TEXT
}
CASES |= {
    "an external DTD": Case(
        lambda: HEAD + b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf.dtd">' + NITF % (b"Harbour", b"Text."),
        "application/xml",
        refused=False,
    ),
    "XInclude in NITF": Case(lambda: NITF % (b"Harbour", XINCLUDE), "application/xml", refused=False),
    "XInclude in NewsML": Case(lambda: NEWSML % (b"Harbour", XINCLUDE), "application/xml", refused=False),
    "a stylesheet's address": Case(
        lambda: (
            HEAD + b'<?xml-stylesheet type="text/xsl" href="file://@CANARY@"?>' + NITF % (b"Harbour", b"Text.")
        ),
        "application/xml",
        refused=False,
    ),
    "a million elements": Case(lambda: NITF % (b"A", b"<b/>" * 1_000_000), "application/xml"),
    "100,000 attributes": Case(
        lambda: NITF % (b"A", b"<b " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>"),
        "application/xml",
        refused=False,
    ),
    "50,000 namespaces": Case(
        lambda: NITF % (b"A", b"<b " + b" ".join(b'xmlns:a%d="urn:%d"' % (n, n) for n in range(50_000)) + b"/>"),
        "application/xml",
        refused=False,
    ),
    "a feed of 20,000 items": Case(
        lambda: RSS % b"".join(RSS_ITEM % (n, b"Text.") for n in range(20_000)),
        "application/rss+xml",
    ),
    "a feed with an item of 4 MB": Case(
        lambda: RSS % (RSS_ITEM % (1, b"&lt;p&gt;" * 440_000)), "application/rss+xml", refused=False
    ),
    "XML in UTF-16 with a bomb": Case(
        lambda: (LAUGHS + b"]>" + NITF % (b"&a11;", b"A")).decode().encode("utf-16"), "application/xml"
    ),
    "JSON of 100,000 levels": Case(lambda: b'{"headline": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "JSON of a million keys": Case(
        lambda: b"{" + b",".join(b'"%d":0' % n for n in range(400_000)) + b"}", "application/json"
    ),
    "an array of a million nothings": Case(lambda: b"[" + b"null," * 800_000 + b"null]", "application/json"),
    "an array of a million objects": Case(lambda: b"[" + b"{}," * 1_300_000 + b"{}]", "application/json"),
    "a million lines of objects": Case(lambda: b"{}\n" * 1_300_000, "application/x-ndjson"),
    "an embargo that stands twice": Case(lambda: _json()[:-1] + b', "embargoed": "2099", "embargoed": ""}'),
    "NaN": Case(lambda: b'{"headline": "a", "urgency": NaN}'),
    "infinity": Case(lambda: b'{"headline": "a", "urgency": 1e999}'),
    "a number of a million digits": Case(lambda: b'{"headline": "a", "urgency": ' + b"9" * 1_000_000 + b"}"),
    "half a character": Case(lambda: b'{"headline": "\\ud800"}'),
    "bytes that are no UTF-8": Case(lambda: b'{"headline": "\xff\xfe\xfa"}', "application/json"),
    "an overlong NUL": Case(lambda: b'{"headline": "\xc0\x80"}', "application/json"),
    "a NUL in an id": Case(lambda: _json(uri="urn:a\0b")),
    "a direction in an id": Case(lambda: _json(uri="urn:a\u202eb")),
    "an id of a megabyte": Case(lambda: _json(uri="a" * MIB)),
    "an update in the year 9999": Case(lambda: _json(versioncreated="9999-12-31T23:59:59Z")),
    "a headline of a megabyte": Case(lambda: _json(headline="a" * MIB)),
    "100,000 authors": Case(lambda: _json(authors=[{"name": f"A{n}"} for n in range(100_000)])),
    "100,000 topics": Case(lambda: _json(subject=[{"name": f"A{n}"} for n in range(100_000)])),
    "one word of 4 MB": Case(lambda: _json(body_text="a" * (4 * MIB - 200)), refused=False),
    "one word of 5 MB": Case(lambda: _json(body_text="a" * 5 * MIB)),
    "a NUL in every word": Case(lambda: _json(body_text="a\0b " * 100_000), refused=False),
    "zero-width signs": Case(lambda: _json(body_text="a\u200bb\u2060c " * 100_000), refused=False),
    "directions and tags": Case(
        lambda: _json(headline="a\u202eb\U000e0041", body_text="\u202e\u2066" * 100_000), refused=False
    ),
    "marks on one letter": Case(lambda: _json(body_text="a" + "\u0301\u0316" * 300_000), refused=False),
    "a page of 200,000 levels": Case(lambda: _html(b"<div>" * 200_000), "text/html", refused=False),
    "a body of 200,000 levels": Case(lambda: _json(body_text="", body_html="<div>" * 200_000), refused=False),
    "a page of open tags": Case(lambda: _html(b"<b><i><a>" * 300_000), "text/html", refused=False),
    "a page of tables": Case(lambda: _html(b"<table><tr><td>" * 100_000), "text/html", refused=False),
    "a page of open comments": Case(lambda: _html(b"<!--" * 900_000), "text/html", refused=False),
    "a page of ampersands": Case(lambda: _html(b"&" * 3_000_000), "text/html", refused=False),
    "a page of brackets": Case(lambda: _html(b"<" * 3_000_000), "text/html", refused=False),
    "a page with an attribute of 3 MB": Case(
        lambda: _html(b'<p class="' + b"a " * 1_500_000 + b'">'), "text/html", refused=False
    ),
    "a page of scripts": Case(lambda: _html(b"<script>if(a<b)</script>" * 150_000), "text/html", refused=False),
    "a page of data": Case(
        lambda: _html(b'<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 50_000),
        "text/html",
        refused=False,
    ),
    "a page of links": Case(
        lambda: _html(b'<a href="http://127.0.0.1:1/">x</a>' * 100_000), "text/html", refused=False
    ),
    "a page that is framed by files": Case(
        lambda: _html(b'<base href="file:///"><iframe src="file://@CANARY@"></iframe><p>Text.</p>'),
        "text/html",
        refused=False,
    ),
    "lines of one letter": Case(lambda: b"a\n" * 2_000_000, "text/plain", refused=False),
    "spaces": Case(lambda: b"a" + b" " * 4_000_000 + b"a", "text/plain", refused=False),
    "a word of 4 MB in text": Case(lambda: b"a" * 4_000_000, "text/plain", refused=False),
    "brackets of Markdown": Case(
        lambda: b"# A\n\n" + b"[" * 1_000_000 + b"](" * 1_000_000, "text/markdown", refused=False
    ),
    "stars of Markdown": Case(lambda: b"# A\n\n" + b"*a **a _a " * 300_000, "text/markdown", refused=False),
    "quotes of Markdown": Case(lambda: b"# A\n\n" + b"> " * 1_500_000, "text/markdown", refused=False),
    "fences of Markdown": Case(
        lambda: b"---\ntitle: A\n" + b"---\n```\n" * 400_000, "text/markdown", refused=False
    ),
    "aliases of YAML": Case(
        lambda: (
            b"---\na: &a [x,x]\n"
            + b"".join(b"a%d: &a%d [*a%d,*a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 40))
            + b"title: *a39\n---\nText.\n"
        ),
        "text/markdown",
        refused=False,
    ),
    "bylines": Case(lambda: b"A\n\n" + b"By Maren Holt and " * 200_000, "text/plain", refused=False),
    "dates": Case(lambda: b"A\n\n" + b"1/1/2024 12:00 " * 250_000, "text/plain", refused=False),
    "a wire's marks": Case(lambda: b"\x01\x02" * 1_000_000 + b"\x03\x04", "text/plain"),
    "bytes of nothing": Case(lambda: bytes(4_000_000), "text/plain"),
    "bytes of no encoding": Case(lambda: bytes(range(1, 256)) * 16_000, "text/plain", refused=False),
    "an e-mail of 20,000 levels": Case(lambda: _nested_mail(20_000), "message/rfc822"),
    "an e-mail of 300,000 headers": Case(
        lambda: _email(b"Text.", b"\r\n".join([b"X-A: b"] * 300_000)), "message/rfc822", refused=False
    ),
    "an e-mail with a header of 3 MB": Case(
        lambda: _email(b"Text.", b"X-A: " + b"a\r\n " * 800_000), "message/rfc822", refused=False
    ),
    "an e-mail of encoded words": Case(
        lambda: (
            b"From: =?utf-8?q?a?= <a@desk.example>\r\nSubject: "
            + b"=?utf-8?b?YQ==?= " * 200_000
            + b"\r\n\r\nText."
        ),
        "message/rfc822",
        refused=False,
    ),
    "an e-mail of addresses": Case(
        lambda: b"From: " + b"a@desk.example, " * 200_000 + b"\r\nSubject: A\r\n\r\nText.",
        "message/rfc822",
        refused=False,
    ),
    "an e-mail of empty parts": Case(
        lambda: _email(b"--b\r\n\r\n\r\n" * 300_000 + b"--b--", b"Content-Type: multipart/mixed; boundary=b"),
        "message/rfc822",
        refused=False,
    ),
    "an e-mail in punycode": Case(
        lambda: _email(QUADRATIC, b"Content-Type: text/plain; charset=punycode"),
        "message/rfc822",
        refused=False,
    ),
    "an e-mail in broken base64": Case(
        lambda: _email(b"!" * 3_000_000, b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64"),
        "message/rfc822",
        refused=False,
    ),
    "a gzip bomb": Case(lambda: _bomb(200 * MIB), "application/json", "gzip"),
    "a gzip bomb that is not named": Case(lambda: _bomb(200 * MIB), "application/json"),
    "gzip in gzip": Case(lambda: gzip.compress(_bomb(200 * MIB)), "application/json", "gzip"),
    "100,000 gzips": Case(lambda: gzip.compress(b"a") * 100_000, "application/json", "gzip"),
    "half a gzip": Case(lambda: gzip.compress(_json())[:-6], "application/json", "gzip"),
    "a damaged gzip": Case(lambda: gzip.compress(_json())[:20] + bytes(100), "application/json", "gzip"),
    "no gzip": Case(_json, "application/json", "gzip"),
    "the head of a gzip": Case(lambda: b"\x1f\x8b", "application/json"),
    "brotli": Case(_json, "application/json", "br"),
    "a charset of no text": Case(_json, "application/json; charset=punycode"),
    "a charset that nobody knows": Case(_json, "application/json; charset=klingon"),
    "a Content-Type of a kilobyte": Case(_json, "application/" + "a" * 1_000),
    "two Content-Types": Case(_json, "application/json, text/plain"),
    "an image": Case(lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000, "image/png"),
    "an empty body": Case(lambda: b" \n", "text/plain"),
}
