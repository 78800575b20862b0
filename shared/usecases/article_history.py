"""Shows a sender every version of an article that was received, and what two of them have not in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.article import Article
from shared.domain.article_difference import Difference, difference
from shared.domain.errors import BadInput, CopydeskError, FieldError, Unavailable
from shared.domain.history_request import DiffRequest, HistoryRequest
from shared.usecases.article_status import VersionStatus, looked_up, received, status_of
from shared.usecases.in_parallel import in_parallel
from shared.usecases.newest_version import Ordered
from shared.usecases.ports import ArticleLookup, IndexedArticle, RawStore
from shared.usecases.read_article import read_again
from shared.usecases.take_down import TAKEDOWN
from shared.usecases.version_reason import version_id


@dataclass(frozen=True)
class PastVersion:
    """One version as it was received; a takedown alone, and what cannot be read any more, has no article."""

    status: VersionStatus
    article: Article | None


@dataclass(frozen=True)
class History:
    """Versions, the newest first, and the one after which the next page begins; None on the last page."""

    versions: list[PastVersion]
    next_before: str | None
    index_answers: bool


@dataclass(frozen=True)
class Comparison:
    """Two versions and what changed from the one to the other."""

    older: PastVersion
    newer: PastVersion
    changes: Difference


def article_history(
    article_id: str,
    request: HistoryRequest,
    *,
    source: str,
    store: RawStore,
    index: ArticleLookup,
    now: datetime,
) -> History:
    """Give one page of the versions; raise ArticleNotFound for an article that this source never sent."""
    versions = received(article_id, source=source, store=store)
    if request.before is not None:
        versions = versions[_place_of(request.before, versions, "before") + 1 :]
    page = versions[: request.page_size]
    indexed, answers = looked_up(article_id, index)
    past = in_parallel(lambda one: _past(one, store, indexed, now), page)
    return History(past, version_id(page[-1].key) if len(versions) > len(page) else None, answers)


def compare_versions(
    article_id: str, request: DiffRequest, *, source: str, store: RawStore, index: ArticleLookup, now: datetime
) -> Comparison:
    """Give what changed between two versions: the newest and the one before it, unless the request names others.

    Raises ArticleNotFound for an article that this source never sent, and BadInput for a version that it does not
    have or that has no content.
    """
    versions = received(article_id, source=source, store=store)
    newer = 0 if request.to is None else _place_of(request.to, versions, "to")
    older = newer + 1 if request.since is None else _place_of(request.since, versions, "from")
    if older >= len(versions):
        raise _refused("from", "is missing, and there is no version before the other one to compare it with")
    indexed, _ = looked_up(article_id, index)
    pair = in_parallel(lambda place: _past(versions[place], store, indexed, now), [older, newer])
    before, after = (_content(one, name) for one, name in zip(pair, ("from", "to"), strict=True))
    return Comparison(pair[0], pair[1], difference(before, after))


def _past(version: Ordered, store: RawStore, indexed: IndexedArticle | None, now: datetime) -> PastVersion:
    status = status_of(version, store, indexed, now)
    if status.envelope.format == TAKEDOWN:
        return PastVersion(status, None)
    try:
        return PastVersion(status, read_again(store.get(version.key)).article)
    except Unavailable:
        raise
    except CopydeskError:  # a reader that became stricter, say: the status tells why it was rejected
        return PastVersion(status, None)


def _place_of(named: str, versions: Sequence[Ordered], parameter: str) -> int:
    for place, one in enumerate(versions):
        if version_id(one.key) == named:
            return place
    raise _refused(parameter, "is the version_id of no version of this article; its list of versions has them")


def _content(version: PastVersion, parameter: str) -> Article:
    if version.article is None:
        raise _refused(parameter, "is a takedown or cannot be read; there is nothing to compare with")
    return version.article


def _refused(parameter: str, detail: str) -> BadInput:
    return BadInput(f"The parameter {parameter} {detail}.", [FieldError(detail, parameter=parameter)])
