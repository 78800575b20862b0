"""Makes, shows and ends the alerts of a source."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from shared.domain.alert import ALERT_ID, MOST_ALERTS, Alert, AlertKey, alert_id, alert_search
from shared.domain.errors import ArticleNotFound, BadInput
from shared.domain.webhook import checked_webhook, secret_of
from shared.usecases.alert_ports import AlertStore

_PARALLEL_READS = 16


@dataclass(frozen=True)
class MadeAlert:
    """An alert and the secret that its messages are signed with."""

    alert: Alert
    secret: str


def make_alert(
    query: Mapping[str, str],
    webhook: str,
    *,
    source: str,
    store: AlertStore,
    master_secret: Callable[[], bytes],
    to_loopback: bool,
    now: datetime,
) -> MadeAlert:
    """Keep an alert; asking again for the same one gives the first. Raises BadInput for what can never match."""
    alert_search(query, now)
    checked_webhook(webhook, to_loopback=to_loopback)
    secret = master_secret()  # before the alert is kept: an alert whose secret nobody was told is of no use
    name = alert_id(source, query, webhook)
    keys = set(store.listed(source))
    if AlertKey(source, name) not in keys and len(keys) >= MOST_ALERTS:
        raise BadInput(f"A source has at most {MOST_ALERTS} alerts. Delete one that is not needed any more.")
    alert = store.put(Alert(id=name, source=source, query=dict(query), webhook=webhook, created_at=now))
    return MadeAlert(alert, secret_of(secret, alert.id, alert.created_at.isoformat()))


def list_alerts(*, source: str, store: AlertStore) -> list[Alert]:
    """Give the alerts of a source, the oldest first."""
    with ThreadPoolExecutor(_PARALLEL_READS) as pool:
        found = [alert for alert in pool.map(store.get, list(store.listed(source))) if alert is not None]
    return sorted(found, key=lambda alert: (alert.created_at, alert.id))


def get_alert(name: str, *, source: str, store: AlertStore) -> Alert:
    """Give an alert of this source; raise ArticleNotFound where it has no such."""
    alert = store.get(AlertKey(source, name)) if ALERT_ID.fullmatch(name) else None
    if alert is None:
        raise ArticleNotFound("There is no alert of yours with this id.")
    return alert


def delete_alert(name: str, *, source: str, store: AlertStore) -> None:
    """End an alert of this source; raise ArticleNotFound where it has no such."""
    store.delete(get_alert(name, source=source, store=store).key)
