"""How much of what senders say an article is about is mapped to IPTC's Media Topics."""

import gzip
import json
import re
from pathlib import Path

from shared.domain.article import Topic
from shared.enrich.topics import media_topics
from tests.figures import RecordFigure

_MEDIA_TOPIC = re.compile(r"(?:medtop:|mediatopic/|mediatopic:)\d{8}(?!\d)")
_LEGACY = re.compile(r"(?:subj:|subjectcode/)\d{8}(?!\d)")

# Language, keyword, the topic that IPTC's definitions put it under; None where it says nothing of the matter.
JUDGED = [
    ("en", "elections", "election"),
    ("en", "general election", "national elections"),
    ("en", "inflation", "inflation"),
    ("en", "interest rates", "interest rate"),
    ("en", "stock market", "market and exchange"),
    ("en", "mergers and acquisitions", "merger or acquisition"),
    ("en", "bankruptcy", "bankruptcy"),
    ("en", "unemployment", "unemployment"),
    ("en", "earthquake", "earthquake"),
    ("en", "floods", "flood"),
    ("en", "wildfires", "wildfire"),
    ("en", "climate change", "climate change"),
    ("en", "global warming", "global warming"),
    ("en", "vaccines", "vaccines"),
    ("en", "cancer", "cancer"),
    ("en", "mental health", "mental health"),
    ("en", "murder", "homicide"),
    ("en", "terrorism", "terrorism"),
    ("en", "drug trafficking", "drug trafficking"),
    ("en", "human rights", "human rights"),
    ("en", "refugees", "refugees and internally displaced people"),
    ("en", "immigration", "immigration"),
    ("en", "civil war", "civil war"),
    ("en", "ceasefire", "peace process"),
    ("en", "soccer", "soccer"),
    ("en", "tennis", "tennis"),
    ("en", "rugby union", "rugby union"),
    ("en", "Olympics", "Olympic Games"),
    ("en", "NBA", "basketball"),
    ("en", "opera", "opera"),
    ("en", "cinema", "movies"),
    ("en", "astronomy", "astronomy"),
    ("en", "artificial intelligence", "artificial intelligence"),
    ("en", "OPEC", None),
    ("en", "brand", None),
    ("en", "stage", None),
    ("en", "mode", None),
    ("en", "pace", None),
    ("en", "Val", None),
    ("en", "Paris", None),
    ("en", "Royals", None),
    ("en", "Bob", None),
    ("en", "exclusive", None),
    ("en", "OS", None),
    ("en", "Union", None),
    ("de", "Bundestagswahl", "national elections"),
    ("de", "Wahl", "election"),
    ("de", "Brand", "fire"),
    ("de", "Arbeitslosigkeit", "unemployment"),
    ("de", "Fußball", "soccer"),
    ("de", "Streik", "labor strike"),
    ("de", "Art", None),
    ("de", "Klimawandel", "climate change"),
    ("fr", "chômage", "unemployment"),
    ("fr", "grève", "labor strike"),
    ("fr", "procès", "trial (court)"),
    ("fr", "stage", None),
    ("es", "elecciones", "election"),
    ("es", "fútbol", "soccer"),
    ("es", "calcio", None),
    ("it", "calcio", "soccer"),
    ("it", "tasse", "taxation"),
    ("sv", "val", "election"),
    ("sv", "brott", "crime"),
    ("da", "OL", "Olympic Games"),
    ("uk", "вибори", "election"),
    ("uk", "війна", "war"),
]


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


def test_words_against_our_judgment(figure: RecordFigure) -> None:
    """Keywords in a known language, and the topic that IPTC's definitions put each under.

    Who wrote the list wrote topic_words.tsv, too, and a keyword is looked up: this holds what is there to what
    is meant, above all the words that mean something else, and tells little about words that are not listed.
    """
    told = [
        (word, {topic.name for topic in media_topics([], keywords=[word], language=spoken)})
        for spoken, word, _ in JUDGED
    ]
    wrong = [
        (word, sorted(found), right)
        for (word, found), (_, _, right) in zip(told, JUDGED, strict=True)
        if found != ({right} if right else set())
    ]
    print(*wrong, sep="\n")
    named = sum(1 for _, found in told if found)
    false = sum(1 for _, found, _ in wrong if found)
    figure(f"topics: our own judgment, precision, of {len(JUDGED)} words", 1 - false / named, at_least=0.95)
    figure("topics: our own judgment, words judged alike", 1 - len(wrong) / len(JUDGED), at_least=0.85)


def test_sections_of_web_pages(data_directory: Path, figure: RecordFigure) -> None:
    """Most sections of blogs and shops are no topics of the news; the figure has no bound."""

    with gzip.open(data_directory / "html/jsonld_articles.jsonl.gz", "rt") as lines:
        records = [json.loads(line)["jsonld"].get("articleSection") for line in lines]
    sections = [
        section for record in records for section in (record if isinstance(record, list) else [record]) if section
    ]
    named = [section for section in sections if media_topics([], section=str(section))]
    figure(f"topics: sections of web pages that are mapped, of {len(sections)}", len(named) / len(sections))
