"""Takes articles in over HTTP: authenticates the source, keeps what it sends, tells where it is."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.accept.answers import push_answer, status_answer
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.raw_store import S3RawStore
from shared.adapters.source_keys import SsmSourceKeys
from shared.domain.errors import ArticleNotFound, BadInput, FieldError
from shared.domain.identity import ARTICLE_ID, PATH_SOURCE_ID
from shared.formats.payload import Payload
from shared.http.answer import json_response
from shared.http.ingest_request import authenticated_source, body_bytes, media_type, read_hints
from shared.http.resolver import make_resolver, parameters
from shared.observability import publish_metrics
from shared.settings import settings
from shared.usecases.accept_articles import accept_articles
from shared.usecases.article_status import article_status
from shared.usecases.take_down import take_down

_INDEX_TIMEOUT_SECONDS = 2.0  # only a status waits for it

app = make_resolver()


@cache
def _store() -> S3RawStore:
    return S3RawStore(aws_client("s3"), settings().raw_bucket)


@cache
def _keys() -> SsmSourceKeys:
    return SsmSourceKeys(aws_client("ssm"), settings().source_keys_path)


@cache
def _index() -> OpenSearchArticleIndex:
    client = opensearch_client(
        settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS
    )
    return OpenSearchArticleIndex(client)


@app.post("/v1/articles")
def push() -> Response[str]:
    """Keep every article of a push."""
    return _accept(_source(), source_id=None)


@app.put("/v1/articles/<source_id>")
def upsert(source_id: str) -> Response[str]:
    """Keep one article under the sender's own id."""
    source = _source()
    if not PATH_SOURCE_ID.fullmatch(source_id):
        detail = "an id in the path has 1 to 200 letters, digits and . _ : - and starts with a letter or digit"
        raise BadInput("The id in the path cannot be used.", [FieldError(detail, parameter="source_id")])
    return _accept(source, source_id=source_id)


def _accept(source: str, *, source_id: str | None) -> Response[str]:
    event = app.current_event
    format_name, hints = read_hints(parameters(app), source_id=source_id)
    outcomes = accept_articles(
        Payload(body_bytes(event), media_type(event)),
        source=source,
        format_name=format_name,
        hints=hints,
        store=_store(),
        now=datetime.now(UTC),
    )
    return push_answer(outcomes, app)


@app.delete("/v1/articles/<article_id>")
def takedown(article_id: str) -> Response[str]:
    """Take an article of this source down."""
    source = _source()
    take_down(_checked(article_id), source=source, store=_store(), now=datetime.now(UTC))
    links = {"status": f"/v1/articles/{article_id}/status"}
    return json_response({"id": article_id, "status": "received", "links": links}, status=202)


@app.get("/v1/articles/<article_id>/status")
def status(article_id: str) -> Response[str]:
    """Tell where an article of this source is."""
    source = _source()
    found = article_status(_checked(article_id), source=source, store=_store(), index=_index())
    return json_response(status_answer(article_id, found))


def _source() -> str:
    return authenticated_source(app.current_event, _keys().source_of)


def _checked(article_id: str) -> str:
    if not ARTICLE_ID.fullmatch(article_id):
        raise ArticleNotFound("There is no article of yours with this id.")
    return article_id


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request of the HTTP API (payload format 2.0)."""
    answer = app.resolve(event, context)
    publish_metrics()
    return answer
