"""Which route of the HTTP API a request takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.system import Route

DEFAULT = "$default"


@dataclass(frozen=True)
class Match:
    """The route and what its `{…}` stand for."""

    route: Route
    parameters: dict[str, str]


def match(routes: Sequence[Route], method: str, path: str) -> Match | None:
    """Give the most specific route: fixed segments before `{…}`, those before `{…+}`, a method before ANY.

    `$default` takes what no other route does.
    """
    found = [
        (_rank(route, method), Match(route, parameters))
        for route in routes
        if route.key != DEFAULT and (parameters := _parameters(route, method, path)) is not None
    ]
    if found:
        return min(found, key=lambda each: each[0])[1]
    return next((Match(route, {}) for route in routes if route.key == DEFAULT), None)


def _parameters(route: Route, method: str, path: str) -> dict[str, str] | None:
    of_method, pattern = route.key.split(" ", 1)
    if of_method not in (method, "ANY"):
        return None
    wanted, given = pattern.split("/"), path.split("/")
    if wanted[-1].endswith("+}"):  # {proxy+} takes the rest, at least one segment of it
        given = [*given[: len(wanted) - 1], "/".join(given[len(wanted) - 1 :])]
    if len(wanted) != len(given):
        return None
    parameters: dict[str, str] = {}
    for want, have in zip(wanted, given, strict=True):
        if want.startswith("{") and have:
            parameters[want.strip("{+}")] = have
        elif want != have:
            return None
    return parameters


def _rank(route: Route, method: str) -> tuple[list[int], bool]:
    of_method, pattern = route.key.split(" ", 1)
    kinds = [2 if part.endswith("+}") else 1 if part.startswith("{") else 0 for part in pattern.split("/")]
    return kinds, of_method != method
