from datetime import UTC, datetime

import pytest

from shared.domain.article import Author, Dropped, Image, RelatedStory, Status
from shared.domain.errors import BadInput
from shared.formats import html_page
from shared.formats.payload import Payload

ADDRESS = "https://harbour-gazette.example/politik/2026/03/04/neue-faehre"
PARAGRAPHS = (
    "Die neue Fähre verbindet ab Mai beide Ufer des Flusses. Sie fährt im Takt von zwanzig Minuten und nimmt auch "
    "Fahrräder mit, wie der Stadtrat am Dienstag nach langer Debatte beschloss.",
    "Der Betrieb kostet die Stadt im Jahr rund zwei Millionen Euro. Die Opposition nennt das zu viel; sie will "
    "das Geld lieber für Busse ausgeben, die bis in die Vororte fahren.",
    "Gebaut wird das Schiff in der Werft am Südhafen. Dort arbeiten derzeit vierzig Menschen an einem Rumpf, der "
    "ohne Dieselmotor auskommt und sich an jedem Anleger laden lässt.",
)
BODY = "\n\n".join(PARAGRAPHS)


def page(head: str = "", before: str = "", after: str = "", body: str = "", text: str = "") -> str:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in (text or BODY).split("\n\n"))
    return f"""<!DOCTYPE html>
<html lang="de"><head><title>Stadtrat beschließt neue Fähre | Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette"><link rel="canonical" href="{ADDRESS}">{head}</head>
<body>{body}<article><h1>Stadtrat beschließt neue Fähre</h1>{before}<div class="article-body">{inner}</div>{after}
</article></body></html>"""


def parse(markup: str) -> html_page.Parsed:
    payload = Payload(markup.encode(), "text/html")
    assert html_page.recognises(payload)
    assert html_page.split(payload) == [payload]
    return html_page.parse(payload)


def linked(fields: str) -> str:
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
        f'"headline": "Stadtrat beschließt neue Fähre", {fields}}}</script>'
    )


def test_a_page_is_read_as_its_json_ld_and_its_text_say() -> None:
    content = parse(
        page(
            linked(
                '"datePublished": "2026-03-04T08:00:00+01:00", "dateModified": "2026-03-04T09:30:00+01:00", '
                '"author": {"@type": "Person", "name": "Rieke Sandmann", "jobTitle": "Reporterin"}, '
                '"articleSection": "Politik"'
            )
        )
    ).content
    assert content.headline == "Stadtrat beschließt neue Fähre"
    assert content.body_text == BODY
    assert content.published_at == datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert content.updated_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert content.authors == (Author(name="Rieke Sandmann", role="Reporterin"),)
    assert (content.section, content.language, content.publisher) == ("Politik", "de", "Harbour Gazette")
    assert (content.url, content.source_id) == (ADDRESS, ADDRESS)


def test_a_page_without_json_ld_is_read_from_its_head() -> None:
    content = parse(
        page(
            '<meta property="article:published_time" content="2026-03-04T08:00:00+01:00">'
            '<meta name="author" content="Rieke Sandmann">'
            '<meta name="description" content="Zwanzig Minuten Takt.">'
            '<meta property="article:section" content="Politik"><meta name="keywords" content="Fähre, Hafen">'
            '<meta property="article:content_tier" content="locked">'
            '<meta property="og:image" content="https://img.example/faehre-am-anleger.jpg">'
        )
    ).content
    assert content.published_at == datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert content.authors == (Author(name="Rieke Sandmann"),)
    assert content.summary == "Zwanzig Minuten Takt."
    assert (content.section, content.keywords, content.free_to_read) == ("Politik", ("Fähre", "Hafen"), False)
    assert content.images == (Image(url="https://img.example/faehre-am-anleger.jpg"),)


