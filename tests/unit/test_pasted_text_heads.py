"""What stands around the text of a pasted page: bylines, dates, roles, breadcrumbs, tags and buttons."""

from datetime import UTC, datetime

import pytest

from shared.domain.article import Status
from tests.unit.pasted_text_cases import BODY, FIRST, HEADLINE, SECOND, THIRD, dropped, fields, read

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By JANE DOE and JOHN ROE, Reuters", ["Jane Doe", "John Roe"]),
        ("March 5, 2024 · by Jane Doe", ["Jane Doe"]),
        ("Jane Doe | March 5, 2024", ["Jane Doe"]),
        ("Jane DoeMarch 5, 2024", ["Jane Doe"]),
        ("5.3.24 12:00 von Erika Beispiel Lesezeit: 4 Min.", ["Erika Beispiel"]),
        ("Geschrieben von Erika Beispiel am 05.03.2024 12:00 (120 x gelesen)", ["Erika Beispiel"]),
        ("von Erika Beispiel in Politik, 5. März 2024", ["Erika Beispiel"]),
        ("5. März 2024, 12:00 · von Tobi", ["Tobi"]),
        ("Text & Fotos: Erika Beispiel", ["Erika Beispiel"]),
        ("Ein Interview von Erika Beispiel", ["Erika Beispiel"]),
        ("Par Jeanne Exemple, le 5 mars 2024 à 12h00", ["Jeanne Exemple"]),
        ("Por Juana Ejemplo 5 mayo, 2024, 6:12 pm", ["Juana Ejemplo"]),
        ("Di Mario Esempio", ["Mario Esempio"]),
        ("Door Jan Voorbeeld", ["Jan Voorbeeld"]),
        ("Av Kari Eksempel", ["Kari Eksempel"]),
        ("Autor: Jan Przykład", ["Jan Przykład"]),
        ("Autors: Anna Paraugs", ["Anna Paraugs"]),
        ("Автор: Иван Пример", ["Иван Пример"]),
        ("Від Марія Приклад", ["Марія Приклад"]),
        ("Posted by Jane Doe at 4:10 PM", ["Jane Doe"]),
        # names that begin as days of the week do
        ("By Jane Martin 5 March 2024", ["Jane Martin"]),
        ("Jane Donald March 5, 2024", ["Jane Donald"]),
        ("By Jane Sung, March 5, 2024", ["Jane Sung"]),
        ("By Jane Doe Tuesday, March 5, 2024", ["Jane Doe"]),
        ("Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
        ("By Staff Writer", []),
    ],
)
def test_a_byline_is_read_in_every_form(line: str, names: list[str]) -> None:
    content = read(f"{HEADLINE}\n\n{line}\n\n{BODY}").content

    assert [author.name for author in content.authors] == names
    assert content.headline == HEADLINE
    assert content.body_text == BODY


def test_a_byline_stands_on_the_line_below_the_word_for_it() -> None:
    parsed = read(f"{HEADLINE}\n\nBy\n\nJane Doe\n\n{BODY}")

    assert fields(parsed) == {
        "headline": HEADLINE,
        "byline": "Jane Doe",
        "authors": ({"name": "Jane Doe"},),
        "body_text": BODY,
    }
    assert dropped(parsed) == [("author-marker", "By")]


def test_a_role_below_the_byline_is_the_role_of_its_author() -> None:
    parsed = read(f"{HEADLINE}\n\nBy Jane Doe\nHarbour Correspondent\n\n{BODY}")

    assert fields(parsed)["authors"] == ({"name": "Jane Doe", "role": "Harbour Correspondent"},)
    assert parsed.content.body_text == BODY


def test_a_byline_above_the_headline_counts_where_none_is_below() -> None:
    parsed = read(f"Home\nNews\n\nBy Jane Doe | 12:00 UTC, 5 March 2024\n\n{HEADLINE}\n\n{BODY}")

    assert [author.name for author in parsed.content.authors] == ["Jane Doe"]
    assert parsed.content.published_at == NOON


