"""Matches a changed article with the alerts, and tells each of it that was not told of its story before."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from shared.domain.alert import Alert, AlertKey
from shared.domain.alert_event import Event, Kind, News, message
from shared.domain.change import Change, Told
from shared.domain.errors import Unavailable
from shared.domain.visibility import is_visible
from shared.usecases.alert_ports import (
    MATCH,
    AlertIndex,
    AlertLedger,
    AlertStore,
    Claims,
    NewsArticle,
    WebhookQueue,
)
from shared.usecases.group_stories import names_of_story
from shared.usecases.ports import StoryIndex
from shared.usecases.register_alert import register_all_once

_PARALLEL = 10  # alerts; one takes five requests
_DIGITS = 16  # of the words of a correction


@dataclass(frozen=True)
class Fired:
    """How many alerts were told now, and which can be told of nothing: they cost more than the index takes."""

    told: int = 0
    failed: tuple[AlertKey, ...] = ()


@dataclass(frozen=True)
class _Post:
    """Takes what is told: it is noted, sent, and noted as sent."""

    ledger: AlertLedger
    webhooks: WebhookQueue

    def send(self, alert: Alert, event: Event, story: str, slot: str) -> bool:
        """Send what nobody else sends.

        One who is cut off after the claim comes again and sends; one who is cut off after sending sends the same
        message again, under the same id.
        """
        if not self.ledger.claim(story, alert.id, slot, event):
            return False
        if event.kind is not Kind.WITHDRAWN:
            self.ledger.note(event.article_id, alert.key)
        self.webhooks.send(message(event, alert))
        self.ledger.settle(story, alert.id, slot)
        return True


def fire_alerts(
    news: News,
    *,
    index: AlertIndex,
    stories: StoryIndex,
    store: AlertStore,
    ledger: AlertLedger,
    webhooks: WebhookQueue,
    now: datetime,
) -> Fired:
    """Tell the alerts of an article's change.

    The article is taken as it is at this moment: what a later version changed is news of that version. Raises
    Unavailable for what comes again, also for an article whose embargo is not over.
    """
    found = index.article(news.article_id)
    if found is None or found.told is None or found.told.by != news.by:
        return Fired()
    post = _Post(ledger, webhooks)
    if found.told.change is Change.WITHDRAWN:
        return Fired(_tell_withdrawal(news.article_id, found.told, store, post))
    if found.told.at > now:
        raise Unavailable("The article is not visible yet.")
    if not _is_visible(found, now):
        return Fired()
    refused = register_all_once(store=store, index=index, now=now)
    matched = index.matching(found.document)
    told = 0
    if matched.keys:
        alerts = _alerts(matched.keys, store, index)
        told = _tell(found, found.told, alerts, names_of_story(found.member, index=stories), post)
    return Fired(told, (*refused, *matched.failed))


def _is_visible(found: NewsArticle, now: datetime) -> bool:
    there = found.indexed
    return is_visible(there.stage, embargo_until=there.embargo_until, expires_at=there.expires_at, now=now)


@dataclass(frozen=True)
class _Story:
    """The story of the article: its least name, what was told of it, and the article's corrections, if any."""

    name: str
    claims: Claims
    correction: str | None


def _alerts(keys: Collection[AlertKey], store: AlertStore, index: AlertIndex) -> list[Alert]:
    """Give these alerts as they are at this moment: one that was deleted is matched no more."""

    def get(key: AlertKey) -> Alert | None:
        alert = store.get(key)
        if alert is None:
            index.remove(key)
        return alert

    with ThreadPoolExecutor(_PARALLEL) as pool:
        return [alert for alert in pool.map(get, keys) if alert is not None]


def _tell(found: NewsArticle, told: Told, alerts: Collection[Alert], names: Collection[str], post: _Post) -> int:
    story = _Story(min(names), post.ledger.claims(names), _correction(found))

    def tell(alert: Alert) -> bool:
        return told.at >= alert.created_at and _tell_match(alert, told, found, story, post)

    with ThreadPoolExecutor(_PARALLEL) as pool:
        return sum(pool.map(tell, alerts))


def _correction(found: NewsArticle) -> str | None:
    """Give the slot of what the article says was corrected, None when it says nothing."""
    texts = [one["text"] for one in found.indexed.document.get("corrections", ())]
    return f"correction-{sha256('\n'.join(texts).encode()).hexdigest()[:_DIGITS]}" if texts else None


def _tell_match(alert: Alert, told: Told, found: NewsArticle, story: _Story, post: _Post) -> bool:
    """Tell of the first match in a story, and of each correction after it."""
    # To an alert that was told of nothing yet, a correction is an update that matches.
    kind, slot = Kind.UPDATED if told.change is Change.CORRECTED else Kind(told.change.value), MATCH
    if _is_told(alert, MATCH, story):
        if story.correction is None or _is_told(alert, story.correction, story):
            return False
        kind, slot = Kind.CORRECTED, story.correction
    event = Event(kind, found.member.id, told.by, told.at)
    claim = story.claims.get((alert.id, slot))
    name = claim.story if claim else story.name
    if not post.send(alert, event, name, slot):
        return False
    if slot == MATCH and story.correction is not None:  # told with it
        post.ledger.settle(name, alert.id, story.correction)
    return True


def _is_told(alert: Alert, slot: str, story: _Story) -> bool:
    claim = story.claims.get((alert.id, slot))
    return claim is not None and claim.sent


def _tell_withdrawal(article_id: str, told: Told, store: AlertStore, post: _Post) -> int:
    """Tell the alerts that were told of this article, whatever is left of it."""
    event = Event(Kind.WITHDRAWN, article_id, told.by, told.at)
    claims = post.ledger.claims([article_id])
    slot = f"{Kind.WITHDRAWN}-{told.by}"
    alerts = [
        alert
        for key in post.ledger.told(article_id)
        if (alert := store.get(key)) is not None
        if not ((claim := claims.get((alert.id, slot))) and claim.sent)
    ]
    return sum(post.send(alert, event, article_id, slot) for alert in alerts)
