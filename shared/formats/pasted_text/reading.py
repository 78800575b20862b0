"""What has been found on a page so far, each with the index of its line."""

from dataclasses import dataclass, field

from shared.domain.article import Author, Image, RelatedStory
from shared.formats.pasted_text.dates import Printed
from shared.formats.pasted_text.page import BODY, FIELD, Page

MOST = 500  # pictures and other stories of one article, as the canonical article allows


@dataclass
class Reading:
    """What was found, each with the index of its line; the places are kept by the page."""

    page: Page
    has_prose: bool = True
    headline: int | None = None
    summary: int | None = None
    byline: tuple[int, str] | None = None
    role: tuple[int, str] | None = None
    minutes: tuple[int, int] | None = None
    published: tuple[int, Printed] | None = None
    updated: tuple[int, Printed] | None = None
    biographies: dict[str, str] = field(default_factory=dict)
    section: tuple[int, str] | None = None
    keywords: list[tuple[int, str]] = field(default_factory=list)
    authors: list[tuple[int, Author]] = field(default_factory=list)
    images: list[tuple[int, Image]] = field(default_factory=list)
    related: list[tuple[int, RelatedStory]] = field(default_factory=list)
    end: int = 0

    @property
    def body(self) -> list[int]:
        """Give the lines of the body in order."""
        return [at for at in range(len(self.page.lines)) if self.page.places.get(at) == BODY]

    def take_picture(self, at: int, count: int, image: Image) -> int:
        """Keep a picture of so many lines, as long as there is room, and give their number."""
        if len(self.images) == MOST:
            self.page.put(range(at, at + count), BODY)
        else:
            self.page.put(range(at, at + count), FIELD)
            self.images.append((at, image))
        return count