def test_a_byline_below_a_long_standfirst_is_no_paragraph() -> None:
    first, *rest = BODY.split("\n\n")
    page = "\n\n".join([HEADLINE, first, rest[0], "By Jane Doe", "Tuesday, 5 March 2024 12:00 GMT", rest[1]])
    parsed = read(page)

    assert [author.name for author in parsed.content.authors] == ["Jane Doe"]
    assert parsed.content.published_at == NOON
    assert "Jane Doe" not in f"{parsed.content.summary} {parsed.content.body_text}"


def test_a_biography_below_the_words_for_it_need_not_say_the_name_again() -> None:
    biography = "Reporter for ports and fishing since 1999, diver, and the author of two books about lighthouses."
    parsed = read(f"{HEADLINE}\n\n{BODY}\n\nAbout the author\nJane Doe\n{biography}\n")
    behind = read(f"{HEADLINE}\n\n{BODY}\n\nAbout Jane Doe\n{biography}\n")

    assert fields(parsed)["authors"] == ({"name": "Jane Doe", "biography": biography},)
    assert fields(behind)["authors"] == ({"name": "Jane Doe", "biography": biography},)
    assert parsed.content.body_text == behind.content.body_text == BODY


def test_the_last_paragraph_is_a_biography_where_it_begins_with_the_name_of_the_byline() -> None:
    biography = "Jane Doe writes about ports and fishing."
    parsed = read(f"{HEADLINE}\n\nBy Jane Doe\n\n{BODY}\n\n{biography}")

    assert fields(parsed)["authors"] == ({"name": "Jane Doe", "biography": biography},)
    assert parsed.content.body_text == BODY


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("March 5, 2024 12:00 UTC", NOON, None),
        ("12:00 UTC, 5 March 2024", NOON, None),
        ("7:00 a.m. ET on March 5, 2024", NOON, None),
        ("Tuesday, 5 March 2024, 13:00 CET", NOON, None),
        ("05.03.2024, 14:00 EET", NOON, None),
        ("2024/03/05 20:00 HKT", NOON, None),
        ("25/12/2024 12:00", datetime(2024, 12, 25, 12, 0, tzinfo=UTC), None),
        ("2024. gada 5. marts, 12:00", NOON, None),
        ("2024 m. kovo 5 d. 12:00", NOON, None),
        ("5 марта 2024, 15:00 мск", NOON, None),
        ("2024년 3월 5일 12:00", NOON, None),
        ("Updated March 5, 2024 12:00 UTC", None, NOON),
        ("Stand: 05.03.2024, 13:00 MEZ", None, NOON),
        ("Mis à jour le 5 mars 2024 à 13h00 CET", None, NOON),
        ("5 March 2024 12:00 UTC (updated 6 March 2024 12:00 UTC)", NOON, datetime(2024, 3, 6, 12, 0, tzinfo=UTC)),
        (
            "Published: 12:00 GMT, 5 March 2024 | Updated: 12:00 GMT, 6 March 2024",
            NOON,
            datetime(2024, 3, 6, 12, 0, tzinfo=UTC),
        ),
        ("March 5, 2024 12:00 UTC Updated", None, NOON),
        ("05/03/2024 12:00", None, None),
        ("Version 3.11.23", None, None),
    ],
)
def test_dates_are_read_in_every_form(line: str, published: datetime | None, updated: datetime | None) -> None:
    content = read(f"{HEADLINE}\n\nBy Jane Doe\n{line}\n\n{BODY}").content

    assert (content.published_at, content.updated_at) == (published, updated)


def test_an_update_on_a_line_of_its_own_is_kept_beside_the_date() -> None:
    content = read(f"{HEADLINE}\n\nMarch 5, 2024 12:00 UTC\nUpdated March 6, 2024 12:00 UTC\n\n{BODY}").content

    assert content.published_at == NOON
    assert content.updated_at == datetime(2024, 3, 6, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Home > World > Europe", "Europe"),
        ("Startseite » Politik » Ausland", "Ausland"),
        ("Accueil / Culture / Musique", "Musique"),
        ("Головна › Світ", "Світ"),
        ("News › Politics", "Politics"),
        (f"Home > World > {HEADLINE[:30]}…", "World"),
        ("He said »no« to all", None),
        ("Harbour / Bridge", None),
    ],
)
def test_a_breadcrumb_names_the_section(line: str, section: str | None) -> None:
    parsed = read(f"{line}\n\n{HEADLINE}\n\nBy Jane Doe\n\n{BODY}")

    assert parsed.content.section == section
    assert (("breadcrumb", line) in dropped(parsed)) is (section is not None)


