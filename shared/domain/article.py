"""The canonical article: one form for every format in, with the provenance of each field."""

from datetime import UTC
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from shared.domain.text import Line, Text

Instant = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


class Status(StrEnum):
    """The publishing status, in the words of IPTC (NewsCodes, scheme `pubstatusg2`)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(_Value):
    """A person who wrote; agencies and desks are not authors."""

    name: Line = Field(min_length=1, max_length=200)
    role: Line | None = None
    biography: Text | None = None
    image_url: str | None = None
    url: str | None = None


class Topic(_Value):
    """A subject as the sender gave it: a code with its scheme, a name, or both."""

    id: Line | None = Field(default=None, max_length=200)
    name: Line | None = Field(default=None, max_length=200)


class MediaTopic(_Value):
    """A topic of IPTC's Media Topics that the sender's codes and words stand for."""

    id: str = Field(pattern=r"^medtop:\d{8}$")
    name: Line
    broader: tuple[str, ...] = Field(default=(), description="the ids of its broader topics, the nearest first")
    origin: Literal["code", "legacy-code", "name"] = Field(description="what of the sender's it was mapped from")
    confidence: float = Field(ge=0, le=1)


class Mention(_Value):
    """A person, organisation or place that the text names, found by rules."""

    name: Line = Field(min_length=1, max_length=200)
    kind: Literal["person", "organisation", "place"]
    confidence: float = Field(ge=0, le=1)
    count: int = Field(ge=1)


class Image(_Value):
    """A picture that belongs to the article. Its address is kept as text and never fetched."""

    url: str | None = None
    width: int | None = None
    height: int | None = None
    caption: Text | None = None
    credit: Line | None = None
    alt_text: Text | None = None


class RelatedStory(_Value):
    """Another story that the page shows within or beside this one; not searched."""

    headline: Line
    teaser: Text | None = None
    url: str | None = None


class Correction(_Value):
    """What was corrected, in the sender's words."""

    text: Text
    at: Instant | None = None


Origin = Literal["given", "hint", "derived", "received"]


class Provenance(_Value):
    """Where a field's value comes from: the article, the caller's hint, our derivation, or the receipt."""

    origin: Origin
    rule: str = Field(description="the sender's field, the hint's name, or the rule that derived it")
    confidence: float | None = Field(default=None, ge=0, le=1)

    @classmethod
    @lru_cache(maxsize=2_000)
    def of(cls, origin: Origin, rule: str, confidence: float | None = None) -> Self:
        """Give it, each once: an article has twenty, the same as the next, and making one takes longer."""
        return cls(origin=origin, rule=rule, confidence=confidence)


class Notice(_Value):
    """A departure that did not stop the article: what, where in the input, and what was done."""

    code: str
    detail: str
    pointer: str | None = None


class Dropped(_Value):
    """A piece of the input that is not part of the article, and why."""

    reason: str
    text: str


Names = tuple[Annotated[Line, Field(min_length=1, max_length=200)], ...]


class Content(_Value):
    """What a sender says of an article. Everything may be missing but a headline or a body."""

    source_id: str | None = None
    url: str | None = None
    version: Line | None = None
    type: Line = "text"
    status: Status = Status.USABLE
    embargo_until: Instant | None = None
    expires_at: Instant | None = None
    created_at: Instant | None = None
    published_at: Instant | None = None
    updated_at: Instant | None = None
    headline: Line | None = Field(default=None, max_length=2_000)
    slug: Line | None = Field(default=None, max_length=500)
    summary: Text | None = None
    body_text: Text | None = None
    byline: Line | None = Field(default=None, max_length=2_000)
    authors: tuple[Author, ...] = Field(default=(), max_length=200)
    dateline: Line | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    section: Line | None = Field(default=None, max_length=200)
    genre: Line | None = Field(default=None, max_length=200)
    topics: tuple[Topic, ...] = Field(default=(), max_length=200)
    keywords: Names = Field(default=(), max_length=200)
    people: Names = Field(default=(), max_length=200)
    organisations: Names = Field(default=(), max_length=200)
    places: Names = Field(default=(), max_length=200)
    events: Names = Field(default=(), max_length=200)
    images: tuple[Image, ...] = Field(default=(), max_length=500)
    related: tuple[RelatedStory, ...] = Field(default=(), max_length=500)
    corrections: tuple[Correction, ...] = Field(default=(), max_length=200)
    publisher: Line | None = Field(
        default=None, max_length=200, description="the agency or title that is credited"
    )
    rights: Text | None = None
    urgency: int | None = Field(default=None, ge=0, le=9)
    free_to_read: bool | None = None
    reading_minutes: int | None = Field(default=None, ge=0, le=100_000)
    evolved_from: str | None = None
    story_links: tuple[str, ...] = Field(
        default=(), max_length=200, description="the sender's ids of other items of the same story"
    )
    takes_down: tuple[str, ...] = Field(
        default=(), max_length=200, description="the sender's ids of other articles that it takes down"
    )
    internal_note: Text | None = Field(default=None, description="for editors; never in a public answer")
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class Parsed(_Value):
    """What a format's module gives for one article."""

    format: str
    content: Content
    notices: tuple[Notice, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Article(Content):
    """An article of one source in one version, complete: what is indexed and served."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    source: str
    source_id: str
    order: int = Field(ge=0, le=2**60, description="orders the versions of one article")
    received_at: Instant
    published_at: Instant
    word_count: int = Field(ge=0)
    parser_version: int = Field(description="of the rules that read and enriched it; a newer one reads it better")
    media_topics: tuple[MediaTopic, ...] = ()
    mentions: tuple[Mention, ...] = ()
    fingerprint: str | None = Field(
        default=None, description="a sketch of the body's words: near copies have like ones"
    )
    story_id: str | None = Field(default=None, description="shared by the versions and near copies of one story")
