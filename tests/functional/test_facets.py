"""Filters and facets: each field, topics with their hierarchy, dates and their gaps, looking inside a facet."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.engine

POLITICS, ELECTION, SPORT = "medtop:11000000", "medtop:20000574", "medtop:15000000"
ITEMS = [
    {
        "uri": "urn:f:vote",
        "versioncreated": "2024-01-31T22:30:00Z",
        "headline": "Harbour vote",
        "body_text": "Mayor Gunda Halvorsen met the council of Bergen on Tuesday. Mayor Gunda Halvorsen said no.",
        "authors": [{"name": "Zoë Fenwick"}, {"name": "Ann Lee"}],
        "subject": [{"code": ELECTION, "name": "election"}],
        "service": [{"name": "City", "code": "c"}],
        "genre": [{"name": "Analysis"}],
        "keywords": ["harbour", "ballot"],
        "place": [{"name": "Bergen"}],
        "person": [{"name": "Gunda Halvorsen"}],
        "organisation": [{"name": "Port Authority"}],
        "language": "en",
    },
    {
        "uri": "urn:f:ferry",
        "versioncreated": "2024-02-02T08:00:00Z",
        "headline": "Ferry returns",
        "body_text": "A ferry sails again.",
        "authors": [{"name": "Ann Lee"}],
        "subject": [{"name": "politics"}, {"name": "ferries"}],
        "place": [{"name": "Ålesund"}, {"name": "Bergen"}],
        "keywords": ["harbour"],
        "language": "en",
    },
    {
        "uri": "urn:f:derby",
        "versioncreated": "2024-05-02T08:00:00Z",
        "headline": "Derby drawn",
        "body_text": "The derby ended without a goal.",
        "subject": [{"code": SPORT, "name": "Sport"}],
        "genre": [{"name": "Report"}],
        "type": "picture",
        "language": "de",
    },
]


@pytest.fixture
def newsroom(service):
    answer = service.push(ITEMS)
    assert [item["status"] for item in answer.json["items"]] == ["received"] * len(ITEMS), answer.text
    assert service.drain() == []
    return service


def found(service, **parameters):
    return {one["source_id"].removeprefix("urn:f:") for one in service.search(**parameters)["results"]}


def facet(service, name, **parameters):
    return service.search(facets=name, page_size="0", **parameters)["facets"][name.partition(":")[0]]


def counts(facet):
    return {one["value"]: one["count"] for one in facet["values"]}


def inside(service, name, **parameters):
    query = urlencode({key.replace("_", "-"): value for key, value in parameters.items()})
    answer = service.get(f"/v1/facets/{name}?{query}")
    assert answer.status == 200, answer.text
    return answer.json


FILTERED = [
    ({"author": "zoe fenwick"}, {"vote"}),
    ({"author": "Ann Lee,-Zoë Fenwick"}, {"ferry"}),
    ({"author": "_none"}, {"derby"}),
    ({"author": "_none|zoe fenwick"}, {"derby", "vote"}),
    ({"author": "-_none"}, {"vote", "ferry"}),
    ({"section": "city"}, {"vote"}),
    ({"section": "_none"}, {"ferry", "derby"}),
    ({"source": "demo", "lang": "de"}, {"derby"}),
    ({"type": "PICTURE"}, {"derby"}),
    ({"genre": "analysis|report"}, {"vote", "derby"}),
    ({"genre": "_none"}, {"ferry"}),
    ({"keyword": "harbour,-ballot"}, {"ferry"}),
    ({"place": "alesund"}, {"ferry"}),
    ({"place": "Bergen,Ålesund"}, {"ferry"}),
    ({"person": "Gunda Halvorsen"}, {"vote"}),
    ({"organisation": "port authority"}, {"vote"}),
    ({"mention": "gunda halvorsen"}, {"vote"}),
    ({"topic": "_none"}, set()),
    ({"topic": "ferries"}, {"ferry"}),
    ({"place": "Bergen", "author": "-zoe fenwick"}, {"ferry"}),
]


def test_every_field_is_filtered_by_any_all_not_and_none(newsroom):
    assert [(asked, found(newsroom, **asked)) for asked, _ in FILTERED] == FILTERED


NAMES_OF_POLITICS = [POLITICS, "11000000", "politics", "Politik", "POLITIK", "subj:11000000"]


def test_a_topic_by_code_or_label_in_any_language_finds_its_narrower_ones(newsroom):
    for topic in NAMES_OF_POLITICS:
        assert found(newsroom, topic=topic) == {"vote", "ferry"}, topic
        assert found(newsroom, media_topic=topic) == {"vote", "ferry"}, topic
        assert found(newsroom, media_topic=f"-{topic}") == {"derby"}, topic


def test_a_topic_of_a_later_edition_is_found_by_its_code(service, article):
    service.push(article(subject=[{"code": "medtop:20009999", "name": "tidal power"}]))
    service.drain()
    for name in ("topic", "media_topic"):
        assert service.search(**{name: "MEDTOP:20009999"})["total"]["value"] == 1
    assert facet(service, "media-topic")["values"] == [{"value": "medtop:20009999", "count": 1}]


def test_a_narrower_topic_does_not_find_its_broader_one(newsroom):
    assert found(newsroom, topic=ELECTION) == {"vote"}
    assert found(newsroom, media_topic="no such topic") == set()


def test_media_topics_are_counted_with_their_narrower_ones_and_labelled_for_the_reader(newsroom):
    values = {one["value"]: one for one in facet(newsroom, "media-topic", labels="de")["values"]}
    assert values[POLITICS] == {"value": POLITICS, "count": 2, "label": "Politik", "broader": None}
    assert values[SPORT] == {"value": SPORT, "count": 1, "label": "Sport", "broader": None}
    assert values[ELECTION]["count"] == 1
    assert values[ELECTION]["broader"] in values  # every topic on the way up is there
    english = {one["value"]: one["label"] for one in facet(newsroom, "media-topic")["values"]}
    assert english[POLITICS] == "politics"
    other = {one["value"]: one["label"] for one in facet(newsroom, "media-topic", labels="fi")["values"]}
    assert other == english


def test_a_media_topic_that_is_chosen_by_its_label_is_marked(newsroom):
    chosen = [one for one in facet(newsroom, "media-topic", media_topic="Politik")["values"] if "selected" in one]
    assert chosen == [{"value": POLITICS, "count": 2, "selected": True, "label": "politics", "broader": None}]


def test_a_chosen_topic_that_no_sender_wrote_so_is_shown_with_what_it_finds(newsroom):
    values = facet(newsroom, "topic", topic=POLITICS)["values"]
    chosen = [one for one in values if "selected" in one]
    assert chosen == [{"value": POLITICS, "count": 2, "selected": True, "label": "politics", "broader": None}]


def test_a_topic_without_a_name_counts_under_its_code_with_its_label(service, article):
    service.push(article(subject=[{"code": SPORT}]))
    service.drain()
    assert facet(service, "topic", labels="de")["values"] == [
        {"value": SPORT, "count": 1, "label": "Sport", "broader": None}
    ]


def test_facets_of_all_fields_count_with_missing(newsroom):
    names = "author,section,source,lang,type,genre,keyword,place,person,organisation"
    facets = newsroom.search(facets=names)["facets"]
    assert {name: (counts(one), one["missing"]) for name, one in facets.items()} == {
        "author": ({"Ann Lee": 2, "Zoë Fenwick": 1}, 1),
        "section": ({"City": 1}, 2),
        "source": ({"demo": 3}, 0),
        "lang": ({"en": 2, "de": 1}, 0),
        "type": ({"text": 2, "picture": 1}, 0),
        "genre": ({"Analysis": 1, "Report": 1}, 1),
        "keyword": ({"harbour": 2, "ballot": 1}, 1),
        "place": ({"Bergen": 2, "Ålesund": 1}, 1),
        "person": ({"Gunda Halvorsen": 1}, 2),
        "organisation": ({"Port Authority": 1}, 2),
    }
    assert counts(facet(newsroom, "mention"))["Gunda Halvorsen"] == 1


def test_each_of_several_chosen_facets_is_narrowed_by_the_others(newsroom):
    chosen = {"place": "Ålesund", "author": "ann lee"}
    facets = newsroom.search(facets="place,author,keyword,genre", **chosen)["facets"]
    assert counts(facets["place"]) == {"Bergen": 2, "Ålesund": 1}
    assert counts(facets["author"]) == {"Ann Lee": 1}
    assert (counts(facets["keyword"]), facets["genre"]["missing"]) == ({"harbour": 1}, 1)


def test_a_filter_that_is_not_counted_narrows_every_facet(newsroom):
    assert counts(facet(newsroom, "place", author="zoe fenwick")) == {"Bergen": 1}


def test_chosen_values_beyond_the_first_are_kept_and_the_others_stay_exact(service, article):
    service.push([article(f"urn:f:{n}", keywords=[f"word {n}", f"Rare {n}"]) for n in range(15)])
    service.push([article(f"urn:f:again{n}", keywords=[f"word {n}"]) for n in range(15)])
    service.drain()
    first = facet(service, "keyword")
    assert (len(first["values"]), first["other"]) == (20, 10)
    rare = next(n for n in range(15) if f"Rare {n}" not in counts(first))
    chosen = facet(service, "keyword", keyword=f"RARE {rare}|nothing")
    assert chosen["values"][20:] == [
        {"value": f"Rare {rare}", "count": 1, "selected": True},
        {"value": "nothing", "count": 0, "selected": True},
    ]
    assert (chosen["missing"], chosen["other"]) == (0, 9)


def test_dates_have_no_gaps_in_the_readers_zone(newsroom):
    assert facet(newsroom, "date:month", tz="Europe/Kyiv")["values"] == [
        {"from": "2024-02-01T00:00:00+02:00", "count": 2},
        {"from": "2024-03-01T00:00:00+02:00", "count": 0},
        {"from": "2024-04-01T00:00:00+03:00", "count": 0},
        {"from": "2024-05-01T00:00:00+03:00", "count": 1},
    ]
    years = facet(newsroom, "date:year", from_date="2022-01-01", to_date="2024-12-31")["values"]
    assert [(one["from"][:4], one["count"]) for one in years] == [("2022", 0), ("2023", 0), ("2024", 3)]
    days = facet(newsroom, "date:day", to_date="2024-02-04", from_date="2024-01-31")["values"]
    assert [one["count"] for one in days] == [1, 0, 1, 0, 0]


def test_only_the_latest_thousand_days_are_told_apart(service, article):
    service.push([article("urn:f:old", versioncreated="1951-07-01T08:00:00Z"), article("urn:f:new")])
    service.drain()
    days = facet(service, "date:day")
    assert (len(days["values"]), days["values"][-1]["count"], days["other"]) == (1000, 1, 1)
    bounded = facet(service, "date:day", from_date="1000-01-01", to_date="9998-12-31")
    assert bounded == days
    assert facet(service, "date:day", q="nowhere") == {"interval": "day", "values": []}


DATED = [
    ({"from_date": "today"}, {"urn:f:now"}),
    ({"to_date": "yesterday"}, {"urn:f:week", "urn:f:days"}),
    ({"from_date": "-3d"}, {"urn:f:now", "urn:f:days"}),
    ({"from_date": "-10d", "to_date": "-5d"}, {"urn:f:week"}),
    ({"from_date": "-10d", "use_date": "updated"}, {"urn:f:now", "urn:f:days", "urn:f:week"}),
    ({"to_date": "-4d", "use_date": "updated"}, set()),
]


def test_dates_are_relative_to_today_and_of_publication_or_update(service, article):
    now = datetime.now(UTC)
    days = {"urn:f:now": 0, "urn:f:days": 2, "urn:f:week": 7}
    items = [
        article(
            name,
            firstpublished=(now - timedelta(days=ago, seconds=1)).isoformat(),
            versioncreated=(now - timedelta(days=min(ago, 1), seconds=1)).isoformat(),
        )
        for name, ago in days.items()
    ]
    service.push(items)
    service.drain()
    got = [(asked, {one["source_id"] for one in service.search(**asked)["results"]}) for asked, _ in DATED]
    assert got == DATED


def test_the_next_page_of_a_relative_search_keeps_its_days(newsroom):
    link = newsroom.search(from_date="-9000d", page_size="1")["links"]["next"]
    assert "from-date=-9000d" not in link
    assert newsroom.get(link).status == 200


def test_looking_inside_a_facet_finds_values_without_case_or_diacritics(newsroom):
    assert inside(newsroom, "author", q="FEN") == {
        "facet": "author",
        "values": [{"value": "Zoë Fenwick", "count": 1}],
        "missing": 1,
        "other": 0,
        "links": {"self": "/v1/facets/author?q=FEN"},
    }
    assert counts(inside(newsroom, "place", q="ale")) == {"Ålesund": 1}
    assert counts(inside(newsroom, "author", q="zoe fen")) == {"Zoë Fenwick": 1}
    assert counts(inside(newsroom, "author", q="[.*")) == {}
    assert counts(inside(newsroom, "author")) == {"Ann Lee": 2, "Zoë Fenwick": 1}


def test_looking_inside_a_facet_counts_under_the_filters_of_a_search_but_its_own(newsroom):
    assert counts(inside(newsroom, "author", keyword="ballot")) == {"Ann Lee": 1, "Zoë Fenwick": 1}
    chosen = inside(newsroom, "author", author="zoe fenwick", search="ferry")
    assert chosen["values"] == [{"value": "Ann Lee", "count": 1}]
    chosen = inside(newsroom, "author", author="zoe fenwick", q="zoe")
    assert chosen["values"] == [{"value": "Zoë Fenwick", "count": 1, "selected": True}]


def test_media_topics_are_looked_for_by_their_labels_in_any_language(newsroom):
    values = inside(newsroom, "media-topic", q="polit", labels="de")["values"]
    assert {"value": POLITICS, "count": 2, "label": "Politik", "broader": None} in values
    assert SPORT not in {one["value"] for one in values}
    assert inside(newsroom, "media-topic", q="xyzzy")["values"] == []


def test_the_values_of_a_facet_are_paged(newsroom):
    first = inside(newsroom, "place", page_size="1")
    assert (counts(first), first["other"]) == ({"Bergen": 2}, 1)
    second = newsroom.get(first["links"]["next"]).json
    assert (counts(second), second["other"]) == ({"Ålesund": 1}, 0)
    assert "next" not in second["links"]


NOT_COUNTED = [
    ("/v1/facets/nothing", 404, None),
    ("/v1/facets/date:month", 404, None),
    ("/v1/facets/author?facets=topic", 400, "facets"),
    ("/v1/facets/author?page=0", 400, "page"),
    ("/v1/facets/author?page=51&page-size=100", 400, "page"),
    ("/v1/facets/author?q=" + "x" * 51, 400, "q"),
    ("/v1/facets/author?topic=a,", 400, "topic"),
    ("/v1/search?labels=<b>", 400, "labels"),
    ("/v1/search?use-date=created", 400, "use-date"),
    ("/v1/search?from-date=tomorrow", 400, "from-date"),
    ("/v1/search?from-date=-d", 400, "from-date"),
]


def test_what_cannot_be_counted_is_told(newsroom):
    got = []
    for url, _, _ in NOT_COUNTED:
        answer = newsroom.get(url)
        errors = [one["parameter"] for one in answer.json.get("errors", [])]
        got.append((url, answer.status, ",".join(errors) or None))
    assert got == NOT_COUNTED


PATTERNS = ["\\Q", "a|b", "(", "~@&<1-9>", "#", '"', "字"]


def test_nothing_that_is_looked_for_inside_a_facet_is_read_as_a_pattern(newsroom):
    got = {needle: inside(newsroom, "author", q=needle)["values"] for needle in PATTERNS}
    assert got == {needle: [] for needle in PATTERNS}
