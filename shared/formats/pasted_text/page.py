"""A page while it is read: its lines, and the one place to which each of them goes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.formats.pasted_text import words
from shared.formats.pasted_text.head import Meta, read_meta
from shared.formats.pasted_text.lines import Kind, Line

_SHORT = 120  # characters; what is said of buttons and notices is not said of longer lines
_NOTICE = 300
_MOST_NOTICES = 2
_DECORATION = " .:›»>→▶▼…·•|[]()+-–—"
BODY = "body"
FIELD = "field"


@dataclass
class Page:
    """The lines, why each would be dropped by its words alone, and where each has been put so far.

    A place is `BODY`, `FIELD` (a field other than the body has it) or the reason for which the line is dropped.
    """

    lines: list[Line]
    places: dict[int, str] = field(default_factory=dict)
    chrome: list[str | None] = field(init=False)
    _metas: dict[int, Meta | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen = Counter(line.text for line in self.lines if line.kind == Kind.LABEL)
        self.chrome = [_reason(line, seen[line.text] > 1) for line in self.lines]
        self._keep_subjects()
        prose = [line for line in self.lines if line.kind == Kind.PROSE]
        apart = sum(line.gap for line in self.lines)
        self.spaced = 2 * sum(line.gap for line in prose) >= len(prose) and apart < 0.95 * len(self.lines)

    def _keep_subjects(self) -> None:
        """Take prose back that seems to be a notice: an article about cookies says the word in many paragraphs."""
        for subject in ("newsletter", "cookie-notice"):
            said = {
                at
                for at, reason in enumerate(self.chrome)
                if reason == subject and self.lines[at].kind == Kind.PROSE
            }
            if len(said) > _MOST_NOTICES:
                self.chrome = [None if at in said else reason for at, reason in enumerate(self.chrome)]

    def meta(self, at: int) -> Meta | None:
        """Give what the line says as byline, date or reading time, if it is nothing else."""
        if at not in self._metas:
            self._metas[at] = read_meta(self.lines[at])
        return self._metas[at]

    def put(self, places: Iterable[int], place: str) -> None:
        """Put lines where they belong, each once: the first place counts."""
        for at in places:
            self.places.setdefault(at, place)

    def free(self, at: int) -> bool:
        """Tell whether there is such a line and it has no place yet."""
        return 0 <= at < len(self.lines) and at not in self.places

    def pointer(self, at: int) -> str:
        """Give the place in the input as people count it."""
        return f"line {self.lines[at].number}"


def _reason(line: Line, repeated: bool) -> str | None:
    """Tell by its words what kind of chrome a line is, None for one that may be the article's."""
    if len(line.text) > _NOTICE:
        return None
    folded = line.text.casefold().replace("’", "'")
    if _has(folded, words.NEWSLETTER) and (_has(folded, words.SIGN_UP) or line.words <= 2):
        return "newsletter"
    if _has(folded, words.COOKIES) and _has(folded, words.CONSENT):
        return "cookie-notice"
    if words.POSTED.fullmatch(folded):
        return "posted-in"
    if len(line.text) > _SHORT:
        return None
    is_label = not line.ends and line.text[-1] != ":"
    return _short_reason(folded.strip(_DECORATION)) or ("repeated-line" if repeated and is_label else None)


def _has(text: str, known: frozenset[str]) -> bool:
    return any(word in text for word in known)


def _short_reason(text: str) -> str | None:
    if not any(letter.isalnum() for letter in text):
        return "no-words"
    for reason, known in _EXACT:
        if text in known:
            return reason
    for reason, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return reason
    return "copyright" if words.COPYRIGHT.match(text) else None


_EXACT = (
    ("image-marker", words.IMAGE_MARKERS),
    ("author-marker", words.AUTHOR_MARKERS),
    ("read-more", words.READ_MORE),
    ("advertisement", words.ADVERTISEMENT),
    ("share", words.SHARE),
    ("audio", words.LISTEN),
    ("account", words.ACCOUNT),
)
_PATTERNS = (
    ("share", words.SHARE_BAR),
    ("account", words.SUBSCRIBE),
    ("comments", words.COMMENTS),
    ("related", words.RELATED),
    ("tags", words.TAGS),
)
