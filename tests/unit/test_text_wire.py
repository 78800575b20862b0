import contextlib

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import text_wire
from shared.formats.payload import Payload
from tests.cost import within

IPTC = (
    "\x01xyz0042 3 i 61  exa 0017\r\n\nPort Town/harbour/\r\n\x02{head}\r\n\n"
    "Port Town (exa) - The harbour reopened on Tuesday after two\r\nyears of work.\r\n\n"
    "   Ships came in the evening, and the mayor said it was a\r\ngood day.\r\n{below}\n"
    "exa abc def\r\n\r\n\x03051000 GMT Mar 24\r\n\x7f\n\x7f\x04\n"
)
ANPA = (
    "\x16\x16\x01V1234\x1f_exam\r\nr i\x13\x11 BC-EX--Harbour     03-05 0123\r\n"
    "\x02^BC-EX--Harbour Opening, 1st Ld-Writethru,123<\r\n{head}"
    "\t   PORT TOWN, Exampleland (AP) _ The harbour reopened, ``at last,'' the mayor said.\r\n \r\n"
    "\t   Ships came.\r\n\t   ___\r\n\r\n\t   \x03AP-WF-03-05-24 1000GMT<\r\n\x0c\r\n\x04"
)


def parse(text: str) -> Parsed:
    return text_wire.parse(Payload(text.encode()))


def iptc(head: str = "Harbour reopens =", below: str = "") -> Parsed:
    return parse(IPTC.format(head=head, below=below))


def anpa(head: str = "^Harbour reopens<\r\n") -> Parsed:
    return parse(ANPA.format(head=head))


def test_a_message_of_iptc_7901_is_read_without_a_notice() -> None:
    below = "\n# exa NOTEBOOK\r\n\n* * * *\r\nThe following information is not for publication\r\n"
    parsed = iptc("1ST LEAD\r\nHarbour reopens\r\nBy Jane Doe, exa =", below)
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "xyz0042-2024-03-05",
        "published_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "slug": "Port Town/harbour",
        "body_text": "Port Town (exa) - The harbour reopened on Tuesday after two years of work.\n\n"
        "Ships came in the evening, and the mayor said it was a good day.",
        "byline": "By Jane Doe, exa",
        "authors": [{"name": "Jane Doe"}],
        "dateline": "Port Town",
        "topics": [{"id": "iptc7901:i"}],
        "keywords": ["Port Town", "harbour"],
        "publisher": "exa",
        "urgency": 3,
        "internal_note": "1ST LEAD\n\n# exa NOTEBOOK\n\n* * * * The following information is not for publication",
    }
    assert [(one.reason, one.text) for one in parsed.dropped] == [("initials", "exa abc def")]


def test_a_message_of_anpa_1312_is_read_without_a_notice() -> None:
    parsed = anpa(
        "^Harbour reopens<\r\n^AP Photo EX101, EX102<\r\n^Eds: Adds the mayor.<\r\n^It took two years.<\r\n"
        "^By JANE DOE=\r\n^Associated Press=\r\n"
    )
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "V1234-2024-03-05",
        "published_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "slug": "BC-EX--Harbour Opening, 1st Ld-Writethru",
        "summary": "It took two years.",
        "body_text": "PORT TOWN, Exampleland (AP) — The harbour reopened, “at last,” the mayor said.\n\n"
        "Ships came.",
        "byline": "By JANE DOE, Associated Press",
        "authors": [{"name": "Jane Doe"}],
        "dateline": "PORT TOWN, Exampleland",
        "topics": [{"id": "anpa:i"}],
        "publisher": "AP",
        "urgency": 4,
        "internal_note": "Eds: Adds the mayor.",
    }
    assert [one.reason for one in parsed.dropped] == ["picture-numbers"]


