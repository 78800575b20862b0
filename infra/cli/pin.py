"""`copydesk pin QUERY ARTICLE…`: puts articles before all others that a query finds, until told otherwise.

A pin is for one wording of a query, without regard to case, accents and punctuation; readers who search by
relevance see it within a minute. What readers may not see, or what their filters leave out, is not shown for being
pinned. Pins are kept in the raw bucket; an index that is made anew gets them from there within an hour.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from infra.local import resources
from infra.local.home import Home
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import aws_client, opensearch_client
from shared.adapters.pin_store import S3PinStore
from shared.domain.errors import CopydeskError
from shared.domain.identity import ARTICLE_ID
from shared.domain.wording import wording
from shared.usecases.pin_articles import pin_articles

MOST = 10  # articles pinned to one query
_DONE, _FAILED, _USAGE = 0, 1, 2
_TIMEOUT_SECONDS = 10.0


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    pin = commands.add_parser(
        "pin",
        help="put articles first for a query",
        description="Put articles first for a query, in this order. Without an article: tell what is pinned.",
        epilog="It works on the stack that OPENSEARCH_URL, OPENSEARCH_AUTH and RAW_BUCKET name, else on that of "
        "`make run`. Exit codes: 0 done, 1 the stack does not answer or has no such article, 2 usage.",
    )
    pin.add_argument("query", nargs="?", help="the query as readers type it")
    pin.add_argument("articles", nargs="*", metavar="ARTICLE", type=_article, help="ids, the first one first")
    pin.add_argument("--none", action="store_true", help="end what is pinned to the query")
    pin.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Pin, end a pin, or tell what is pinned; give the exit code."""
    query = wording(given.query or "")
    if (given.query is not None and not query) or len(given.articles) > MOST or (given.none and given.articles):
        return _say(f"a pin takes a query with a word in it, and either 1 to {MOST} articles or --none", _USAGE)
    try:
        with _stack() as stack:
            if stack is None:
                return _say("no stack: set OPENSEARCH_URL and RAW_BUCKET, or start one with `make run`", _USAGE)
            return _pin(stack, query, given.articles, ends=given.none)
    except CopydeskError as error:
        return _say(error.detail, _FAILED)


@dataclass(frozen=True)
class _Stack:
    store: S3PinStore
    index: OpenSearchArticleIndex


@contextmanager
def _stack() -> Iterator[_Stack | None]:
    """Give the stack that the environment names or that runs on this machine, None where there is neither."""
    given = os.environ
    signed: Literal["aws", "none"] = "none"
    if "OPENSEARCH_URL" in given and "RAW_BUCKET" in given:
        engine, bucket, s3 = given["OPENSEARCH_URL"], given["RAW_BUCKET"], aws_client("s3")
        signed = "none" if given.get("OPENSEARCH_AUTH") == "none" else "aws"
    elif facts := _of_this_machine():
        engine, bucket, s3 = facts["opensearch"], facts["bucket"], resources.client("s3", facts["aws"])
    else:
        yield None
        return
    client = opensearch_client(engine, signed, timeout=_TIMEOUT_SECONDS)
    try:
        yield _Stack(S3PinStore(s3, bucket), OpenSearchArticleIndex(client))
    finally:
        client.close()
        s3.close()


def _pin(stack: _Stack, query: str, articles: Sequence[str], *, ends: bool) -> int:
    if unknown := set(articles) - set(stack.index.versions(articles)) if articles else set():
        return _say(f"no such article: {', '.join(sorted(unknown))}", _FAILED)
    if articles or ends:
        pin_articles(query, articles, store=stack.store, index=stack.index)
    if articles or ends:
        _say("readers see it within a minute", _DONE)
    _tell({name: ids for name, ids in sorted(stack.store.pins().items()) if query in ("", name)})
    return _DONE


def _tell(pins: Mapping[str, Sequence[str]]) -> None:
    for query, ids in pins.items():
        print(query, *(f"  {place}. {article}" for place, article in enumerate(ids, 1)), sep="\n")
    if not pins:
        print("nothing is pinned")


def _article(written: str) -> str:
    if not ARTICLE_ID.fullmatch(written):
        raise argparse.ArgumentTypeError("an article's id has 32 hexadecimal digits; a search shows it as `id`")
    return written


def _of_this_machine() -> dict[str, Any] | None:
    try:
        facts: dict[str, Any] = json.loads((Home.from_environment().folder / "stack.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return facts


def _say(detail: str, code: int) -> int:
    print(f"copydesk: {detail}", file=sys.stderr)
    return code
