"""Brings dead letters back to the queues that they came from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class DeadLetter:
    """A message that was given up; `queue` names the one that it belongs to, None for no message of ours."""

    id: str
    body: str
    receipt: str
    queue: str | None


class DeadLetters(Protocol):
    """A dead-letter queue. All methods raise Unavailable when it, or where letters go to, does not answer."""

    def letters(self) -> Iterator[Sequence[DeadLetter]]:
        """Give every letter once, some at a time; who was given stays out of others' sight for a while."""

    def send_back(self, letters: Sequence[DeadLetter]) -> None:
        """Send each to its queue, as it is, and only then take it away here."""

    def show(self, letters: Sequence[DeadLetter]) -> None:
        """Let others see these again at once, where they are not in sight again already."""


@dataclass(frozen=True)
class Redriven:
    """How many letters went (or would go) back to each queue, and those that cannot be read and stay."""

    sent: dict[str, int]
    unreadable: list[DeadLetter]


def redrive(letters: DeadLetters, *, dry_run: bool, advance: Callable[[int], None]) -> Redriven:
    """Bring all that can be read back to its queue.

    An interrupted run may be begun again: what was sent and not yet taken away is sent twice, which does no harm,
    and what had been seen comes into sight after a while. `advance` hears of every few letters that are done.
    """
    sent: dict[str, int] = {}
    unreadable: list[DeadLetter] = []
    shown_again: list[DeadLetter] = []
    for some in letters.letters():
        ours = [one for one in some if one.queue is not None]
        unreadable += [one for one in some if one.queue is None]
        for one in ours:
            sent[one.queue or ""] = sent.get(one.queue or "", 0) + 1
        if dry_run:
            shown_again += ours
        else:
            letters.send_back(ours)
        advance(len(some))
    letters.show([*shown_again, *unreadable])
    return Redriven(sent, unreadable)


def all_redriven(several: Iterable[Redriven]) -> Redriven:
    """Give what became of the letters of several queues together."""
    sent: dict[str, int] = {}
    unreadable: list[DeadLetter] = []
    for one in several:
        unreadable += one.unreadable
        for queue, number in one.sent.items():
            sent[queue] = sent.get(queue, 0) + number
    return Redriven(sent, unreadable)