def test_rows_of_a_table_stay_lines() -> None:
    head = "^Standings=\r\n\x08^;W;L;GB\r\n\x08Port\x10 Town;23;13;_\r\n\x08Harbour;7;1;3{\r\n"
    assert anpa(head).content.body_text is not None
    assert str(anpa(head).content.body_text).startswith("W L GB\n\nPort Town 23 13 —\n\nHarbour 7 1 3½\n\n")


def test_a_message_without_a_headline_takes_its_slug() -> None:
    parsed = anpa("")
    assert parsed.content.headline == "Harbour Opening"
    assert [notice.code for notice in parsed.notices] == ["headline-from-slug"]


def test_a_message_between_zczc_and_nnnn_is_read() -> None:
    parsed = parse(
        "ZCZC1234/EXA\r\nABC12345_EXA_QBXB\r\nR CRO S0A QBXB\r\nHARBOUR REOPENS\r\n"
        "   (EXA) - PORT TOWN, 5 MAR - The harbour reopened\r\non Tuesday.\r\n   Ships came.\r\n"
        "05-MAR-24 11:00 NNNN\r\n"
    )
    content = parsed.content
    assert content.headline == "HARBOUR REOPENS"
    assert content.body_text == "(EXA) - PORT TOWN, 5 MAR - The harbour reopened on Tuesday.\n\nShips came."
    assert content.dateline == "PORT TOWN"
    assert content.published_at is not None
    assert content.published_at.isoformat() == "2024-03-05T11:00:00+00:00"
    assert [notice.code for notice in parsed.notices] == ["date-without-zone"]


EDS = "Eds: do not publish the name of the victim."
ZCZC = (
    "ZCZC1234/EXA\r\nABC12345_EXA_QBXB\r\nR CRO S0A QBXB\r\nHARBOUR REOPENS\r\n{above}"
    "   (EXA) - PORT TOWN, 5 MAR - The harbour reopened\r\non Tuesday.\r\n   {within}\r\n05-MAR-24 11:00 NNNN\r\n"
)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (ZCZC.format(above=f"{EDS}\r\n", within="Ships came."), 2),
        (ZCZC.format(above="", within=EDS), 1),
        (IPTC.format(head=f"Harbour reopens =\r\n\r\n{EDS}\r\n", below=""), None),
        (IPTC.format(head=f"Harbour reopens\r\n{EDS} =", below=""), None),
        (IPTC.format(head="Harbour reopens =", below=f"\r\n\r\n{EDS}\r\n"), None),
        (ANPA.format(head=f"^Harbour reopens<\r\n^{EDS}<\r\n"), None),
        (ANPA.format(head=f"^Harbour reopens<\r\n\t{EDS}\r\n"), None),
    ],
)
def test_a_note_for_editors_is_not_public_wherever_it_stands(text: str, body: int | None) -> None:
    content = parse(text).content
    assert EDS in str(content.internal_note)
    assert "victim" not in f"{content.headline} {content.summary} {content.body_text}"
    assert str(content.headline).casefold() == "harbour reopens"
    assert body is None or len(str(content.body_text).split("\n\n")) == body


def test_a_wrapped_note_above_the_text_goes_on_below() -> None:
    note = "Note to editors: the mother of the boy has asked that no paper\r\nprint his name.\r\n"
    content = parse(ZCZC.format(above=note, within="Ships came.")).content
    assert content.headline == "HARBOUR REOPENS"
    assert content.internal_note == " ".join(note.split())


def test_a_story_of_editors_and_a_man_named_ed_keeps_its_words() -> None:
    content = parse(ZCZC.format(above="", within="Ed Roe: I saw it. Editors said: we, too.")).content
    assert str(content.body_text).endswith("Ed Roe: I saw it. Editors said: we, too.")


