"""Articles whose sender gave very much: found and served whole, and no page of results grows with them."""

_MOST_BYTES = 60_000  # of a result, in whatever form


def test_a_result_is_in_bounds_and_the_article_is_whole(service, article):
    summary = 'harbour "€<& ' * 60_000
    names = [f"Ann {first}{second}ark" for first in "BDKLMPST" for second in "aeiou"]
    authors = [{"name": name, "role": "writer", "biography": "b" * 9_000} for name in names]
    receipt = service.push(article(description_text=summary, authors=authors)).json["items"][0]
    service.drain()
    for path in ("/v1/search?q=harbour", "/v1/search", "/v1/feed.rss", "/v1/feed.atom", "/v1/feed.json"):
        answer = service.get(path)
        assert answer.status == 200
        assert len(answer.text) < _MOST_BYTES, path
    [result] = service.get("/v1/search?q=harbour").json["results"]
    assert (len(result["summary"]) <= 2_000, result["summary"][-1], len(result["authors"])) == (True, "…", 10)
    whole = service.get(receipt["links"]["article"]).json
    assert (whole["summary"], len(whole["authors"])) == (" ".join(summary.split()), len(names))
    assert len(whole["authors"][0]["biography"]) == 9_000
