import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.article import Author
from shared.formats.byline import Byline, is_nobody, people, read_byline
from shared.formats.draft import Draft
from shared.formats.values import put_people
from tests.cost import within


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("by Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("Jane Doe",)),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("By Jane Doe, Reuters", ("Jane Doe",)),
        ("By Jane Doe and John Roe, Reuters", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe and Ada N. Other", ("Jane Doe", "John Roe", "Ada N. Other")),
        ("Jane Doe & John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Von Jana Muster, dpa", ("Jana Muster",)),
        ("Jana Muster und Max Beispiel", ("Jana Muster", "Max Beispiel")),
        ("By Ian Jones, Press Association", ("Ian Jones",)),
        ("By Jane Doe, Staff Reporter", ("Jane Doe",)),
        ("Jane Doe, Northern State University", ("Jane Doe",)),
        ("Jane Doe (Reuters)", ("Jane Doe",)),
        ("Jane Doe | AFP", ("Jane Doe",)),
        ("Written by Jane Doe", ("Jane Doe",)),
        ("Ludwig van der Berg", ("Ludwig van der Berg",)),
        ("Gianna d'Esempio", ("Gianna d'Esempio",)),
        ("Anne-Marie O’Neill", ("Anne-Marie O’Neill",)),
        ("Von Trier", ("Von Trier",)),
        ("Олена Приклад", ("Олена Приклад",)),
        ("Jane Doe and Jane Doe", ("Jane Doe",)),
    ],
)
def test_plain_bylines_name_their_people(byline: str, names: tuple[str, ...]) -> None:
    assert people(byline) == names


@pytest.mark.parametrize(
    "byline",
    [
        "",
        "Reuters",
        "AFP",
        "The Associated Press",
        "Staff",
        "By Staff Writer",
        "Reuters Staff",
        "View All Posts",
        "admin",
        "Redaktion",
        "abc/de/fgh",
        "kr",
        "ABC",
        "Peter and Jane",
        "By Staff and wire reports",
        "Editorial Board",
        "Fotos: Max Beispiel",
        "Edited by Jane Doe",
        "March 5, 2024 at 8:10 am Updated March 6, 2024 at 9:20 pm",
        "Jane Doe, 35, is a reporter in Berlin",
        "Redaktion Beispiel Aktuell",
        "Deutscher Beispiel Bund",
        "Beispiel Deutschland",
        "Contributors to Example projects",
        "Sports Network",
        "Not-Known-Yet",
        "Photograph by Pea, available at https://example.com",
        "1234 Main Street",
        "A" * 10_000,
        "and and and",
    ],
)
def test_agencies_boilerplate_and_doubtful_bylines_name_nobody(byline: str) -> None:
    assert people(byline) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "dpa",
        "Reuters Staff",
        "Staff",
        "View all posts",
        "ADMIN",
        "The Associated Press",
        "www.example.org",
    ],
)
def test_what_is_no_person_is_known(name: str) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize("name", ["Jane Doe", "Madonna", "Jordan Press", "Dana Reed"])
def test_a_person_is_somebody(name: str) -> None:
    assert not is_nobody(name)


