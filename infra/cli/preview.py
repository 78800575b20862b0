"""`copydesk preview FILE…`: shows what would become of articles, as POST /v1/preview does. Nothing is kept."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from shutil import get_terminal_size

from infra.cli.layout import lines
from shared.domain.errors import BadInput, CopydeskError, FieldError, TooLarge
from shared.domain.identity import SOURCE
from shared.formats import registry
from shared.formats.payload import Payload
from shared.http.encodings import unpacked
from shared.usecases.preview_articles import Previews, as_json, preview_articles

MAX_BYTES = 4 * 1024 * 1024  # what the API takes at once
READ, REFUSED, USAGE = 0, 1, 2
NARROWEST, WIDEST = 60, 100  # columns


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    preview = commands.add_parser(
        "preview",
        help="show what would become of articles",
        description="Show what would become of articles: what is kept, dropped and derived, and why.",
        epilog="Exit codes: 0 everything was read, 1 something was refused (the reason is on stderr), 2 usage.",
    )
    preview.add_argument("files", nargs="+", metavar="FILE", help="a file as it would be pushed; - is stdin")
    preview.add_argument("--json", action="store_true", help="print one JSON object for each file, for machines")
    preview.add_argument(
        "--format", choices=registry.names(), metavar="NAME", help=f"one of {', '.join(registry.names())}"
    )
    preview.add_argument("--source", type=_source, default="preview", help="whose article it is: ids depend on it")
    preview.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Show each file; give the exit code."""
    codes = [_file(name, given, several=len(given.files) > 1) for name in given.files]
    return max(codes)


def _source(name: str) -> str:
    if not SOURCE.fullmatch(name):
        raise argparse.ArgumentTypeError("a source has 1 to 63 of the characters a-z, 0-9 and -")
    return name


def _file(name: str, given: argparse.Namespace, *, several: bool) -> int:
    try:
        body = _read(name)
    except OSError as error:
        print(f"copydesk: {name}: {error.strerror or error}", file=sys.stderr)
        return USAGE
    try:
        previews = _previews(body, given)
    except CopydeskError as error:
        previews = Previews([error], 1)
    if given.json:
        print(_as_json(name, previews))
    elif any(not isinstance(one, CopydeskError) for one in previews.items):
        width = min(max(get_terminal_size().columns, NARROWEST), WIDEST)
        print("\n".join(lines(name if several else None, previews, width)))
    refused = [one for one in previews.items if isinstance(one, CopydeskError)]
    for one in refused:
        print(_reason(name, one), file=sys.stderr)
    return REFUSED if refused else READ


def _read(name: str) -> bytes:
    """Give the bytes, one more than the limit at most."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _previews(body: bytes, given: argparse.Namespace) -> Previews:
    if len(body) > MAX_BYTES:
        raise TooLarge(f"The file is larger than {MAX_BYTES} bytes (4 MiB).")
    content = unpacked(body, limit=MAX_BYTES)
    if not content.strip():
        raise BadInput("The file is empty; it holds the article.", [FieldError("an empty file", pointer="")])
    return preview_articles(
        Payload(content),
        source=given.source,
        format_name=given.format,
        now=datetime.now(UTC),
        most=registry.MAX_ARTICLES,
    )


def _as_json(name: str, previews: Previews) -> str:
    # Imported here: it brings the whole HTTP edge, which takes a quarter of a second.
    from shared.http.problem import problem  # noqa: PLC0415

    items = [problem(one) if isinstance(one, CopydeskError) else as_json(one) for one in previews.items]
    content = {"file": name, "articles": previews.articles, "previewed": len(items), "items": items}
    return json.dumps(content, ensure_ascii=False)


def _reason(name: str, error: CopydeskError) -> str:
    places = [f"{one.pointer or one.field or 'the whole'}: {one.detail}" for one in error.errors]
    return "\n  ".join([f"copydesk: {name}: {error.detail}", *places])
