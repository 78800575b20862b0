"""What readers get: words, phrases, filters, facets, order, pages, and safe highlights."""

import json
from urllib.parse import quote

import pytest

ARTICLES = [  # id, headline, body, author, topic, section, day, language
    ("a", "Harbour vote tonight", "The council meets on the old harbour.",
     "Ann Lee", "politics", "City", "2024-03-05T22:30:00Z", "en"),
    ("b", "Ferry returns", "A ferry sails from the harbour again.",
     "Ann Lee", "transport", "City", "2024-03-20T08:00:00Z", "en"),
    ("c", "Budget passed", "The budget was passed late.",
     "Bo Ek", "politics", "Economy", "2024-04-01T08:00:00Z", "en-GB"),
    ("d", "Wahl im Mai", "Die Wahl ist im Mai.",
     "José Núñez", "politics", "Welt", "2024-05-01T08:00:00Z", "de"),
    ("e", "No byline", "Somebody wrote about the budget.",
     None, None, None, "2024-05-02T08:00:00Z", None),
]  # fmt: skip


@pytest.fixture
def newsroom(service):
    articles = []
    for name, headline, body, author, topic, section, at, language in ARTICLES:
        item = {"uri": f"urn:{name}", "versioncreated": at, "headline": headline, "body_text": body}
        item |= {"authors": [{"name": author}]} if author else {}
        item |= {"subject": [{"code": f"medtop:{topic}", "name": topic}]} if topic else {}
        item |= {"service": [{"name": section, "code": "x"}]} if section else {}
        item |= {"language": language} if language else {}
        articles.append(item)
    answer = service.push(articles)
    assert answer.status == 202, answer.text
    assert not [item for item in answer.json["items"] if item["status"] != "received"], answer.text
    service.drain()
    return service


def headlines(service, **parameters):
    return [one["headline"] for one in service.search(**parameters)["results"]]


def counts(facet):
    return {one["value"]: one["count"] for one in facet["values"]}


def test_words_find_articles_the_headline_first(newsroom):
    assert headlines(newsroom, q="harbour") == ["Harbour vote tonight", "Ferry returns"]


def test_two_words_must_both_be_there(newsroom):
    assert headlines(newsroom, q="harbour ferry") == ["Ferry returns"]


def test_a_phrase_wants_its_words_in_order(newsroom):
    assert headlines(newsroom, q='"old harbour"') == ["Harbour vote tonight"]
    assert headlines(newsroom, q="“old harbour”") == ["Harbour vote tonight"]
    assert headlines(newsroom, q='"harbour old"') == []


FILTERED = [
    ({"author": "ann lee"}, "ab"),
    ({"author": "JOSE NUNEZ"}, "d"),
    ({"author": "Ann Lee|Bo Ek"}, "abc"),
    ({"author": "-Ann Lee"}, "cde"),
    ({"author": "_none"}, "e"),
    ({"author": "-_none"}, "abcd"),
    ({"topic": "politics"}, "acd"),
    ({"topic": "medtop:politics,-sport"}, "acd"),
    ({"topic": "politics|transport", "section": "city"}, "ab"),
    ({"source": "demo"}, "abcde"),
    ({"source": "wire"}, ""),
    ({"lang": "en"}, "abce"),
    ({"from-date": "2024-04-01"}, "cde"),
    ({"to-date": "2024-03-05"}, "a"),
    ({"to-date": "2024-03-05", "tz": "Europe/Kyiv"}, ""),
    ({"from-date": "2024-03-06", "to-date": "2024-03-06", "tz": "Europe/Kyiv"}, "a"),
    ({"from-date": "2024-03-05T22:30:00Z", "to-date": "2024-03-05T22:31:00Z"}, "a"),
    ({"from-date": "2024-03-06T00:30:00+02:00", "to-date": "2024-03-20"}, "ab"),
]


def test_filters(newsroom):
    names = {
        "Harbour vote tonight": "a",
        "Ferry returns": "b",
        "Budget passed": "c",
        "Wahl im Mai": "d",
        "No byline": "e",
    }
    got = [(asked, "".join(sorted(names[one] for one in headlines(newsroom, **asked)))) for asked, _ in FILTERED]
    assert got == FILTERED


def test_facets_count_what_was_found_with_missing_and_other(newsroom):
    facets = newsroom.search(facets="author,topic,section,source,lang")["facets"]
    assert counts(facets["author"]) == {"Ann Lee": 2, "Bo Ek": 1, "José Núñez": 1}
    assert (facets["author"]["missing"], facets["author"]["other"]) == (1, 0)
    assert counts(facets["topic"]) == {"politics": 3, "transport": 1}
    assert counts(facets["section"]) == {"City": 2, "Economy": 1, "Welt": 1}
    assert counts(facets["source"]) == {"demo": 5}
    assert counts(facets["lang"]) == {"en": 4, "de": 1}  # one of them found out


