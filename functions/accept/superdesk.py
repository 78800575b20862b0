"""What Superdesk's publisher sends (its transmitter `http_push`): who signed it, and the files of an item.

It signs a request's body with the destination's `secret_token`: `x-superdesk-signature: sha1=<HMAC-SHA1, hex>`.
Before an item it asks, unsigned, for each file by its id, and uploads as a form what is not there.
"""

import hmac
from collections.abc import Callable, Sequence

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import BadInput, FieldError, NotAuthenticated, TooLarge
from shared.domain.identity import SOURCE
from shared.domain.media import Media
from shared.http.ingest_request import MAX_BODY_BYTES, authenticated_source, sent_bytes
from shared.http.multipart import form_parts

_NOBODY = b"compared with when there is no secret, so that the time does not tell"


def signing_source(
    event: APIGatewayProxyEventV2,
    named: str | None,
    *,
    source_of: Callable[[str], str | None],
    secrets_of: Callable[[str], Sequence[bytes]],
) -> str:
    """Give the source that signed the request, or whose key it carries; raise NotAuthenticated."""
    signature = event.headers.get("x-superdesk-signature")
    if signature is None:
        source = authenticated_source(event, source_of)
        if named in (None, source):
            return source
    elif _is_signed(sent_bytes(event), signature, secrets_of(named or "")) and named and SOURCE.fullmatch(named):
        return named
    raise NotAuthenticated("Name your source in the path, and sign with its secret or send its key.")


def _is_signed(body: bytes, signature: str, secrets: Sequence[bytes]) -> bool:
    """Tell whether one of the secrets made it; all are tried, each compared in constant time."""
    given = signature.strip().lower().encode("utf-8", "replace")
    made = [b"sha1=" + hmac.new(secret, body, "sha1").hexdigest().encode() for secret in secrets or [_NOBODY]]
    return sum(hmac.compare_digest(given, one) for one in made) > 0 and bool(secrets)


def uploaded(event: APIGatewayProxyEventV2) -> Media:
    """Give the file of an upload; raise BadInput, UnsupportedInput or TooLarge for what cannot be kept."""
    try:
        body = sent_bytes(event)
    except TooLarge:
        raise TooLarge(
            f"The form with the file is larger than {MAX_BODY_BYTES} bytes (4 MiB), the most that the API passes "
            "on. Let Superdesk send a smaller rendition, or leave the destination's assets URL empty: the article "
            "keeps the addresses of its images."
        ) from None
    parts = form_parts(body, event.headers.get("content-type"))
    missing = [FieldError("is missing", field=name) for name in ("media_id", "media") if name not in parts]
    if missing:
        raise BadInput("The form holds no file under an id.", missing)
    declared = parts["mime_type"].text.lower() if "mime_type" in parts else None
    media = parts["media"]
    return Media(parts["media_id"].text, media.type or declared or "unknown", media.content)
