"""Keeps one version of an article beside those received before it, at its place among them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from shared.domain.article import Article, Notice, Status
from shared.domain.envelope import Envelope
from shared.domain.errors import (
    ArticlePurged,
    BadInput,
    CopydeskError,
    FieldError,
    Unavailable,
    VersionConflict,
)
from shared.domain.identity import RawKey, article_id, checked_source_id
from shared.domain.version_place import are_of_one_kind, placed
from shared.usecases.newest_version import Ordered, newest_first
from shared.usecases.ports import RawStore
from shared.usecases.read_article import FIRST_VERSION, dates_itself, read_again
from shared.usecases.take_down import put_tombstone

# A sender that got no answer sends the same once more within this time; later, it goes back to an earlier text.
RETRY_WINDOW = timedelta(minutes=10)
_MOST_READ = 5  # earlier versions, to find the first that was published


@dataclass(frozen=True)
class Receipt:
    """One article that was kept: it will be indexed whatever happens next."""

    article: Article
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Incoming:
    """A version on its way into the store."""

    key: RawKey
    body: bytes
    envelope: Envelope
    receipt: Receipt


def keep_version(item: Incoming, store: RawStore) -> Receipt:
    """Keep it and give the receipt.

    Raises VersionConflict where its version was received with other content, ArticlePurged where the article was
    erased for good, and Unavailable when the store does not answer.
    """
    received = store.versions(item.key.source, item.key.article_id)
    if any(one.key.takedown for one in received):  # a purge leaves one; who asks always pays for all other pushes
        _refuse_purged(item, store)
    if len(received) == 1 and _is_again(item.key, received[0].key):  # the usual repeated push: it needs no order
        return _kept_before(item, received[0].key, None, store)
    earlier = newest_first(received, store)
    again = next((one.key for one in earlier if _is_again(item.key, one.key)), None)
    if again is not None:
        since = _received_since(again, earlier[0].key, store) if item.key.order is None else None
        if since is None or not _goes_back(item, again, since, store):
            return _kept_before(item, again, since, store)
    key, order = _at_its_place(item.key, item.receipt.article.order, earlier, goes_back=again is not None)
    item = replace(item, key=key)
    same = [one for one in earlier if _is_same_version(key, one.key)]
    if same and item.key.order is not None:
        return _already_kept(item, same[0].key, store)
    _take_others_down(item, store)
    item = replace(item, envelope=_with_first_date(item, earlier, store))
    store.put(item.key, item.body, item.envelope)
    return _noticed(item, _place_notices(item, order, earlier, goes_back=again is not None))


def _is_again(key: RawKey, other: RawKey) -> bool:
    return key.digest == other.digest and key.takedown == other.takedown


def _received_since(before: RawKey, newest: RawKey, store: RawStore) -> RawKey | None:
    """Give the newest version where it was received after this one."""
    if newest == before or store.envelope(newest).received_at <= store.envelope(before).received_at:
        return None
    return newest


def _refuse_purged(item: Incoming, store: RawStore) -> None:
    if (purged := store.purged(item.key.source, item.key.article_id)) is not None:
        raise ArticlePurged(
            f"This article was erased for good on {purged.at.date().isoformat()}; nothing is taken under its id "
            "any more. What may be published needs another id."
        )


def _goes_back(item: Incoming, before: RawKey, since: RawKey, store: RawStore) -> bool:
    """Tell a sender that returns to an earlier text from one that repeats a push.

    Who gives a version or a date says it with that. After a takedown the same text again is taken for a repeated
    push however late it comes: an export that is sent anew each night must not bring back what was taken down.
    """
    if since.takedown:
        return False
    if item.key.takedown:
        return True  # a kill that is sent again after a newer version takes that one down too
    return item.envelope.received_at - store.envelope(before).received_at > RETRY_WINDOW


def _kept_before(item: Incoming, before: RawKey, since: RawKey | None, store: RawStore) -> Receipt:
    """Give the receipt of a repeated push; one that could not be indexed is tried again."""
    if store.rejection(before) is not None:
        store.put_again(before)
    if since is None or before.order is not None or item.key.takedown:
        return item.receipt
    if since.takedown:
        detail = (
            "this was received before, and the article was taken down since; it stays down. To publish it again "
        )
        detail += "send it with a version or a date of its update"
    else:
        minutes = RETRY_WINDOW // timedelta(minutes=1)
        detail = (
            "this was received before, and something newer since, which stays: it looks like a repeated push. "
        )
        detail += (
            f"To go back send a version or a date, or send it once more {minutes} minutes after it was sent last"
        )
    return _noticed(item, (_notice("seen-before", detail),))


def _at_its_place(key: RawKey, value: int, earlier: Sequence[Ordered], *, goes_back: bool) -> tuple[RawKey, int]:
    """Give the key with the version's place among the others, and its order.

    What nothing but the time of its receipt orders keeps that in its envelope, unless its place is another one or
    its content has been there before: then the key must say so.
    """
    waiting = _waiting_takedown(key, value, earlier)
    if waiting is not None:
        return replace(key, order=waiting), waiting
    order = placed(value, [one.order for one in earlier])
    is_plain = key.order is None and order == value and not goes_back
    return replace(key, order=None if is_plain else order), order


def _waiting_takedown(key: RawKey, value: int, earlier: Sequence[Ordered]) -> int | None:
    """Give an order that a takedown covers which came before its article, where nothing compares the two.

    The takedown holds for the first that comes; a version or a date compares with that of the takedown. A version
    that stands below it keeps its own value, by which those before it are known when they come late.
    """
    if key.takedown or not earlier or not all(one.key.takedown for one in earlier):
        return None
    newest = max(one.order for one in earlier)
    if key.order is None:
        return newest
    return None if are_of_one_kind(value, newest) else min(value, newest)


def _is_same_version(key: RawKey, other: RawKey) -> bool:
    """Tell whether both claim one version; a takedown may repeat the version that it takes down."""
    return key.order is not None and key.order == other.order and not key.takedown and not other.takedown


def _already_kept(item: Incoming, other: RawKey, store: RawStore) -> Receipt:
    """Give the receipt where the first has the same content in another layout; else refuse and keep it aside."""
    if _says_the_same(item.receipt.article, other, store):
        return item.receipt
    store.put_conflicting(item.key, item.body, item.envelope)
    article = item.receipt.article
    given_by = article.provenance["version" if (article.version or "").isdigit() else "updated_at"]
    raise VersionConflict(
        "This version was received before with other content; the first stays. Send a new version.",
        [FieldError("the same version as before, with other content", pointer=given_by.rule)],
    )


def _says_the_same(article: Article, other: RawKey, store: RawStore) -> bool:
    """Tell whether a version that is kept says the same; what cannot be read any more is not compared."""
    try:
        return _have_one_essence(read_again(store.get(other)).article, article)
    except Unavailable:
        raise
    except CopydeskError:
        return False


def _have_one_essence(one: Article, other: Article) -> bool:
    """Tell whether the sender says the same in both, whatever was received when and follows from that."""
    ours = {
        name
        for article in (one, other)
        for name, origin in article.provenance.items()
        if origin.origin == "received" or origin.rule == FIRST_VERSION
    }

    def essence(article: Article) -> dict[str, Any]:
        return article.model_dump(exclude={"received_at", "provenance", *ours})

    return essence(one) == essence(other)


def _take_others_down(item: Incoming, store: RawStore) -> None:
    """Keep a takedown of each article that this one kills; it is done before this one counts as received."""
    article = item.receipt.article
    for other in taken_down_by(article):
        now = item.envelope.received_at
        moment = article.updated_at or now
        put_tombstone(other, source=article.source, store=store, now=now, moment=moment, by=article.source_id)


def taken_down_by(article: Article) -> list[str]:
    """Give the ids of the other articles that this one kills."""
    others = []
    for named in article.takes_down:
        with suppress(BadInput):  # no article can have this id
            others.append(article_id(article.source, checked_source_id(named)))
    return [one for one in others if one != article.id]


def _with_first_date(item: Incoming, earlier: Sequence[Ordered], store: RawStore) -> Envelope:
    """Let an update that says nothing of its publication keep the date of the first version.

    Without it each update would go to the top of what is newest.
    """
    article = item.receipt.article
    if item.key.takedown or dates_itself(article):
        return item.envelope
    articles = [one for one in reversed(earlier) if not one.key.takedown]
    for one in articles[:_MOST_READ]:
        try:
            before = read_again(store.get(one.key)).article
        except CopydeskError:  # what cannot be read any more dates nothing
            continue
        shown_from = max(before.published_at, before.embargo_until or before.published_at)
        if before.status is Status.USABLE and shown_from <= item.envelope.received_at:
            return item.envelope.model_copy(update={"first_published_at": shown_from})
    return item.envelope


def _place_notices(item: Incoming, order: int, earlier: Sequence[Ordered], *, goes_back: bool) -> list[Notice]:
    """Tell a sender whose version will not be shown, or is put in order otherwise than those before it."""
    if not earlier:
        return []
    newest = earlier[0]
    if newest.order > order or (newest.key.takedown and newest.order == order and not item.key.takedown):
        what = "a takedown of this article" if newest.key.takedown else "a newer version"
        detail = f"{what} was received before; this one is kept and will not be shown. "
        detail += "A later version, or a later date of its update, will be"
        return [_notice("older-version", detail)]
    if goes_back:
        return [_notice("seen-before", "this was received before and something newer since; it is shown again")]
    if newest.key.takedown or are_of_one_kind(order, newest.order):
        return []
    if are_of_one_kind(order, 0):
        detail = (
            "earlier versions have dates and no number; this one counts as newer, and its number orders the next"
        )
        return [_notice("numbered-version", detail)]
    detail = "earlier versions are numbered, this one is not: it counts as newer than any number before it"
    return [_notice("unnumbered-version", detail)]


def _noticed(item: Incoming, notices: Sequence[Notice]) -> Receipt:
    return replace(item.receipt, notices=(*item.receipt.notices, *notices))


def _notice(code: str, detail: str) -> Notice:
    return Notice(code=code, detail=detail)
