"""How articles are dealt into packs, and what can be read of a pack."""

import gzip
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from shared.adapters.bucket import Kept
from shared.adapters.pack_file import pack_file, read_list, read_member, without
from shared.adapters.pack_store import Packs
from shared.domain.envelope import LONGEST_HINTS, Envelope, Hints
from shared.domain.errors import RawObjectCorrupt
from shared.domain.identity import RawKey
from shared.domain.pack import LEVELS, MOST_ARTICLES, MOST_BYTES, PackName, id_prefixes, level_for, packed, slot_of
from shared.usecases.load_ports import PackMember

NOW = datetime(2024, 3, 5, 20, 15, tzinfo=UTC)
DIGEST = "d" * 64
PACK = f"packs/demo/02/01/{DIGEST}"


@dataclass(frozen=True)
class Sized:
    article_id: str
    size: int = 1


def ids(count):
    return [f"{n * 0x10000 // count:04x}{n:028x}" for n in range(count)]


def member(number, body=b"{}", **envelope):
    key = RawKey("demo", f"{number:032x}", number, False, f"{number:064x}")
    return PackMember(key, Envelope(source="demo", format="ninjs", received_at=NOW, **envelope), body)


@pytest.mark.parametrize(
    ("articles", "level"),
    [(0, 0), (160, 0), (161, 2), (640, 2), (641, 4), (100_000, 10), (10**6, 12), (10**8, 12)],
)
def test_the_level_is_the_least_at_which_no_slot_is_overfull(articles, level):
    assert level_for(articles) == level


@pytest.mark.parametrize("articles", [1, 160, 161, 5_000, 1_000_000])
def test_a_load_makes_about_one_object_of_a_hundred_articles(articles):
    packs = list(packed((Sized(one) for one in ids(articles)), level_for(articles)))
    assert sum(len(members) for _, members in packs) == articles
    assert max(len(members) for _, members in packs) <= 200
    assert len(packs) <= max(1, articles / 40)


def test_every_pack_holds_articles_of_its_slot_alone():
    for slot, members in packed((Sized(one) for one in ids(3_000)), 4):
        assert {slot_of(each.article_id, 4) for each in members} == {slot}


