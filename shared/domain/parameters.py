"""Reads query parameters and gathers what is wrong, so that the caller learns of everything at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from shared.domain.errors import BadInput, FieldError

# What other services call it, and nothing here is like in its letters.
_OTHERWISE_CALLED = {
    "page": "pages follow links.next of the answer, which has a cursor",
    "offset": "pages follow links.next of the answer, which has a cursor",
    "query": "did you mean q?",
    "limit": "did you mean page-size?",
    "sort": "did you mean order-by?",
}


class ParameterReader:
    """Reads each parameter once; `finish` raises BadInput that names every one that is wrong or not known."""

    def __init__(self, parameters: Mapping[str, str], known: Iterable[str] = ()) -> None:
        self._parameters = parameters
        self._known: set[str] = set(known)
        self._errors: list[FieldError] = []

    def read[T](self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Give what the parameter says, or the default; `parse` raises ValueError with what is wrong."""
        self._known.add(name)
        if name not in self._parameters:
            return default
        try:
            return parse(self._parameters[name])
        except BadInput as error:
            self._errors.extend(error.errors)
        except ValueError as error:
            self._errors.append(FieldError(str(error), parameter=name))
        return default

    def finish(self) -> None:
        """Raise BadInput where anything was wrong."""
        for name in self._parameters:
            if name not in self._known:
                self._errors.append(FieldError(self._unknown(name), parameter=name[:100]))
        if self._errors:
            first = self._errors[0]
            end = "" if first.detail.endswith("?") else "."
            raise BadInput(f"The parameter {first.parameter} {first.detail}{end}", self._errors)

    def _unknown(self, name: str) -> str:
        if name in _OTHERWISE_CALLED:
            return f"is not known; {_OTHERWISE_CALLED[name]}"
        near = get_close_matches(name, self._known, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(self._known))}"
        return f"is not known; {hint}"


def number(least: int, most: int) -> Callable[[str], int]:
    """Give what reads a whole number in these bounds."""

    def read(written: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", written) or not least <= int(written) <= most:
            raise ValueError(f"is a number from {least} to {most}")
        return int(written)

    return read
