import contextlib
import json
from datetime import UTC, datetime

import pytest

from shared.domain.article import Parsed, Status
from shared.domain.errors import BadInput
from shared.formats import mail
from shared.formats.mail.keys import NAMES, NEVER_PUBLIC
from shared.formats.payload import Payload
from tests.cost import within

HEAD = (
    "Received: by mx.example.com; Tue, 5 Mar 2024 10:00:01 +0000\n"
    "Message-ID: <abc@mail.example.com>\n"
    "Date: Tue, 5 Mar 2024 11:00:00 +0100\n"
    "From: {sender}\nTo: desk@example.com\nSubject: {subject}\nMIME-Version: 1.0\n"
)
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
BODY = "The harbour reopened on Tuesday.\n\nShips came in the evening.\n"


def parse(
    body: str = BODY, subject: str = "Harbour reopens", sender: str = "Jane Doe <jane@example.com>"
) -> Parsed:
    return read(HEAD.format(sender=sender, subject=subject) + TEXT + body)


def read(text: str) -> Parsed:
    payload = Payload(text.replace("\n", "\r\n").encode())
    assert mail.recognises(payload)
    return mail.parse(payload)


def test_a_plain_mail_is_read_without_a_notice() -> None:
    parsed = parse()
    assert parsed.notices == ()
    assert parsed.content.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"}) == {
        "source_id": "abc@mail.example.com",
        "published_at": "2024-03-05T10:00:00Z",
        "headline": "Harbour reopens",
        "body_text": "The harbour reopened on Tuesday.\n\nShips came in the evening.",
        "authors": [{"name": "Jane Doe"}],
    }


@pytest.mark.parametrize(
    "sender", ["news@example.com", "Example News Desk <a@example.com>", "jane <a@example.com>"]
)
def test_a_sender_that_is_no_person_is_no_author(sender: str) -> None:
    assert parse(sender=sender).content.authors == ()


@pytest.mark.parametrize(
    ("subject", "headline"),
    [
        ("Re: Fwd: Harbour reopens", "Harbour reopens"),
        ("=?utf-8?Q?H=C3=A4fen_=C3=B6ffnen?=", "Häfen öffnen"),
        ("=?windows-1252?Q?The=92s_harbour?=", "The’s harbour"),
        ("=?no-such-charset?Q?Harbour?=", "Harbour"),
    ],
)
def test_the_subject_is_decoded_and_loses_its_prefixes(subject: str, headline: str) -> None:
    assert parse(subject=subject).content.headline == headline


def test_signature_quotations_and_small_print_are_dropped_with_their_reason() -> None:
    parsed = parse(
        BODY
        + "\nThis email may contain confidential information.\n\nOn Mon, 4 Mar 2024, John Roe wrote:\n> When?\n"
        + "-- \nJane Doe\nExample News\n"
    )
    assert parsed.content.body_text == "The harbour reopened on Tuesday.\n\nShips came in the evening."
    assert [one.reason for one in parsed.dropped] == ["signature", "quoted-reply", "small-print"]


def test_a_mail_that_only_forwards_is_read_as_the_mail_within() -> None:
    parsed = parse("---------- Forwarded message ---------\nFrom: X <x@example.com>\nSubject: Y\n\n" + BODY)
    assert parsed.content.body_text == "The harbour reopened on Tuesday.\n\nShips came in the evening."


def test_lines_that_name_a_field_fill_it() -> None:
    parsed = parse(
        "SDA\n\nHeadline: Harbour open again\n\nAbstract: After two years.\n\nSlugline: harbour\n\n"
        "By Jane Doe\n\nPORT TOWN, March 5 - " + BODY,
        sender="someone@example.com",
    )
    content = parsed.content
    assert (content.headline, content.summary, content.slug) == (
        "Harbour open again",
        "After two years.",
        "harbour",
    )
    assert (content.byline, [one.name for one in content.authors]) == ("By Jane Doe", ["Jane Doe"])
    assert str(content.body_text).startswith("PORT TOWN, March 5 - The harbour")
    assert content.internal_note == "SDA"


def test_a_field_may_stand_above_its_value_and_an_empty_embargo_withholds() -> None:
    parsed = parse("Headline:\n\nHarbour open\n\nEmbargo:\n\nBody:\n\nThe harbour reopened.\n\nSource: nobody.\n")
    assert parsed.content.headline == "Harbour open"
    assert parsed.content.body_text == "The harbour reopened.\n\nSource: nobody."
    assert parsed.content.status is Status.WITHHELD


