"""What can go wrong, in the domain's own words. Only the HTTP edge knows which status each becomes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """What was wrong, and where.

    `pointer` is a JSON Pointer into the body, `parameter` a query parameter, and `field` a field of
    the canonical article, for which the reading format knows the pointer.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    field: str | None = None


class CopydeskError(Exception):
    """Whatever is raised on purpose; `detail` and `errors` may be shown to the caller."""

    def __init__(self, detail: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)

    @property
    def in_full(self) -> str:
        """Give what was wrong with the places where it was, for one line of a log or a list."""
        places = [(one.pointer or one.parameter or one.field, one.detail) for one in self.errors]
        told = [f"{place}: {detail}" if place else detail for place, detail in places]
        return " ".join([self.detail, "; ".join(one for one in told if one not in self.detail)]).strip()


class BadInput(CopydeskError):
    """The request can never succeed as it is; nothing was stored."""


class TooLarge(CopydeskError):
    """The body is larger than what is taken in one request."""


class UnsupportedInput(CopydeskError):
    """The body is in no format that is read here."""


class ReadingFailed(CopydeskError):
    """The fault is ours: reading an article failed as nobody foresaw. Its `__cause__` is for the log."""

    def __init__(self, cause: Exception) -> None:
        super().__init__("The fault is not yours: reading this article failed, and the failure was logged.")
        self.__cause__ = cause


class NotAuthenticated(CopydeskError):
    """No key, or a key that is not known."""


class VersionConflict(CopydeskError):
    """The same version of this article was received before with other content."""


class ArticleNotFound(CopydeskError):
    """There is no such article, or none that this caller may know of."""


class ArticleWithdrawn(CopydeskError):
    """The article was there and has been taken down."""


class ArticlePurged(CopydeskError):
    """The article was erased for good; nothing is taken under its id any more."""


class Unavailable(CopydeskError):
    """A part that is needed does not answer; the same request may succeed in a moment."""


class Deadly(CopydeskError):
    """Reading this article ends the process that reads it: it takes more memory or time than there is."""


class RawObjectMissing(CopydeskError):
    """The raw store has no object of this name."""


class RawObjectCorrupt(CopydeskError):
    """The object's bytes do not match the SHA-256 in its name."""
