"""What is sent to a webhook, and what is never connected to: real sockets, made-up names."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from shared.adapters.webhook_sender import SocketWebhookSender
from shared.domain.errors import BadInput, Unavailable

LOOPBACK = "127.0.0.1"


@contextmanager
def receiver(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[bytes]]]:
    """A receiver that takes one request, gives this answer, and keeps what it got; gives its port."""
    got: list[bytes] = []
    with socket.create_server((LOOPBACK, 0)) as listening:

        def serve() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:  # nobody came
                return
            with connection:
                got.append(connection.recv(65_536))
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], got
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def saying(text: str) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(text.encode())


def sender(*addresses: str, seconds: float = 5) -> SocketWebhookSender:
    return SocketWebhookSender(to_loopback=True, resolve=lambda host, port: list(addresses), seconds=seconds)


def test_a_request_is_sent_whole_and_the_status_of_its_answer_given() -> None:
    with receiver(saying("HTTP/1.1 204 No Content\r\n\r\n")) as (port, got):
        status = sender(LOOPBACK).post(f"http://localhost:{port}/hook?a=b", {"webhook-id": "msg_1"}, b"{}")
    assert status == 204
    assert got == [
        f"POST /hook?a=b HTTP/1.1\r\nhost: localhost:{port}\r\nuser-agent: copydesk\r\ncontent-length: 2\r\n"
        "connection: close\r\nwebhook-id: msg_1\r\n\r\n{}".encode()
    ]


def test_a_redirection_is_an_answer_and_not_followed() -> None:
    with receiver(saying("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n")) as (port, _):
        assert sender(LOOPBACK).post(f"http://localhost:{port}/", {}, b"") == 302


@pytest.mark.parametrize("answer", ["", "SSH-2.0-x\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "x" * 10_000])
def test_what_is_no_answer_of_http_is_none(answer: str) -> None:
    with receiver(saying(answer)) as (port, _), pytest.raises(Unavailable):
        sender(LOOPBACK).post(f"http://localhost:{port}/", {}, b"")


def test_a_receiver_that_drips_is_left_when_the_time_is_over() -> None:
    def drip(connection: socket.socket) -> None:
        try:
            for byte in b"HTTP/1.1 200 OK but slowly".ljust(300):
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            pass

    started = time.monotonic()
    with receiver(drip) as (port, _), pytest.raises(Unavailable):
        sender(LOOPBACK, seconds=0.5).post(f"http://localhost:{port}/", {}, b"")
    assert time.monotonic() - started < 2  # the whole answer takes thirty seconds


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:169.254.169.254"],
        ["8.8.8.8", "127.0.0.1"],
        ["8.8.8.8", "fd00:ec2::254"],
        [],
    ],
)
def test_a_name_that_stands_for_an_address_inside_is_not_connected_to(addresses: list[str]) -> None:
    with receiver(saying("HTTP/1.1 200 OK\r\n\r\n")) as (port, got), pytest.raises(BadInput):
        sender(*addresses).post(f"https://desk.example:{port}/", {}, b"")
    assert got == []


def test_http_to_this_machine_reaches_no_other() -> None:
    with pytest.raises(BadInput):
        sender("8.8.8.8").post("http://localhost:80/", {}, b"")


def test_where_one_address_of_a_name_does_not_answer_the_next_is_tried() -> None:
    with receiver(saying("HTTP/1.1 200 OK\r\n\r\n")) as (port, got):
        assert (
            sender("::1", LOOPBACK).post(f"http://localhost:{port}/", {}, b"") == 200
        )  # it listens to IPv4 alone
    assert len(got) == 1


def test_what_was_sent_to_one_address_is_not_sent_to_the_next() -> None:
    with receiver(saying("")) as (port, got), pytest.raises(Unavailable):
        sender(LOOPBACK, LOOPBACK).post(f"http://localhost:{port}/", {}, b"the message")
    assert len(got) == 1


def test_a_name_that_is_not_found_is_tried_again_later() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unavailable):
        SocketWebhookSender(to_loopback=False, resolve=nowhere).post("https://desk.example/", {}, b"")


def test_the_name_is_looked_up_once_so_that_no_other_address_can_follow_the_check() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["192.0.2.1"] if len(asked) > 1 else [LOOPBACK]

    with receiver(saying("HTTP/1.1 200 OK\r\n\r\n")) as (port, got):
        one = SocketWebhookSender(to_loopback=True, resolve=rebinding)
        assert one.post(f"http://localhost:{port}/", {}, b"") == 200
    assert (asked, len(got)) == (["localhost"], 1)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of desk.example with its key, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("desk.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return file


@contextmanager
def secured(certificate: Path, got: list[bytes]) -> Iterator[int]:
    """A receiver behind TLS, for one request; gives its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve() -> None:
        try:
            connection, _ = listening.accept()
            with context.wrap_socket(connection, server_side=True) as one:
                got.append(one.recv(65_536))
                one.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        except OSError:  # the caller did not like the certificate
            return

    with socket.create_server((LOOPBACK, 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


@pytest.mark.parametrize(
    ("host", "is_trusted", "is_reached"),
    [("desk.example", True, True), ("desk.example", False, False), ("other.example", True, False)],
)
def test_a_receiver_must_show_a_certificate_for_its_name(
    certificate: Path, host: str, is_trusted: bool, is_reached: bool
) -> None:
    trusted = {"tls": lambda: ssl.create_default_context(cafile=str(certificate))} if is_trusted else {}
    one = SocketWebhookSender(
        to_loopback=False, resolve=lambda host, port: [LOOPBACK], is_allowed=lambda address: True, **trusted
    )
    got: list[bytes] = []
    with secured(certificate, got) as port:
        try:
            status: int | None = one.post(f"https://{host}:{port}/", {}, b"the message")
        except Unavailable:
            status = None
    assert (status, len(got)) == ((200, 1) if is_reached else (None, 0))
