"""Pages as browsers copy them: layouts and languages that differ, all written for these tests."""

from datetime import UTC, datetime

from tests.unit.pasted_text_cases import BODY, FIRST, HEADLINE, SECOND, THIRD, dropped, fields, read


def test_a_page_with_everything_around_the_article() -> None:
    page = f"""Home
News
Sport

{HEADLINE}

By Jane Doe
March 5, 2024, 10:30 UTC
4 min read

The closed bridge in the harbour of Norwick, seen from the quay
The harbour bridge of Norwick was closed in May. (Tom Example/Coast Pictures)

{FIRST}

{SECOND}

Why the ferry between the islands never came back after the storm
The last ferry left in the autumn and the council promised that another would follow before the end of the
Article image

Advertisement

{THIRD}

Share
Facebook
Copy link

Avatar
Jane Doe
Harbour Correspondent
Jane Doe writes about ports and fishing for the Example Gazette. She is a diver.

Read more
News
Snow closes the mountain road between the two valleys for the third time in this winter.
© 2024 Example Gazette
"""
    parsed = read(page)

    assert fields(parsed) == {
        "headline": HEADLINE,
        "byline": "By Jane Doe",
        "published_at": datetime(2024, 3, 5, 10, 30, tzinfo=UTC),
        "reading_minutes": 4,
        "body_text": BODY,
        "authors": (
            {
                "name": "Jane Doe",
                "role": "Harbour Correspondent",
                "biography": "Jane Doe writes about ports and fishing for the Example Gazette. She is a diver.",
            },
        ),
        "images": (
            {
                "caption": "The harbour bridge of Norwick was closed in May.",
                "credit": "Tom Example/Coast Pictures",
                "alt_text": "The closed bridge in the harbour of Norwick, seen from the quay",
            },
        ),
        "related": (
            {
                "headline": "Why the ferry between the islands never came back after the storm",
                "teaser": "The last ferry left in the autumn and the council promised that another would follow "
                "before the end of the",
            },
        ),
    }
    assert parsed.notices == ()
    assert dropped(parsed) == [
        ("navigation", "Home"),
        ("repeated-line", "News"),
        ("navigation", "Sport"),
        ("image-marker", "Article image"),
        ("advertisement", "Advertisement"),
        ("share", "Share"),
        ("share", "Facebook"),
        ("share", "Copy link"),
        ("image-marker", "Avatar"),
        ("read-more", "Read more"),
        ("repeated-line", "News"),
        (
            "other-section",
            "Snow closes the mountain road between the two valleys for the third time in this winter.",
        ),
        ("copyright", "© 2024 Example Gazette"),
    ]


def test_a_field_names_the_line_it_stands_on() -> None:
    parsed = read(f"{HEADLINE}\n\nBy Jane Doe\n\n{BODY}")

    assert {name: entry.rule for name, entry in parsed.content.provenance.items()} == {
        "headline": "line 1",
        "byline": "line 3",
        "authors": "line 3",
        "body_text": "lines 5 to 9",
    }


def test_what_the_shape_of_a_page_tells_is_derived_and_never_certain() -> None:
    found = read(f"{HEADLINE}\n\nBy Jane Doe\n\n{BODY}").content.provenance

    assert {name: (entry.origin, entry.confidence) for name, entry in found.items()} == {
        "headline": ("derived", 0.7),
        "byline": ("given", None),
        "authors": ("derived", 0.9),
        "body_text": ("given", None),
    }


def test_a_headline_and_paragraphs_alone() -> None:
    assert fields(read(f"{HEADLINE}\n\n{BODY}\n")) == {"headline": HEADLINE, "body_text": BODY}


def test_paragraphs_alone_have_no_headline() -> None:
    assert fields(read(BODY)) == {"body_text": BODY}


def test_paragraphs_without_empty_lines_between_them() -> None:
    assert fields(read(f"{HEADLINE}\n{FIRST}\n{SECOND}\n{THIRD}")) == {"headline": HEADLINE, "body_text": BODY}


def test_a_headline_alone() -> None:
    assert fields(read("Norwick votes")) == {"headline": "Norwick votes"}


def test_notes_without_any_sentence_are_kept() -> None:
    assert fields(read("Norwick votes\nBridge rebuilt\nFerry gone")) == {
        "headline": "Norwick votes",
        "body_text": "Bridge rebuilt\n\nFerry gone",
    }


def test_a_wire_text_broken_at_a_width_is_put_together_again() -> None:
    page = """Norwick votes to rebuild its harbour bridge

NORWICK (Coast Wire) - The council of Norwick voted on Tuesday to
rebuild the old harbour bridge, which has been closed since a
freighter hit one of its pillars in May.
   The work will cost 14 million crowns, said the mayor, who had
asked for the money before and was refused twice by the members
of the harbour committee.
"""
    assert fields(read(page)) == {
        "headline": HEADLINE,
        "body_text": "NORWICK (Coast Wire) - The council of Norwick voted on Tuesday to rebuild the old harbour "
        "bridge, which has been closed since a freighter hit one of its pillars in May.\n\n"
        "The work will cost 14 million crowns, said the mayor, who had asked for the money before and was refused "
        "twice by the members of the harbour committee.",
    }


