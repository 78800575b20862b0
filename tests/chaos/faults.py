"""The faults that the proxy can do, each in the form in which the service or the network itself would."""

import asyncio
import json

from tests.chaos.proxy import Exchange, Fault, kept_open

_REASONS = {400: "Bad Request", 403: "Forbidden", 429: "Too Many Requests", 500: "Error", 503: "Unavailable"}
_CODES = {  # as S3 writes them, and as SQS and SSM do
    "throttled": ((503, "SlowDown"), (400, "ThrottlingException")),
    "unavailable": ((503, "ServiceUnavailable"), (503, "ServiceUnavailable")),
    "expired": ((400, "ExpiredToken"), (403, "ExpiredTokenException")),
}


def _refusal(kind: str) -> Fault:
    async def refuse(exchange: Exchange) -> None:
        to_s3, to_others = _CODES[kind]
        is_s3 = exchange.operation.startswith("s3:")
        status, code = to_s3 if is_s3 else to_others
        text = (
            f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>Not now.</Message></Error>'
            if is_s3
            else json.dumps({"__type": code, "message": "Not now."})
        )
        await exchange.send(answer(status, text.encode(), "application/xml" if is_s3 else "application/json"))

    return refuse


def answer(status: int, body: bytes, media_type: str = "application/json") -> bytes:
    """Give an answer as bytes."""
    head = f"HTTP/1.1 {status} {_REASONS.get(status, 'OK')}\r\nContent-Type: {media_type}\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n".encode() + body


def answering(status: int, body: bytes) -> Fault:
    """Give the fault that is this answer, without anything being carried out."""

    async def refuse(exchange: Exchange) -> None:
        await exchange.send(answer(status, body))

    return refuse


throttled = _refusal("throttled")
unavailable = _refusal("unavailable")
expired = _refusal("expired")


async def silent(exchange: Exchange) -> None:
    """Never answer; who waits gives up."""
    await _until_gone(exchange)


async def reset(exchange: Exchange) -> None:
    """Break off before anything was done."""
    exchange.reset()


async def lost(exchange: Exchange) -> None:
    """Carry it out and lose the answer."""
    await exchange.forward()
    exchange.reset()


async def lost_in_silence(exchange: Exchange) -> None:
    """Carry it out and never answer."""
    await exchange.forward()
    await _until_gone(exchange)


async def corrupt(exchange: Exchange) -> None:
    """Change bytes in the middle of the answer, as a broken disk or memory does."""
    head, _, body = (await exchange.forward()).partition(b"\r\n\r\n")
    middle = len(body) // 2
    broken = body[:middle] + bytes(byte ^ 0x55 for byte in body[middle : middle + 4]) + body[middle + 4 :]
    await exchange.send(kept_open(head + b"\r\n\r\n" + broken))


async def truncated(exchange: Exchange) -> None:
    """Break off in the middle of the answer's body."""
    head, _, body = (await exchange.forward()).partition(b"\r\n\r\n")
    await exchange.send(head + b"\r\n\r\n" + body[: len(body) // 2])
    exchange.reset()


async def dripping(exchange: Exchange) -> None:
    """Answer a byte at a time: each comes in time, and the whole never does."""
    for byte in await exchange.forward():
        if exchange.writer.is_closing():
            return
        await exchange.send(bytes([byte]))
        await asyncio.sleep(1)


async def half_closed(exchange: Exchange) -> None:
    """Answer that the connection stays open, and close it: the next request on it finds nobody."""
    await exchange.send(kept_open(await exchange.forward()))
    exchange.writer.close()


async def garbage(exchange: Exchange) -> None:
    """Answer as a server of TLS does to whom it does not understand."""
    await exchange.send(b"\x15\x03\x01\x00\x02\x02\x46")
    exchange.writer.close()


async def kill_before(exchange: Exchange) -> None:
    """Kill the process before its request is carried out."""
    exchange.kill()


async def kill_after(exchange: Exchange) -> None:
    """Carry the request out and kill the process before it learns of it."""
    await exchange.forward()
    exchange.kill()


async def _until_gone(exchange: Exchange) -> None:
    while not exchange.writer.is_closing():
        await asyncio.sleep(0.05)
        if exchange.reader.at_eof():
            break
    exchange.reset()
