import random
import time

from shared.domain.text_difference import Kind, Passage, Piece, passages


def both(found):
    """The two texts again, from what was found."""
    older, newer = [], []
    for one in found:
        if one.kind is Kind.CHANGED:
            older.append("".join(each.text for each in one.pieces if each.kind is not Kind.ADDED))
            newer.append("".join(each.text for each in one.pieces if each.kind is not Kind.REMOVED))
            continue
        older += [one.text] if one.kind is not Kind.ADDED else []
        newer += [one.text] if one.kind is not Kind.REMOVED else []
    return "\n\n".join(older), "\n\n".join(newer)


def test_a_changed_word_is_shown_in_its_paragraph_and_a_new_paragraph_between_those_that_stayed():
    older = "The council voted.\n\nFour members were against it.\n\nIt rained."
    newer = "The council voted.\n\nFive members were against it.\n\nThe mayor was ill.\n\nIt rained."
    assert passages(older, newer) == [
        Passage(Kind.SAME, "The council voted."),
        Passage(
            Kind.CHANGED,
            "Five members were against it.",
            (
                Piece(Kind.REMOVED, "Four "),
                Piece(Kind.ADDED, "Five "),
                Piece(Kind.SAME, "members were against it."),
            ),
        ),
        Passage(Kind.ADDED, "The mayor was ill."),
        Passage(Kind.SAME, "It rained."),
    ]


def test_a_paragraph_with_little_in_common_is_another_paragraph():
    assert [one.kind for one in passages("All went well at sea.", "Nobody came to the harbour.")] == [
        Kind.REMOVED,
        Kind.ADDED,
    ]


def test_a_text_can_appear_and_disappear():
    assert passages("", "One.\n\nTwo.") == [Passage(Kind.ADDED, "One."), Passage(Kind.ADDED, "Two.")]
    assert passages("One.", "") == [Passage(Kind.REMOVED, "One.")]
    assert passages("", "") == []


def test_whatever_the_texts_are_both_can_be_made_again_of_what_was_found():
    chance = random.Random(7)
    for _ in range(400):
        older, newer = (
            "\n\n".join(
                " ".join(chance.choice("abcd") for _ in range(chance.randint(1, 8)))
                for _ in range(chance.randint(1, 6))
            )
            for _ in range(2)
        )
        assert both(passages(older, newer)) == (older, newer)


def test_texts_made_to_be_hard_take_about_as_long_as_easy_ones():
    chance = random.Random(7)
    easy = "\n\n".join(f"Paragraph {n} of a long story." for n in range(20_000))
    hard = [
        (
            " ".join(chance.choice("ab") for _ in range(150_000)),
            " ".join(chance.choice("ab") for _ in range(150_000)),
        ),
        (
            "\n\n".join(chance.choice("ab") for _ in range(150_000)),
            "\n\n".join("ba"[n % 2] for n in range(150_000)),
        ),
        ("a " * 150_000, "a b " * 75_000),
    ]

    def seconds(older, newer):
        began = time.process_time()
        assert both(passages(older, newer))[1].split() == newer.split()
        return time.process_time() - began

    allowed = 100 * seconds(easy, easy)  # without the bounds the hard ones take minutes
    for older, newer in hard:
        assert seconds(older, newer) < allowed