def test_a_visible_byline_and_date_are_derived() -> None:
    parsed = parse(
        page(before='<div class="byline">Von Rieke Sandmann</div><span class="date">5. März 2026</span>').replace(
            "/2026/03/04", ""
        )
    )
    assert parsed.content.authors == (Author(name="Rieke Sandmann"),)
    assert parsed.content.published_at == datetime(2026, 3, 5, tzinfo=UTC)
    origin = parsed.content.provenance["published_at"]
    assert (origin.origin, origin.confidence) == ("derived", 0.8)
    assert "date-without-zone" in [notice.code for notice in parsed.notices]


def test_the_day_in_the_address_is_derived_when_nothing_else_is_there() -> None:
    content = parse(page()).content
    assert content.published_at == datetime(2026, 3, 4, tzinfo=UTC)
    assert content.provenance["published_at"].rule == "date in the address"


def test_the_latest_date_that_a_page_calls_its_publication_counts() -> None:
    head = '<meta property="article:published_time" content="2026-03-06T08:00:00Z">'
    content = parse(page(head + linked('"datePublished": "2026-03-04T08:00:00Z"'))).content
    assert content.published_at == datetime(2026, 3, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (linked('"creativeWorkStatus": "withheld"'), Status.WITHHELD),
        (linked('"creativeWorkStatus": "nonsense"'), Status.WITHHELD),
        ('<meta name="pubstatus" content="canceled">', Status.CANCELED),
        ('<meta name="embargo" content="soon">', Status.WITHHELD),
        (linked('"embargo": "2030-01-01T00:00:00Z" "broken"'), Status.WITHHELD),
        (
            '<script type="application/ld+json">{"@type": "WebPage", "creativeWorkStatus": "withheld"}</script>'
            + linked('"datePublished": "2026-03-04"'),
            Status.WITHHELD,
        ),
        (linked('"datePublished": "2026-03-04"'), Status.USABLE),
        ('<meta name="embargo" content="">', Status.WITHHELD),
        ('<meta name="embargo">', Status.WITHHELD),
        ('<meta name="pubstatus" content="">', Status.WITHHELD),
        (f'<meta name="pubstatus" content="{"x" * 6_000}">', Status.WITHHELD),
        ('<meta name="x" content="y">' * 500 + '<meta name="pubstatus" content="withheld">', Status.WITHHELD),
        ('<meta name="creativeworkstatus" content="published">', Status.USABLE),
        ('<meta name="creativeworkstatus" content="draft">', Status.WITHHELD),
        ('<script type="application/ld+json">{"@type": "Person", "embargoed": true}</script>', Status.WITHHELD),
        (
            linked('"datePublished": "2026-03-04"')
            + '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": ['
            '{"@type": "NewsArticle", "headline": "Another one", "embargoed": "soon"}]}</script>',
            Status.WITHHELD,
        ),
        (
            linked('"datePublished": "2026-03-04"')
            + '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Another one", '
            '"creativeWorkStatus": "Published"}</script>',
            Status.USABLE,
        ),
    ],
)
def test_a_page_that_is_held_anywhere_is_held(head: str, status: Status) -> None:
    assert parse(page(head)).content.status is status


def test_json_ld_that_holds_something_else_than_the_article_is_told_of() -> None:
    head = '<script type="application/ld+json">{"@type": "Person", "embargoed": true}</script>'
    assert "json-ld-unreadable" in [one.code for one in parse(page(head)).notices]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:expiration_time" content="2026-03-05T12:00:00Z">',
        linked('"expires": "2026-03-05T12:00:00Z"'),
        linked('"expires": "2027-03-05T12:00:00Z"')
        + '<meta property="article:expiration_time" content="2026-03-05T12:00:00Z">',
        linked('"expires": "2026-03-05T12:00:00Z"')
        + '<meta property="article:expiration_time" content="2027-03-05T12:00:00Z">',
    ],
)
def test_a_page_says_when_it_expires_and_the_earliest_counts(head: str) -> None:
    assert parse(page(head)).content.expires_at == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_a_page_within_a_page_has_an_address_of_its_own() -> None:
    markup = page().replace(ADDRESS, "https://harbour-gazette.example/#!/story/1")
    content = parse(markup).content
    assert content.source_id == content.url == "https://harbour-gazette.example/#!/story/1"


