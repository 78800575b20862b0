"""How the lists of words are written down: as text, with spaces or dots between the entries."""


def words_of(text: str) -> frozenset[str]:
    """Give the words of a list."""
    return frozenset(text.split())


def phrases_of(text: str) -> frozenset[str]:
    """Give the entries of a list in which a dot or a line end stands between them."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "·").split("·") if phrase.strip())
