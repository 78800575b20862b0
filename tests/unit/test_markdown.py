import contextlib

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import markdown
from shared.formats.markdown.front_matter_yaml import read_yaml
from shared.formats.payload import Payload
from tests.cost import within

BODY = "The harbour **reopened** on [Tuesday](https://example.com).\n\n- Ships came.\n- Bells rang.\n"


def payload(text: str) -> Payload:
    return Payload(text.encode(), "text/markdown")


def parse(front: str, body: str = BODY) -> Parsed:
    return markdown.parse(payload(f"---\n{front}\n---\n{body}"))


def test_a_post_with_yaml_is_read_without_a_notice() -> None:
    parsed = parse(
        'title: "Harbour: open again"\n'
        "date: 2024-03-05T11:00:00+01:00\nlastmod: 2024-03-05T12:00:00+01:00\n"
        "draft: false\nslug: harbour\nlayout: post\n"
        "description: >\n  After two years\n  it is open.\n"
        "authors:\n  - name: Jane Doe\n    role: Harbour Correspondent\n    bio: Jane writes about ports.\n"
        "tags: [harbour, 'ships, big']\ncategories:\n- Local\n- Sea\n"
        "canonical_url: https://news.example.com/harbour\n"
        "cover:\n  image: https://img.example.com/a.jpg\n  alt: The harbour\n"
        "lang: en\ncopyright: © 2024 Example News # ours\n"
    )
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "https://news.example.com/harbour",
        "url": "https://news.example.com/harbour",
        "published_at": "2024-03-05T10:00:00Z",
        "updated_at": "2024-03-05T11:00:00Z",
        "headline": "Harbour: open again",
        "slug": "harbour",
        "summary": "After two years it is open.",
        "body_text": "The harbour reopened on Tuesday.\n\nShips came.\n\nBells rang.",
        "byline": "Jane Doe",
        "authors": [
            {"name": "Jane Doe", "role": "Harbour Correspondent", "biography": "Jane writes about ports."}
        ],
        "language": "en",
        "section": "Local",
        "topics": [{"name": "Sea"}],
        "keywords": ["harbour", "ships, big"],
        "images": [{"url": "https://img.example.com/a.jpg", "alt_text": "The harbour"}],
        "rights": "© 2024 Example News",
    }


def test_toml_and_json_are_read_as_yaml_is() -> None:
    toml = '+++\ntitle = "Harbour"\ndate = 2024-03-05T11:00:00+01:00\nauthors = ["Jane Doe"]\n+++\nOpen.\n'
    json = '{"title": "Harbour", "date": "2024-03-05T11:00:00+01:00", "authors": ["Jane Doe"]}\n\nOpen.\n'
    first, second = (markdown.parse(payload(text)).content for text in (toml, json))
    assert first == second
    assert (first.headline, first.body_text, first.authors[0].name) == ("Harbour", "Open.", "Jane Doe")


@pytest.mark.parametrize(
    ("front", "status"),
    [
        ("draft: true", Status.WITHHELD),
        ("draft: maybe", Status.WITHHELD),
        ("draft: 'false'", Status.USABLE),
        ("draft:", Status.USABLE),
        ("published: false", Status.WITHHELD),
        ("published: 2024-03-05", Status.USABLE),
        ("status: draft", Status.WITHHELD),
        ("status: published", Status.USABLE),
        ("status: retracted", Status.CANCELED),
        ("embargo:", Status.WITHHELD),
        ("publishDate: soon", Status.WITHHELD),
        ("expiryDate: one day", Status.WITHHELD),
        ("isDraft: true", Status.WITHHELD),
        ("is_draft: yes", Status.WITHHELD),
        ("isDraft: false", Status.USABLE),
        ("params: {draft: true}", Status.WITHHELD),
        ('params: {"status":"draft"}', None),
        ("params:\n  hidden: true", Status.WITHHELD),
        ("cover:\n  hidden: true", Status.USABLE),
        ("visibility: private", Status.WITHHELD),
        ("visibility: public", Status.USABLE),
        ("hold: true", Status.WITHHELD),
        ("_build:\n  render: never", Status.WITHHELD),
        ("status: published\nstate: draft", Status.WITHHELD),
        ("status: ''", Status.WITHHELD),
        ("published: true\npublish: false", Status.WITHHELD),
        ("published: not yet", Status.WITHHELD),
        ('"dr\\u0061ft": true', Status.WITHHELD),
        ("draft\u00a0: true", Status.WITHHELD),
        ("dr\u200baft: true", Status.WITHHELD),
        ("draft: false\nDraft: true", None),
        ("embargo: 2099-01-01T00:00:00Z", Status.USABLE),
    ],
)
def test_a_draft_is_withheld(front: str, status: Status | None) -> None:
    if status is None:
        with pytest.raises(BadInput, match="front matter"):
            parse(f"title: A\n{front}")
    else:
        assert parse(f"title: A\n{front}").content.status is status


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: A\ndraft: true\n\n{BODY}",
        f"---\ntitle: A\ndraft: true\n  ---\n{BODY}",
        f"---\ntitle: A\ndraft: true\nx: {'y' * 61_000}\n---\n{BODY}",
        f"+++\ntitle = 'A'\ndraft = true\n\n{BODY}",
        f"----\ntitle: A\ndraft: true\n----\n{BODY}",
        f"Some words\n\n---\ntitle: A\ndraft: true\n---\n{BODY}",
        f"title: A\ndraft: true\n\n{BODY}",
        f'{{"title": "A", "draft": true,}}\n\n{BODY}',
        f'{{"title": "A", "draft": true\n\n{BODY}',
        f"---\n- draft: true\n- title: A\n---\n{BODY}",
    ],
)
def test_fields_that_are_not_found_as_front_matter_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="front matter cannot be read"):
        markdown.parse(payload(text))


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- c -->\n---\ntitle: A\ndraft: true\n---\n{BODY}",
        f"\u200b---\ntitle: A\ndraft: true\n---\n{BODY}",
        f"---\rtitle: A\rdraft: true\r---\r{BODY}",
        f"  --- \ntitle: A\ndraft: true\n---\n{BODY}",
        '{"title": "A", "draft": true}',
    ],
)
def test_front_matter_is_found_below_what_nobody_reads_and_with_any_line_end(text: str) -> None:
    parsed = markdown.parse(payload(text))
    assert (parsed.content.headline, parsed.content.status) == ("A", Status.WITHHELD)


