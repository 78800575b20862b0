"""Stories in Ritzau's XML, written by us."""

from datetime import UTC, datetime

import pytest

from shared.domain.article import Author, Content, Correction, Status, Topic
from shared.domain.errors import BadInput
from shared.formats import ritzau
from shared.formats.payload import Payload

_NIL = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"'


def _story(canceled: str = "false", corrected: str = "false", number: str = "n1") -> str:
    return (
        f"<RBNews><NewsID>{number}</NewsID><PublishDate>2024-01-05T12:00:00.5</PublishDate><strapline>FERRY-1</strapline>"
        f"<headline>Færge på grund</headline><subtitle {_NIL}/><town>Rønne</town><origin>/ritzau/</origin>"
        f"<section>Indland</section><version>2</version><Replaces {_NIL}/>"
        "<content>&lt;p&gt;Færgen stødte på grund.&lt;/p&gt;&lt;p&gt;Ingen kom til skade.&lt;/p&gt;</content>"
        "<HistID>H-1</HistID><Priority>3</Priority><IPTCList><int>3015000</int></IPTCList>"
        f"<Annuleret>{canceled}</Annuleret><Korrektion>{corrected}</Korrektion><byLine>Jane Doe</byLine>"
        "<TilRedaktionen>&lt;p&gt;Mere følger.&lt;/p&gt;</TilRedaktionen></RBNews>"
    )


def _read(text: str) -> list[Content]:
    payload = Payload(text.encode())
    assert ritzau.recognises(payload)
    return [ritzau.parse(Payload(part.body)).content for part in ritzau.split(payload)]


def test_a_story_is_read_whole() -> None:
    (content,) = _read(_story())
    assert content.model_copy(update={"provenance": {}}) == Content(
        source_id="n1",
        version="2",
        published_at=datetime(2024, 1, 5, 12, 0, 0, 500_000, tzinfo=UTC),
        headline="Færge på grund",
        slug="FERRY-1",
        body_text="Færgen stødte på grund.\n\nIngen kom til skade.",
        byline="Jane Doe",
        authors=(Author(name="Jane Doe"),),
        dateline="Rønne",
        language="da",
        section="Indland",
        topics=(Topic(id="subj:03015000"),),
        publisher="Ritzau",
        urgency=3,
        story_links=("H-1",),
        internal_note="Mere følger.",
    )


def test_a_canceled_and_a_corrected_story_say_so() -> None:
    (content,) = _read(_story(canceled="true", corrected="true"))
    assert content.status is Status.CANCELED
    assert content.corrections == (Correction(text="This version corrects an earlier one."),)


def test_a_queue_is_taken_apart() -> None:
    queue = "<XMLNewsQueuedResponse xmlns='urn:q'><List xmlns=''>{}</List></XMLNewsQueuedResponse>"
    read = _read(queue.format(_story() + _story(number="n2")))
    assert [one.source_id for one in read] == ["n1", "n2"]
    with pytest.raises(BadInput, match="holds no story"):
        _read(queue.format(""))


def test_other_xml_is_not_claimed() -> None:
    assert not ritzau.recognises(Payload(b"<nitf/>"))
    with pytest.raises(BadInput, match="no story of Ritzau"):
        ritzau.parse(Payload(b"<nitf/>"))


def test_what_the_story_does_not_say_itself_is_derived() -> None:
    (content,) = _read(_story(corrected="true").replace("<origin>/ritzau/</origin>", ""))
    assert content.publisher == "Ritzau"
    assert {content.provenance[name].origin for name in ("publisher", "corrections")} == {"derived"}
    (said,) = _read(_story())
    assert said.provenance["publisher"].origin == "given"


@pytest.mark.parametrize(
    ("word", "status"),
    [("ja", Status.CANCELED), ("nej", Status.USABLE), ("", Status.USABLE), ("måske", Status.WITHHELD)],
)
def test_a_cancellation_is_read_in_danish_and_one_that_is_not_understood_withholds(
    word: str, status: Status
) -> None:
    (content,) = _read(_story(canceled=word))
    assert content.status is status


def test_the_embargo_of_a_queue_holds_each_story() -> None:
    queue = "<XMLNewsQueuedResponse><Embargo>2099-01-01T00:00:00Z</Embargo><News>{}</News></XMLNewsQueuedResponse>"
    found = _read(queue.format(_story() + _story(number="n2")))
    assert [one.embargo_until for one in found] == [datetime(2099, 1, 1, tzinfo=UTC)] * 2
    with pytest.raises(BadInput, match="embargo is too long"):
        _read(queue.format(_story()).replace("2099", "2" * 300))


def test_a_code_of_other_digits_is_no_topic() -> None:
    (content,) = _read(_story().replace("3015000", "²"))
    assert content.topics == ()


def test_a_part_declares_no_namespace_that_it_does_not_use() -> None:
    queue = f'<XMLNewsQueuedResponse xmlns:odd="urn:odd">{_story()}{_story(number="n2")}</XMLNewsQueuedResponse>'
    parts = ritzau.split(Payload(queue.encode()))
    assert [b"urn:odd" in part.body for part in parts] == [False, False]
