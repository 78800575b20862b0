"""Looking inside a facet in any script and at its limits, and values that filter and facet must agree on."""

import time
import unicodedata
from urllib.parse import urlencode

import pytest

from shared.adapters.folding import folded

pytestmark = pytest.mark.engine

VALUES = [
    "한국경제", "กรุงเทพ", "أحمد", "إيران", "バイデン", "ガザ", "हिन्दी क़लम", "ﬁsh", "Ｆｕｌｌ", "①", "½", "™", "Ⅷ",
    "Ọ̀ṣun", "Straße", "Київ", "𐐷", "İstanbul", "a–b",
]  # fmt: skip
# What repeats itself, or has many spellings and words, makes the most work.
COSTLY = [
    "ß" * 40, "ss" * 25, "ﷺ" * 50, "a" * 50, "o" * 50, "æ" * 50, "th" * 25, "f" * 50, "s\u0300s" * 16, "Ⅷ" * 50,
    "½" * 50, "a b " * 12, "the " * 12, "aaꜳ" * 16, "ouo" * 16, "th ss ae oe st fi tz " * 2,
    "crème brûlée à l’œuf, sœur aînée",
]  # fmt: skip
UNICODE = [chr(code) for code in range(0x20, 0x20000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")]


def get(service, path, **parameters):
    answer = service.get(f"{path}?{urlencode(parameters)}")
    assert answer.status == 200, answer.text
    return answer.json


@pytest.fixture
def newsroom(service, article):
    service.push([article(f"urn:f:{n}", keywords=[value]) for n, value in enumerate(VALUES)])
    assert service.drain() == []
    return service


def test_a_value_of_any_script_is_found_as_it_is_written_and_by_its_filter(newsroom):
    found = {}
    for value in VALUES:
        inside = get(newsroom, "/v1/facets/keyword", q=value)["values"]
        filtered = get(newsroom, "/v1/search", keyword=value)["total"]["value"]
        found[value] = ({"value": unicodedata.normalize("NFC", value), "count": 1} in inside, filtered)
    assert found == dict.fromkeys(VALUES, (True, 1))


@pytest.mark.alone
def test_whatever_is_looked_for_is_answered_fast(newsroom):
    late = {}
    for needle in COSTLY:
        begun = time.monotonic()
        get(newsroom, "/v1/facets/keyword", q=needle)
        if (took := time.monotonic() - begun) > 1:  # a tenth of it was measured
            late[needle] = took
    assert late == {}


CHOSEN = ["i̇stanbul", "istanbul", "KYIV", "київ", "a-b", "I\u0307STANBUL", "fish", "1", "tm", "viii"]


def test_a_chosen_value_counts_what_its_filter_finds(newsroom):
    for value in CHOSEN:
        answer = get(newsroom, "/v1/search", keyword=value, facets="keyword")
        marked = [one["count"] for one in answer["facets"]["keyword"]["values"] if "selected" in one]
        assert marked == [answer["total"]["value"]], value


def test_every_character_is_folded_as_the_index_folds_it(newsroom):
    asked = {"normalizer": "folded", "text": "\n".join(UNICODE)}
    (token,) = newsroom.engine.indices.analyze(index="articles", body=asked)["tokens"]
    theirs = dict(zip(UNICODE, token["token"].split("\n"), strict=True))
    assert {one: folded(one) for one in UNICODE if folded(one) != theirs[one]} == {}


def test_a_day_that_a_zone_left_out_has_no_articles(newsroom):
    day = {"from-date": "2011-12-30", "to-date": "2011-12-30", "tz": "Pacific/Apia", "facets": "date:day"}
    answer = get(newsroom, "/v1/search", **day)
    assert (answer["total"]["value"], answer["facets"]["date"]) == (0, {"interval": "day", "values": []})


@pytest.mark.parametrize("path", ["/v1/feedxrss", "/v1/feedxjson", "/openapixjson"])
def test_a_full_stop_in_a_path_is_one(service, path):
    assert service.get(path).status == 404
