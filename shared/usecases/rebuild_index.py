"""Makes a new index of all articles beside the one that is searched, compares the two, and swaps them."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.errors import CopydeskError
from shared.usecases.compare_answers import Answers, compare_answers
from shared.usecases.compare_indices import Parity, compare_part, digits_for, parts
from shared.usecases.copy_articles import Brought, Copying, copy_part
from shared.usecases.group_stories import mend_stories
from shared.usecases.pin_articles import restore_pins
from shared.usecases.ports import ArticleIndex, ArticleSearch, PinIndex, PinStore
from shared.usecases.rebuild_ports import Indices, Inventory, Operations

REBUILD = "rebuild"  # the name of the operation, of its lock and its note
MOST_LOST = 0.005  # of the articles that readers see; beyond that only with force
LEAST_IN_COMMON = 0.5  # of the first results of searches; below that the new index hardly answers the same
# For so long a function may run: one that began before the new index was made does not know of it.
SECONDS_OF_A_FUNCTION = 29.0
_BUILDING, _SWAPPED = "building", "swapped"

Copied = Iterator[tuple[str, Brought]]
Told = Callable[[str, int, int], None]


class CannotRebuild(CopydeskError):
    """What stands in the way of a rebuild, and what to do about it."""


@dataclass(frozen=True)
class Place:
    """One of the two indices, from all its sides."""

    index: ArticleIndex
    pins: PinIndex
    inventory: Inventory
    search: ArticleSearch


@dataclass(frozen=True)
class Rebuilding:
    """All that a rebuild works with.

    `copied` brings parts, in several processes perhaps, and gives each as soon as it is done; `check` raises where
    another has taken over; `tell` is called with a step, what is done of it and how much there is.
    """

    indices: Indices
    operations: Operations
    shown: Place
    also: Place
    pins: PinStore
    copying: Copying
    copied: Callable[[Sequence[str]], Copied]
    check: Callable[[], None] = lambda: None
    tell: Told = lambda step, done, of: None
    settle_seconds: float = SECONDS_OF_A_FUNCTION


@dataclass
class Rebuilt:
    """What became of a rebuild or a roll-back; `refused` says why the indices did not change their places."""

    index: str
    before: str | None
    resumed: bool = False
    brought: Brought = field(default_factory=Brought)
    parity: Parity = field(default_factory=Parity)
    answers: Answers | None = None
    swapped: bool = False
    refused: str | None = None


def one_after_another(copying: Copying, prefixes: Iterable[str]) -> Copied:
    """Bring the parts in this process."""
    for prefix in prefixes:
        yield prefix, copy_part(prefix, copying)


def rebuild(work: Rebuilding, *, force: bool = False) -> Rebuilt:
    """Build, compare and swap; one that was cut off goes on where it ended."""
    note, resumed = _begun(work)
    done = Rebuilt(note["index"], work.indices.shown(), resumed)
    _copy(work, note, done.brought)
    restore_pins(store=work.pins, index=work.also.pins)
    _wait_for_functions(note, work.settle_seconds)
    if done.before is None:
        work.also.inventory.refresh()
        mend_stories(index=work.also.index, now=work.copying.clock())
    else:
        _compare(work, done, note["digits"])
    if not force:
        done.refused = _objection(done) or _objection_to_new(done)
    return _swap(work, done, note)


def roll_back(work: Rebuilding, *, force: bool = False) -> Rebuilt:
    """Let the index before the last swap be searched again; it has received every write since."""
    also = kept(work)
    done = Rebuilt(also, work.indices.shown())
    work.also.index.prepare()
    restore_pins(store=work.pins, index=work.also.pins)
    if done.before is not None:  # else whatever is there is more than readers find now
        _compare(work, done, _digits(work))
    if not force:
        done.refused = _objection(done)
    return _swap(work, done, {"index": also})


def kept(work: Rebuilding) -> str:
    """Give the index that a roll-back would show; raise CannotRebuild where there is none."""
    note, also = _note(work), work.indices.also()
    if also is None:
        raise CannotRebuild("There is no index to go back to: none is kept beside the one that is searched.")
    if note.get("state") == _BUILDING and note.get("index") == also:
        raise CannotRebuild(f"{also} is half made. `copydesk rebuild` goes on with it, `--drop-old` removes it.")
    return also


def drop_old(work: Rebuilding) -> str | None:
    """Remove the index that is kept for a roll-back, or a half-made one; give its name."""
    also = work.indices.also()
    if also is not None:
        # First the note: one that was half made would else be taken for one whose parts are done.
        work.operations.put_note(REBUILD, {"state": "dropped", "index": also})
        work.indices.drop(also)
    return also


def plan(work: Rebuilding) -> dict[str, Any]:
    """Tell what a rebuild would do."""
    shown, also, note = work.indices.shown(), work.indices.also(), _note(work)
    goes_on = _goes_on(work, note, also, shown)
    return {
        "searched": shown,
        "articles": work.shown.inventory.stages() if shown else {},
        "index": note["index"] if goes_on else _following(work.indices.names()),
        "resumes": goes_on,
        "parts_done": len(note["done"]) if goes_on else 0,
        "in_the_way": None if goes_on or also is None else also,
    }


def _begun(work: Rebuilding) -> tuple[dict[str, Any], bool]:
    """Give the note of a rebuild with its index made, and whether it was begun before."""
    shown, also, note = work.indices.shown(), work.indices.also(), _note(work)
    resumed = _goes_on(work, note, also, shown)
    if not resumed:
        if also is not None:
            is_gone = "and nothing is searched: `--roll-back` shows it"
            raise CannotRebuild(
                f"{also} is kept {f'beside {shown}, for a roll-back' if shown else is_gone}. "
                "`copydesk rebuild --drop-old` removes it; then there is room for a new one."
            )
        note = {
            "state": _BUILDING,
            "index": _following(work.indices.names()),
            "design": work.indices.design(),
            "digits": _digits(work),
            "done": [],
            "left": {},
        }
        work.operations.put_note(REBUILD, note)
    if also is None or "made_at" not in note:  # it was cut off before it could note it
        made_at = work.shown.index.made_at() if shown is not None else None
        work.indices.make(note["index"], made_at)
        # What was done for an index that is gone is to be done again.
        note |= {"made_at": datetime.now(UTC).isoformat(), "done": [], "left": {}}
        work.operations.put_note(REBUILD, note)
    return note, resumed


def _goes_on(work: Rebuilding, note: Mapping[str, Any], also: str | None, shown: str | None) -> bool:
    """Tell whether a rebuild was cut off that can go on: with the settings and fields of this release."""
    if note.get("state") != _BUILDING or note.get("index") == shown or also not in (None, note["index"]):
        return False
    if also is not None and note.get("design") != work.indices.design():
        raise CannotRebuild(
            f"{also} is half made, with the fields of another release. `copydesk rebuild --drop-old` removes it; "
            "then begin anew."
        )
    return True


def _copy(work: Rebuilding, note: dict[str, Any], brought: Brought) -> None:
    """Copy the parts that are not done; one of which something could not be brought now is not done."""
    brought.left |= note["left"]
    prefixes = parts(note["digits"])
    left = [one for one in prefixes if one not in set(note["done"])]
    for number, (prefix, part) in enumerate(work.copied(left), len(prefixes) - len(left) + 1):
        work.check()
        brought.add(part)
        note["left"] |= part.left
        note["done"] += [] if part.not_now else [prefix]
        work.operations.put_note(REBUILD, note)
        work.tell("copying", number, len(prefixes))


def _wait_for_functions(note: Mapping[str, Any], seconds: float) -> None:
    """Wait until every function has ended that began before the new index was made.

    What such a one received is found in the raw store all the same; what it noted of stories is compared after.
    """
    ends = datetime.fromisoformat(note["made_at"]) + timedelta(seconds=seconds)
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))


def _compare(work: Rebuilding, done: Rebuilt, digits: int) -> None:
    prefixes = parts(digits)
    for place in (work.shown, work.also):
        place.inventory.refresh()
    for number, prefix in enumerate(prefixes, 1):
        work.check()
        compare_part(prefix, work.shown.inventory, work.also.inventory, work.copying, done.parity)
        work.tell("comparing", number, len(prefixes))
    work.also.inventory.refresh()
    done.answers = compare_answers(
        work.shown.inventory,
        work.also.inventory,
        searched=work.shown.search,
        beside=work.also.search,
        now=work.copying.clock(),
    )


def _objection(done: Rebuilt) -> str | None:
    """Tell why readers would be worse off with the other index."""
    if done.parity.visible_again:
        return (
            f"{done.parity.visible_again} articles that readers do not see now, since they are withdrawn, held or "
            f"erased, would be visible in {done.index}. `--drop-old` removes it; `--force` swaps all the same."
        )
    if done.parity.loss > MOST_LOST:
        return (
            f"{done.parity.visible_lost} of {done.parity.stages['PUBLISHED']} visible articles would be missing "
            f"or older in {done.index}: more than {MOST_LOST:.1%}. `--force` swaps all the same."
        )
    return None


def _objection_to_new(done: Rebuilt) -> str | None:
    """Tell why a new index should not be searched that may be without fault article by article."""
    if done.before is None and done.brought.not_now:  # nothing compares the two and would mend it
        return (
            f"{len(done.brought.not_now)} articles could not be brought into {done.index} now. `copydesk rebuild` "
            "goes on with them; `--force` shows readers the others."
        )
    if done.answers is not None and done.answers.overlap < LEAST_IN_COMMON:
        return (
            f"Of the first results of {done.answers.searches} searches {done.answers.overlap:.0%} are the same in "
            f"{done.index}: less than {LEAST_IN_COMMON:.0%}. `--force` swaps all the same."
        )
    return None


def _swap(work: Rebuilding, done: Rebuilt, note: Mapping[str, Any]) -> Rebuilt:
    if done.refused:
        return done
    work.check()
    # Whoever took over while this one slept may have swapped by now: what was compared is swapped, or nothing.
    if work.indices.shown() != done.before or not work.indices.exchange(done.before, done.index):
        raise CannotRebuild(
            f"Another one changed the indices while {done.index} was compared: nothing was swapped. "
            "`copydesk rebuild --dry-run` tells what is there now."
        )
    work.operations.put_note(REBUILD, {"state": _SWAPPED, "index": note["index"], "kept": done.before})
    done.swapped = True
    return done


def _note(work: Rebuilding) -> dict[str, Any]:
    return work.operations.note(REBUILD) or {}


def _digits(work: Rebuilding) -> int:
    return digits_for(sum(work.shown.inventory.stages().values()) if work.indices.shown() else 0)


def _following(names: Sequence[str]) -> str:
    """Give the name of the next index."""
    numbers = [int(match[1]) for name in names if (match := re.fullmatch(r"articles-(\d{6})", name))]
    return f"articles-{max(numbers, default=0) + 1:06d}"