def test_a_form_mailed_as_json_is_read() -> None:
    form = {
        "Headline": ["", "Harbour open"],
        "Body": ["One.\n\nTwo."],
        "Priority": ["5"],
        "Category": ["DOMESTIC"],
        "Desk": ["City"],
    }
    parsed = parse(json.dumps(form) + "\n", subject="Formatted story", sender="form@example.com")
    assert (parsed.content.headline, parsed.content.urgency, parsed.content.section) == (
        "Harbour open",
        5,
        "DOMESTIC",
    )
    assert [notice.code for notice in parsed.notices] == ["unknown-property"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("EMBARGOED: Harbour", BODY),
        ("Harbour", "Embargoed until 6 March, 10:00\n\n" + BODY),
        ("Harbour", "Headline: A\nEmbargo: tomorrow\n\n" + BODY),
        ("Sperrfrist 18 Uhr: Hafen", BODY),
        ("Harbour", "One.\n\nTwo.\n\nThree.\n\nSPERRFRIST: Montag, 10 Uhr\n\nFive.\n"),
        ("Harbour", BODY + "\n*** EMBARGO: Monday noon ***\n"),
        ("Harbour", "Embargo: 1 January 2027\n\nSperrfrist: Dienstag\n\n" + BODY),
        ("Harbour", BODY + "\nSPERRFRIST: morgen 10 Uhr\n" * 30),
    ],
)
def test_a_mail_that_names_an_embargo_is_withheld(subject: str, body: str) -> None:
    assert parse(body, subject=subject).content.status is Status.WITHHELD


@pytest.mark.parametrize(
    "line",
    [
        "SPERRFRIST: 1. Januar 2027",
        "Embargoed until 1 January 2027",
        "Release date: 2027-01-01",
        "Embargo: 2027-01-01",
    ],
)
def test_an_embargo_ends_when_its_line_says_so_and_is_no_part_of_the_story(line: str) -> None:
    content = parse(f"One.\n\nTwo.\n\nThree.\n\n{line}\n\nFive.\n").content
    assert content.embargo_until == datetime(2027, 1, 1, 12, tzinfo=UTC)  # midnight in the last zone on Earth
    assert content.body_text == "One.\n\nTwo.\n\nThree.\n\nFive."


@pytest.mark.parametrize("name", sorted(key for key, field in NAMES.items() if field in NEVER_PUBLIC - {"slug"}))
def test_what_is_for_editors_is_not_public_without_a_headline_too(name: str) -> None:
    for line in (f"{name}: do not name the victim", f"{name.upper()}:\ndo not name the victim"):
        content = parse(f"{line}\n\n{BODY}\n{line}\n").content
        assert content.body_text == "The harbour reopened on Tuesday.\n\nShips came in the evening."
        if NAMES[name] == "note":
            assert content.internal_note == "do not name the victim\n\ndo not name the victim"
        if NAMES[name] in ("embargo", "release"):
            assert content.status is Status.WITHHELD


def test_a_slug_counts_without_a_headline_and_a_place_or_a_keyword_does_not() -> None:
    content = parse("Slug: harbour\nLocation: the port\nKeyword: open\nEd: I saw it.\n\n" + BODY).content
    assert content.slug == "harbour"
    assert str(content.body_text).startswith("Location: the port\n\nKeyword: open\n\nEd: I saw it.\n\n")


def test_a_note_may_be_wrapped_and_stand_below_the_text() -> None:
    note = "Note to editors: the mother of the boy has asked that no paper print his\nname or that of his school."
    for headline in ("", "Headline: Harbour open\nBody:\n"):
        content = parse(f"{headline}{BODY}\n{note}\n\nMore ships came.\n").content
        assert str(content.body_text).endswith("Ships came in the evening.\n\nMore ships came.")
        assert " ".join(str(content.internal_note).split()) == " ".join(note.partition(": ")[2].split())


def test_notes_and_embargoes_in_html_are_found_as_in_plain_text() -> None:
    html = "<p>One.</p><p>Ed note: do not name the victim.</p><p>Sperrfrist: Montag</p><p>Two.</p>"
    content = read(HEAD.format(sender="a@example.com", subject="X") + f"Content-Type: text/html\n\n{html}").content
    assert (content.body_text, content.status) == ("One.\n\nTwo.", Status.WITHHELD)
    assert str(content.internal_note).startswith("do not name the victim.")


def test_html_is_read_where_there_is_no_plain_text_and_attachments_are_told_of() -> None:
    parsed = read(
        HEAD.format(sender="a@example.com", subject="Harbour")
        + 'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/html; charset=iso-8859-1\n'
        + "Content-Transfer-Encoding: quoted-printable\n\n<p>H=E4fen =F6ffnen.</p><p>Ships=\n came.</p>\n"
        + '--b1\nContent-Type: image/jpeg; name="a.jpg"\nContent-Disposition: attachment; filename="a.jpg"\n'
        + "Content-Transfer-Encoding: base64\n\n/9j/4AAQ\n--b1--\n"
    )
    assert parsed.content.body_text == "Häfen öffnen.\n\nShips came."
    assert [(one.reason, one.text) for one in parsed.dropped] == [("attachment", "a.jpg")]


