"""What every adapter of the engine needs: the names of the index, and calls whose failures are told apart."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as EngineConnectionError
from opensearchpy.exceptions import NotFoundError, SerializationError, TransportError

from shared.domain.errors import Unavailable

ALIAS = "articles"
ALSO = (
    "articles-also"  # names one more index, where there is one, that gets every write as well: see docs/adr/0012
)
# The node that is asked answers from its own copy, where it has one. Otherwise a search hangs whenever it goes on
# to a node that the network lost and the cluster did not yet: for half a minute, by the engine's defaults.
_NEAR = {"preference": "_local"}
_BULK_BYTES = 5 * 1024 * 1024  # the smallest domains take requests of 10 MiB; more than 5 is no faster


def search(client: OpenSearch, body: dict[str, Any], index: str = ALIAS) -> Any:
    """Give the answer to one search of the index."""
    try:
        return reached(lambda: client.search(index=index, body=body, params=_NEAR))
    except NotFoundError:
        raise being_set_up() from None


def get(client: OpenSearch, document_id: str, index: str = ALIAS) -> Any | None:
    """Give one document, as it was written last, or None where there is no such."""
    try:
        return reached(lambda: client.get(index=index, id=document_id, params=_NEAR))
    except NotFoundError as error:
        if error.error == "index_not_found_exception":
            raise being_set_up() from None
        return None


def being_set_up() -> Unavailable:
    """Give the error of an index that is not there yet."""
    return Unavailable("The search index is being set up.")


def reached[T](ask: Callable[[], T]) -> T:
    """Give the engine's answer; what another try may mend becomes Unavailable, a mistake of ours stays."""
    try:
        return ask()
    except EngineConnectionError as error:
        raise Unavailable("OpenSearch does not answer.") from error
    except SerializationError as error:
        raise Unavailable("OpenSearch answered with something that is not JSON.") from error
    except TransportError as error:
        status = int(error.status_code)
        if status in (403, 429) or status >= 500:
            raise Unavailable(f"OpenSearch cannot take the request now (status {status}).") from error
        raise


def by_size(operations: Sequence[tuple[str, bytes]], most: int = _BULK_BYTES) -> Iterator[list[tuple[str, bytes]]]:
    """Give the operations in requests of bounded size; a larger one goes alone."""
    request: list[tuple[str, bytes]] = []
    size = 0
    for name, operation in operations:
        if request and size + len(operation) > most:
            yield request
            request, size = [], 0
        request.append((name, operation))
        size += len(operation)
    if request:
        yield request