@pytest.mark.parametrize("text", ["A" * 299, "Aa-" * 99, "Aa'" * 99 + "!", "By " * 99, ", " * 149, "view " * 59])
def test_hostile_bylines_take_no_time(text: str) -> None:
    within(0.5, lambda: (people(text), is_nobody(text * 100)))


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Doe, Jane", ("Jane Doe",)),
        ("DOE, Jane M.", ("Jane M. Doe",)),
        ("van der Berg, Jan", ("Jan van der Berg",)),
        ("Doe, Jane; Roe, John", ("Jane Doe", "John Roe")),
        ("Doe, Jane and Roe, John", ("Jane Doe", "John Roe")),
        ("By JANE MCDONALD AND SEAN O'NEIL", ("Jane McDonald", "Sean O'Neil")),
        ("LUDWIG VAN DER BERG", ("Ludwig van der Berg",)),
        ("TED D'ESEMPIO", ("Ted D'Esempio",)),
        ("Jeanne EXEMPLE", ("Jeanne Exemple",)),
        ("R.C. DOE", ("R.C. Doe",)),
        ("ANNE-MARIE DOE", ("Anne-Marie Doe",)),
        ("IAN MACDONALD, FRANK MACHADO", ("Ian MacDonald", "Frank Machado")),
        ("By jane doe, Reuters", ("Jane Doe",)),
        ("Jane Doe in Berlin", ("Jane Doe",)),
        ("Jane Doe, Berlin", ("Jane Doe",)),
        ("Jane Doe, New York", ("Jane Doe",)),
        ("Jeanne Exemple, à Paris", ("Jeanne Exemple",)),
        ("Jane Doe from University of Examples", ("Jane Doe",)),
        ("Jane Doe And John Roe For The Example On Sunday", ("Jane Doe", "John Roe")),
        ("Jane Doe March 25, 2015", ("Jane Doe",)),
        ("Jane Doe - 04.05.2020, 10:30 Uhr", ("Jane Doe",)),
        ("Jane Doe Updated 5 hours ago", ("Jane Doe",)),
        ("Jane Doe, jane.doe@example.com", ("Jane Doe",)),
        ("Jane Doe (@janedoe)", ("Jane Doe",)),
        ("Jane Doe (https://example.com/jane/)", ("Jane Doe",)),
        ("Jane Doe View All Posts", ("Jane Doe",)),
        ("Text: Anna Muster Fotos: Max Beispiel", ("Anna Muster",)),
        ("Text und Fotos: Anna Muster", ("Anna Muster",)),
        ("Written by Jane Doe Edited by John Roe", ("Jane Doe",)),
        ("By Jane Doe, with reporting by John Roe", ("Jane Doe", "John Roe")),
        ("Jeanne Exemple (avec Jean Modèle et Luc Type)", ("Jeanne Exemple", "Jean Modèle", "Luc Type")),
        ("Dr. Anna Muster", ("Dr. Anna Muster",)),
        ("Jane Doe, PhD; John Roe, MD", ("Jane Doe", "John Roe")),
        ("John Doe, Jr.", ("John Doe Jr.",)),
        ('Jane "Janie" Doe', ('Jane "Janie" Doe',)),
        ("J.R. Doe", ("J.R. Doe",)),
        ("И. Пример", ("И. Пример",)),
        ("di Mario Esempio e Anna Prova", ("Mario Esempio", "Anna Prova")),
        ("Juana Ejemplo y Pedro Muestra", ("Juana Ejemplo", "Pedro Muestra")),
        ("Juana Ejemplo en Bogotá", ("Juana Ejemplo",)),
        ("Door Jan Voorbeeld en Piet Proef", ("Jan Voorbeeld", "Piet Proef")),
        ("Автор: Иван Пример", ("Иван Пример",)),
        ("Іван Приклад і Марія Приклад", ("Іван Приклад", "Марія Приклад")),
        ("Autors: Jānis Paraugs", ("Jānis Paraugs",)),
        ("記者王小明", ("王小明",)),
        ("홍길동 기자", ("홍길동",)),
        ("Jane Doe Example Post", ("Jane Doe",)),
        ("Jane", ("Jane",)),
        ("mountainwriter", ("mountainwriter",)),
        ("jane.doe", ("jane.doe",)),
        ("Jordan Press", ("Jordan Press",)),
        ("Erik Staff", ("Erik Staff",)),
    ],
)
def test_people_are_named_in_every_form_that_newsrooms_use(byline: str, names: tuple[str, ...]) -> None:
    assert people(byline) == names


@pytest.mark.parametrize(
    ("byline", "authors", "agencies"),
    [
        ("By Jane Doe, Reuters", [("Jane Doe", None)], ("Reuters",)),
        ("By Jane Doe, Reuter", [("Jane Doe", None)], ("Reuters",)),
        ("Jane Doe and Jordan Press The Canadian Press", [("Jane Doe", None), ("Jordan Press", None)],
         ("The Canadian Press",)),
        ("By JANE DOE AP Business Writer", [("Jane Doe", "Business Writer")], ("AP",)),
        ("By JANE DOE Associated Press", [("Jane Doe", None)], ("AP",)),
        ("JANE DOE and JOHN ROE, Staff Writers", [("Jane Doe", "Staff Writer"), ("John Roe", "Staff Writer")], ()),
        ("Jane Doe | Senior Editor", [("Jane Doe", "Senior Editor")], ()),
        ("Senior Editor Jane Doe", [("Jane Doe", "Senior Editor")], ()),
        ("AFP Correspondent Jane Doe", [("Jane Doe", "Correspondent")], ("AFP",)),
        ("Jane Doe, Professor of History, Example University", [("Jane Doe", "Professor of History")], ()),
        ("Juana Ejemplo, corresponsal", [("Juana Ejemplo", "corresponsal")], ()),
        ("Jane Doe, MA Example Health News", [("Jane Doe", None)], ("Example Health News",)),
        ("Jane Doe for The Example Gazette", [("Jane Doe", None)], ("Example Gazette",)),
        ("Jane Doe, special to the Example Times", [("Jane Doe", None)], ("Example Times",)),
        ("Jane Doe/AFP/Getty Images", [("Jane Doe", None)], ("AFP", "Getty Images")),
        ("AFP | Jane Doe", [("Jane Doe", None)], ("AFP",)),
        ("Par Jeanne Exemple avec AFP", [("Jeanne Exemple", None)], ("AFP",)),
        ("Марія Приклад, Укрінформ", [("Марія Приклад", None)], ("Ukrinform",)),
        ("The Associated Press", [], ("AP",)),
        ("NTB-AFP-DPA", [], ("NTB", "AFP", "dpa")),
        ("abc / DPA", [], ("dpa",)),
        ("REUTERS TV", [], ("Reuters",)),
        ("Example News", [], ("Example News",)),
    ],
)  # fmt: skip
def test_roles_and_agencies_are_told_from_names(
    byline: str, authors: list[tuple[str, str | None]], agencies: tuple[str, ...]
) -> None:
    expected = tuple(Author(name=name, role=role) for name, role in authors)
    assert read_byline(byline) == Byline(expected, agencies)


