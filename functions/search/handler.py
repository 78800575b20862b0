"""Answers readers: search, one article, and the health of the index."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.search.answers import search_answer
from functions.search.changes_answer import changes_answer
from functions.search.facet_answer import facet_answer
from functions.search.feed_answer import as_of_a_feed, feed_of
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.signing_secret import SigningSecret
from shared.domain.change_log import parse_changes
from shared.domain.errors import ArticleNotFound, BadInput, FieldError, Unavailable
from shared.domain.facet_request import parse_facet
from shared.domain.identity import ARTICLE_ID
from shared.domain.search_request import SearchRequest, parse_search
from shared.domain.suggest_request import parse_related, parse_suggest
from shared.http.answer import cacheable, cacheable_text, etag_of, json_response
from shared.http.feeds import FORMS
from shared.http.resolver import make_resolver, parameters
from shared.observability import SEARCH_UNAVAILABLE, SNAPSHOT_REFUSED, count, publish_metrics
from shared.settings import settings
from shared.usecases.follow_changes import follow_changes
from shared.usecases.get_article import get_article
from shared.usecases.related_articles import related_articles
from shared.usecases.search_articles import SearchPage, search_articles
from shared.usecases.search_facet import search_facet
from shared.usecases.suggest_words import suggest_words

_DESCRIPTION = Path(__file__).with_name("openapi.json")
_TIMEOUT_SECONDS = 1.7  # a reader gets an answer, or a 503, within two seconds

app = make_resolver()


@cache
def _index() -> OpenSearchArticleSearch:
    client = opensearch_client(settings().opensearch_url, settings().opensearch_auth, timeout=_TIMEOUT_SECONDS)
    return OpenSearchArticleSearch(client)


@cache
def _cursor_secret() -> SigningSecret:
    return SigningSecret(aws_client("secretsmanager"), settings().cursor_secret_id)


@app.get("/v1/search")
def search() -> Response[str]:
    """Find articles."""
    now = datetime.now(UTC)
    request = parse_search(parameters(app), now)
    return _answer(search_answer(request, _found(request, now), parameters(app)))


def _found(request: SearchRequest, now: datetime) -> SearchPage:
    page = search_articles(request, index=_index(), cursor_secret=_cursor_secret(), now=now)
    count(SNAPSHOT_REFUSED, int(page.hits.shifting))
    return page


@app.get("/v1/facets/<facet>")
def facet_values(facet: str) -> Response[str]:
    """Give the values of one facet."""
    now = datetime.now(UTC)
    request = parse_facet(facet, parameters(app), now)
    return _answer(facet_answer(request, search_facet(request, index=_index(), now=now), parameters(app)))


@app.get("/v1/articles")
def article_by_url() -> Response[str]:
    """Give the article that stands at an address of the website."""
    given = dict(parameters(app))
    url = given.pop("url", None)
    if url is None or given:
        detail = "one parameter is taken: url, the address of the article on the website"
        raise BadInput(
            "An article is found by its id in the path, or by ?url=.", [FieldError(detail, parameter="url")]
        )
    document = _index().find_by_url(url, datetime.now(UTC))
    if document is None:
        raise ArticleNotFound("There is no article with this address.")
    return _answer(document)


@app.get("/v1/articles/<article_id>")
def article(article_id: str) -> Response[str]:
    """Give one article."""
    return _answer(get_article(_checked(article_id), index=_index(), now=datetime.now(UTC)))


@app.get("/v1/articles/<article_id>/related")
def related(article_id: str) -> Response[str]:
    """Give more articles like one."""
    request = parse_related(parameters(app))
    results = related_articles(_checked(article_id), request, index=_index(), now=datetime.now(UTC))
    return _answer({"results": results})


@app.get("/v1/suggest")
def suggest() -> Response[str]:
    """Suggest headlines, authors and topics to a reader who types."""
    request = parse_suggest(parameters(app))
    return _answer({"q": request.typed} | suggest_words(request, index=_index(), now=datetime.now(UTC)))


@app.get("/v1/changes")
def changes() -> Response[str]:
    """Give what was published, updated and withdrawn."""
    request = parse_changes(parameters(app))
    page = follow_changes(request, index=_index(), cursor_secret=_cursor_secret(), now=datetime.now(UTC))
    return _answer(changes_answer(page, parameters(app)))


@app.get(r"/v1/feed\.<form>")
def feed(form: str) -> Response[str]:
    """Give a search as a feed."""
    if form not in FORMS:
        raise ArticleNotFound("There is no such feed; there are feed.rss, feed.atom and feed.json.")
    now = datetime.now(UTC)
    request = as_of_a_feed(parse_search(parameters(app), now), parameters(app))
    page = _found(request, now)
    website = None if settings().cors_origin == "*" else settings().cors_origin
    made = feed_of(form, request, page, parameters(app), website)
    media_type, write = FORMS[form]
    return cacheable_text(write(made), media_type, if_none_match=_if_none_match(), last_modified=made.updated_at)


@app.get(r"/openapi\.json")
def openapi() -> Response[str]:
    """Give the description of this API."""
    text, etag = _description()
    return cacheable_text(text, "application/json", if_none_match=_if_none_match(), etag=etag)


@cache
def _description() -> tuple[str, str]:
    text = _DESCRIPTION.read_text()
    return text, etag_of(text)


@app.get("/health")
def health() -> Response[str]:
    """Tell whether articles can be found."""
    index = _index().health()
    if index == "red":
        raise Unavailable("A part of the search index is missing.")
    return json_response({"status": "ok", "index": index})


def _answer(content: dict[str, Any]) -> Response[str]:
    return cacheable(content, if_none_match=_if_none_match())


def _if_none_match() -> str | None:
    return app.current_event.headers.get("if-none-match")


def _checked(article_id: str) -> str:
    if not ARTICLE_ID.fullmatch(article_id):
        raise ArticleNotFound("There is no article with this id.")
    return article_id


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the HTTP API (payload format 2.0)."""
    answer = app.resolve(event, context)
    answer["headers"] |= {
        "Access-Control-Allow-Origin": settings().cors_origin,
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
        "Vary": "Origin",
    }
    if answer["statusCode"] == 503:
        count(SEARCH_UNAVAILABLE)
    publish_metrics()
    return answer
