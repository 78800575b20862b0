"""Which articles tell one story, whatever the order in which they are looked at."""

from itertools import permutations

import pytest

from shared.domain.article import Content
from shared.domain.identity import article_id
from shared.domain.story import Member, linked, stories


def member(name: str, *links: str, sketch: str | None = None, bands: tuple[str, ...] = ()) -> Member:
    return Member(name, 1, name, frozenset({name, *links}), frozenset(bands), sketch)


def same(one: Member, other: Member) -> bool:
    return one.sketch == other.sketch


def always(_: Member, __: Member) -> bool:
    return True


def test_an_article_alone_is_its_own_story():
    assert stories([member("b"), member("a")], same) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_chain_is_one_story_in_every_order(order):
    chain = [member("d"), member("b", "d"), member("c", "b"), member("e", "c")]
    assert stories([chain[n] for n in order], same) == dict.fromkeys("bcde", "b")


def test_an_article_that_never_came_holds_those_together_that_link_to_it():
    assert stories([member("b", "a"), member("c", "a")], same) == {"b": "a", "c": "a"}


def test_copies_that_meet_are_one_story_and_hang_together_with_links():
    one, other = member("b", sketch="x", bands=("1", "2")), member("d", "e", sketch="x", bands=("2",))
    assert stories([one, other, member("e"), member("c")], same) == {"b": "b", "d": "b", "e": "b", "c": "c"}


def test_copies_that_meet_are_compared():
    one, other = member("b", sketch="x", bands=("1",)), member("c", sketch="y", bands=("1",))
    assert stories([one, other], same) == {"b": "b", "c": "c"}
    assert stories([one, other], always) == {"b": "b", "c": "b"}


def test_those_that_do_not_meet_are_not_compared():
    one, other = member("b", sketch="x", bands=("1",)), member("c", sketch="y", bands=("2",))
    assert stories([one, other], always) == {"b": "b", "c": "c"}


def test_a_held_article_tells_nothing_and_is_told_nothing():
    assert stories([Member("a", 1, "a"), member("b")], same) == {"b": "b"}


def test_a_large_story_of_one_text_is_compared_quickly():
    compared = []

    def counting(one: Member, other: Member) -> bool:
        compared.append((one, other))
        return True

    many = [member(f"{n:05}", sketch="x", bands=("1", "2")) for n in range(2_000)]
    assert set(stories(many, counting).values()) == {"00000"}
    assert len(compared) < 2_000


def test_links_are_the_ids_of_the_sender_s_own_articles():
    content = Content(evolved_from="urn:a", story_links=("urn:b", "urn:a", " urn:c "))
    assert linked("demo", content) == {article_id("demo", f"urn:{name}") for name in "abc"}


def test_a_link_that_no_article_can_have_is_left_out():
    assert (
        linked("demo", Content(evolved_from="an id with spaces", story_links=("", "x" * 600, "\u200b")))
        == frozenset()
    )
