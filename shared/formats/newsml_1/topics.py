"""What a NewsML 1 item is about: subject codes, topics of its topic sets, keywords and names."""

import re
from collections.abc import Iterator

from shared.formats.draft import Draft
from shared.formats.values import put_names, put_topics
from shared.formats.xml.tree import Node

_LEVELS = ("SubjectDetail", "SubjectMatter", "Subject", "SubjectQualifier")
_IPTC_CODE = re.compile(r"\d{8}")
_KEYWORD = re.compile(r"key[ _-]?words?$", re.IGNORECASE)
_SECTION = re.compile(r"category|section|department|ressort|rubric|rubrique", re.IGNORECASE)
_COUNTRY_CODE = re.compile(r"[A-Z]{2,3}")
_KINDS = {
    "people": re.compile(r"person|people", re.IGNORECASE),
    "organisations": re.compile(r"organi[sz]ation|company|party", re.IGNORECASE),
    "places": re.compile(r"location|place|country|city|region|geograph", re.IGNORECASE),
    "events": re.compile(r"event", re.IGNORECASE),
}


def put_topics_and_names(draft: Draft, components: list[Node], item: Node, language: str) -> None:
    """Keep topics, keywords, section and names from the component of the body and those around it."""
    known = _topic_sets(item)
    metadata = [one for component in components for one in component.all("DescriptiveMetadata")]
    at = (metadata or [item])[0].pointer
    topics = [topic for one in metadata for topic in _subjects(one, known, language)]
    names: dict[str, list[str]] = {field: [] for field in _KINDS}
    for node in (found for one in metadata for found in one.all("TopicOccurrence")):
        topic = known.get((node.attr("Topic") or "").lstrip("#"))
        if topic is not None:
            kind = topic.first("TopicType")
            field = _kind((kind.attr("FormalName") if kind else None) or "")
            name = _name(topic, language)
            if field and name:
                names[field].append(name)
            else:
                topics.append((_code(_formal(topic), _scheme(topic)), name))
    put_topics(draft, [topic for topic in dict.fromkeys(topics) if any(topic)], at)
    _put_properties(draft, components, metadata, names, at)


def _topic_sets(item: Node) -> dict[str, Node]:
    """Give the topics that the item explains, by code and by the id that references use."""
    found: dict[str, Node] = {}
    for topic in item.descendants("Topic"):
        for key in (topic.attr("Duid"), _formal(topic)):
            if key:
                found.setdefault(key, topic)
    return found


def _formal(topic: Node) -> str | None:
    node = topic.first("FormalName")
    return node.line if node is not None else None


def _scheme(topic: Node) -> str | None:
    node = topic.first("FormalName")
    return node.attr("Scheme", "Vocabulary") if node is not None else None


def _name(topic: Node, language: str) -> str | None:
    """Give a topic's name in the item's language: of its descriptions the one that is called so."""
    spoken = language.partition("-")[0].lower()
    described = [one for one in topic.all("Description") if one.line]
    named = [one for one in described if (one.attr("Variant") or "").lower() == "name"] or described
    own = [one for one in named if (one.attr("lang") or "").partition("-")[0].lower() == spoken]
    return (own or named)[0].line if named else None


def _subjects(metadata: Node, known: dict[str, Node], language: str) -> Iterator[tuple[str | None, str | None]]:
    for subject in metadata.all("SubjectCode"):
        for level in _LEVELS:
            for node in subject.all(level):
                code = node.attr("FormalName")
                topic = known.get(code or "")
                yield (
                    _code(code, node.attr("Scheme", "Vocabulary")),
                    _name(topic, language) if topic else node.line,
                )


def _code(code: str | None, scheme: str | None) -> str | None:
    if not code:
        return None
    if _IPTC_CODE.fullmatch(code) and (not scheme or "iptc" in scheme.lower()):
        return f"subj:{code}"
    short = (scheme or "").lstrip("#")
    return f"{short}:{code}" if short and "/" not in short else code


def _kind(word: str) -> str | None:
    return next((field for field, kind in _KINDS.items() if kind.search(word)), None)


def _put_properties(
    draft: Draft, components: list[Node], metadata: list[Node], names: dict[str, list[str]], at: str
) -> None:
    keywords = [one.line for component in components for one in component.all("NewsLines/KeywordLine")]
    groups = [*metadata, *(one for component in components for one in component.all("Metadata"))]
    for node in (found for one in groups for found in one.all("Property")):
        name, value = node.attr("FormalName") or "", node.attr("Value") or node.line
        if not value:
            continue
        field = _kind(node.attr("Role") or "") or (None if _KEYWORD.search(name) else _kind(name))
        if field and not _COUNTRY_CODE.fullmatch(value):
            names[field].append(value)
        elif _KEYWORD.search(name):
            keywords.append(value)
        elif _SECTION.fullmatch(name) and not draft.has("section"):
            draft.put("section", value, node.pointer)
    for node in (found for one in metadata for found in one.all("Location")):
        if node.attr("HowPresent") != "Origin":
            names["places"] += [value for one in node.all("Property") if (value := one.attr("Value"))][:1]
    put_names(draft, "keywords", filter(None, keywords), at)
    for field, found in names.items():
        put_names(draft, field, found, at)
