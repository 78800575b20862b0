"""The memory of a load is that of a few packs, however many articles it has."""

import subprocess
import sys
from pathlib import Path

import pytest

_SIZE = 10_000  # bytes of an article
_FEW, _MANY = 1_800, 7_200  # with fewer not all packs that are made at once are full
_KILOBYTES = 8_000  # a seventh of what the articles have that are more


@pytest.mark.timeout(600)  # nine thousand articles are read twice, on a machine that may be busy
def test_the_memory_of_a_load_does_not_grow_with_its_articles():
    few, many = (_kilobytes(count) for count in (_FEW, _MANY))
    assert many - few < _KILOBYTES


def _kilobytes(count):
    command = [sys.executable, "-m", "tests.functional.load_child", str(count), str(_SIZE)]
    root = Path(__file__).parents[2]
    return int(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)
