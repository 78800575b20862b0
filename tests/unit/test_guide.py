"""What the guide says of an article, against what an article has."""

import re
from pathlib import Path

from shared.adapters.document import NOT_PUBLIC
from shared.domain.article import Article

_GUIDE = Path(__file__).parents[2] / "docs/api.md"


def test_the_guide_lists_exactly_the_fields_of_an_article_that_readers_see() -> None:
    section = _GUIDE.read_text(encoding="utf-8").partition("\n## An article\n")[2].partition("\n## ")[0]
    first_cells = "".join(re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE))
    assert set(re.findall(r"`([a-z_]+)`", first_cells)) == set(Article.model_fields) - NOT_PUBLIC
