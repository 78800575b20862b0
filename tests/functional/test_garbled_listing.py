"""What S3 lists may be garbled on its way: a takedown still stands above every version that is there."""

from datetime import UTC, datetime

import pytest

from shared.adapters.raw_store import S3RawStore
from shared.domain.errors import Unavailable
from shared.usecases.take_down import take_down
from tests.functional.conftest import BUCKET

pytestmark = pytest.mark.engine


@pytest.fixture
def twice_sent(service, article):
    [receipt] = service.push(article(version="10")).json["items"]
    service.push(article(version="11", headline="Council votes again"))
    return receipt["id"]


def taken_down(service, article_id):
    """The order at which the article is taken down."""
    store = S3RawStore(service.s3, BUCKET)
    return take_down(article_id, source="demo", store=store, now=datetime.now(UTC)).order


def test_a_takedown_is_not_taken_while_the_newest_version_cannot_be_read_in_the_listing(service, twice_sent):
    garbled = []

    def garble(parsed, **_):
        if not garbled:
            last = parsed["Contents"][-1]
            garbled.append(last["Key"])
            last["Key"] = last["Key"].replace("/0000", "/eeee")

    service.s3.meta.events.register("after-call.s3.ListObjectsV2", garble)
    with pytest.raises(Unavailable):
        taken_down(service, twice_sent)
    assert "11-article" in garbled[0]
    assert taken_down(service, twice_sent) == 11


def test_what_is_really_there_and_no_version_is_in_nobodys_way(service, twice_sent):
    service.s3.put_object(Bucket=BUCKET, Key=f"raw/demo/{twice_sent}/notes.txt", Body=b"by hand")
    assert taken_down(service, twice_sent) == 11