def test_a_facet_leaves_out_its_own_filter_and_keeps_the_selected_value(newsroom):
    found = newsroom.search(facets="author,topic", author="Ann Lee", topic="politics")
    assert found["total"]["value"] == 1
    assert counts(found["facets"]["author"]) == {"Ann Lee": 1, "Bo Ek": 1, "José Núñez": 1}
    assert counts(found["facets"]["topic"]) == {"politics": 1, "transport": 1}
    chosen = [one for one in found["facets"]["author"]["values"] if one.get("selected")]
    assert chosen == [{"value": "Ann Lee", "count": 1, "selected": True}]


def test_a_selected_value_without_articles_is_still_there(newsroom):
    facet = newsroom.search(facets="author", author="Nobody")["facets"]["author"]
    assert {"value": "Nobody", "count": 0, "selected": True} in facet["values"]
    assert facet["other"] == 0


def test_months_and_days_are_those_of_the_reader(newsroom):
    months = newsroom.search(facets="date:month", tz="Europe/Kyiv")["facets"]["date"]
    assert months == {
        "interval": "month",
        "values": [
            {"from": "2024-03-01T00:00:00+02:00", "count": 2},
            {"from": "2024-04-01T00:00:00+03:00", "count": 1},
            {"from": "2024-05-01T00:00:00+03:00", "count": 2},
        ],
    }
    days = newsroom.search(facets="date:day", tz="Europe/Kyiv", q="council")["facets"]["date"]["values"]
    assert days == [{"from": "2024-03-06T00:00:00+02:00", "count": 1}]


def test_the_order_is_relevance_newest_or_oldest(newsroom):
    by_date = [headline for _, headline, *_ in ARTICLES]
    assert headlines(newsroom, order_by="oldest") == by_date
    assert headlines(newsroom, order_by="newest") == by_date[::-1]
    assert headlines(newsroom) == by_date[::-1]
    assert headlines(newsroom, q="harbour", order_by="newest") == ["Ferry returns", "Harbour vote tonight"]


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
def test_pages_by_cursor_give_every_result_once(service, article, order):
    service.push([article(f"urn:{n}", headline=f"Number {n}") for n in range(23)])
    service.drain()
    seen, url = [], f"/v1/search?q=harbour&order-by={order}&page-size=5"
    while url:
        answer = service.get(url)
        assert answer.status == 200, answer.text
        seen += [one["headline"] for one in answer.json["results"]]
        url = answer.json["links"].get("next")
    assert sorted(seen) == sorted(f"Number {n}" for n in range(23))


def test_an_answer_links_to_itself_its_next_page_and_the_same_search_as_a_feed(newsroom):
    links = newsroom.search(q="harbour", from_date="-9000d", page_size="1", facets="source", labels="de")["links"]
    assert links.pop("next").startswith("/v1/search?q=harbour&from-date=")
    assert links == {
        "self": "/v1/search?q=harbour&from-date=-9000d&page-size=1&facets=source&labels=de",
        "feed": "/v1/feed.json?q=harbour&from-date=-9000d",
    }
    first = newsroom.search(q="harbour", page_size="1", fields="url", highlight="none", explain="1")["links"]
    last = newsroom.get(first["next"]).json["links"]
    assert (last["self"], last["feed"]) == (first["next"], "/v1/feed.json?q=harbour")
    assert newsroom.search()["links"] == {"self": "/v1/search", "feed": "/v1/feed.json"}
    entries = newsroom.get(links["feed"]).json["items"]
    assert sorted(one["title"] for one in entries) == sorted(headlines(newsroom, q="harbour"))


def test_a_cursor_that_is_forged_cut_or_of_another_search_is_refused(newsroom):
    link = newsroom.search(q="harbour", page_size=1)["links"]["next"]
    cursor = link.partition("cursor=")[2]
    position, _, signature = cursor.partition(".")
    for bad in (cursor[:-2], f"{position}x.{signature}", signature, "x", "a.b.c", "", f"W10.{signature}", "é"):
        answer = newsroom.get(f"/v1/search?q=harbour&page-size=1&cursor={quote(bad)}")
        assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, "cursor")
    assert newsroom.get(f"/v1/search?q=ferry&page-size=1&cursor={cursor}").status == 400
    assert newsroom.get(f"/v1/search?q=harbour&page-size=1&cursor={cursor}").status == 200


def test_highlights_are_safe_to_put_into_a_page(service):
    text = (
        'Harbour <em>co</em> & <script>alert(1)</script>\n\nThe <img src=x onerror="a"> of the harbour was sold.'
    )
    service.push(text, content_type="text/plain")
    service.drain()
    marks = service.search(q="harbour")["results"][0]["highlights"]
    assert marks["headline"] == [
        "<mark>Harbour</mark> &lt;em&gt;co&lt;/em&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;"
    ]
    assert marks["body"] == ["The &lt;img src=x onerror=&quot;a&quot;&gt; of the <mark>harbour</mark> was sold."]


