"""What each form of a query finds, through the whole service, in many languages."""

from urllib.parse import urlencode

import pytest

ARTICLES = {  # by a letter: language, headline, body
    "a": ("en", "Harbour vote tonight", "The council meets on the old harbour. Zelensky spoke to U.S. troops."),
    "b": ("en", "Ferry returns", "A ferry sails from the harbour again. Zelenskyy met the US troops."),
    "c": ("uk", "Зеленський у місті", "Президент Зеленський сказав слово."),
    "d": ("en", "Macron visits Kyiv", "Macron’s plane landed. His élan is that of the économie."),
    "e": ("en", "The Who play again", "The band The Who is on tour."),
    "f": ("de", "Bundestag wählt", "Die Häuser der Straße stehen in den Bundesländern."),
    "g": ("ja", "日本の首相", "日本の首相が東京で会見した。"),
    "h": ("fr", "L’économie repart", "Les économies régionales repartent d’un bon pied."),
}
ALL = "".join(ARTICLES)


@pytest.fixture
def newsroom(service):
    items = [
        {"uri": f"urn:{name}", "versioncreated": "2024-03-05T20:15:00Z", "headline": headline, "body_text": body,
         "language": language, "authors": [{"name": f"Ann Lee{name}"}],
         "subject": [{"code": "medtop:11000000", "name": "politics"}] if name in "ad" else [],
         "service": [{"name": "City Desk"}] if name in "ab" else []}
        for name, (language, headline, body) in ARTICLES.items()
    ]  # fmt: skip
    assert service.push(items).status == 202
    service.drain()
    return service


def ask(service, q, **parameters):
    answer = service.get(f"/v1/search?{urlencode({'q': q, **parameters})}")
    assert answer.status == 200, answer.text
    return answer.json


def found(service, q, **parameters):
    names = {headline: name for name, (_, headline, _) in ARTICLES.items()}
    return [names[one["headline"]] for one in ask(service, q, **parameters)["results"]]


EXPECTED = {
    # words
    "harbour": "ab", "harbour ferry": "b", "ferry harbour macron": "b", "HARBOUR": "ab", "harbours": "ab",
    # the words of a name in the text, the headline, the author, the topic, the section
    "leea harbour": "a", "politics macron": "d", "desk ferry": "b",
    # phrases and single spellings
    '"old harbour"': "a", '"harbour old"': "", '"harbours"': "", "=harbours": "", "=harbour": "ab",
    # operators
    "harbour AND ferry": "b",
    "ferry OR macron": "bd", "harbour NOT ferry": "a", "harbour -ferry": "a",
    "(ferry OR council) AND harbour": "ab", "harbour -(ferry OR council)": "", "harbour OR macron NOT plane": "ab",
    "NOT harbour": "cdefgh", '-"old harbour"': "bcdefgh",
    # fields
    "headline:ferry": "b", "headline:harbour": "a",
    "body:harbour": "ab", 'body:"old harbour"': "a", "body:tonight": "",
    "author:leea": "a",
    'author:"ann leeb"': "b", "topic:politics": "ad", "section:desk": "ab",
    "-section:desk harbour": "", "headline:(ferry OR macron)": "bd", "headline:ferr*": "b", "body:harb*": "ab",
    # prefixes and distances
    "harb*": "ab", "zelen*": "ab", "council NEAR/3 harbour": "", "council NEAR/4 harbour": "a",
    '"old harbour" NEAR/9 council': "a", "harbour NEAR/4 council": "a",
    # names in other spellings, unless they stand in quotes
    "Zelensky": "abc", "zelenskyy": "abc", "Zelenskiy": "abc", "Зеленський": "abc", '"Zelensky"': "a",
    "=Zelensky": "a", '"zelenskiy"': "",
    "Kiev": "d", "zelenskiy troops": "ab", "harbour Zelenskiy council": "abc"[:2],
    "headline:Zelensky": "c",
    "body:Zelenskiy": "abc", "-Zelensky harbour": "b",
    # apostrophes, accents, abbreviations
    "Macron's": "d", "Macron’s": "d", "Macrons": "d", "macron": "d", "elan": "d", "ÉLAN": "d",
    "U.S. troops": "ab", "US troops": "ab", '"U.S. troops"': "ab", "u.s. troops": "ab",
    # words that say nothing, alone
    "the who": "e", '"the who"': "e", "The Who harbour": "ab",
    # stems of other languages, and pairs of characters
    "haus": "f", "strasse bundesland": "f", "économique": "h",
    "economie": "dh", "首相": "g", "東京": "g", "слово": "c",
}  # fmt: skip


