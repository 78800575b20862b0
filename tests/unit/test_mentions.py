import re
from pathlib import Path

import pytest

import shared.enrich.mentions
from shared.enrich.mentions import mentions
from shared.enrich.mentions.phrases import phrases
from tests.cost import within

LISTS = Path(shared.enrich.mentions.__file__).parent

ZED_AND_ZORA = [("Zed Quill", "person", 1), ("Zora Brook", "person", 1)]


def named(text: str, language: str = "en", **given: list[str]) -> list[tuple[str, str, int]]:
    return [(one.name, one.kind, one.count) for one in mentions(None, text, language, **given)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A dock opened, President Ada Quill said.", [("Ada Quill", "person", 1)]),
        ("It pleased Mr. Quill.", [("Quill", "person", 1)]),
        ("It pleased Prime Minister Zed Quill.", [("Zed Quill", "person", 1)]),
        ("It pleased French Foreign Minister Zed Quill.", [("Zed Quill", "person", 1)]),
        ("It pleased John Quill and Mary Brook.", [("John Quill", "person", 1), ("Mary Brook", "person", 1)]),
        ("Then spoke Zed B. Quill.", [("Zed B. Quill", "person", 1)]),
        ("Then Zed Quill, 54, spoke.", [("Zed Quill", "person", 1)]),
        ("A spokesman, Zed Quill, and the baker Zora Brook said no more.", ZED_AND_ZORA),
        ("It was for Ludwig van Quill.", [("Ludwig van Quill", "person", 1)]),
    ],
)
def test_a_person_is_known_by_a_title_a_first_name_or_what_stands_beside(
    text: str, expected: list[tuple[str, str, int]]
) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was built by Quill Harbour Corp.", "Quill Harbour Corp."),
        ("It was built by Quill & Brook.", "Quill & Brook"),
        ("He teaches at the University of Quill now.", "University of Quill"),
        ("It is for the Ministry of Fish and Tides to say.", "Ministry of Fish and Tides"),
        ("He asked the Tide and Dock Commission.", "Tide and Dock Commission"),
        ("He asked the United Nations.", "United Nations"),
        ("He asked the QHC again.", "QHC"),
        ("The WHO said no.", "WHO"),
    ],
)
def test_an_organisation_is_known_by_its_words_the_list_or_its_capitals(text: str, name: str) -> None:
    assert named(text) == [(name, "organisation", 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It lies in Kenya.", "Kenya"),
        ("It lies in Côte d'Ivoire.", "Côte d'Ivoire"),
        ("It lies on Lake Quill.", "Lake Quill"),
        ("It lies in Quill County.", "Quill County"),
        ("It lies in northern Nigeria.", "Nigeria"),
        ("It lies on the Gulf of Mexico.", "Gulf of Mexico"),
        ("The U.S. has two.", "U.S."),
    ],
)
def test_a_place_is_known_by_the_list_or_its_words(text: str, name: str) -> None:
    assert named(text) == [(name, "place", 1)]


def test_a_dateline_in_capitals_names_its_place_and_agency() -> None:
    assert named("NAIROBI, Kenya (AP) - A dock opened.") == [
        ("Nairobi", "place", 1),
        ("Kenya", "place", 1),
        ("AP", "organisation", 1),
    ]


def test_a_surname_counts_for_the_one_full_name_in_the_text() -> None:
    assert named("Mary Quill came. Later Quill went, and Mrs. Quill wrote.") == [("Mary Quill", "person", 3)]
    two = named("Mary Quill and John Quill came. Later Quill went.")
    assert two == [("Mary Quill", "person", 1), ("John Quill", "person", 1)]


def test_an_acronym_counts_for_the_name_that_it_stands_behind() -> None:
    text = "The Quill Harbour Commission (QHC) met. The QHC decided. So said the QHC."
    assert named(text) == [("Quill Harbour Commission", "organisation", 4)]


def test_other_spellings_of_a_name_count_together() -> None:
    text = "They met in Kyiv. In Kiev they saw Volodymyr Zelensky. Then Zelenskyy spoke in Kyiv."
    assert named(text) == [("Kyiv", "place", 3), ("Volodymyr Zelensky", "person", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is open. However, nothing came. Police said so on Monday, March 5.",
        "Workers cheered. Harbour traffic rose. Officials waited.",
        "The Harbour Act passed. The World Cup began. He read the Annual Report.",
        "A French sailor, an American and two Muslims met a CEO on TV in May.",
        "BREAKING NEWS FROM THE HARBOUR TODAY",
        "",
    ],
)
def test_capitals_alone_are_no_name(text: str) -> None:
    assert named(text) == []


def test_names_that_were_given_settle_what_they_name() -> None:
    text = "Acme grew. In Brookton, Quill was glad. Brookton paid Acme."
    assert named(text, people=["Zora Quill", "Nobody Here"], organisations=["Acme"], places=["Brookton"]) == [
        ("Acme", "organisation", 2),
        ("Brookton", "place", 2),
        ("Zora Quill", "person", 1),
    ]


