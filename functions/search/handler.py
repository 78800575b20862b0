"""Answers readers: search, one article, and the health of the index."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.search.answers import search_answer
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.cursor_secret import CursorSecret
from shared.domain.errors import ArticleNotFound, BadInput, FieldError, Unavailable
from shared.domain.identity import ARTICLE_ID
from shared.domain.search_request import parse_search
from shared.http.answer import cacheable, json_response
from shared.http.resolver import make_resolver, parameters
from shared.observability import SEARCH_UNAVAILABLE, count, publish_metrics
from shared.settings import settings
from shared.usecases.get_article import get_article
from shared.usecases.search_articles import search_articles

_TIMEOUT_SECONDS = 1.7  # a reader gets an answer, or a 503, within two seconds

app = make_resolver()


@cache
def _index() -> OpenSearchArticleIndex:
    client = opensearch_client(settings().opensearch_url, settings().opensearch_auth, timeout=_TIMEOUT_SECONDS)
    return OpenSearchArticleIndex(client)


@cache
def _cursor_secret() -> CursorSecret:
    return CursorSecret(aws_client("secretsmanager"), settings().cursor_secret_id)


@app.get("/v1/search")
def search() -> Response[str]:
    """Find articles."""
    request = parse_search(parameters(app))
    page = search_articles(request, index=_index(), cursor_secret=_cursor_secret(), now=datetime.now(UTC))
    return _answer(search_answer(request, page, parameters(app)))


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
    if not ARTICLE_ID.fullmatch(article_id):
        raise ArticleNotFound("There is no article with this id.")
    return _answer(get_article(article_id, index=_index(), now=datetime.now(UTC)))


@app.get("/health")
def health() -> Response[str]:
    """Tell whether articles can be found."""
    index = _index().health()
    if index == "red":
        raise Unavailable("A part of the search index is missing.")
    return json_response({"status": "ok", "index": index})


def _answer(content: dict[str, Any]) -> Response[str]:
    return cacheable(content, if_none_match=app.current_event.headers.get("if-none-match"))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the HTTP API (payload format 2.0)."""
    answer = app.resolve(event, context)
    answer["headers"] |= {
        "Access-Control-Allow-Origin": settings().cors_origin,
        "Access-Control-Expose-Headers": "ETag, Retry-After",
        "Vary": "Origin",
    }
    if answer["statusCode"] == 503:
        count(SEARCH_UNAVAILABLE)
    publish_metrics()
    return answer
