import re
from pathlib import Path

import pytest

from shared.domain.article import MediaTopic, Topic
from shared.enrich.media_topics import broader, fold, label, newsroom_words, vocabulary
from shared.enrich.topics import media_topics
from tests.cost import within

SOCCER = ("medtop:20001065", "soccer", ("medtop:20000822", "medtop:15000000"))


def by_id(id_: str, name: str | None = None) -> list[tuple[str, str, float]]:
    return [(topic.id, topic.origin, topic.confidence) for topic in media_topics([Topic(id=id_, name=name)])]


def by_section(section: str) -> list[tuple[str, float]]:
    return [(topic.name, topic.confidence) for topic in media_topics([], section=section)]


@pytest.mark.parametrize(
    "code",
    [
        "medtop:20001065",
        "mediatopic:20001065",
        "MEDTOP:20001065",
        "http://cv.iptc.org/newscodes/mediatopic/20001065",
        "https://cv.iptc.org/newscodes/mediatopic/20001065?lang=de",
        "mediatopics:20001065",
        "iptc-media-topics:20001065",
    ],
)
def test_a_media_topic_is_known_under_each_name_of_its_scheme(code: str) -> None:
    id_, name, chain = SOCCER
    expected = MediaTopic(id=id_, name=name, broader=chain, origin="code", confidence=1)
    assert media_topics([Topic(id=code)]) == (expected,)


@pytest.mark.parametrize(
    "code",
    [
        "subj:15054000",
        "http://cv.iptc.org/newscodes/subjectcode/15054000",
        "subjectcode:15054000",
        "iptc:15054000",
        "tobject.subject.refnum:15054000",
        "xyzsubj:15054000",
    ],
)
def test_a_legacy_subject_code_is_mapped_by_iptc_s_own_match(code: str) -> None:
    id_, name, chain = SOCCER
    expected = MediaTopic(id=id_, name=name, broader=chain, origin="legacy-code", confidence=0.95)
    assert media_topics([Topic(id=code)]) == (expected,)


def test_digits_without_a_scheme_are_either_less_surely() -> None:
    assert by_id("20001065") == [("medtop:20001065", "code", 0.85)]
    assert by_id("15054000") == [("medtop:20001065", "legacy-code", 0.81)]
    assert by_id("4000000") == [("medtop:04000000", "legacy-code", 0.81)]  # the leading zero was lost


def test_a_legacy_code_without_a_match_is_mapped_by_its_broader_code_less_surely() -> None:
    assert by_id("subj:15054999") == [("medtop:20001065", "legacy-code", 0.76)]
    assert by_id("subj:15999001") == [("medtop:15000000", "legacy-code", 0.61)]


def test_a_retired_topic_is_mapped_to_the_one_in_use() -> None:
    assert by_id("medtop:20000163") == [("medtop:20000143", "code", 0.9)]  # air and space incident
    assert "medtop:20000163" not in broader("medtop:20000143")


def test_a_topic_of_a_later_edition_is_kept_under_the_sender_s_name() -> None:
    newer = MediaTopic(id="medtop:20009876", name="a new topic", broader=(), origin="code", confidence=0.85)
    assert media_topics([Topic(id="medtop:20009876", name="a new topic")]) == (newer,)
    assert by_id("medtop:20009876") == []


@pytest.mark.parametrize(
    "code",
    ["medtop:99999999", "x:20001065", "geo:15054000", "20241231", "123", "medtop:2000106", "subj:150540001"],
)
def test_what_is_no_code_of_iptc_s_maps_to_nothing(code: str) -> None:
    assert by_id(code) == []


def test_a_name_counts_where_the_code_says_nothing() -> None:
    assert by_id("own:77", "Association Football") == [("medtop:20001065", "name", 0.9)]
    assert by_id("medtop:20001065", "tennis") == [("medtop:20001065", "code", 1)]


def test_a_section_is_mapped_by_the_labels_and_by_newsrooms_words_in_any_language() -> None:
    assert by_section("Sports") == [("sport", 0.8)]
    assert by_section("Arts & Entertainment") == [("arts and entertainment", 0.8)]
    assert by_section("POLITIQUE") == [("politics", 0.8)]
    assert by_section("Wirtschaft") == [("economy, business and finance", 0.8)]
    assert by_section("Політика") == [("politics", 0.8)]
    assert by_section("Spørt") == []


def test_the_parts_of_a_path_are_mapped_less_surely() -> None:
    assert by_section("News / Sport > Tennis") == [("sport", 0.7), ("tennis", 0.7)]