def test_the_headline_counts_unless_it_is_all_capitals() -> None:
    assert [one.name for one in mentions("Kenya opens dock", None, "en")] == ["Kenya"]
    assert mentions("MARY QUILL OPENS BIG DOCK", "", "en") == ()


def test_german_nouns_are_no_names_without_evidence() -> None:
    text = (
        "Der Neue Hafen ist offen. Die Bundeskanzlerin Anna Quill und der Sprecher der Quill GmbH freuten sich, "
        "z. B. Der Bürgermeister Karl Bach in Hamburg. Gute Arbeit, sagte der Alte Mann am Montag."
    )
    assert named(text, "de") == [
        ("Anna Quill", "person", 1),
        ("Karl Bach", "person", 1),
        ("Hamburg", "place", 1),
        ("Quill GmbH", "organisation", 1),
    ]


def test_spanish_and_ukrainian_names_are_known() -> None:
    spanish = "El presidente del Banco de Quill, Juan Brook, habló en Sevilla con el Ministerio de Pesca y Mareas."
    assert named(spanish, "es") == [
        ("Sevilla", "place", 1),
        ("Banco de Quill", "organisation", 1),
        ("Juan Brook", "person", 1),
        ("Ministerio de Pesca y Mareas", "organisation", 1),
    ]
    assert named("У Києві та у місті Київ виступив Петро Квілл. Путін мовчав.", "uk") == [
        ("Київ", "place", 1),
        ("Петро Квілл", "person", 1),
        ("Путін", "person", 1),
    ]


def test_a_script_without_capitals_has_no_mentions() -> None:
    assert named("港は月曜日に再び開きました。", "ja") == []


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "A ",
        "A. ",
        "Aa-",
        "A’",
        "Mr. ",
        "Aa and ",
        "Bank of the ",
        "President ",
        "John Smith, ",
        "Ab Bank (ABC) ",
        "A\n",
    ],
)
def test_a_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    mentions(None, "Kenya", "en")  # reads the lists
    text = piece * 1_000_000
    within(0.25, lambda: mentions(text, text, "en"))


def test_a_text_of_many_names_is_read_in_bounded_time_and_gives_the_most_named() -> None:
    letters = "abcdefghijklmnop"
    names = [f"Mr. Q{one}{two}{three}" for one in letters for two in letters for three in letters]
    text = ", ".join(names) + " and Mr. Qaaa"
    assert len(within(0.25, lambda: mentions(None, text, "en"))) == 100


def entries(written: str) -> list[str]:
    return [entry for part in written.lower().replace("\n", ";").split(";") if (entry := part.strip())]


def sections() -> dict[str, list[str]]:
    _, *parts = re.split(r"\n\[([^\]]+)\][^\n]*\n", (LISTS / "words.txt").read_text("utf-8"))
    return {name: entries(words) for name, words in zip(parts[::2], parts[1::2], strict=True)}


def names(file: str) -> list[str]:
    lines = (LISTS / file).read_text("utf-8").splitlines()
    return [name.strip() for line in lines if line[:1] != "#" for name in line.split("\t")[-1].split(";")]


def test_no_word_stands_twice_in_its_section() -> None:
    assert {
        name: sorted({one for one in words if words.count(one) > 1}) for name, words in sections().items()
    } == {name: [] for name in sections()}


def test_what_is_compared_with_one_word_is_one_word() -> None:
    of_phrases = {"organisations", "organisations of common words", "starts"}
    assert [
        one for name, words in sections().items() if name not in of_phrases for one in words if " " in one
    ] == []


def test_what_is_no_acronym_has_the_looks_of_one() -> None:
    listed = sections()
    dead = [one for one in listed["no acronyms"] if not (2 <= len(one) <= 5 and one.isalpha())]
    roman = [one for one in listed["no acronyms"] if re.fullmatch("[ivxlc]+", one)]
    assert (dead, roman, set(listed["no acronyms"]) & set(listed["starts"])) == ([], [], set())


def test_no_place_stands_twice_or_is_a_country_or_a_nationality() -> None:
    places = [place.lower() for place in names("places.txt") if place]
    elsewhere = {country.lower() for country in names("countries.txt")} | set(sections()["nationalities"])
    assert sorted(place for place in set(places) if places.count(place) > 1 or place in elsewhere) == []


def test_every_place_is_found_in_a_text() -> None:
    sentences = {place: f"They met in {place} again" for place in names("places.txt") if place}
    missed = [
        place
        for place, sentence in sentences.items()
        if place not in {phrase.name for phrase in phrases(sentence, frozenset())}
        or [one.kind for one in mentions(None, sentence, "en")] != ["place"]
    ]
    assert missed == []
