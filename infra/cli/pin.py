"""`copydesk pin QUERY ARTICLE…`: puts articles before all others that a query finds, until told otherwise.

A pin is for one wording of a query, without regard to case, accents and punctuation; readers who search by
relevance see it within a minute. What readers may not see, or what their filters leave out, is not shown for being
pinned. Pins are kept in the raw bucket; an index that is made anew gets them from there within an hour.
"""

import argparse
from collections.abc import Mapping, Sequence

from infra.cli.stack import DONE, ENVIRONMENT, FAILED, USAGE, Stack, on_the_stack, say
from shared.domain.identity import ARTICLE_ID
from shared.domain.wording import wording
from shared.usecases.pin_articles import pin_articles

MOST = 10  # articles pinned to one query


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    pin = commands.add_parser(
        "pin",
        help="put articles first for a query",
        description="Put articles first for a query, in this order. Without an article: tell what is pinned.",
        epilog=f"{ENVIRONMENT} Exit codes: 0 done, 1 the stack does not answer or has no such article, 2 usage.",
    )
    pin.add_argument("query", nargs="?", help="the query as readers type it")
    pin.add_argument("articles", nargs="*", metavar="ARTICLE", type=_article, help="ids, the first one first")
    pin.add_argument("--none", action="store_true", help="end what is pinned to the query")
    pin.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Pin, end a pin, or tell what is pinned; give the exit code."""
    query = wording(given.query or "")
    if (given.query is not None and not query) or len(given.articles) > MOST or (given.none and given.articles):
        return say(f"a pin takes a query with a word in it, and either 1 to {MOST} articles or --none", USAGE)
    return on_the_stack(lambda stack, _: _pin(stack, query, given.articles, ends=given.none))(given)


def _pin(stack: Stack, query: str, articles: Sequence[str], *, ends: bool) -> int:
    if unknown := set(articles) - set(stack.index.versions(articles)) if articles else set():
        return say(f"no such article: {', '.join(sorted(unknown))}", FAILED)
    if articles or ends:
        pin_articles(query, articles, store=stack.pins, index=stack.index)
        say("readers see it within a minute", DONE)
    _tell({name: ids for name, ids in sorted(stack.pins.pins().items()) if query in ("", name)})
    return DONE


def _tell(pins: Mapping[str, Sequence[str]]) -> None:
    for query, ids in pins.items():
        print(query, *(f"  {place}. {article}" for place, article in enumerate(ids, 1)), sep="\n")
    if not pins:
        print("nothing is pinned")


def _article(written: str) -> str:
    if not ARTICLE_ID.fullmatch(written):
        raise argparse.ArgumentTypeError("an article's id has 32 hexadecimal digits; a search shows it as `id`")
    return written
