"""Signatures as the standard has them, and the addresses that are never called."""

import pytest

from shared.domain.errors import BadInput
from shared.domain.webhook import checked_webhook, is_public, secret_of, signature


def test_a_signature_is_that_of_the_standards_own_example() -> None:
    made = signature(
        "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        '{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_alert_has_a_secret_of_its_own_and_a_new_one_when_it_is_made_anew() -> None:
    made = [
        secret_of(master, alert, made_at)
        for master in (b"one", b"two")
        for alert in ("a", "b")
        for made_at in ("2026-01-01", "2026-01-02")
    ]
    assert len(set(made)) == 8
    assert all(one.startswith("whsec_") and len(one) == len("whsec_") + 44 for one in made)  # 32 bytes in base64


@pytest.mark.parametrize(
    "url",
    [
        "https://desk.example/hook",
        "https://desk.example:8443/a?b=c",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]/",
    ],
)
def test_https_addresses_of_the_internet_are_taken_as_they_are(url: str) -> None:
    assert checked_webhook(url, to_loopback=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/hook",
        "http://localhost/hook",
        "http://127.0.0.1:9000/hook",
        "ftp://desk.example/",
        "javascript:alert(1)",
        "https://",
        "https:///hook",
        "https://desk.example:99999/",
        "https://desk.example:0/",
        "https://[::1",
        "https://ines" + ":harbour@desk.example/",
        "https://ines@desk.example/",
        "https://desk.example/#part",
        "https://desk.example/a b",
        "https://desk.example/\r\nx-header: 1",
        "https://bücher.example/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:169.254.169.254]/",
        "https://desk.example/" + "a" * 2_000,
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_webhook(url, to_loopback=False)
    assert [one.pointer for one in refused.value.errors] == ["/webhook"]


def test_http_to_this_machine_is_for_whoever_allows_it() -> None:
    for url in ("http://127.0.0.1:9000/hook", "http://localhost/", "http://[::1]:80/"):
        assert checked_webhook(url, to_loopback=True) == url
    for url in ("http://desk.example/", "http://127.0.0.2/", "https://127.0.0.1/", "http://169.254.169.254/"):
        with pytest.raises(BadInput):
            checked_webhook(url, to_loopback=True)


PRIVATE = [".".join(parts) for parts in (("10", "0", "0", "1"), ("172", "16", "0", "1"), ("192", "168", "0", "1"))]


@pytest.mark.parametrize(
    "address",
    [
        *PRIVATE,
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",  # of AWS's metadata
        "169.254.170.2",  # of a container's credentials
        "100.64.0.1",
        "192.0.0.170",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
        "2001:db8::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_inside_is_not_public_however_it_is_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700::1111"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)
