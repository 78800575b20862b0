from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.article import Correction
from tests.unit.ninjs_cases import read


@pytest.mark.parametrize(
    ("fields", "corrections"),
    [
        ({"corrections": ["The mayor is Ann Roe."]}, (Correction(text="The mayor is Ann Roe."),)),
        (
            {"correction": {"description": "It is six.", "date": "2024-03-05T12:00:00Z"}},
            (Correction(text="It is six.", at=datetime(2024, 3, 5, 12, tzinfo=UTC)),),
        ),
        ({"signal": [{"qcode": "sig:correction"}]}, (Correction(text="This version corrects an earlier one."),)),
        ({"state": "corrected"}, (Correction(text="This version corrects an earlier one."),)),
        (
            {"ednote": "Eds: CORRECTS the mayor's name"},
            (Correction(text="This version corrects an earlier one."),),
        ),
        ({"ednote": "Adds a correction officer's view"}, ()),
        ({"signal": [{"qcode": "sig:update"}]}, ()),
    ],
)
def test_a_correction_is_kept_where_it_is_written_or_signaled(
    fields: dict[str, Any], corrections: tuple[Correction, ...]
) -> None:
    assert read(**fields).corrections == corrections