def test_each_form_of_a_query_finds_what_it_says(newsroom):
    got = {q: "".join(sorted(found(newsroom, q))) for q in EXPECTED}
    assert {q: names for q, names in got.items() if names != EXPECTED[q]} == {}


def test_the_searches_of_a_new_process_and_those_that_know_the_languages_find_the_same(newsroom):
    for q in ("haus", "economie", "首相", "Zelensky", "слово"):
        newsroom.restart()
        assert found(newsroom, q) == found(newsroom, q) != []


def test_an_article_in_a_language_that_is_new_to_the_index_is_found_at_once(newsroom, article):
    assert ask(newsroom, "harbour")["total"]["value"] == 2
    newsroom.push(article("urn:fi", headline="Hallituksen päätös", language="fi"))
    newsroom.drain()
    assert [one["headline"] for one in ask(newsroom, "päätös")["results"]] == ["Hallituksen päätös"]


def test_other_spellings_are_told_and_the_one_that_was_typed_comes_first(newsroom):
    answer = ask(newsroom, "Zelensky")
    assert found(newsroom, "Zelensky")[0] == "a"
    assert list(answer["query"]["variants"]) == ["Zelensky"]
    assert {"Zelenskyy", "Zelenskiy", "Зеленський"} <= set(answer["query"]["variants"]["Zelensky"])
    assert [one["highlights"]["body"] for one in answer["results"] if one["language"] == "uk"] == [
        ["Президент <mark>Зеленський</mark> сказав слово."]
    ]
    assert ask(newsroom, '"Zelensky"')["query"]["variants"] == {}


def test_a_word_with_errors_finds_what_comes_near_and_asks_what_was_meant(newsroom):
    answer = ask(newsroom, "trops")
    assert (answer["query"]["did_you_mean"], answer["total"]["value"]) == ("troops", 2)
    assert answer["query"]["warnings"] == ["nothing was found as it was typed; these come near"]
    assert ask(newsroom, "harbuor vote")["query"]["did_you_mean"] == "harbour vote"
    assert ask(newsroom, "Macrn")["query"]["did_you_mean"] == "Macron"


def test_good_results_and_quotes_ask_nothing(newsroom):
    for q in (
        "harbour",
        "harbour ferry",
        '"trops"',
        "=trops",
        "xqzxqz",
        "-trops harbour",
        "trops harbour council",
    ):
        assert ask(newsroom, q)["query"]["did_you_mean"] is None


def test_where_nothing_has_enough_of_the_words_the_best_partial_matches_come_with_a_warning(newsroom):
    answer = ask(newsroom, "ferry zebra")
    assert [one["headline"] for one in answer["results"]] == ["Ferry returns"]
    assert answer["query"]["did_you_mean"] is None
    assert answer["query"]["warnings"] == ["no article has enough of these words; these have some of them"]
    assert ask(newsroom, "ferry AND zebra")["total"]["value"] == 0
    assert ask(newsroom, "zebra -ferry")["query"]["warnings"] == []


def test_did_you_mean_knows_no_word_of_what_readers_may_not_see(newsroom, article):
    newsroom.push(article("urn:gone", headline="Quokkas", body_text="The quokka is shy."))
    newsroom.push(article("urn:held", headline="Held", body_text="A quokka.", embargoed="2099-01-01T00:00:00Z"))
    newsroom.drain()
    assert ask(newsroom, "quokkka")["query"]["did_you_mean"] in ("quokka", "quokkas")
    [gone] = ask(newsroom, "quokka")["results"]
    newsroom.request("DELETE", f"/v1/articles/{gone['id']}", source="demo")
    newsroom.drain()
    answer = ask(newsroom, "quokkka")
    assert (answer["query"]["did_you_mean"], answer["total"]["value"]) == (None, 0)
