"""Takes articles in over HTTP: authenticates the source, keeps what it sends, tells where it is."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.accept.alerts import alert_answer, read_alert
from functions.accept.answers import push_answer, status_answer
from functions.accept.history_answer import comparison_answer, history_answer
from functions.accept.preview_answer import preview_answer
from functions.accept.superdesk import signing_source, uploaded
from shared.adapters.alert_store import S3AlertStore
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.media_store import S3MediaStore
from shared.adapters.raw_store import S3RawStore
from shared.adapters.signing_secret import SigningSecret
from shared.adapters.source_keys import SsmSigningSecrets, SsmSourceKeys
from shared.domain.envelope import Hints
from shared.domain.errors import ArticleNotFound, BadInput, CopydeskError, FieldError
from shared.domain.history_request import parse_diff, parse_history
from shared.domain.identity import ARTICLE_ID, PATH_SOURCE_ID, SOURCE
from shared.domain.media import is_media_id
from shared.formats.payload import Payload
from shared.http.answer import json_response
from shared.http.ingest_request import authenticated_source, read_body, read_hints
from shared.http.resolver import make_resolver, parameters
from shared.observability import publish_metrics
from shared.settings import settings
from shared.usecases.accept_articles import accept_articles
from shared.usecases.article_history import article_history, compare_versions
from shared.usecases.article_status import article_status
from shared.usecases.keep_version import Receipt
from shared.usecases.manage_alerts import delete_alert, get_alert, list_alerts, make_alert
from shared.usecases.preview_articles import preview_articles
from shared.usecases.take_down import take_down

_INDEX_TIMEOUT_SECONDS = 2.0  # only a status waits for it
_FORMAT_OF_SUPERDESK = "ninjs"

app = make_resolver()


@cache
def _store() -> S3RawStore:
    return S3RawStore(aws_client("s3"), settings().raw_bucket)


@cache
def _keys() -> SsmSourceKeys:
    return SsmSourceKeys(aws_client("ssm"), settings().source_keys_path)


@cache
def _signing_secrets() -> SsmSigningSecrets:
    return SsmSigningSecrets(aws_client("ssm"), f"{settings().source_keys_path}signing/")


@cache
def _media() -> S3MediaStore:
    return S3MediaStore(aws_client("s3"), settings().raw_bucket)


@cache
def _index() -> OpenSearchArticleSearch:
    client = opensearch_client(
        settings().opensearch_url, settings().opensearch_auth, timeout=_INDEX_TIMEOUT_SECONDS
    )
    return OpenSearchArticleSearch(client)


@cache
def _alerts() -> S3AlertStore:
    return S3AlertStore(aws_client("s3"), settings().raw_bucket)


@cache
def _alert_secret() -> SigningSecret:
    return SigningSecret(aws_client("secretsmanager"), settings().alert_secret_id)


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
    format_name, hints = read_hints(parameters(app), source_id=source_id)
    return push_answer(_outcomes(source, format_name, hints), app)


def _outcomes(source: str, format_name: str | None, hints: Hints) -> list[Receipt | CopydeskError]:
    return accept_articles(
        _payload(),
        source=source,
        format_name=format_name,
        hints=hints,
        store=_store(),
        now=datetime.now(UTC),
    )


def _payload() -> Payload:
    body = read_body(app.current_event)
    return Payload(body.content, body.media_type, body.charset)


@app.post("/v1/preview")
def preview() -> Response[str]:
    """Show what would become of a push; keep nothing."""
    source = _source()
    format_name, hints = read_hints(parameters(app))
    previews = preview_articles(
        _payload(), source=source, format_name=format_name, hints=hints, now=datetime.now(UTC)
    )
    return preview_answer(previews)


@app.post("/v1/receive/superdesk")
def receive() -> Response[str]:
    """Keep an item of Superdesk's publisher; `source` names whose it is unless a key does."""
    return _receive(parameters(app).get("source"))


@app.post("/v1/receive/superdesk/<source>")
def receive_signed(source: str) -> Response[str]:
    """Keep an item of Superdesk's publisher."""
    return _receive(source)


def _receive(named: str | None) -> Response[str]:
    source = _signing_source(named)
    given = {name: value for name, value in parameters(app).items() if name != "source"}
    format_name, hints = read_hints(given)
    # Older publishers take nothing but 201 for a success.
    return push_answer(_outcomes(source, format_name or _FORMAT_OF_SUPERDESK, hints), app, taken=201)


@app.post("/v1/receive/superdesk/<source>/assets")
def receive_file(source: str) -> Response[str]:
    """Keep a file that belongs to an item."""
    source = _signing_source(source)
    media = uploaded(app.current_event)
    _media().put(source, media)
    return json_response({"media_id": media.id, "type": media.type, "bytes": len(media.content)}, status=201)


@app.get("/v1/receive/superdesk/<source>/assets/.+")
def find_file(source: str) -> Response[str]:
    """Tell whether a file is there: the publisher asks without a key or signature, and sees nothing of it."""
    media_id = app.current_event.path.partition(f"/{source}/assets/")[2]  # it may hold slashes
    if not (SOURCE.fullmatch(source) and is_media_id(media_id) and _media().has(source, media_id)):
        raise ArticleNotFound("There is no such file.")
    return json_response({"media_id": media_id})


def _signing_source(named: str | None) -> str:
    return signing_source(
        app.current_event, named, source_of=_keys().source_of, secrets_of=_signing_secrets().secrets_of
    )


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
    found = article_status(
        _checked(article_id), source=source, store=_store(), index=_index(), now=datetime.now(UTC)
    )
    return json_response(status_answer(article_id, found))


@app.get("/v1/articles/<article_id>/versions")
def versions(article_id: str) -> Response[str]:
    """Give every version received of an article of this source, the newest first."""
    source = _source()
    request = parse_history(parameters(app))
    found = article_history(
        _checked(article_id), request, source=source, store=_store(), index=_index(), now=datetime.now(UTC)
    )
    return json_response(history_answer(article_id, found, request.page_size))


@app.get("/v1/articles/<article_id>/versions/diff")
def compare(article_id: str) -> Response[str]:
    """Give what changed between two versions of an article of this source."""
    source = _source()
    request = parse_diff(parameters(app))
    found = compare_versions(
        _checked(article_id), request, source=source, store=_store(), index=_index(), now=datetime.now(UTC)
    )
    return json_response(comparison_answer(article_id, found))


@app.post("/v1/alerts")
def new_alert() -> Response[str]:
    """Save a search with a webhook that is told of new articles that match it."""
    source = _source()
    query, webhook = read_alert(read_body(app.current_event).content)
    made = make_alert(
        query,
        webhook,
        source=source,
        store=_alerts(),
        master_secret=_alert_secret(),
        to_loopback=settings().webhooks_to_loopback == "yes",
        now=datetime.now(UTC),
    )
    return json_response(alert_answer(made.alert) | {"secret": made.secret}, status=201)


@app.get("/v1/alerts")
def alerts() -> Response[str]:
    """Give the alerts of this source, the oldest first."""
    found = list_alerts(source=_source(), store=_alerts())
    return json_response({"alerts": [alert_answer(alert) for alert in found]})


@app.get("/v1/alerts/<alert_id>")
def alert(alert_id: str) -> Response[str]:
    """Give one alert of this source."""
    return json_response(alert_answer(get_alert(alert_id, source=_source(), store=_alerts())))


@app.delete("/v1/alerts/<alert_id>")
def end_alert(alert_id: str) -> Response[str]:
    """End an alert of this source."""
    delete_alert(alert_id, source=_source(), store=_alerts())
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


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