@pytest.mark.parametrize(
    "lines",
    [
        "Topics: harbour, bridges, Norwick",
        "Tags\nharbour\nbridges\nNorwick",
        "Schlagwörter: harbour | bridges | Norwick",
        "#harbour #bridges #Norwick",
        "Теги: harbour; bridges; Norwick",
    ],
)
def test_tags_become_keywords(lines: str) -> None:
    parsed = read(f"{HEADLINE}\n\n{BODY}\n\n{lines}\n")

    assert parsed.content.keywords == ("harbour", "bridges", "Norwick")
    assert parsed.content.body_text == BODY


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("FacebookTwitterWhatsAppE-Mail", "share"),
        ("Teilen mit:", "share"),
        ("Share this post", "share"),
        ("Listen to this article", "audio"),
        ("Artikel anhören", "audio"),
        ("Écouter l'article", "audio"),
        ("Sign up for our newsletter", "newsletter"),
        ("Subscribe now to read the full story.", "account"),
        ("Already a subscriber? Log in", "account"),
        ("Lo más leído", "related"),
        ("Lasīt vairāk", "read-more"),
        ("This entry was posted in Ports on March 5 by Jane Doe.", "posted-in"),
    ],
)
def test_buttons_in_the_text_are_dropped_with_their_reason(line: str, reason: str) -> None:
    first, *rest = BODY.split("\n\n")
    parsed = read("\n\n".join([HEADLINE, "By Jane Doe", first, line, *rest]))

    assert (reason, line) in dropped(parsed)
    assert parsed.content.body_text == BODY


_OWN = "".join(f"\n\n{paragraph}" for paragraph in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    ("page", "until"),
    [
        (f"EMBARGOED UNTIL 1 January 2027\n\n{HEADLINE}{_OWN}", datetime(2027, 1, 1, 12, tzinfo=UTC)),
        (f"{HEADLINE}\n\nSperrfrist: 1. Januar 2027, 10:00 Uhr MEZ{_OWN}", datetime(2027, 1, 1, 9, tzinfo=UTC)),
        (f"{HEADLINE}{_OWN}\n\n[Embargo: 00:01 GMT, 1 January 2027]", datetime(2027, 1, 1, 0, 1, tzinfo=UTC)),
        (f"{HEADLINE}\n\nStrictly embargoed until Monday noon{_OWN}", None),
        (f"{HEADLINE}\n\nEmbargo until the day after 1 January 2027{_OWN}", None),
        (f"{HEADLINE}\n\nEmbargoed until 10am 1 January 2027{_OWN}", None),
        (f"{HEADLINE}\n\nEmbargo until 2/1/2027{_OWN}", None),
        (f"{HEADLINE}\n\n*** EMBARGO ***{_OWN}", None),
        (f"{HEADLINE}{_OWN}" + "\n\nSperrfrist: 1. Januar 2027" * 30, None),
    ],
)
def test_a_line_that_names_an_embargo_holds_the_text_and_is_no_part_of_it(
    page: str, until: datetime | None
) -> None:
    content = read(page).content
    if until is None:
        assert content.status is Status.WITHHELD
    else:
        assert (content.status, content.embargo_until) == (Status.USABLE, until)
    assert (content.headline, content.body_text) == (HEADLINE, _OWN.strip())
    assert content.internal_note


def test_a_first_paragraph_that_begins_with_an_embargo_holds_and_stays() -> None:
    content = read(f"{HEADLINE}\n\nEmbargoed until Monday noon – {FIRST} {SECOND} {THIRD}").content
    assert (content.status, content.internal_note) == (Status.WITHHELD, None)
    assert str(content.body_text).startswith("Embargoed until Monday noon")


@pytest.mark.parametrize(
    "line",
    ["Oil embargo ends", "Embargo on oil is lifted", "Sperrfrist für Schuldner verkürzt", "Embargo hits ports"],
)
def test_news_of_an_embargo_is_shown(line: str) -> None:
    content = read(f"{line}{_OWN}").content
    assert (content.headline, content.status, content.embargo_until) == (line, Status.USABLE, None)
