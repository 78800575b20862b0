"""What is given away and wanted back as it was: signed, so that nobody can make or change it."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

_SIGNATURE_BYTES = 16


def signed(content: bytes, purpose: bytes, secret: bytes) -> str:
    """Give the content with its signature, as it may stand in an address; it serves this purpose alone."""
    return f"{_text(content)}.{_text(_signature(content, purpose, secret))}"


def unsigned(written: str, purpose: bytes, secret: bytes) -> bytes:
    """Give the content; raise ValueError where it was forged, cut, or made for another purpose."""
    content, signature = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in written.split("."))
    if not hmac.compare_digest(signature, _signature(content, purpose, secret)):
        raise ValueError("signed by somebody else")
    return content


def _signature(content: bytes, purpose: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, purpose + content, "sha256")[:_SIGNATURE_BYTES]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