def put(given: list[dict[str, str | None]], byline: str | None) -> Draft:
    draft = Draft("test")
    draft.put("headline", "A headline", "/headline")
    put_people(draft, given, "/authors", byline)
    return draft


def test_the_agency_of_a_byline_publishes_where_nobody_else_does() -> None:
    content = put([], "By Jane Doe, Reuters").finish().content

    assert content.authors == (Author(name="Jane Doe"),)
    assert content.publisher == "Reuters"
    assert (content.provenance["publisher"].rule, content.provenance["publisher"].confidence) == ("byline", 0.8)


def test_a_given_publisher_stays() -> None:
    draft = put([], "By Jane Doe, Reuters")
    draft.put("publisher", "Example Gazette", "/publisher")

    assert draft.finish().content.publisher == "Example Gazette"


def test_given_authors_are_put_the_right_way_round_and_agencies_left_out() -> None:
    parsed = put(
        [
            {"name": "DOE, Jane", "role": "Editor"},
            {"name": "By John Roe and Ada Other", "role": None},
            {"name": "Madonna", "role": None},
            {"name": "Reuters", "role": None},
            {"name": "A B from nowhere, said nobody", "role": None},
        ],
        None,
    ).finish()

    assert parsed.content.authors == (
        Author(name="Jane Doe", role="Editor"),
        Author(name="John Roe"),
        Author(name="Ada Other"),
        Author(name="Madonna"),
        Author(name="A B from nowhere, said nobody"),
    )
    assert [(notice.code, notice.pointer) for notice in parsed.notices] == [("no-person", "/authors")]


def test_a_pen_name_in_a_byline_is_less_sure_than_a_name() -> None:
    assert put([], "mountainwriter").finish().content.provenance["authors"].confidence == 0.6
    assert put([], "Jane Doe").finish().content.provenance["authors"].confidence == 0.9


@given(st.text(max_size=300))
def test_names_come_out_of_the_byline_word_by_word(byline: str) -> None:
    assert all(1 <= len(name.split()) <= 8 for name in people(byline))


CREDITS = (
    "Doe",
    "Jane",
    "AP",
    "Reuters",
    "by",
    "and",
    ",",
    "/",
    "Text:",
    "Fotos:",
    "Writer",
    "(",
    ")",
    ".",
    "von",
    "de",
)


@given(st.lists(st.sampled_from(CREDITS), max_size=40))
def test_any_order_of_credits_is_read_without_error(pieces: list[str]) -> None:
    read_byline(" ".join(pieces))


@pytest.mark.parametrize(
    "line",
    [
        "By Monday Morning",
        "By Invitation",
        "By Design",
        "By Law",
        "By Hand",
        "By Any Means",
        "Advertisement",
        "By Not Provided",
        "From Our Own Correspondent",
        "By London",
        "By Chat GPT",
        "By Open AI",
        "Embargoed Until",
        "alert(1)",
    ],
)
def test_what_only_looks_like_a_byline_names_nobody(line: str) -> None:
    assert read_byline(line).authors == ()


@pytest.mark.parametrize("name", ["Jack London", "Jude Law", "Mary Monday", "Tess Hand", "Jane Doe"])
def test_the_same_words_are_surnames(name: str) -> None:
    assert [author.name for author in read_byline(f"By {name}").authors] == [name]