def test_a_german_page() -> None:
    first = "Der Stadtrat von Nordwiek hat am Dienstag beschlossen, die alte Hafenbrücke wieder aufzubauen."
    second = "Die Arbeiten kosten 14 Millionen Kronen, sagte Bürgermeisterin Ada Lindqvist nach der Sitzung."
    page = f"""Startseite
Politik
Wetter

Nordwiek baut seine Hafenbrücke wieder auf

Nach langem Streit hat der Rat entschieden.

Von Erika Beispiel
5. März 2024, 10:30 Uhr
Lesezeit: 3 Min.

{first}

Lesen Sie auch: Warum die Fähre zu den Inseln nie wieder fuhr

Anzeige

Zwei Fischer stehen vor der gesperrten Brücke. Foto: Jan Muster/Küstenbild

{second}

Kommentare (12)

Das hätte man schon vor Jahren machen sollen, meine ich jedenfalls, und zwar ohne die teuren Gutachten.
"""
    parsed = read(page)

    assert fields(parsed) == {
        "headline": "Nordwiek baut seine Hafenbrücke wieder auf",
        "summary": "Nach langem Streit hat der Rat entschieden.",
        "byline": "Von Erika Beispiel",
        "authors": ({"name": "Erika Beispiel"},),
        "published_at": datetime(2024, 3, 5, 10, 30, tzinfo=UTC),
        "reading_minutes": 3,
        "body_text": f"{first}\n\n{second}",
        "images": (
            {"caption": "Zwei Fischer stehen vor der gesperrten Brücke.", "credit": "Jan Muster/Küstenbild"},
        ),
        "related": ({"headline": "Warum die Fähre zu den Inseln nie wieder fuhr"},),
    }
    assert [notice.code for notice in parsed.notices] == ["date-without-zone"]
    assert ("comments", "Kommentare (12)") in dropped(parsed)


def test_a_ukrainian_page() -> None:
    first = (
        "Міська рада Нордвіка у вівторок проголосувала за відбудову старого портового мосту, закритого з травня."
    )
    second = "Роботи коштуватимуть 14 мільйонів крон, повідомила мерка Ада Ліндквіст після засідання ради."
    page = f"""Новини
Спорт

Нордвік відбудує портовий міст

2 хв читання

{first}

Читайте також: Чому пором до островів так і не повернувся

{second}

Поділитися
"""
    assert fields(read(page)) == {
        "headline": "Нордвік відбудує портовий міст",
        "reading_minutes": 2,
        "body_text": f"{first}\n\n{second}",
        "related": ({"headline": "Чому пором до островів так і не повернувся"},),
    }


def test_a_french_page() -> None:
    first = (
        "Le conseil de Nordvic a voté mardi la reconstruction du vieux pont du port, fermé depuis le mois de mai."
    )
    second = (
        "Les travaux coûteront 14 millions de couronnes, a indiqué la maire, Ada Lindqvist, après la séance. "
        "Les pêcheurs avaient demandé un bac, mais le conseil ne les a pas suivis."
    )
    page = f"""Accueil
Menu

Nordvic va reconstruire le pont du port

Par Jeanne Exemple
Publié le 5 mars 2024 à 10h30
Temps de lecture : 2 min

{first}

À lire aussi
Pourquoi le bac des îles n'est jamais revenu après la tempête

{second}

Abonnez-vous à notre newsletter pour recevoir chaque matin les nouvelles du port.
"""
    parsed = read(page)

    assert fields(parsed) == {
        "headline": "Nordvic va reconstruire le pont du port",
        "byline": "Par Jeanne Exemple",
        "authors": ({"name": "Jeanne Exemple"},),
        "published_at": datetime(2024, 3, 5, 10, 30, tzinfo=UTC),
        "reading_minutes": 2,
        "body_text": f"{first}\n\n{second}",
        "related": ({"headline": "Pourquoi le bac des îles n'est jamais revenu après la tempête"},),
    }
    assert dropped(parsed)[-1][0] == "newsletter"


def test_a_spanish_page_and_a_japanese_one() -> None:
    first = (
        "El pleno de Norvik aprobó el martes reconstruir el viejo puente del puerto, cerrado desde el mes de mayo."
    )
    spanish = read(f"Portada\nMenú\n\nNorvik reconstruirá el puente del puerto\n\n4 min de lectura\n\n{first}\n")
    japanese_text = (
        "港町の議会は火曜日、五月から閉鎖されている古い橋を再建することを決めた。工事費は千四百万クローネになる。"
    )
    japanese = read(f"ホーム\nニュース\n\n港町の議会が古い橋の再建を決定\n\n{japanese_text}\n\nシェア\n")

    assert fields(spanish) == {
        "headline": "Norvik reconstruirá el puente del puerto",
        "reading_minutes": 4,
        "body_text": first,
    }
    assert fields(japanese) == {"headline": "港町の議会が古い橋の再建を決定", "body_text": japanese_text}
