"""Webhooks as standardwebhooks.com has them: secrets, signatures, and the addresses that may be called."""

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from shared.domain.errors import BadInput, FieldError

_LONGEST = 2_000  # characters
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_SECRET_PREFIX = "whsec_"  # noqa: S105  of every secret in the standard


def secret_of(master: bytes, alert_id: str, made_at: str) -> str:
    """Give the secret of an alert: derived, so that none is stored; an alert that is made anew has another."""
    key = hmac.digest(master, f"{alert_id} {made_at}".encode(), sha256)
    return _SECRET_PREFIX + b64encode(key).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """Give the value of the header `webhook-signature`; the timestamp is in seconds since 1970."""
    key = b64decode(secret.removeprefix(_SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return f"v1,{b64encode(hmac.digest(key, signed, sha256)).decode()}"


def checked_webhook(url: str, *, to_loopback: bool) -> str:
    """Give the address of a webhook; raise BadInput for one that is never called.

    `to_loopback` is for one's own machine: it allows http to it.
    """
    if reason := _refusal(url, to_loopback=to_loopback):
        raise BadInput(f"The webhook {reason}.", [FieldError(reason, pointer="/webhook")])
    return url


def _refusal(url: str, *, to_loopback: bool) -> str | None:
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        return f"is an address of at most {_LONGEST} printable ASCII characters"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is no address; write it as in https://desk.example/hook"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "holds no name, password or fragment; the signature tells who sent a message"
    if parts.scheme == "http" and to_loopback and host in _THIS_MACHINE:
        return None
    if parts.scheme != "https" or not host or port == 0:
        return "is an https address, as in https://desk.example/hook"
    return "is an address of the public internet" if not _may_be_public(host) else None


def _may_be_public(host: str) -> bool:
    """Tell whether a host may be called as far as its name tells; what a name stands for is seen at the call."""
    address = _literal(host)
    return address is None or is_public(address)


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet: nothing of AWS, of this machine or of its network.

    IPv4 addresses inside IPv6 ones (mapped, translated, 6to4) are reserved or not global in Python's tables.
    """
    one: IPv4Address | IPv6Address = ip_address(address)
    is_local = isinstance(one, IPv6Address) and one.is_site_local
    return one.is_global and not (one.is_multicast or one.is_reserved or is_local)
