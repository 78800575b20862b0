"""Use cases and adapters on S3 in memory and the real engine, with a clock and a queue that a test commands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from infra.cli.loading.spool import spool
from infra.cli.rebuild import rebuilding
from infra.cli.stack import Stack
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.kept_traces import S3KeptTraces
from shared.adapters.shown_traces import OpenSearchShownTraces
from shared.domain.alert_event import News
from shared.domain.change_log import ChangesRequest
from shared.domain.envelope import Hints
from shared.domain.errors import ArticleNotFound, ArticleWithdrawn, CopydeskError
from shared.domain.identity import RawKey
from shared.domain.pack import PackName
from shared.domain.search_request import parse_search
from shared.usecases import load_articles, rebuild_index
from shared.usecases.accept_articles import accept_articles
from shared.usecases.article_status import ArticleStatus, article_status
from shared.usecases.follow_changes import follow_changes
from shared.usecases.get_article import get_article
from shared.usecases.index_articles import Indexed
from shared.usecases.index_in_chunks import index_in_chunks
from shared.usecases.ports import Due, IndexEntry, Outcome, WriteResult
from shared.usecases.purge import Purge, Subject, purge
from shared.usecases.reconcile import reconcile
from shared.usecases.release_embargoed import await_their_time, release_embargoed
from shared.usecases.replay import Choice, chosen, replay
from shared.usecases.search_articles import search_articles
from shared.usecases.take_down import take_down
from tests.chaos.life.bucket import MemoryS3
from tests.chaos.life.model import Sent
from tests.chaos.life.senders import format_of, payload

WHY = "this release reads it wrongly"


@dataclass(frozen=True)
class Message:
    """What asks the index function for one version, or for a pack; `again` asks for it to be read anew."""

    key: RawKey | PackName
    again: bool = False


class Service:
    """One source's articles; messages wait in `queue` until the test delivers them."""

    def __init__(self, opensearch: str, name: str, now: datetime) -> None:
        self.now = now
        self.source = name
        self.queue: list[Message] = []
        self._is_fresh = False  # whether a search finds all that was written
        self.is_broken = False  # an index function that rejects whatever it is given
        environment = {"OPENSEARCH_URL": opensearch, "OPENSEARCH_AUTH": "none", "RAW_BUCKET": name}
        self.stack = Stack(environment, lambda _: MemoryS3(self._received))
        self._search = OpenSearchArticleSearch(self.stack.engine)
        self._index = _Index(self.stack.index, self)

    def push(self, sent: Sent) -> CopydeskError | None:
        """Send it; give why it was refused."""
        [outcome] = accept_articles(
            payload(sent),
            source=self.source,
            format_name=format_of(sent),
            hints=Hints(),
            store=self.stack.store,
            now=self.now,
        )
        return outcome if isinstance(outcome, CopydeskError) else None

    def load(self, some: Sequence[Sent]) -> load_articles.Summary:
        """Bring these in at once, as an archive."""
        summary = load_articles.Summary()
        told: dict[str, Any] = {"summary": summary, "advance": lambda done: None}
        pieces = [load_articles.Piece(one.headline, payload(one)) for one in some]
        source, store = self.source, self.stack.store
        with spool() as kept:
            load_articles.read_pieces(pieces, source=source, format_name=None, spool=kept, now=self.now, **told)
            load_articles.compare(source=source, spool=kept, store=store, writes=True, **told)
            load_articles.write_packs(source=source, spool=kept, store=store, check=lambda: None, **told)
        return summary

    def purge(self, article_id: str) -> Purge | None:
        """Erase it for good; None where there is no such article."""
        self._is_fresh = False
        subject = Subject(self.source, article_id, [], "a court says so", "an editor", self.now)
        kept = S3KeptTraces(self.stack.s3, self.stack.bucket)
        try:
            return purge(
                subject,
                store=self.stack.store,
                kept=kept,
                shown=_Shown(self.stack.engine),
                dry_run=False,
                advance=lambda done: None,
                clock=lambda: 0.0,
                wait=lambda seconds: None,
            )
        except ArticleNotFound:
            return None

    def take_down(self, article_id: str) -> bool:
        try:
            take_down(article_id, source=self.source, store=self.stack.store, now=self.now)
        except ArticleNotFound:
            return False
        return True

    def keys(self, messages: Sequence[Message]) -> dict[RawKey, bool]:
        """Give what these ask for, those of a pack one by one, and whether it is to be read anew."""
        named = ((one, one.key if isinstance(one.key, PackName) else None) for one in messages)
        found = (
            (key, one.again)
            for one, pack in named
            for key in (self.stack.store.members(pack) if pack else [one.key])
        )
        keys: dict[RawKey, bool] = {}
        for key, again in found:
            keys[key] = keys.get(key, False) or again
        return keys

    def deliver(self, keys: Mapping[RawKey, bool]) -> list[Indexed]:
        """Be the index function for one batch."""
        self._is_fresh = False
        done = index_in_chunks(
            list(keys),
            store=self.stack.store,
            index=self._index,
            alerts=self,
            now=self.now,
            seconds_left=lambda: 29.0,
            again=[key for key, again in keys.items() if again],
        )
        return await_their_time(done, queue=self, now=self.now)

    def release(self) -> int:
        self.refresh()
        store, index = self.stack.store, self.stack.index
        return release_embargoed(store=store, index=index, queue=self, load_queue=self, now=self.now)

    def reconcile(self) -> int:
        self.refresh()
        return reconcile(store=self.stack.store, index=self.stack.index, queue=self)

    def replay_rejected(self) -> int:
        keys = list(chosen(Choice(sources=[self.source], rejected=True), store=self.stack.store))
        return replay(keys, store=self.stack.store, queue=self, together=1, advance=lambda done: None)

    def rebuild(self) -> None:
        """Rebuild the index and leave the one before it for a roll-back."""
        self._is_fresh = False
        done = rebuild_index.rebuild(self._rebuilding())
        assert done.swapped and not done.brought.left and not done.parity.differences, done

    def roll_back(self) -> None:
        self._is_fresh = False
        assert rebuild_index.roll_back(self._rebuilding()).swapped

    def drop_old(self) -> None:
        rebuild_index.drop_old(self._rebuilding())

    def _rebuilding(self) -> rebuild_index.Rebuilding:
        work = rebuilding(self.stack)
        copying = replace(work.copying, clock=lambda: self.now)
        return replace(
            work,
            settle_seconds=0.0,
            copying=copying,
            copied=lambda prefixes: rebuild_index.one_after_another(copying, prefixes),
        )

    def answer(self, article_id: str) -> str | int:
        """Give the headline that a reader gets, or the status."""
        try:
            return str(get_article(article_id, index=self._search, now=self.now)["headline"])
        except ArticleNotFound:
            return 404
        except ArticleWithdrawn:
            return 410

    def found(self) -> dict[str, str]:
        """Give all that a search finds, by id."""
        self.refresh()
        request = parse_search({"page-size": "50"}, self.now)
        page = search_articles(request, index=self._search, cursor_secret=lambda: b"s", now=self.now)
        return {one["id"]: one["headline"] for one in page.hits.results}

    def changes(self, since: str | None = None) -> tuple[list[dict[str, Any]], str]:
        """Give what the log tells, and where to go on."""
        self.refresh()
        page = follow_changes(
            ChangesRequest(since, 500), index=self._search, cursor_secret=lambda: b"s", now=self.now
        )
        return page.changes, page.next_cursor

    def status(self, article_id: str) -> ArticleStatus:
        store = self.stack.store
        return article_status(article_id, source=self.source, store=store, index=self._search, now=self.now)

    def kept(self, article_id: str) -> list[RawKey]:
        """Give the versions that are in the raw store."""
        return [one.key for one in self.stack.store.versions(self.source, article_id)]

    def refresh(self) -> None:
        if not self._is_fresh:
            self.stack.engine.indices.refresh(index="articles")
        self._is_fresh = True

    def close(self) -> None:
        """Leave an empty index behind."""
        self.drop_old()
        self.stack.engine.delete_by_query(
            index="articles", body={"query": {"match_all": {}}}, params={"refresh": "true", "conflicts": "proceed"}
        )
        self.stack.engine.close()

    def _received(self, name: str) -> None:
        """Be the notification of S3."""
        if name.startswith("raw/"):
            self.send([RawKey.parse(name)])
        if name.startswith("packs/"):
            self.send([PackName.parse(name)])

    def send(self, keys: Sequence[RawKey | PackName]) -> None:
        self.queue += [Message(key) for key in keys]

    def send_when_due(self, due: Sequence[Due], now: datetime) -> None:
        self.send([one.key for one in due])

    def send_again(self, keys: Sequence[RawKey], together: int) -> None:
        self.queue += [Message(key, again=True) for key in keys]

    def send_news(self, news: Sequence[News], now: datetime) -> None:
        """Be the queue of the alerts; there are none."""


class _Index:
    """The index of a release that can be broken: then it rejects all articles, and the engine sees none."""

    def __init__(self, index: Any, service: Service) -> None:
        self._index = index
        self._service = service

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def write(self, entries: Sequence[IndexEntry]) -> Collection[WriteResult]:
        if self._service.is_broken:
            return [WriteResult(Outcome.REJECTED, WHY) for _ in entries]
        results: list[WriteResult] = self._index.write(entries)
        return results


class _Shown(OpenSearchShownTraces):
    """The indices, without the merge of their files: it takes the engine half a minute, and no reader sees it."""

    def expunge(self) -> list[str]:
        return []
