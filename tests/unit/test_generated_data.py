"""The data files that ship are what their programs make, and nothing that somebody changed by hand."""

from pathlib import Path

from infra.data import countries, media_topics


def test_the_names_of_countries_are_those_of_cldr() -> None:
    assert countries.made().encode() == countries.TARGET.read_bytes()


def test_the_media_topics_are_those_that_iptc_gives_out(data_directory: Path) -> None:
    names = (
        "cptall-en-US_2022.json",
        "extra_IPTC-Media-Topics-english.json",
        "extra_IPTC-Media-Topics-german.json",
    )
    made = media_topics.made([data_directory / "mediatopics" / name for name in names])
    assert made.encode() == media_topics.TARGET.read_bytes()