def test_the_later_of_two_embargoes_counts() -> None:
    head = linked('"embargo": "2030-01-01T00:00:00Z"') + '<meta name="embargo" content="2031-01-01T00:00:00Z">'
    assert parse(page(head)).content.embargo_until == datetime(2031, 1, 1, tzinfo=UTC)


def test_what_stands_around_the_article_is_dropped_with_its_first_words() -> None:
    parsed = parse(
        page(
            body='<nav class="main-nav"><a href="/">Start</a> <a href="/sport">Sport</a></nav>',
            after='<div class="share-buttons">Teilen</div><section id="comments">3 Kommentare zum Text</section>'
            '<footer class="site-footer">Impressum</footer>',
        )
    )
    assert parsed.content.body_text == BODY
    assert set(parsed.dropped) == {
        Dropped(reason="navigation", text="Start Sport"),
        Dropped(reason="share", text="Teilen"),
        Dropped(reason="comments", text="3 Kommentare zum Text"),
        Dropped(reason="footer", text="Impressum"),
    }


def test_a_wrapper_with_the_name_of_chrome_is_no_chrome() -> None:
    markup = (
        page().replace("<article>", '<div class="entry share"><article>').replace("</article>", "</article></div>")
    )
    assert parse(markup).content.body_text == BODY


def test_other_stories_in_their_own_block_are_related() -> None:
    parsed = parse(page(after='<div class="related-posts"><a href="/x/1">Werft sucht vierzig Schweißer</a></div>'))
    assert parsed.content.related == (
        RelatedStory(headline="Werft sucht vierzig Schweißer", url="https://harbour-gazette.example/x/1"),
    )


def test_the_paragraph_that_sums_up_begins_the_text() -> None:
    lead = "Zwanzig Minuten Takt und Platz für Fahrräder: Was die neue Verbindung über den Fluss bringt."
    assert parse(page(before=f'<div class="intro">{lead}</div>')).content.body_text == f"{lead}\n\n{BODY}"


def test_a_hint_to_another_story_is_no_paragraph() -> None:
    parsed = parse(page(text=BODY.replace("\n\n", "\n\nLesen Sie auch: Streit um die Busse\n\n", 1)))
    assert parsed.content.body_text == BODY
    assert parsed.dropped == (Dropped(reason="related", text="Lesen Sie auch: Streit um die Busse"),)


def test_a_figure_gives_its_caption_its_credit_and_its_alt_text() -> None:
    figure = (
        '<figure><img src="/img/rumpf-der-faehre.jpg" alt="Ein Rumpf" width="800" height="600">'
        '<figcaption>Der Rumpf in der Halle. <span class="credit">Foto: Jule Brandt</span></figcaption></figure>'
    )
    content = parse(page(before=figure)).content
    assert content.images == (
        Image(
            url="https://harbour-gazette.example/img/rumpf-der-faehre.jpg",
            width=800,
            height=600,
            caption="Der Rumpf in der Halle.",
            credit="Foto: Jule Brandt",
            alt_text="Ein Rumpf",
        ),
    )
    assert content.body_text == BODY


def test_the_article_body_of_the_json_ld_stands_in_for_a_text_that_the_page_loads() -> None:
    head = f"<title>Fähre</title>{linked(f'"articleBody": "{" ".join(PARAGRAPHS)}"')}"
    markup = f'<!doctype html><html><head>{head}</head><body><div id="app">Bitte warten</div></body></html>'
    content = parse(markup).content
    assert content.body_text == " ".join(PARAGRAPHS)
    assert content.provenance["body_text"].rule == "script[ld+json]/articleBody"


def test_of_several_articles_the_one_with_the_address_of_the_page_is_read() -> None:
    other = (
        '{"@type": "NewsArticle", "url": "https://harbour-gazette.example/x/1", "headline": "Werft sucht Leute"}'
    )
    own = f'{{"@type": "NewsArticle", "url": "{ADDRESS}", "headline": "Neue Fähre", "dateline": "Südhafen"}}'
    head = f'<script type="application/ld+json">[{other}, {own}]</script>'
    assert parse(page(head)).content.dateline == "Südhafen"


