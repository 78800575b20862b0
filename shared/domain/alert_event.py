"""What an alert tells: that an article matches it, was corrected or withdrawn. Never a word of the article."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from shared.domain.alert import Alert
from shared.domain.instant import instant


class Kind(StrEnum):
    """What is told of an article."""

    PUBLISHED = "published"
    UPDATED = "updated"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class News:
    """A change of an article that its version `by` made; `due` is when readers can see it."""

    article_id: str
    by: str
    due: datetime


@dataclass(frozen=True)
class Event:
    """One thing that an alert is to tell of."""

    kind: Kind
    article_id: str
    by: str
    at: datetime

    @property
    def name(self) -> str:
        """Give what tells it from every other event."""
        return f"{self.article_id} {self.by} {self.kind}"


@dataclass(frozen=True)
class WebhookMessage:
    """A message on its way to an alert's webhook; `made_at` is when the alert was made, which its secret knows."""

    id: str
    alert_id: str
    made_at: str
    url: str
    body: str


def message(event: Event, alert: Alert) -> WebhookMessage:
    """Give what is sent; the same event of the same alert always has the same id.

    It holds no text: an article may be taken down while its message waits for a receiver that does not answer.
    """
    content = {
        "type": f"article.{event.kind}",
        "timestamp": instant(event.at),
        "data": {
            "alert": alert.id,
            "article": event.article_id,
            "links": {"article": f"/v1/articles/{event.article_id}", "alert": f"/v1/alerts/{alert.id}"},
        },
    }
    made_at = alert.created_at.isoformat()
    digest = sha256(f"{alert.id} {made_at} {event.name}".encode()).hexdigest()[:32]
    return WebhookMessage(f"msg_{digest}", alert.id, made_at, alert.webhook, json.dumps(content))
