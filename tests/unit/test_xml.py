import pytest

from shared.domain.errors import BadInput
from shared.formats.payload import Payload
from shared.formats.xml.document import parse_xml, root_name
from shared.formats.xml.tree import Node
from tests.cost import within

_DOCUMENT = """<?xml version="1.0"?>
<!-- a comment -->
<n:newsItem xmlns:n="http://example.org/n" xmlns:x="http://example.org/x" guid="one" x:lang="en">
  <n:meta><n:subject>first <b>bold</b></n:subject><n:subject> </n:subject><n:subject>third</n:subject></n:meta>
</n:newsItem>"""


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as refusal:
        parse_xml(text)
    return refusal.value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (_DOCUMENT, "{http://example.org/n}newsItem"),
        ('<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf/>', "nitf"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', "a"),
        ("<rss version='2.0'>", "rss"),
        ("plain text", None),
        ("", None),
        ("< no element", None),
    ],
)
def test_the_name_of_the_root_is_told_without_parsing(text: str, name: str | None) -> None:
    assert root_name(text) == name


def test_an_element_is_found_by_path_and_knows_its_place() -> None:
    root = Node(Payload(_DOCUMENT.encode()).xml)
    assert (root.name, root.attr("guid"), root.attr("lang"), root.attr("none")) == ("newsItem", "one", "en", None)
    third = root.all("nothing/here", "meta/subject")[2]
    assert (third.line, third.pointer) == ("third", "/newsItem/meta/subject[3]")
    assert [node.line for node in root.descendants("subject")] == ["first bold", None, "third"]
    assert root.first("meta/none") is None


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "<!--" + "x" * 32_000 + '--><!DOCTYPE a [<!ENTITY e "boom">]><a t="&e;">x</a>',
        "<!DOCTYPE a [" + " " * 31_000 + '<!ENTITY e "boom">]><a t="&e;">x</a>',
        '<!DOCTYPE a [ <!entity % p SYSTEM "http://127.0.0.1/x.dtd"> %p; ]><a/>',
    ],
)
def test_a_document_that_declares_entities_is_refused(text: str) -> None:
    assert "declares entities" in refused(text).detail


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 200_000,
        "<a>" + "<b/>" * 300_000 + "</a>",
        "<a " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>",
        "<!DOCTYPE a [" + "x" * 3_000_000,
        "<!---->" * 400_000 + "<a/>",
        "<" * 3_000_000,
    ],
)
def test_a_document_beyond_every_article_is_refused_at_once(text: str) -> None:
    assert within(0.25, lambda: refused(text)).detail.startswith("The XML cannot be read")


def test_a_document_type_and_an_xinclude_are_passed_over() -> None:
    text = (
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="/etc/passwd" parse="text"/>caf&eacute;&nbsp;&unknown;</a>'
    )
    assert "".join(parse_xml(text).itertext()) == "café\xa0&unknown;"


def test_an_ampersand_that_is_none_is_mended_and_a_section_stays_as_it_is() -> None:
    text = "<a><b>http://e.example/?a=1&b=2</b><![CDATA[x & y &nbsp; z]]></a>"
    assert "".join(parse_xml(text).itertext()) == "http://e.example/?a=1&b=2x & y &nbsp; z"


def test_broken_xml_is_refused_with_line_and_column() -> None:
    assert "line 2, column" in refused("<a>\n<b></a>").detail


def test_what_the_declaration_says_of_the_encoding_is_done_already() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9\x07</a>'.encode("latin-1")
    assert Payload(body).xml.text == "é"


@pytest.mark.parametrize(
    "text",
    ["<!---->" + " " * 4_000 + "x", "<?x?>" * 300 + " " * 3_000 + "x", "<!DOCTYPE a" + " [ ]" * 2_000 + "x"],
)
def test_what_stands_before_a_root_is_passed_over_in_linear_time(text: str) -> None:
    assert within(0.1, lambda: root_name(text)) is None


def test_a_declaration_that_does_not_end_is_not_searched_for_everywhere() -> None:
    within(0.25, lambda: refused("<a><?xml" + " " * 40_000 + "a?></a>"))


def test_an_ampersand_in_a_document_with_a_document_type_is_what_was_written() -> None:
    text = '<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf id="A&B;"><p>AT&T; and R&a-b; rose</p></nitf>'
    root = parse_xml(text)
    assert (root.get("id"), "".join(root.itertext())) == ("A&B;", "AT&T; and R&a-b; rose")


def test_a_reference_to_an_entity_that_cannot_be_mended_is_refused() -> None:
    assert "entity" in refused(f'<!DOCTYPE a SYSTEM "a.dtd"><a>&{"q" * 80};</a>').detail


def test_a_document_of_too_many_namespaces_is_refused_at_once() -> None:
    many = " ".join(f'xmlns:n{number}="urn:n"' for number in range(101))
    assert "too many namespaces" in refused(f"<a {many}><b/></a>").detail
    repeated = "".join(f'<b xmlns:n{number % 50}="urn:n"/>' for number in range(500))
    assert len(parse_xml(f"<a>{repeated}</a>")) == 500
