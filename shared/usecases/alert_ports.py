"""What alerts need of the world, as protocols. All methods raise Unavailable when a part does not answer."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.domain.alert import Alert, AlertKey
from shared.domain.alert_event import Event, News, WebhookMessage
from shared.domain.change import Told
from shared.domain.search_request import SearchRequest
from shared.domain.story import Member
from shared.usecases.ports import IndexedArticle, Names

MATCH = "match"  # the slot of a story's first match


@dataclass(frozen=True)
class NewsArticle:
    """An article as the index holds it at this moment; `document` is what alerts are matched with."""

    indexed: IndexedArticle
    told: Told | None
    member: Member
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Registration:
    """An alert's query, read; `names` are names in it with their other spellings."""

    key: AlertKey
    request: SearchRequest
    names: Names


@dataclass(frozen=True)
class Claim:
    """That an alert tells of something once: under which story that was noted, and whether it has been sent."""

    story: str
    sent: bool


Claims = Mapping[tuple[str, str], Claim]  # by the alert's id and the slot


@dataclass(frozen=True)
class Matched:
    """The alerts whose query an article matches, and those with which it cannot be matched at all."""

    keys: Sequence[AlertKey]
    failed: Sequence[AlertKey] = ()


class AlertStore(Protocol):
    """The truth about alerts."""

    def put(self, alert: Alert) -> Alert:
        """Keep it; where one of its id is there already, change nothing and give that one."""

    def get(self, key: AlertKey) -> Alert | None:
        """Give it, None where there is none."""

    def listed(self, source: str | None = None) -> Iterator[AlertKey]:
        """Give the names of all alerts, or of one source's."""

    def delete(self, key: AlertKey) -> None:
        """Forget it; doing so twice does no harm."""


class AlertIndex(Protocol):
    """Every alert's query, to be matched with an article, and the articles.

    Whatever registers gives the alerts that the index refuses, whenever they come.
    """

    def is_ready(self) -> bool:
        """Tell whether all alerts are registered."""

    def make(self, registrations: Iterable[Registration]) -> list[AlertKey]:
        """Register all alerts; then, and not before, articles can be matched."""

    def register(self, registration: Registration) -> list[AlertKey]:
        """Match articles with this query from now on."""

    def register_all(self, registrations: Iterable[Registration]) -> list[AlertKey]:
        """Register what is missing or different among these."""

    def remove(self, key: AlertKey) -> None:
        """Match them no more."""

    def article(self, article_id: str) -> NewsArticle | None:
        """Give an article as it was written last, None where there is no such."""

    def matching(self, document: Mapping[str, Any]) -> Matched:
        """Give the alerts whose query this article matches."""


class AlertLedger(Protocol):
    """What was told of which story, and of which article, to whom."""

    def claims(self, stories: Collection[str]) -> Claims:
        """Give what was claimed under these names of stories."""

    def claim(self, story: str, alert_id: str, slot: str, event: Event) -> bool:
        """Reserve the slot for this event; False where another has it. The same event may claim again.

        An event whose claim was never settled gives way to a later one of the same article.
        """

    def settle(self, story: str, alert_id: str, slot: str) -> None:
        """Note that what claimed the slot was sent."""

    def note(self, article_id: str, key: AlertKey) -> None:
        """Note that this alert is told of this article, before it is."""

    def told(self, article_id: str) -> list[AlertKey]:
        """Give the alerts that were told of this article."""


class AlertQueue(Protocol):
    """The way to the function that matches alerts."""

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Ask for alerts to be matched, each when it is due; raise Unavailable when not all were taken."""


class AlertComparison(Protocol):
    """The way to the function that registers alerts."""

    def compare(self) -> None:
        """Ask for what the index of alerts lacks to be registered."""


class WebhookQueue(Protocol):
    """The way to the function that calls webhooks."""

    def send(self, message: WebhookMessage) -> None:
        """Ask for it to be delivered."""


class WebhookSender(Protocol):
    """Calls addresses of the public internet."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Give the status of the answer; raise Unavailable without one, BadInput for a forbidden address."""
