"""How much of what senders say an article is about is mapped to IPTC's Media Topics."""

import gzip
import json
import re
from pathlib import Path

from shared.domain.article import Topic
from shared.enrich.topics import media_topics
from tests.quality.conftest import RecordFigure

_MEDIA_TOPIC = re.compile(r"(?:medtop:|mediatopic/|mediatopic:)\d{8}(?!\d)")
_LEGACY = re.compile(r"(?:subj:|subjectcode/)\d{8}(?!\d)")


def mapped(codes: list[str]) -> float:
    return sum(1 for code in codes if media_topics([Topic(id=code)])) / len(codes)


def test_codes_in_what_agencies_send(data_directory: Path, figure: RecordFigure) -> None:
    texts = [
        path.read_bytes().decode("utf-8", "replace")
        for path in sorted((data_directory / "wire").rglob("*"))
        if path.suffix in {".json", ".xml", ".ninjs"}
    ]
    for name, pattern in {"Media Topics": _MEDIA_TOPIC, "legacy codes": _LEGACY}.items():
        codes = [code for text in texts for code in pattern.findall(text)]
        figure(f"topics: {name} on the wire that are mapped, of {len(codes)}", mapped(codes), at_least=0.99)


def test_every_legacy_subject_code_is_mapped(data_directory: Path, figure: RecordFigure) -> None:
    listed = json.loads((data_directory / "mediatopics/aap_agenda_iptc_map.json").read_text())
    codes = [f"subj:{entry['iptc_code'].zfill(8)}" for entry in listed]
    figure(f"topics: legacy subject codes that are mapped, of {len(codes)}", mapped(codes), at_least=1)
    own = [code for code in codes if media_topics([Topic(id=code)])[0].confidence >= 0.8]
    figure("topics: legacy subject codes with a match of their own", len(own) / len(codes))


def test_names_of_topics_in_two_languages_lead_back_to_them(data_directory: Path, figure: RecordFigure) -> None:
    """Of a label that names two topics, or was retired, nothing or the one in use is made."""
    for language in ("english", "german"):
        path = data_directory / f"mediatopics/extra_IPTC-Media-Topics-{language}.json"
        topics = json.loads(path.read_text("utf-8"))["topics"]
        right = [
            topic
            for topic in topics
            if {one.id for one in media_topics([Topic(name=topic["name"])])}
            == {one.id for one in media_topics([Topic(id=topic["topicId"])])}
        ]
        figure(f"topics: {language} labels that lead back to their topic", len(right) / len(topics), at_least=0.9)


def test_sections_of_web_pages(data_directory: Path, figure: RecordFigure) -> None:
    """Most sections of blogs and shops are no topics of the news; the figure has no bound."""

    with gzip.open(data_directory / "html/jsonld_articles.jsonl.gz", "rt") as lines:
        records = [json.loads(line)["jsonld"].get("articleSection") for line in lines]
    sections = [
        section for record in records for section in (record if isinstance(record, list) else [record]) if section
    ]
    named = [section for section in sections if media_topics([], section=str(section))]
    figure(f"topics: sections of web pages that are mapped, of {len(sections)}", len(named) / len(sections))