@pytest.mark.parametrize("section", ["World", "News", "Opinion", "Local", "People", "Series", "", " / ", "Retail"])
def test_a_section_that_says_nothing_of_the_matter_maps_to_nothing(section: str) -> None:
    assert by_section(section) == []


def test_keywords_and_genre_are_mapped_least_surely_and_each_topic_is_given_once() -> None:
    found = media_topics(
        [Topic(id="subj:15054000")], section="Soccer", keywords=["football", "elections"], genre="Weather"
    )
    assert [(topic.id, topic.confidence) for topic in found] == [
        ("medtop:20001065", 0.95),
        ("medtop:20000574", 0.6),
        ("medtop:17000000", 0.6),
    ]


def test_a_label_is_given_in_the_languages_at_hand_and_else_in_english() -> None:
    assert [label("medtop:20000005", language) for language in ("en", "en-GB", "de-AT", "sw")] == [
        "movies",
        "cinema",
        "Film",
        "movies",
    ]
    assert label("medtop:99999999") is None


def test_every_topic_leads_up_to_one_of_the_seventeen() -> None:
    tops = {f"medtop:{number:02}000000" for number in range(1, 18)}
    known = vocabulary()
    assert {broader(id_)[-1] for id_ in known.topics if f"medtop:{id_}" not in tops} == tops
    assert not set(known.retired.values()) & set(known.retired)
    assert {id_ for id_, _ in known.legacy.values()} <= set(known.topics) - set(known.retired)


def test_newsrooms_words_name_topics_in_use_and_no_word_names_two() -> None:
    entries = list(newsroom_words())
    known = vocabulary()
    assert {entry.id for entry in entries} - {"-"} <= set(known.topics) - set(known.retired)
    assert len({fold(entry.word) for entry in entries}) == len(entries)
    assert all(fold(entry.word) for entry in entries)


def test_no_name_of_several_words_is_taken_from_another_s_vocabulary(data_directory: Path) -> None:
    """Words of the language are everybody's; what Superdesk's agencies call their categories is theirs (AGPL)."""
    theirs = {
        fold(written)
        for path in sorted((data_directory / "mediatopics").glob("superdesk-*.json"))
        for written in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text("utf-8"))
    }
    ours = {fold(entry.word) for entry in newsroom_words() if entry.id != "-"}  # those are IPTC's own labels
    assert sorted(word for word in ours & theirs if " " in word) == []


# What the word means to a reader who does not know its language: an operating system, a name, a make, a phase.
AMBIGUOUS = [
    "OS",
    "OL",
    "Val",
    "Din",
    "Brand",
    "Stage",
    "IT",
    "Pace",
    "Mode",
    "Donne",
    "Royals",
    "Bob",
    "Strike",
    "Art",
]


@pytest.mark.parametrize("word", AMBIGUOUS)
def test_a_keyword_that_means_several_things_counts_for_nothing(word: str) -> None:
    assert media_topics([], keywords=[word]) == ()


@pytest.mark.parametrize(
    ("word", "language", "name"),
    [
        ("OS", "sv", "Olympic Games"),
        ("OL", "nb-NO", "Olympic Games"),
        ("Val", "sv-SE", "election"),
        ("Din", "tr", "religion and belief"),
        ("Brand", "de", "fire"),
        ("war", "en-GB", "war"),
        ("Pace", "it", "peace process"),
        ("Bob", "de", "bobsleigh"),
    ],
)
def test_a_word_of_one_language_counts_in_that_language(word: str, language: str, name: str) -> None:
    assert [topic.name for topic in media_topics([], keywords=[word], language=language)] == [name]
    assert [topic.name for topic in media_topics([], section=word)] == [name]
    assert media_topics([], keywords=[word], section=word, language="pl") == ()


def test_short_names_of_one_meaning_and_sections_count_whatever_the_language() -> None:
    assert [topic.id for topic in media_topics([], keywords=["NBA"], language="fr")] == ["medtop:20000851"]
    assert by_section("TV") == [("television", 0.8)]
    assert [topic.name for topic in media_topics([], section="Stage", language="en")] == ["theater"]


def test_a_hostile_list_is_read_in_bounded_time() -> None:
    topics, section, keywords = [Topic(name="a / " * 40)] * 5_000, "x/" * 100_000, ["subj:" * 1_000_000] * 1_000
    within(0.25, lambda: media_topics(topics, section=section, keywords=keywords))
