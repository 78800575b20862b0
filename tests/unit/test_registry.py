import inspect
import re
from pathlib import Path

import pytest

from shared.domain.errors import BadInput, UnsupportedInput
from shared.formats import registry
from shared.formats.payload import Payload


@pytest.mark.parametrize("name", registry.names())
def test_a_format_is_a_module_with_its_name_and_says_what_it_reads(name: str) -> None:
    module = registry.named(name)
    assert name == module.NAME
    assert len(inspect.getdoc(module) or "") > 300
    assert all(callable(getattr(module, function)) for function in ("recognises", "split", "parse"))


def test_an_unknown_format_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(UnsupportedInput, match=r"'docx'.*ninjs.*pasted-text"):
        registry.named("docx")


def test_json_that_is_no_article_is_told_what_it_is() -> None:
    with pytest.raises(BadInput, match="JSON schema"):
        registry.find(Payload(b'{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {}}'))
    with pytest.raises(BadInput, match="no article that is read here"):
        registry.find(Payload(b'{"a": 1}'))


def test_a_body_of_no_format_is_refused() -> None:
    with pytest.raises(UnsupportedInput, match="no format that is read here"):
        registry.find(Payload(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))


def test_the_guide_lists_exactly_the_formats_that_are_read_in_the_order_in_which_they_are_asked() -> None:
    guide = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
    table = guide.partition("## Formats")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE) == registry.names()
