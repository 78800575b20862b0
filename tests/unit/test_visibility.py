from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from shared.domain.article import Content, Status
from shared.domain.identity import Stage
from shared.domain.visibility import is_visible, next_stage_at, stage_at

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TIMES = (None, NOW - MOMENT, NOW, NOW + MOMENT)


@pytest.mark.parametrize(
    ("status", "embargo", "expires", "stage"),
    [
        ("usable", None, None, Stage.PUBLISHED),
        ("usable", NOW, None, Stage.PUBLISHED),
        ("usable", NOW + MOMENT, None, Stage.HELD),
        ("usable", None, NOW + MOMENT, Stage.PUBLISHED),
        ("usable", None, NOW, Stage.WITHDRAWN),
        ("usable", NOW + MOMENT, NOW, Stage.HELD),
        ("withheld", None, NOW, Stage.HELD),
        ("canceled", NOW + MOMENT, None, Stage.WITHDRAWN),
    ],
)
def test_the_index_holds_nothing_before_an_articles_time_nor_after_it(status, embargo, expires, stage):
    assert stage_at(Content(status=Status(status), embargo_until=embargo, expires_at=expires), NOW) is stage


@pytest.mark.parametrize(("embargo", "expires"), list(product(TIMES, TIMES)))
def test_what_the_index_holds_and_what_is_shown_follow_the_same_rule(embargo, expires):
    content = Content(embargo_until=embargo, expires_at=expires)
    shown = is_visible(Stage.PUBLISHED, embargo_until=embargo, expires_at=expires, now=NOW)
    assert shown is (stage_at(content, NOW) is Stage.PUBLISHED)


@pytest.mark.parametrize(
    ("status", "embargo", "expires", "at"),
    [
        ("usable", None, None, None),
        ("usable", NOW + MOMENT, None, NOW + MOMENT),
        ("usable", NOW, NOW + MOMENT, NOW + MOMENT),
        ("usable", NOW + MOMENT, NOW - MOMENT, NOW + MOMENT),
        ("usable", NOW + 2 * MOMENT, NOW + MOMENT, NOW + 2 * MOMENT),
        ("usable", NOW, NOW, None),
        ("withheld", NOW + MOMENT, NOW + MOMENT, None),
        ("canceled", NOW + MOMENT, NOW + MOMENT, None),
    ],
)
def test_the_clock_brings_an_article_to_its_next_stage_at_the_end_of_its_embargo_or_of_its_time(
    status, embargo, expires, at
):
    assert next_stage_at(Content(status=Status(status), embargo_until=embargo, expires_at=expires), NOW) == at
