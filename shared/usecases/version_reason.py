"""Why a version is where it is, for its sender: what holds it, what withdrew it, what stands in its place."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.article import Article, Status
from shared.domain.envelope import Envelope
from shared.domain.errors import BadInput
from shared.domain.identity import RawKey, Stage, index_version
from shared.usecases.ports import IndexedArticle, RawObject, RawStore
from shared.usecases.read_article import Reading, read_again
from shared.usecases.take_down import TAKEDOWN

_HELD_BY_WORDS = "embargo-in-words"
_UNREADABLE = frozenset({"embargo-without-time", "expiry-unreadable", "unknown-status"})
_DIGITS = 12  # of what was sent: enough to tell the versions of one article


@dataclass(frozen=True)
class Reason:
    """A code that a program can go by, a sentence for a person; `until` and `by` where they are known.

    `until` is when the embargo ends or the article expired, `by` the version that stands in its place.
    """

    cause: str
    detail: str
    until: datetime | None = None
    by: str | None = None


def version_id(key: RawKey) -> str:
    """Give the name of one version among those of its article."""
    return f"{'unversioned' if key.order is None else key.order}-{key.digest[:_DIGITS]}"


def reason_of_hold(raw: RawObject, now: datetime) -> Reason:
    """Tell what keeps a version from readers: its embargo, its status, or words in it."""
    try:
        reading = read_again(raw)
    except BadInput as error:
        return Reason("unreadable", f"it cannot be read any more: {error.detail}")
    article = reading.article
    words = next((notice.detail for notice in reading.notices if notice.code == _HELD_BY_WORDS), None)
    if article.status is Status.WITHHELD:
        return Reason("words", words) if words else Reason("status", _of_status(reading))
    if article.embargo_until is None or article.embargo_until <= now:
        return Reason("release-due", "nothing holds it any more; it is about to be shown", article.embargo_until)
    when = article.embargo_until.isoformat()
    if words:
        return Reason("words", f"{words}; it is held until {when}", article.embargo_until)
    if (at := _place(article, "embargo_until")) is None:
        return Reason("publication-ahead", f"its date of publication is {when}", article.embargo_until)
    return Reason("embargo", f"its sender holds it until {when} ({at})", article.embargo_until)


def _of_status(reading: Reading) -> str:
    told = next((notice for notice in reading.notices if notice.code in _UNREADABLE), None)
    if told is not None:
        return f"{told.detail} ({told.pointer})"
    return f"its sender withholds it ({_place(reading.article, 'status')}); a version that is usable is shown"


def _place(article: Article, field: str) -> str | None:
    origin = article.provenance.get(field)
    return origin.rule if origin is not None and origin.origin == "given" else None


def reason_of_withdrawal(key: RawKey, envelope: Envelope, store: RawStore) -> Reason:
    """Tell what took an article down: a request, its sender's kill, another document, or its own expiry."""
    if envelope.format == TAKEDOWN:
        if envelope.taken_down_by is not None:
            return Reason("killed-by-another", f"the document {envelope.taken_down_by} takes it down")
        if (purged := store.purged(key.source, key.article_id)) is not None:
            return Reason("erased", f"it was erased for good on {purged.at.date().isoformat()}: {purged.reason}")
        return Reason("takedown", "it was taken down by a DELETE")
    try:
        article = read_again(store.get(key)).article
    except BadInput as error:
        return Reason("unreadable", f"it cannot be read any more: {error.detail}")
    if article.status is not Status.CANCELED and article.expires_at is not None:
        return Reason("expired", f"its time ended at {article.expires_at.isoformat()}", article.expires_at)
    return Reason("canceled", f"its sender canceled it ({_place(article, 'status')})")


def superseded_by(indexed: IndexedArticle, order: int) -> Reason:
    """Tell which version stands in the place of one with this order."""
    by = version_id(indexed.key)
    if index_version(order, Stage.HELD) > indexed.version - len(Stage) and indexed.stage is not Stage.WITHDRAWN:
        detail = "this version was received twice at one moment, with two contents; the other one stands"
        return Reason("same-version", detail, by=by)
    if indexed.stage is Stage.WITHDRAWN:
        return Reason("newer-version", f"the article was taken down by {by}", by=by)
    return Reason("newer-version", f"the version {by} is newer", by=by)
