"""Every path that readers have, asked by the thousand: with what is hidden it answers as it does without it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest

from functions.index import handler as index
from functions.search import handler as search
from shared.domain.identity import article_id
from tests.clocks import Clocks
from tests.functional.conftest import Answer, Service, service
from tests.leaks import GONE, UNSEEN, VISIBLE, gone_pieces, probes, some_of, unseen_pieces, visible_pieces

__all__ = ["service"]

pytestmark = [pytest.mark.engine, pytest.mark.timeout(1_800)]

MOMENT, MINUTES = timedelta(milliseconds=1), timedelta(minutes=1)
DUE = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
BEFORE = DUE - MOMENT
SEED = 20260301
PHASES = 8
SECRETS = UNSEEN | GONE
GONE_IDS = {kind: article_id("demo", f"urn:{kind}") for kind in GONE}
_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CURSOR = re.compile(r"cursor=[\w.%-]+")  # holds the name of a snapshot, which is of this one page
_SCORED = ("score", "explanation")
# Who of those that all may see is like another is told by the weights of words, which hidden articles change too.
_WEIGHED = "/related"

Said = tuple[int, dict[str, str], str]


@dataclass
class Reader:
    """Asks, keeps what was answered while nothing was hidden, and tells of each difference since."""

    service: Service
    urls: list[str]
    without: dict[datetime, dict[str, Said]] = field(default_factory=dict)
    asked: int = 0
    leaks: list[tuple[str, str, str]] = field(default_factory=list)

    def learn(self, now: datetime) -> None:
        """Keep the answers of this moment."""
        self.without[now] = {url: said(answer) for url, answer in self._answers()}

    def compare(self, phase: str, now: datetime, ignoring: tuple[str, ...] = (), *, scores: bool = True) -> None:
        """Ask all again; `ignoring` are the beginnings of addresses that are to answer otherwise."""
        for url, answer in self._answers():
            self.asked += 1
            is_weighed = _WEIGHED in url and not scores
            if not url.startswith(ignoring) and not is_weighed:
                before, after = self.without[now][url], said(answer)
                if (before if scores else _shown(before)) != (after if scores else _shown(after)):
                    self.leaks.append((phase, url, _difference(repr(before), repr(after))))
            told = f"{answer.text} {json.dumps(answer.headers)}".lower()
            asked = unquote_plus(url).lower()
            secrets = [*SECRETS.items(), *([] if scores or url.startswith(ignoring) else GONE_IDS.items())]
            self.leaks += [(phase, url, kind) for kind, word in secrets if word in told and word not in asked]

    def sees(self, word: str) -> int:
        """Give in how many answers a word is that was not asked for."""
        return sum(
            word in answer.text.lower() and word not in unquote_plus(url) for url, answer in self._answers()
        )

    def _answers(self) -> Iterator[tuple[str, Answer]]:
        self.service.restart()
        self.service.get("/v1/search")  # learns the languages, as the first search of a process does
        for url in self.urls:
            answer = self.service.get(url, authorization="Bearer key-of-wire")
            assert answer.status < 500, (url, answer.text)
            yield url, answer
            if next_page := _next(answer):
                yield f"{url}#2", self.service.get(next_page)
        self.service.engine.delete_all_pits()


def said(answer: Answer) -> Said:
    """Give an answer without what is of this one request."""
    text = _CURSOR.sub("cursor", _REQUEST_ID.sub("request", answer.text))
    headers = {name: value for name, value in answer.headers.items() if text == answer.text or name != "etag"}
    return answer.status, headers, text


def _difference(before: str, after: str) -> str:
    """Give the first place at which they differ, with what stands around it."""
    place = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    return " | ".join(one[max(0, place - 80) : place + 80] for one in (before, after))


def _shown(one: Said) -> Any:
    """Give what is shown, in no order and without scores: the engine weighs words by what is hidden as well."""
    status, _, text = one
    try:
        return status, _without_scores(json.loads(text))
    except ValueError:
        return status, text


def _without_scores(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_scores(one) for name, one in value.items() if name not in _SCORED}
    if isinstance(value, list):
        return sorted((_without_scores(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _next(answer: Answer) -> str | None:
    if answer.status != 200 or not answer.headers["content-type"].startswith("application/json"):
        return None
    links = answer.json.get("links")
    following = links.get("next") if isinstance(links, Mapping) else None
    return str(following) if following else None


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def reader(service: Service, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(search, "_TIMEOUT_SECONDS", 60.0)  # what a busy machine cannot answer in time is no leak
    monkeypatch.setattr(index, "_INDEX_TIMEOUT_SECONDS", 60.0)
    names = [*SECRETS, *VISIBLE]
    ids = {name: article_id("demo", f"urn:{name}") for name in names}
    most = 10_000 if pytestconfig.getoption("--long") else 400
    return Reader(service, some_of(probes(ids, DUE), most // PHASES, SEED))


def push(service: Service, pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Push these and index them; give their messages, to be delivered again."""
    before = len(service.deliveries)
    answer = service.push(pieces)
    assert answer.status == 202, answer.text
    assert [item["status"] for item in answer.json["items"]] == ["received"] * len(pieces)
    assert service.drain() == []
    return service.deliveries[before:]