BAD_PARAMETERS = {
    "an unknown parameter": ("colour=blue", "colour"),
    "a bad date": ("from-date=2024-13-45", "from-date"),
    "a year beyond all calendars": ("to-date=99999-01-01", "to-date"),
    "the last day of all": ("to-date=9999-12-31", "to-date"),
    "an end before the start": ("from-date=2024-03-06&to-date=2024-03-05", "to-date"),
    "date math": ("from-date=now-1d", "from-date"),
    "page-size of 10⁹": ("page-size=1000000000", "page-size"),
    "page-size below zero": ("page-size=-1", "page-size"),
    "page-size in other digits": ("page-size=" + quote("１２"), "page-size"),
    "page-size in hexadecimal": ("page-size=0x10", "page-size"),
    "an unknown facet": ("facets=author,_id", "facets"),
    "an unknown order": ("order-by=random", "order-by"),
    "an unknown zone": ("tz=Mars/Olympus", "tz"),
    "a zone that only this system knows": ("tz=EST", "tz"),
    "a zone that is a path": ("tz=../../etc/passwd", "tz"),
    "a filter that ends in an operator": ("author=a%7C", "author"),
    "an empty filter": ("author=", "author"),
    "a query that is too long": ("q=" + "a" * 513, "q"),
    "a query of too many words": ("q=" + "+OR+".join(["a"] * 33), "q"),
}


def test_a_bad_parameter_is_named(newsroom):
    got = {}
    for name, (query, _) in BAD_PARAMETERS.items():
        answer = newsroom.get(f"/v1/search?{query}")
        assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json"), name
        got[name] = [one["parameter"] for one in answer.json["errors"]]
    assert got == {name: [parameter] for name, (_, parameter) in BAD_PARAMETERS.items()}


def test_every_bad_parameter_is_named_at_once(newsroom):
    errors = newsroom.get("/v1/search?page-size=x&from-date=y&ordr-by=newest").json["errors"]
    assert {one["parameter"]: one["detail"] for one in errors} == {
        "page-size": "is a number from 0 to 100",
        "from-date": "is no date; write 2024-03-05, 2024-03-05T20:15:00Z, today, yesterday or -7d",
        "ordr-by": "is not known; did you mean order-by?",
    }


STRANGE = ['"', '"""', "* : /", "a AND (", "title:x", "-", "NOT", "\\", "\u202eevil", "𝕳arbour", "' OR 1=1"]


def test_no_query_breaks_the_search(newsroom):
    assert {q: newsroom.get(f"/v1/search?q={quote(q)}").status for q in STRANGE} == dict.fromkeys(STRANGE, 200)


def test_an_answer_is_not_sent_again_to_who_has_it(newsroom):
    first = newsroom.get("/v1/search?q=harbour")
    again = newsroom.get("/v1/search?q=harbour", if_none_match=first.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert first.headers["access-control-allow-origin"] == "*"


def test_an_article_is_found_by_its_address(service, article):
    page = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": "https://news.example/harbour",
        "headline": "By address",
        "articleBody": "b",
        "datePublished": "2024-03-05T20:15:00Z",
    }
    assert service.push(page).status == 202
    service.drain()
    assert service.get("/v1/articles?url=https://news.example/harbour").json["headline"] == "By address"
    assert service.get("/v1/articles?url=https://news.example/other").status == 404
    assert service.get("/v1/articles").status == 400


def test_an_unknown_path_or_method_is_a_problem(service):
    for method, path in (("GET", "/"), ("GET", "/v2/search"), ("PATCH", "/v1/articles"), ("DELETE", "/v1/search")):
        answer = service.request(method, path, source="demo")
        assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")


def test_health_tells_the_state_of_the_index(newsroom):
    answer = newsroom.get("/health")
    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert answer.json["index"] in ("green", "yellow")


def test_before_the_first_article_search_says_that_it_is_being_set_up(service):
    answer = service.get("/v1/search")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_an_article_of_four_megabytes_is_found_and_served_whole(service, article):
    body = "harbour " * 500_000 + "lighthouse"
    service.push(json.dumps(article(headline="A book", body_text=body)))
    service.drain()
    [result] = service.search(q="harbour lighthouse")["results"]
    assert service.get(f"/v1/articles/{result['id']}").json["body_text"] == body


def test_a_topic_that_is_chosen_by_its_id_is_one_row_with_its_name(newsroom):
    facet = newsroom.search(facets="topic", topic="medtop:politics")["facets"]["topic"]
    assert [one for one in facet["values"] if one.get("selected")] == [
        {"value": "politics", "count": 3, "selected": True}
    ]
    assert (len(facet["values"]), facet["other"]) == (2, 0)


def test_a_chosen_value_is_shown_as_the_articles_write_it(service, article):
    service.push(article(authors=[{"name": "Søren Łukasz"}]))
    service.drain()
    values = service.search(facets="author", author="soren lukasz")["facets"]["author"]["values"]
    assert values == [{"value": "Søren Łukasz", "count": 1, "selected": True}]


def test_a_website_can_read_problems_from_its_pages(newsroom):
    answer = newsroom.get("/v1/search?page-size=x")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (400, "*")
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


def test_operators_that_mean_nothing_are_named(newsroom):
    assert newsroom.search(q="harbour AND (")["query"]["warnings"]
    assert not newsroom.search(q="not a harbour")["query"]["warnings"]
