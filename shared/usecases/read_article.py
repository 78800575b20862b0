"""Makes the canonical article of what was sent: the same in acceptance and, later, in indexing."""

from dataclasses import dataclass
from typing import Any

from shared.domain.article import Article, Content, Dropped, Notice, Parsed, Provenance
from shared.domain.envelope import Envelope, Hints
from shared.domain.errors import BadInput, FieldError
from shared.domain.identity import (
    article_id,
    checked_source_id,
    derived_source_id,
    milliseconds,
    version_order,
)
from shared.enrich import reading_time
from shared.formats import registry
from shared.formats.payload import Payload
from shared.usecases.ports import RawObject

# Raised when articles that are kept should be read anew: a field is read otherwise, a rule finds more.
PARSER_VERSION = 2
FIRST_VERSION = "the first version's"
_BODILESS = frozenset({"no-body", "body-elsewhere", "content-without-words"})  # a format said so already


@dataclass(frozen=True)
class Reading:
    """A canonical article, whether its sender orders its versions, and what was noticed and dropped."""

    article: Article
    ordered: bool
    notices: tuple[Notice, ...]
    dropped: tuple[Dropped, ...]


def read_article(payload: Payload, envelope: Envelope) -> Reading:
    """Read one article; raise BadInput, with pointers, where it cannot become one."""
    parsed = registry.parse(payload, registry.named(envelope.format))
    content = _with_hints(parsed.content, envelope.hints)
    own = parsed.content.source_id
    if own is not None and own != content.source_id:
        detail = f"the article calls itself {own[:100]!r}; the id in the path counts"
        parsed = parsed.model_copy(update={"notices": (*parsed.notices, _notice("other-id", detail))})
    try:
        return _complete(parsed, content, envelope)
    except BadInput as error:
        raise _located(error, content) from None


def read_again(raw: RawObject) -> Reading:
    """Read an article that was kept, as it was read when it came; raise BadInput as `read_article` does."""
    return read_article(Payload(raw.body, raw.envelope.media_type, raw.envelope.charset), raw.envelope)


def dates_itself(content: Content) -> bool:
    """Tell whether it says when it was published; the time of this version alone does not say it."""
    published, updated = (content.provenance.get(name) for name in ("published_at", "updated_at"))
    if content.published_at is None or published is None or published.origin == "received":
        return False
    is_of_this_version = published.origin == "derived" or (updated is not None and published.rule == updated.rule)
    return not (is_of_this_version and content.published_at == content.updated_at)


def _with_hints(content: Content, hints: Hints) -> Content:
    given = {name: value for name, value in hints if value is not None}
    missing = {
        name: value for name, value in given.items() if getattr(content, name) is None or name == "source_id"
    }
    return _changed(content, missing, Provenance.of("hint", "caller"))


def _complete(parsed: Parsed, content: Content, envelope: Envelope) -> Reading:
    notices = list(parsed.notices)
    received_at = envelope.received_at
    if (
        not content.body_text
        and content.type == "text"
        and not _BODILESS.intersection(one.code for one in notices)
    ):
        notices.append(_notice("no-body", "the article has a headline and no text"))
    order = version_order(content, received_at=received_at)
    if content.source_id is None:
        notices.append(
            _notice("no-id", "the sender gave no id; one was made of the words, so an update cannot find it")
        )
        content = _changed(
            content, {"source_id": derived_source_id(content)}, _derived("hash of headline and body")
        )
    if envelope.first_published_at is not None and not dates_itself(content):
        content = _changed(content, {"published_at": envelope.first_published_at}, _derived(FIRST_VERSION))
    elif content.published_at is None:
        content = _changed(content, {"published_at": received_at}, Provenance.of("received", "received_at"))
    elif content.published_at > max(received_at, content.embargo_until or received_at):
        notices.append(_notice("held-until-published", "its date of publication is ahead; it is held until then"))
        content = _changed(content, {"embargo_until": content.published_at}, _derived("published_at is ahead"))
    source_id = checked_source_id(content.source_id or "")
    article = Article(
        **{**dict(content), "source_id": source_id},
        id=article_id(envelope.source, source_id),
        source=envelope.source,
        order=milliseconds(received_at) if order is None else order,
        received_at=received_at,
        word_count=reading_time.word_count(content.body_text),
        parser_version=PARSER_VERSION,
    )
    return Reading(article, order is not None, tuple(notices), parsed.dropped)


def _changed(content: Content, values: dict[str, Any], origin: Provenance) -> Content:
    provenance = content.provenance | dict.fromkeys(values, origin)
    return content.model_copy(update={**values, "provenance": provenance})


def _derived(rule: str) -> Provenance:
    return Provenance.of("derived", rule)


def _notice(code: str, detail: str) -> Notice:
    return Notice(code=code, detail=detail)


def _located(error: BadInput, content: Content) -> BadInput:
    """Give the error with the place in the input of each field it names, where the field was given."""

    def located(one: FieldError) -> FieldError:
        origin = content.provenance.get(one.field or "")
        pointer = origin.rule if origin is not None and origin.origin == "given" else one.pointer
        return FieldError(one.detail, pointer, one.parameter, one.field)

    return type(error)(error.detail, [located(one) for one in error.errors])