def index_again(service: Service, messages: list[dict[str, Any]]) -> None:
    assert service.deliver([one | {"messageId": str(n)} for n, one in enumerate(messages)]) == []
    service.refresh()


def test_answers_are_the_same_with_and_without_what_is_hidden(
    service: Service, clocks: Clocks, reader: Reader, figure: Any
) -> None:
    clocks.at(DUE - 30 * MINUTES)
    push(service, visible_pieces())
    service.administer("release")  # brings into one story what was indexed in two batches, unseen by each other
    service.refresh()
    moments = (BEFORE - 5 * MINUTES, BEFORE, BEFORE + 5 * MINUTES)
    for now in moments:
        clocks.at(now)
        reader.learn(now)

    clocks.at(DUE - 30 * MINUTES)
    messages = push(service, unseen_pieces(DUE))
    unseen = article_id("demo", "urn:taken-down-unseen")
    assert service.request("DELETE", f"/v1/articles/{unseen}", source="demo").status == 202
    service.drain()
    for shift in (0, -5, 5):
        clocks.at(BEFORE, search=shift * MINUTES)
        reader.compare(f"search {shift:+} min", BEFORE + shift * MINUTES)
    for shift in (-5, 5):
        clocks.at(BEFORE, admin=shift * MINUTES)
        service.administer("release")
        service.drain()
    index_again(service, messages)
    reader.compare("release by a wrong clock", BEFORE)
    clocks.at(BEFORE + 5 * MINUTES, index=-5 * MINUTES)
    index_again(service, messages)
    reader.compare("index -5 min", BEFORE + 5 * MINUTES)

    clocks.at(DUE - 30 * MINUTES)
    push(service, gone_pieces(DUE - 10 * MINUTES))
    assert reader.sees(GONE["taken-down"]) > 0  # whoever looks for it finds it
    push(service, [piece | {"version": "2", "pubstatus": "canceled"} for piece in gone_pieces(DUE)[1:2]])
    push(service, [piece | {"version": "2", "embargoed": "until told"} for piece in gone_pieces(DUE)[3:4]])
    for kind in ("taken-down", "copy-taken-down"):
        name = article_id("demo", f"urn:{kind}")
        assert service.request("DELETE", f"/v1/articles/{name}", source="demo").status == 202
    service.drain()
    gone = tuple(f"/v1/articles/{article_id('demo', f'urn:{kind}')}" for kind in GONE)
    clocks.at(BEFORE)
    reader.compare("not yet taken out", BEFORE, ("/v1/changes", *gone), scores=False)
    assert service.administer("release") > 0
    service.drain()
    # The engine weighs words by what was deleted as well until it merges that away, which may take hours.
    reader.compare("gone", BEFORE, ("/v1/changes", *gone), scores=False)

    clocks.at(BEFORE, index=5 * MINUTES)
    index_again(service, messages)
    reader.compare("index +5 min", BEFORE, ("/v1/changes", *gone), scores=False)
    _statuses(service)

    clocks.at(DUE)
    assert reader.sees(UNSEEN["embargoed"]) > 0
    assert [one for kind, one in UNSEEN.items() if kind in _NEVER and reader.sees(one)] == []
    print(*reader.leaks, sep="\n")
    least = 10_000 if len(reader.urls) > 1_000 else 350
    figure("R6 probes for leaks", reader.asked, at_least=least, run=f"seed {SEED}")
    figure("R6 leaks", len(reader.leaks), at_most=0, run=f"seed {SEED}")


_NEVER = ("unreadable", "withheld", "dated-ahead", "taken-down-unseen", "expired-unseen")


def _statuses(service: Service) -> None:
    status = {kind: service.get(f"/v1/articles/{article_id('demo', f'urn:{kind}')}").status for kind in SECRETS}
    gone = dict.fromkeys(GONE, 410) | {"put-under-embargo": 404}
    assert status == dict.fromkeys(UNSEEN, 404) | gone