@pytest.mark.parametrize(
    "text", ["----\n\nHarbour open.\n", "Fine.\n\n---\n\nShips came.\n", "{{< note >}}\n\nFine.\n"]
)
def test_a_rule_or_a_placeholder_is_no_front_matter(text: str) -> None:
    assert markdown.parse(payload(text)).content.status is Status.USABLE


def test_the_first_heading_is_the_headline_where_no_field_names_one() -> None:
    parsed = markdown.parse(payload("# Harbour *reopens*\n\nOpen.\n"))
    assert (parsed.content.headline, parsed.content.body_text) == ("Harbour reopens", "Open.")


def test_a_heading_that_repeats_the_title_is_dropped() -> None:
    parsed = parse("title: Harbour", "\n# Harbour\n\nOpen.\n")
    assert parsed.content.body_text == "Open."
    assert [one.reason for one in parsed.dropped] == ["headline-repeated"]


def test_shortcodes_are_dropped_and_what_they_enclose_stays() -> None:
    parsed = parse("title: A", "{{< note >}}\nOpen.\n{{< /note >}}\n\n{% include x.html %}\n\nShips.\n")
    assert parsed.content.body_text == "Open.\n\nShips."
    assert [one.reason for one in parsed.dropped] == ["shortcode"]


def test_tables_and_pictures_of_the_text_survive() -> None:
    content = parse(
        "title: A", "| Ship | Tons |\n|--|--|\n| Ada | 12 |\n\n![Ada](https://img.example.com/b.jpg)\n"
    ).content
    assert content.body_text == "Ship Tons\n\nAda 12"
    assert [(one.url, one.alt_text) for one in content.images] == [("https://img.example.com/b.jpg", "Ada")]


def test_fields_that_nobody_reads_are_told_of_once() -> None:
    assert [(one.code, one.detail) for one in parse("title: A\nmood: good\nfoo: bar").notices] == [
        ("unknown-property", "2 fields of the front matter were not read: mood, foo")
    ]


@pytest.mark.parametrize(
    "front",
    ["title: A\ntitle: B", "title: &a A", "title: A\n   odd: B", "just words", "a: [[1]]", "a: 'open"],
)
def test_front_matter_that_cannot_be_read_is_refused(front: str) -> None:
    with pytest.raises(BadInput, match="front matter cannot be read"):
        parse(front)


def test_yaml_of_people_is_read_as_they_mean_it() -> None:
    assert read_yaml(
        "a: one: two\nb: 'it''s'\nc: \"a\\u00e4\"\nd: {x: 1, y: two}\ne: |\n  one\n  two\n"
        "f:\n  g:\n    - h\n    - i: j\n"
        "k: a long\n  text\n# no field\nl: ~\nm: yes # a word\n'n o': 12:30\n"
    ) == {
        "a": "one: two",
        "b": "it's",
        "c": "aä",
        "d": {"x": "1", "y": "two"},
        "e": "one\ntwo",
        "f": {"g": ["h", {"i": "j"}]},
        "k": "a long text",
        "l": None,
        "m": "yes",
        "n o": "12:30",
    }


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("---\ntitle: A\n---\nText.", True),
        ("+++\ntitle = 'A'\n+++\nText.", True),
        ("# A heading\n\nWith **bold** words.\n", True),
        ("---\nsome rule\n---\nText.", False),
        ("---\rtitle: A\r---\rText.", True),
        ("---\ntitle: A\ndraft: true\n\nText.", True),
        ("<!-- c -->\n---\nis_draft: true\n---\nText.", True),
        ("----\ndraft: true\n----\nText.", True),
        ("Harbour reopens\n\nThe harbour reopened.", False),
        ("# not\nmore than a line", False),
        ("<html><body># A</body></html>", False),
    ],
)
def test_only_markdown_is_recognised(text: str, known: bool) -> None:
    assert markdown.recognises(Payload(text.encode())) is known


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "a: b\n" * 20_000 + "---\nText",
        "---\ntitle: A\n---\n" + "> " * 100_000,
        "---\ntitle: A\n---\n" + "[" * 100_000,
        "---\ntitle: A\n---\n" + "*a_" * 60_000,
        "---\ntitle: A\n---\n" + "{{<" * 90_000,
        "---\ntitle: A\n---\n" + "`" * 100_000 + "a",
        "---\n" + "".join(f"{' ' * n}a{n}:\n" for n in range(300)) + "---\nText",
        "---\na: [" + "'x', " * 10_000 + "---\n---\nText",
        "{" * 100_000,
        "---\ntitle: A\n---\n" + "\n" * 250_000 + "x",
        "---\ntitle: A\n---\n" + "\r" * 250_000 + "x",
        "---\ntitle: A\n---\n" + "\n\t " * 80_000 + "x",
        "<!--" * 60_000,
        "<!---->" * 40_000,
    ],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    def read_or_refused() -> None:
        with contextlib.suppress(BadInput):
            markdown.parse(payload(text))

    within(1, read_or_refused)