@pytest.mark.parametrize(
    ("trailer", "moment"),
    [
        ("051000 GMT Mar 24", "2024-03-05T10:00:00+00:00"),
        ("051000 MEZ Mrz 24", "2024-03-05T09:00:00+00:00"),
        ("051000 MESZ Okt 2024", "2024-10-05T08:00:00+00:00"),
        ("051000 AEDT Jan 24", "2024-01-04T23:00:00+00:00"),
        ("051000 CAT Mar 24", "2024-03-05T08:00:00+00:00"),
        ("051000 SAST Mar 24", "2024-03-05T08:00:00+00:00"),
        ("051000 Mar 24", "2024-03-05T10:00:00+00:00"),
        ("051000 BST Mar 24", "2024-03-05T10:00:00+00:00"),  # Britain's or Bangladesh's
    ],
)
def test_the_date_below_the_text_is_read_in_its_zone(trailer: str, moment: str) -> None:
    published = parse(
        IPTC.format(head="Open =", below="").replace("051000 GMT Mar 24", trailer)
    ).content.published_at
    assert published is not None
    assert published.isoformat() == moment


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("KILL\r\nHarbour reopens =", Status.CANCELED),
        ("MANDATORY KILL: Harbour reopens =", Status.CANCELED),
        ("Embargoed until 1800 GMT\r\nHarbour reopens =", Status.WITHHELD),
        ("SPERRFRIST 18 Uhr\r\nHarbour reopens =", Status.WITHHELD),
        ("Harbour reopens =\r\n\r\nSPERRFRIST: morgen 10 Uhr", Status.WITHHELD),
        ("Harbour reopens =\r\n\r\nOne.\r\n\r\nTwo.\r\n\r\nEMBARGO", Status.WITHHELD),
        ("Harbour reopens =\r\n\r\nEMBARGOED UNTIL 1800 GMT\r\nShips came.", Status.WITHHELD),
        ("Harbour reopens =\r\n\r\nEmbargo on ships ends.", Status.USABLE),
        ("Sharks kill two =", Status.USABLE),
        ("Oil embargo ends =", Status.USABLE),
    ],
)
def test_what_editors_are_told_to_kill_or_hold_is_not_shown(head: str, status: Status) -> None:
    assert iptc(head).content.status is status


def test_a_slug_that_says_kill_after_the_comma_cancels() -> None:
    text = ANPA.format(head="^Harbour reopens<\r\n").replace("1st Ld-Writethru", "1st Ld-Writethru, KILL")
    assert parse(text).content.status is Status.CANCELED


def test_a_subheadline_is_the_summary_and_a_date_in_the_header_no_agency() -> None:
    text = (
        "\x01EXA0123 5 AI 0045 Di, 05.Mär 2024\r\n\nHafen/Verkehr\r\n\x02Hafen wieder offen\r\n"
        "Utl.: Nach zwei Jahren =\r\n\nHafenstadt (EXA) - Der Hafen ist wieder offen.\r\n\n(Schluss) ab/cd\r\n\n"
        "\x03051000 Mär 24\r\n\x04"
    )
    content = parse(text).content
    assert (content.headline, content.summary) == ("Hafen wieder offen", "Nach zwei Jahren")
    assert content.body_text == "Hafenstadt (EXA) - Der Hafen ist wieder offen."
    assert (content.publisher, content.dateline) == ("EXA", "Hafenstadt")


def test_messages_that_follow_each_other_are_split() -> None:
    text = IPTC.format(head="One =", below="") + IPTC.format(head="Two =", below="").replace("0042", "0043")
    read = [text_wire.parse(part).content for part in text_wire.split(Payload(text.encode()))]
    assert [(one.source_id, one.headline) for one in read] == [
        ("xyz0042-2024-03-05", "One"),
        ("xyz0043-2024-03-05", "Two"),
    ]


def test_a_message_whose_controls_were_lost_is_known_by_header_and_date() -> None:
    text = IPTC.format(head="Harbour reopens =", below="")
    bare = "".join(one for one in text if one >= " " or one in "\r\n")
    assert text_wire.recognises(Payload(bare.encode()))
    content = parse(bare).content
    assert content.source_id == "xyz0042-2024-03-05"
    assert "harbour reopened on Tuesday" in (content.body_text or "")


