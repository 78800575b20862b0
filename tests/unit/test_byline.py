import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.formats.byline import is_nobody, people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("by Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE", ("JANE DOE",)),
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
        "Pedersen, Terje",
        "daa/mt/msr",
        "jane.doe",
        "Peter and Jane",
        "By JANE DOE AP Business Writer",
        "Jane Doe and John Roe The National Press",
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
@pytest.mark.timeout(2)
def test_hostile_bylines_take_no_time(text: str) -> None:
    people(text)
    is_nobody(text * 100)


@given(st.text(max_size=300))
def test_names_come_out_of_the_byline_word_by_word(byline: str) -> None:
    assert all(2 <= len(name.split()) <= 4 for name in people(byline))
