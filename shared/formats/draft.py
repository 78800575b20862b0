"""An article while a format's module reads it: every value is put down with the place it came from."""

from typing import Any

from pydantic import ValidationError

from shared.domain.article import Content, Dropped, Notice, Parsed, Provenance
from shared.domain.errors import BadInput, FieldError

_LISTS = (list, tuple)
_VITAL = frozenset({"headline", "body_text", "source_id", "version"})


class Draft:
    """Collects fields, notices and dropped pieces; `finish` makes the article of them or says what is missing."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._values: dict[str, Any] = {}
        self._provenance: dict[str, Provenance] = {}
        self._notices: list[Notice] = []
        self._dropped: list[Dropped] = []

    def put(self, field: str, value: Any, pointer: str) -> None:
        """Keep a field that the sender gave at `pointer`; nothing is kept of an empty value."""
        if value is None or value in ("", [], ()):
            return
        self._values[field] = value
        self._provenance[field] = Provenance.of("given", pointer)

    def add(self, field: str, words: str, pointer: str) -> None:
        """Keep words below those that a field has already."""
        self.put(field, "\n\n".join(filter(None, (self._values.get(field), words))) if words else None, pointer)

    def derive(self, field: str, value: Any, rule: str, confidence: float | None = None) -> None:
        """Keep a field that `rule` found in the text; a given one stays."""
        if field in self._values or value in (None, "", [], ()):
            return
        self._values[field] = value
        self._provenance[field] = Provenance.of("derived", rule, confidence)

    def has(self, field: str) -> bool:
        """Tell whether the field is there already."""
        return field in self._values

    def notice(self, code: str, detail: str, pointer: str | None = None) -> None:
        """Tell of a departure that does not stop the article."""
        self._notices.append(Notice(code=code, detail=detail, pointer=pointer))

    def drop(self, reason: str, text: str) -> None:
        """Tell of a piece of the input that is not part of the article."""
        self._dropped.append(Dropped(reason=reason, text=text))

    def finish(self) -> Parsed:
        """Give the article; raise BadInput without headline and body, or where a vital field is wrong.

        A wrong value of any other field is left out with a notice: a bad language code must not cost the article.
        """
        content = self._content()
        if not content.headline and not content.body_text:
            raise BadInput(
                "This is no article: it has neither a headline nor a body.",
                [FieldError(f"neither a headline nor a body was found in this {self._format}", pointer="")],
            )
        return Parsed(
            format=self._format, content=content, notices=tuple(self._notices), dropped=tuple(self._dropped)
        )

    def _content(self) -> Content:
        try:
            return Content(**self._values, provenance=self._provenance)
        except ValidationError as error:
            self._leave_out(error)
        return Content(**self._values, provenance=self._provenance)

    def _leave_out(self, error: ValidationError) -> None:
        wrong: dict[str, set[int]] = {}
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            field, *place = problem["loc"]
            pointer = self._provenance[str(field)].rule
            is_long_list = (
                problem["type"] == "too_long" and not place and isinstance(self._values[str(field)], _LISTS)
            )
            if field in _VITAL or is_long_list:
                raise BadInput(
                    f"The article's {field} cannot be used: {problem['msg']}.",
                    [FieldError(problem["msg"], pointer=pointer)],
                ) from None
            self.notice("invalid-value", f"{field} was left out: {problem['msg']}", pointer)
            wrong.setdefault(str(field), set()).update(one for one in place[:1] if isinstance(one, int))
        for field, places in wrong.items():
            self._take_out(field, places)

    def _take_out(self, field: str, places: set[int]) -> None:
        """Leave out the field, or of a list only the wrong entries."""
        value = self._values.pop(field)
        rest = [one for place, one in enumerate(value) if place not in places] if places else []
        if rest:
            self._values[field] = rest
        else:
            self._provenance.pop(field)
