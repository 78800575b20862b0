from typing import Any

import pytest

from shared.formats.other_json import what_it_is


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"$schema": "x", "properties": {}}, "a JSON schema, which describes articles and is none"),
        ({"name": "x", "dependencies": {}}, "the description of a program's package"),
        ({"_id": "1", "type": "assignment"}, "an entry of a newsroom's plan, of type assignment"),
        ({"username": "x", "email": "y"}, "a user of an editorial system"),
        ({"foo": "bar"}, None),
        ([], None),
    ],
)
def test_what_other_json_is_can_be_said(value: Any, kind: str | None) -> None:
    assert what_it_is(value) == kind