def test_unreadable_json_ld_is_told_of() -> None:
    parsed = parse(page('<script type="application/ld+json">{"@type": </script>'))
    assert [notice.code for notice in parsed.notices if notice.code.startswith("json")] == ["json-ld-unreadable"]
    assert parsed.content.status is Status.USABLE


def test_layout_and_encoding_change_nothing() -> None:
    markup = page(before='<p class="byline">Von Rieke Sandmann</p>')
    once = parse(markup).content
    assert parse(markup.replace("><", ">\n\t  <")).content == once
    latin = markup.replace("<head>", '<head><meta charset="iso-8859-1">').encode("iso-8859-1")
    assert html_page.parse(Payload(latin, "text/html")).content == once


def test_a_front_page_has_no_address_of_an_article() -> None:
    content = parse(page().replace(ADDRESS, "https://harbour-gazette.example/")).content
    assert (content.url, content.source_id) == (None, None)


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        (
            "404 – Seite nicht gefunden",
            "Diese Seite gibt es leider nicht. Bitte suchen Sie nach etwas anderem. " * 3,
            "error",
        ),
        ("Anmelden", "Bitte melden Sie sich mit Ihrer Adresse an, um alle Artikel lesen zu können. " * 3, "login"),
        (
            "Just a moment...",
            "Checking your browser before you can read what you came here to read. " * 3,
            "robot",
        ),
        ("Neues", "", "no text"),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(title: str, text: str, why: str) -> None:
    markup = f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    with pytest.raises(BadInput, match=why):
        html_page.parse(Payload(markup.encode()))


@pytest.mark.parametrize(
    ("body", "media_type", "recognised"),
    [
        ("<!DOCTYPE html><p>x", None, True),
        ("\n<!-- by a system -->\n<html><body>", None, True),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z">', None, True),
        ("<p>One paragraph</p>", "text/html; charset=utf-8", True),
        ("<p>One paragraph</p>", None, False),
        ("Plain words", "text/html", False),
        ('<?xml version="1.0"?><rss version="2.0"><channel>', "text/html", False),
        ("<nitf><body><body.content><p>x", "text/html", False),
        ("Some words <nitf><body><body.content><p>x", "text/html", False),
        (f"<!-- {'x' * 30_000} --><newsItem><p>x", "text/html", False),
        ("<a:feed xmlns:a='x'><div>x", "text/html", False),
        ('{"headline": "<html>"}', None, False),
    ],
)
def test_a_page_is_recognised_by_its_beginning(body: str, media_type: str | None, recognised: bool) -> None:
    assert html_page.recognises(Payload(body.encode(), media_type)) is recognised


def test_a_drawing_of_the_page_s_own_is_no_picture_of_the_article() -> None:
    figures = '<figure><img src="/img/share.svg"></figure><figure><img src="/img/dock.svg.jpg"></figure>'
    images = parse(page(before=figures)).content.images
    assert [image.url for image in images] == ["https://harbour-gazette.example/img/dock.svg.jpg"]


@pytest.mark.parametrize(
    ("head", "after", "where"),
    [
        ('<meta property="article:tag" content="Fähre">', "", "meta[article:tag]"),
        ('<meta name="news_keywords" content="Fähre">', "", "meta[news_keywords]"),
        ("", '<p><a rel="tag" href="/thema/faehre">Fähre</a></p>', "a[rel=tag]"),
    ],
)
def test_keywords_tell_where_on_the_page_they_stand(head: str, after: str, where: str) -> None:
    content = parse(page(head=head, after=after)).content
    assert (content.keywords, content.provenance["keywords"].rule) == (("Fähre",), where)


def test_markup_and_numbers_in_the_place_of_an_author_name_nobody() -> None:
    escaped = '<meta name="author" content="&lt;script&gt;alert(1)&lt;/script&gt;">'
    for head in (escaped, escaped.replace("&lt;", "&amp;lt;"), linked('"author": 5')):
        assert parse(page(head)).content.authors == ()
