"""Finds where the article's own text begins and ends by the shape of the page."""

from shared.formats.pasted_text.dates import find_date
from shared.formats.pasted_text.head import is_byline
from shared.formats.pasted_text.lines import Kind, overlap, stems
from shared.formats.pasted_text.page import Page
from shared.formats.pasted_text.pictures import has_credit
from shared.formats.pasted_text.stories import announced_story, teaser_at

_MOST = 500  # characters of one paragraph that count, so that one long line does not outweigh a text
_COST = -40  # of a line that is no sentence
_STANDFIRST = 4  # lines at the beginning of a text, below which its one byline and date may stand
_ITEM_COST = -150  # of a date or a byline: each comment and each item of a list has one
_FEW = 7  # words
_OTHER_COST = -100
_CHROME_COST = {
    "advertisement": -20,
    "image-marker": -20,
    "comments": -1_500,
    "related": -60,
    "tags": -150,
    "copyright": -150,
}
_ENDINGS = ("comments", "tags", "copyright")
_TELLS_ON = 4  # lines from one paragraph to the next
_SAME_STORY = 0.3  # of a paragraph's words stand in the text before it, too
_LOOK = 20_000  # characters of the text that others are compared with


def main_text(page: Page, stop: int) -> tuple[int, int]:
    """Give the run of lines before `stop` with the most prose and the least else: the greatest sum of scores.

    Without any prose the run is empty.
    """
    best = (0, 0, 0)
    begin, total = 0, 0
    teaser = -1  # the line below the headline of another story, which counts as little as that
    for at in range(stop):
        if total <= 0:
            begin, total = at, 0
        if at == teaser:
            continue
        score = _score(page, at)
        total += _COST if score == _ITEM_COST and at - begin < _STANDFIRST else score
        if total > 0 and teaser_at(page, at) is not None:
            teaser = at + 1
        if total > best[0]:
            best = (total, begin, at + 1)
    return best[1], _last_of_same_story(page, best[1], best[2], stop)


def _last_of_same_story(page: Page, begin: int, end: int, stop: int) -> int:
    """Give the end of the text with the short paragraphs behind another story's headline that tell on.

    They use the words of the text; the teasers of other stories do not.
    """
    if begin == end:
        return end
    own = stems(" ".join(sentences(page, begin, end))[:_LOOK])
    at = end
    while at < min(stop, end + _TELLS_ON) and page.chrome[at] not in _ENDINGS:
        if page.lines[at].kind == Kind.PROSE and page.chrome[at] is None:
            if overlap(page.lines[at].text, own) < _SAME_STORY:
                break
            end = at + 1
        at += 1
    return end


def sentences(page: Page, begin: int, end: int) -> list[str]:
    """Give the lines of the text that are sentences or paragraphs."""
    return [line.text for line in page.lines[begin:end] if line.kind >= Kind.SENTENCE]


def _score(page: Page, at: int) -> int:
    line, chrome = page.lines[at], page.chrome[at]
    if chrome == "related" and announced_story(line.text) is not None:
        return _COST
    if chrome is not None:
        return _CHROME_COST.get(chrome, _OTHER_COST)
    if line.kind >= Kind.SENTENCE:
        return min(line.size, _MOST)
    if line.words <= _FEW and (find_date(line.text) or is_byline(line.text)):
        return _ITEM_COST
    return 0 if has_credit(line.text) else _COST


def prose_size(page: Page, begin: int, end: int) -> int:
    """Give how much prose stands between two lines."""
    return sum(
        min(page.lines[at].size, _MOST)
        for at in range(begin, end)
        if page.lines[at].kind >= Kind.SENTENCE and page.chrome[at] is None
    )
