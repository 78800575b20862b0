"""The lines of a page's text that are none of the article's: buttons, notices, hints to other stories."""

from shared.domain.text import clean_line
from shared.formats.draft import Draft
from shared.formats.pasted_text import labels, words

_LONGEST = 250  # characters; whatever it begins with, more is a paragraph
_LONGEST_BEFORE_THE_HEADLINE = 60
_BUTTONS = {
    "share": words.SHARE,
    "navigation": words.READ_MORE | words.LISTEN,
    "newsletter": words.ACCOUNT,
    "advertisement": words.ADVERTISEMENT,
}
_MOST_TOLD = 50


def own_lines(draft: Draft, text: str, headline: str) -> str:
    """Give the text without the headline above it and without lines of chrome, and tell of these."""
    kept: list[str] = []
    told = 0
    for line in _below(text.split("\n\n"), headline):
        reason = _reason(line) if len(line) <= _LONGEST else None
        if reason is None:
            kept.append(line)
        elif told < _MOST_TOLD:
            told += 1
            draft.drop(reason, line)
    return "\n\n".join(kept)


def _below(lines: list[str], headline: str) -> list[str]:
    """Give the lines below the headline, where that stands at the top with nothing but short lines above."""
    folded = clean_line(headline).casefold()
    for number, line in enumerate(lines[:4]):
        if line.casefold() == folded:
            return lines[number + 1 :]
        if len(line) > _LONGEST_BEFORE_THE_HEADLINE:
            break
    return lines


def _reason(line: str) -> str | None:
    folded = line.casefold().strip(" :.…»>•*")
    for reason, buttons in _BUTTONS.items():
        if folded in buttons:
            return reason
    if words.RELATED.fullmatch(line.casefold().lstrip("-–•*>» ")):
        return "related"
    if words.COMMENTS.fullmatch(folded):
        return "comments"
    return "reading-time" if labels.READING_TIME.fullmatch(folded) else None