def test_a_pack_ends_before_it_is_too_large_and_a_larger_article_goes_alone():
    sizes = [MOST_BYTES // 2, MOST_BYTES // 2, 1, MOST_BYTES + 1, 1]
    articles = [Sized(f"{n:032x}", size) for n, size in enumerate(sizes)]
    assert [[one.size for one in pack] for _, pack in packed(iter(articles), 0)] == [
        [MOST_BYTES // 2, MOST_BYTES // 2],
        [1],
        [MOST_BYTES + 1],
        [1],
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_the_slot_of_an_article_is_the_first_digits_of_its_id(level):
    assert slot_of("a5c3" + "0" * 28, level) == "1010010111000011"[:level]


@pytest.mark.parametrize("name", [PACK, f"packs/demo/00/-/{DIGEST}"])
def test_the_name_of_a_pack_is_read_as_it_is_written(name):
    assert str(PackName.parse(name)) == name


@pytest.mark.parametrize("name", ["packs/demo/02/0/" + DIGEST, "packs/demo/02/01/abc", "raw/demo", PACK + "/x"])
def test_other_names_are_none_of_a_pack(name):
    with pytest.raises(ValueError, match="pack"):
        PackName.parse(name)


def test_an_article_in_a_pack_is_the_same_article_as_alone():
    alone = member(7).key
    there = replace(alone, pack=PACK)
    assert (there, hash(there), RawKey.parse(str(there)).pack) == (alone, hash(alone), PACK)
    assert str(there) == f"{PACK}/{7:032x}/{7:019d}-article-{7:064x}"
    assert (there.alone, str(there.alone)) == (alone, str(alone))


MEMBERS = [
    member(1, b"one \xff\x00"),
    member(2, b""),
    member(3, "drei – \U0001f4f0".encode(), hints=Hints(source_id="ü"), charset="cp1252", media_type="text/html"),
]


def test_what_goes_into_a_pack_comes_out_byte_by_byte():
    _, file = pack_file(MEMBERS)
    assert without(file, PACK, ()) == pack_file(MEMBERS)
    listed = read_list(file, PACK)
    assert [key.pack for key in listed.places] == [PACK] * 3
    assert [read_member(file, listed, place, PACK) for place in listed.places.values()] == [
        one.body for one in MEMBERS
    ]


def test_the_list_alone_is_read_from_the_start_of_a_pack():
    _, file = pack_file(MEMBERS)
    whole = read_list(file, PACK)
    assert read_list(file[: whole.end], PACK) == whole
    assert read_list(file[: whole.end - 1], PACK) is None


class Reads:
    """A bucket that holds one pack and counts how often it is read."""

    def __init__(self, file):
        self.file = file
        self.count = 0

    def get(self, key):
        self.count += 1
        return Kept(self.file, {}, "tag") if key == PACK else None

    def get_start(self, key, most):
        self.count += 1
        return Kept(self.file[:most], {}, "tag") if key == PACK else None


def test_a_pack_of_which_all_is_wanted_is_read_once():
    bucket = Reads(pack_file(MEMBERS)[1])
    packs = Packs(bucket)
    keys = packs.members(PackName.parse(PACK))
    assert [packs.get(key).body for key in keys] == [one.body for one in MEMBERS]
    assert bucket.count == 1


def test_the_usual_tool_reads_a_pack():
    _, file = pack_file(MEMBERS)
    assert gzip.decompress(file).endswith(b"".join(one.body for one in MEMBERS))


def test_a_pack_is_named_by_what_is_in_it():
    assert pack_file(MEMBERS) == pack_file(MEMBERS)
    later = replace(MEMBERS[0], envelope=MEMBERS[0].envelope.model_copy(update={"charset": "utf-16"}))
    names = {pack_file(each)[0] for each in (MEMBERS, MEMBERS[:2], [later, *MEMBERS[1:]])}
    assert len(names) == 3


def test_a_pack_without_some_articles_holds_the_others():
    _, file = pack_file(MEMBERS)
    packed = list(read_list(file, PACK).places)
    assert without(file, PACK, packed[1:2]) == pack_file([MEMBERS[0], MEMBERS[2]])
    assert without(file, PACK, packed) is None


def test_a_damaged_article_stays_as_it_is_in_a_pack_without_its_neighbour():
    _, file = pack_file(MEMBERS)
    listed = read_list(file, PACK)
    first, *_ = listed.places.values()
    damaged = file[: listed.end] + b"?" * first.size + file[listed.end + first.size :]
    _, left = without(damaged, PACK, [list(listed.places)[1]])
    there = read_list(left, PACK)
    broken, whole = there.places.values()
    assert read_member(left, there, whole, PACK) == MEMBERS[2].body
    with pytest.raises(RawObjectCorrupt, match="cannot be unpacked"):
        read_member(left, there, broken, PACK)


@pytest.mark.parametrize(
    "damage",
    [b"no pack", gzip.compress(b"[1]"), gzip.compress(b"{"), gzip.compress(b" " * 2**21)],
    ids=["no gzip", "no object", "no JSON", "too long"],  # the bytes hold the time: no name to go by
)
def test_a_list_that_cannot_be_read_is_told_of(damage):
    with pytest.raises(RawObjectCorrupt, match="packs/demo"):
        read_list(damage, PACK)


def test_one_damaged_article_does_not_cost_the_others():
    _, file = pack_file(MEMBERS)
    listed = read_list(file, PACK)
    first, _, third = listed.places.values()
    broken = bytearray(file)
    broken[listed.end + first.start + 12] ^= 0xFF
    with pytest.raises(RawObjectCorrupt):
        read_member(bytes(broken), listed, first, PACK)
    assert read_member(bytes(broken), listed, third, PACK) == MEMBERS[2].body


def test_the_list_of_a_full_pack_with_the_longest_envelopes_is_read():
    hints = Hints(url="https://site.example/" + "x" * (LONGEST_HINTS - 200), section="s" * 60)
    assert LONGEST_HINTS - 100 < hints.size <= LONGEST_HINTS
    _, file = pack_file([member(n, hints=hints, media_type="a" * 80) for n in range(MOST_ARTICLES)])
    listed = read_list(file, PACK)
    assert listed is not None and len(listed.places) == MOST_ARTICLES


@pytest.mark.parametrize("level", LEVELS)
def test_the_ids_of_a_slot_begin_as_they_are_looked_for(level):
    for one in ids(500):
        slot = slot_of(one, level)
        assert sum(one.startswith(prefix) for prefix in id_prefixes(slot)) == 1
        assert all(slot_of(f"{prefix:0<4}", level) == slot for prefix in id_prefixes(slot))
