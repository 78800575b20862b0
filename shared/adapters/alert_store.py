"""Alerts in S3, which is the truth about them, and the ledger of what they were told."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.adapters.bucket import Bucket
from shared.domain.alert import Alert, AlertKey
from shared.domain.alert_event import Event
from shared.domain.errors import Unavailable
from shared.usecases.alert_ports import Claim, Claims

_PARALLEL_LISTS = 10  # a story has as many names as members, two hundred at most
_SENT = b""


class S3AlertStore:
    """Alerts as JSON under alerts/<source>/<id>.json."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)

    def put(self, alert: Alert) -> Alert:
        """Keep it; where one of its id is there already, change nothing and give that one."""
        if self._bucket.put_new(str(alert.key), alert.model_dump_json().encode()):
            return alert
        there = self.get(alert.key)
        if there is None:  # deleted between the two
            raise Unavailable("The alert was deleted at this moment. Try again.")
        return there

    def get(self, key: AlertKey) -> Alert | None:
        """Give it, None where there is none."""
        kept = self._bucket.get(str(key))
        return None if kept is None else Alert.model_validate_json(kept.body)

    def listed(self, source: str | None = None) -> Iterator[AlertKey]:
        """Give the names of all alerts, or of one source's."""
        for one in self._bucket.listed(f"alerts/{source}/" if source else "alerts/"):
            try:
                yield AlertKey.parse(one["Key"])
            except ValueError:  # a folder made in the console, say
                continue

    def delete(self, key: AlertKey) -> None:
        """Forget it; doing so twice does no harm."""
        self._bucket.delete(str(key))


class S3AlertLedger:
    """What was told, as names of objects: fired/<story>/<alert>/<slot> and told/<article>/<source>/<alert>.

    A claim holds the name of its event until that was sent, then nothing: a listing tells the two apart by size.
    """

    def __init__(self, client: Any, bucket: str) -> None:
        self._bucket = Bucket(client, bucket)

    def claims(self, stories: Collection[str]) -> Claims:
        """Give what was claimed under these names of stories."""
        with ThreadPoolExecutor(_PARALLEL_LISTS) as pool:
            return dict(claim for some in pool.map(self._claims, sorted(stories)) for claim in some)

    def _claims(self, story: str) -> list[tuple[tuple[str, str], Claim]]:
        found = []
        for one in self._bucket.listed(f"fired/{story}/"):
            _, _, alert_id, slot = one["Key"].split("/")
            found.append(((alert_id, slot), Claim(story, sent=one["Size"] == len(_SENT))))
        return found

    def claim(self, story: str, alert_id: str, slot: str, event: Event) -> bool:
        """Reserve the slot for this event; False where another has it. The same event may claim again.

        An event whose claim was never settled gives way to a later one of the same article.
        """
        name, claimed = _claim(story, alert_id, slot), event.name.encode()
        if self._bucket.put_new(name, claimed):
            return True
        kept = self._bucket.get(name)
        there = _SENT if kept is None else kept.body
        if there == _SENT or there.split()[0] != claimed.split()[0]:
            return False
        if there != claimed:
            self._bucket.put(name, claimed)
        return True

    def settle(self, story: str, alert_id: str, slot: str) -> None:
        """Note that what claimed the slot was sent."""
        self._bucket.put(_claim(story, alert_id, slot), _SENT)

    def note(self, article_id: str, key: AlertKey) -> None:
        """Note that this alert is told of this article, before it is."""
        self._bucket.put(f"told/{article_id}/{key.source}/{key.id}", b"")

    def told(self, article_id: str) -> list[AlertKey]:
        """Give the alerts that were told of this article."""
        parts = (one["Key"].split("/") for one in self._bucket.listed(f"told/{article_id}/"))
        return [AlertKey(source, alert_id) for _, _, source, alert_id in parts]


def _claim(story: str, alert_id: str, slot: str) -> str:
    return f"fired/{story}/{alert_id}/{slot}"