@pytest.mark.parametrize(
    "text", ["Harbour reopens\n\nThe harbour reopened on Tuesday.", "# Harbour\n\nOpen.", "<p>x</p>"]
)
def test_other_text_is_left_to_others(text: str) -> None:
    assert not text_wire.recognises(Payload(text.encode()))


def test_the_same_message_in_another_encoding_is_the_same_article() -> None:
    text = IPTC.format(head="Häfen öffnen wieder für Schiffe =", below="")
    latin = text_wire.parse(Payload(text.encode("cp1252"), charset="cp1252"))
    assert latin.content == parse(text).content


@pytest.mark.parametrize(
    "text",
    [
        "\x01" + "\x02" * 300_000,
        "\x01a0001 1 a 1\n\x02" + "^" * 500_000 + "\x03",
        "\x01a0001 1 a 1\n\x02" + "a (" * 200_000 + "\x03",
        "\x01a0001 1 a 1\n\x02" + " \n" * 200_000 + "=\x03" + "0" * 200_000,
        "ZCZC" + "A1 \n" * 100_000 + "NNNN",
        "\x16\x16\x01V1234\x1f\n\x02" + "^A<\n" * 100_000 + "\x03",
    ],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    def read_or_refused() -> None:
        with contextlib.suppress(BadInput):
            parse(text)

    within(2, read_or_refused)


def test_a_number_that_begins_anew_every_day_makes_an_id_with_its_day() -> None:
    content = parse(IPTC.format(head="Open =", below="")).content
    assert content.source_id is not None
    assert content.source_id.endswith("-2024-03-05")
    assert content.provenance["source_id"].origin == "derived"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("MANDATORY KILL", Status.CANCELED),
        ("Embargoed until 6 p.m. Friday", Status.WITHHELD),
        ("HOLD FOR RELEASE", Status.WITHHELD),
        ("EMBARGO: Friday", Status.WITHHELD),
        ("embargo/oil", Status.USABLE),
    ],
)
def test_a_line_among_the_headers_holds_or_kills(line: str, status: Status) -> None:
    text = IPTC.format(head="Harbour reopens =", below="")
    content = parse(text.replace("Port Town/harbour/", f"Port Town/harbour/\r\n{line}")).content
    assert content.status is status
    if status is not Status.USABLE:
        assert (content.slug, content.internal_note) == ("Port Town/harbour", line)


def test_an_embargo_in_the_header_itself_holds() -> None:
    text = IPTC.format(head="Harbour reopens =", below="").replace("exa 0017", "exa 0017 EMBARGO 1800")
    assert parse(text).content.status is Status.WITHHELD


def test_an_embargo_among_the_codes_of_zczc_holds() -> None:
    text = "ZCZC\nABC123\nEMBARGO 1800\nHarbour reopens\n\nThe harbour reopened.\nNNNN\n051000 GMT Mar 24\n"
    assert parse(text).content.status is Status.WITHHELD


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("Harbour reopens\r\nMANDATORY KILL =", ""),
        ("Harbour reopens\r\nEditors: kill the story a0122 =", ""),
        ("Harbour reopens =", "\r\nEditors: kill the story a0122\r\n"),
    ],
)
def test_a_kill_below_the_headline_cancels(head: str, below: str) -> None:
    content = iptc(head, below).content
    assert (content.headline, content.status) == ("Harbour reopens", Status.CANCELED)


def test_a_headline_that_goes_on_with_killed_is_news() -> None:
    assert iptc("TWO SAILORS\r\nKILLED IN THE HARBOUR =").content.status is Status.USABLE


def test_a_line_among_the_headers_of_anpa_holds() -> None:
    text = ANPA.format(head="^Harbour reopens<\r\n").replace("0123\r\n\x02", "0123\r\nHOLD FOR RELEASE\r\n\x02")
    assert parse(text).content.status is Status.WITHHELD
