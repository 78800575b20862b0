"""Compares two indices article by article, while both are written, and mends what differs in the other one."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from shared.domain.identity import Stage
from shared.usecases.copy_articles import Copying, bring
from shared.usecases.rebuild_ports import Inventory, Line

_LOOKS = 5  # at what differs: it may have been written at this moment
_PAUSE = 0.3  # seconds
_EXAMPLES = 20
_IN_A_PART = 4_000  # articles, about


class Difference(StrEnum):
    """What is other in the other index."""

    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    EXTRA = "extra"
    STORY = "story"
    TOLD = "told"


@dataclass
class Parity:
    """How alike two indices are. `digest` is the same for two of which each article is the same."""

    articles: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    other_stages: Counter[str] = field(default_factory=Counter)
    digests: list[str] = field(default_factory=list)
    other_digests: list[str] = field(default_factory=list)
    mended: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    visible_lost: int = 0
    visible_again: int = 0  # which readers do not see in the searched index

    @property
    def digest(self) -> str:
        """Give the digest of the searched index."""
        return sha256("".join(self.digests).encode()).hexdigest()

    @property
    def other_digest(self) -> str:
        """Give the digest of the other one."""
        return sha256("".join(self.other_digests).encode()).hexdigest()

    @property
    def loss(self) -> float:
        """Give the share of visible articles that readers would miss."""
        return self.visible_lost / max(self.stages[Stage.PUBLISHED.name], 1)


def compare_part(prefix: str, shown: Inventory, other: Inventory, copying: Copying | None, parity: Parity) -> None:
    """Compare the articles whose ids begin so, mend what differs where it may be mended, and note the rest."""
    left = {line.id: line for line in shown.lines(prefix)}
    right = {line.id: line for line in other.lines(prefix)}
    differing = _settled(left.keys() | right.keys(), left, right, shown, other)
    if differing and copying is not None:
        _mend(differing, left, right, copying)
        still = _settled(differing, left, right, shown, other, again=True)
        parity.mended += len(differing) - len(still)
        differing = still
    _note(differing, left, right, copying, parity)


def differences_of(line: Line | None, other: Line | None) -> Difference | None:
    """Give what is other; None where a reader, and whoever follows the changes, is told the same by both."""
    if other is None or line is None:
        return (Difference.MISSING if other is None else Difference.EXTRA) if line is not other else None
    if line.made_of != other.made_of:
        return Difference.OLDER if other.version < line.version else Difference.NEWER
    if (line.story_id or line.id) != (other.story_id or other.id):
        return Difference.STORY
    return Difference.TOLD if line.told != other.told else None


def _settled(
    names: Collection[str],
    left: dict[str, Line],
    right: dict[str, Line],
    shown: Inventory,
    other: Inventory,
    *,
    again: bool = False,
) -> set[str]:
    """Give what differs when it is looked at again: a search may be a second behind, of each index another one."""
    differing = set(names) if again else {one for one in names if differences_of(left.get(one), right.get(one))}
    for _ in range(_LOOKS):
        if not differing:
            break
        for lines, inventory in ((left, shown), (right, other)):
            now = inventory.at_once(sorted(differing))
            for name in differing - now.keys():
                lines.pop(name, None)
            lines.update(now)
        differing = {one for one in differing if differences_of(left.get(one), right.get(one))}
        if differing:
            time.sleep(_PAUSE)
    return differing


def _mend(differing: Collection[str], left: dict[str, Line], right: dict[str, Line], copying: Copying) -> None:
    keys = {name: (right.get(name) or left[name]).key or (left.get(name) or right[name]).key for name in differing}
    versions = [copying.store.versions(key.source, key.article_id) for key in keys.values() if key is not None]
    bring([one for one in versions if one], copying)
    stories = {
        name: left[name].story_id or name
        for name in differing
        if differences_of(left.get(name), right.get(name)) is Difference.STORY
    }
    copying.other.move(stories, copying.clock())


def _note(
    differing: Collection[str],
    left: dict[str, Line],
    right: dict[str, Line],
    copying: Copying | None,
    parity: Parity,
) -> None:
    parity.articles += len(left)
    parity.stages.update(str(line.stage) for line in left.values())
    parity.other_stages.update(str(line.stage) for line in right.values())
    parity.digests.append(_digest(left.values()))
    parity.other_digests.append(_digest(right.values()))
    for name in sorted(differing):
        kind = differences_of(left.get(name), right.get(name))
        if kind is None:
            continue
        parity.differences[kind] += 1
        if _is_lost(left.get(name), right.get(name)):
            parity.visible_lost += 1
        if _is_visible_again(left.get(name), right.get(name), copying):
            parity.visible_again += 1
        if len(parity.examples) < _EXAMPLES:
            parity.examples.append(f"{kind}: {(left.get(name) or right[name]).raw_key or name}")


def _is_lost(line: Line | None, other: Line | None) -> bool:
    """Tell whether readers would miss an article, or get an older version of it."""
    if line is None or line.stage != Stage.PUBLISHED.name:
        return False
    return other is None or other.version < line.version


def _is_visible_again(line: Line | None, other: Line | None, copying: Copying | None) -> bool:
    """Tell whether readers would see what is withdrawn, held or erased; what is only missing they may see."""
    if other is None or other.stage != Stage.PUBLISHED.name:
        return False
    if line is not None:
        return line.stage != Stage.PUBLISHED.name
    return other.key is None or copying is None or not copying.store.versions(other.key.source, other.id)


def _digest(lines: Collection[Line]) -> str:
    written = sorted("\t".join(map(str, line.made_of)) for line in lines)
    return sha256("\n".join(written).encode()).hexdigest()


def digits_for(articles: int) -> int:
    """Give in how many digits the ids of so many articles are told apart, so that a part fits into memory."""
    return next((digits for digits in (1, 2, 3) if articles <= 16**digits * _IN_A_PART), 4)


def parts(digits: int) -> Sequence[str]:
    """Give what the ids of articles may begin with, in so many digits: each a part of about the same size."""
    return [f"{n:0{digits}x}" for n in range(16**digits)]
