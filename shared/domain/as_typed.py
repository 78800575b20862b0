"""Whether a name is what somebody is typing: every word begins one of its words, one error in a word forgiven."""

from shared.domain.wording import wording

_FORGIVEN_FROM = 4  # letters: in a shorter word one error makes another word


def begins_like(name: str, typed: str) -> bool:
    """Tell whether each typed word is, with one error at most, the beginning of a word of the name."""
    words = wording(name).split()
    return all(any(_begins(word, one) for word in words) for one in wording(typed).split())


def _begins(word: str, typed: str) -> bool:
    if word.startswith(typed):
        return True
    lengths = range(len(typed) - 1, len(typed) + 2) if len(typed) >= _FORGIVEN_FROM else ()
    return any(_is_one_error(word[:length], typed) for length in lengths)


def _is_one_error(word: str, typed: str) -> bool:
    """Tell whether one letter more, less or other, or two that changed places, make the one of the other."""
    while word and typed and word[0] == typed[0]:
        word, typed = word[1:], typed[1:]
    while word and typed and word[-1] == typed[-1]:
        word, typed = word[:-1], typed[:-1]
    return (len(word) <= 1 and len(typed) <= 1) or (len(word) == len(typed) == 2 and word == typed[::-1])