def test_flowed_lines_are_joined() -> None:
    head = HEAD.format(sender="a@example.com", subject="Harbour")
    parsed = read(head + "Content-Type: text/plain; format=flowed\n\nThe harbour \nreopened.\n\nShips came.\n")
    assert parsed.content.body_text == "The harbour reopened.\n\nShips came."


def test_a_mailbox_is_split_into_its_mails() -> None:
    one = HEAD.format(sender="a@example.com", subject="One") + TEXT + BODY
    box = f"From a@example.com Tue Mar  5 10:00:00 2024\n{one}\nFrom a@example.com Tue Mar  5 11:00:00 2024\n{one}"
    parts = mail.split(Payload(box.replace("Subject: One", "Subject: Two", 1).encode()))
    assert [mail.parse(part).content.headline for part in parts] == ["Two", "One"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("application/pkcs7-mime", "encrypted"),
        ("multipart/report; boundary=x", "delivery"),
        ("text/plain", "no text"),
    ],
)
def test_a_mail_without_words_is_refused_with_its_reason(kind: str, reason: str) -> None:
    text = HEAD.format(sender="a@example.com", subject="Harbour") + f"Content-Type: {kind}\n\n"
    with pytest.raises(BadInput, match=reason):
        read(text)


@pytest.mark.parametrize(
    "text", ["Subject: one\n\nA text.", "From: here\nTo: there", "Date: 5 March\nHarbour reopens"]
)
def test_a_text_with_a_colon_is_no_mail(text: str) -> None:
    assert not mail.recognises(Payload(text.encode()))


@pytest.mark.parametrize(
    "body",
    [
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        + "--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3_000,
        "Content-Type: text/plain; " + "a=b; " * 20_000 + "\n\nText",
        "Content-Type: text/plain; " + "(" * 20_000 + "\n\nText",
        TEXT + "> " * 300_000,
        TEXT + "On " * 200_000 + "wrote:",
        TEXT + "a: b\n" * 100_000,
        "Subject: " + "=?utf-8?q?" * 50_000 + "\n" + TEXT + BODY,
    ],
)
def test_hostile_mail_takes_bounded_time(body: str) -> None:
    sent = (HEAD.format(sender="a@example.com", subject="x") + body).encode()

    def read_or_refused() -> None:
        payload = Payload(sent)
        with contextlib.suppress(BadInput):
            mail.recognises(payload)
            mail.parse(payload)

    within(2, read_or_refused)


@pytest.mark.parametrize("line", ["Ed note: x\n", "Embargo:\n", "Slug: a\n\n"])
def test_a_mail_of_fields_without_end_is_refused_at_once(line: str) -> None:
    with pytest.raises(BadInput, match="too many lines that name a field"):
        parse(line * 20_000)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_a_mail_does_not_make_its_headers_text(encoding: str) -> None:
    text = HEAD.format(sender="Jane Doe <jane@example.com>", subject="Harbour reopens") + TEXT + BODY
    payload = Payload(text.encode(encoding))
    assert mail.recognises(payload)
    content = mail.parse(payload).content
    assert (content.headline, content.body_text) == ("Harbour reopens", BODY.strip())


def test_a_header_in_an_encoding_with_a_nul_is_read() -> None:
    assert parse(subject="=?utf\x00-8?q?abc?=").content.body_text == BODY.strip()


@pytest.mark.parametrize("boundary", ["idna''x", "undefined''x", "a%00b''x"])
def test_a_boundary_in_no_encoding_of_text_is_refused(boundary: str) -> None:
    text = HEAD.format(sender="Jane Doe <jane@example.com>", subject="Harbour")
    with contextlib.suppress(BadInput):
        read(f"{text}Content-Type: multipart/mixed; boundary*={boundary}\n\n--x\n\nText.\n--x--\n")


@pytest.mark.parametrize(
    ("told", "until", "status"),
    [
        ({"Embargo": True}, None, Status.WITHHELD),
        ({"Embargo": ""}, None, Status.WITHHELD),
        ({"Embargo": False}, None, Status.USABLE),
        ({"is_embargoed": "yes"}, None, Status.WITHHELD),
        ({"Embargo": {"until": "2027-01-01T00:00:00Z"}}, datetime(2027, 1, 1, tzinfo=UTC), Status.USABLE),
        (
            {"Embargo": ["2027-01-01T00:00:00Z", "", "2027-03-01T00:00:00Z"]},
            datetime(2027, 3, 1, tzinfo=UTC),
            Status.USABLE,
        ),
        ({"status": "withheld"}, None, Status.WITHHELD),
        ({"Status": ["published"]}, None, Status.USABLE),
    ],
)
def test_whatever_a_form_in_json_says_of_an_embargo_holds(
    told: dict[str, object], until: datetime | None, status: Status
) -> None:
    content = parse(json.dumps({"Headline": "Harbour reopens", "Body": "It opened."} | told) + "\n").content
    assert (content.status, content.embargo_until) == (status, until)
