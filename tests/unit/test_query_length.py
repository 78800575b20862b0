from shared.adapters.affordable import affordable
from shared.adapters.analysis import LANGUAGES
from shared.adapters.words_query import MOST_ENDINGS
from shared.domain.profile import NEWS
from shared.domain.query_length import MAX_TERMS_READ, first_terms, terms_in
from shared.domain.query_text import parse_query


def test_each_word_is_a_term_and_each_ideograph_is_one() -> None:
    assert terms_in("foreign troops, in Ukraine") == 4
    assert terms_in("東京オリンピック 2020") == 9


def test_a_run_of_ideographs_is_cut_where_the_limit_is() -> None:
    kept = first_terms(["a", "京" * 300])
    assert kept == ["a", "京" * (MAX_TERMS_READ - 1)]


def test_a_long_text_is_read_up_to_the_limit_with_a_warning() -> None:
    query = parse_query("京" * 400)
    assert terms_in(str(query.tree)) == MAX_TERMS_READ
    assert query.warnings == (f"of a text this long the first {MAX_TERMS_READ} words were read",)


def test_a_sentence_quoted_in_a_text_is_read_as_words() -> None:
    query = parse_query('Wilson: "this might wind up to be the very end of it" CNN Politics October 18 2017')
    assert '"' not in query.interpreted
    assert query.warnings


def test_a_long_phrase_with_a_word_or_two_stays_a_phrase() -> None:
    query = parse_query('"this might wind up to be the end of it all for the whole of the town" wilson cnn')
    assert query.interpreted.startswith('(wilson AND cnn) AND "this might wind up')
    assert query.warnings == ()


def budget(text: str, names: dict[str, tuple[str, ...]] | None = None) -> tuple[tuple[str, ...], int, int]:
    """Give the languages that a query is asked in, the words that may come near one, the names respelled."""
    words = affordable(LANGUAGES, names or {}, NEWS, parse_query(text).tree, forgiving=True)
    return words.languages, words.endings, len(words.variants)


def test_a_short_query_is_asked_in_all_languages_and_a_long_one_in_the_first() -> None:
    assert budget("zelensky troops") == (LANGUAGES, MOST_ENDINGS, 0)
    assert budget("") == (LANGUAGES, MOST_ENDINGS, 0)
    words = [f"word{n}" for n in range(60)]
    assert budget(" ".join(words)) == (LANGUAGES[:4], 3, 0)
    assert budget(" AND ".join(words[:30])) == budget(" OR ".join(words[:30])) == (LANGUAGES[:10], 5, 0)
    assert budget("京" * 400) == (LANGUAGES[:1], 2, 0)


def test_names_with_many_spellings_cost_languages_and_the_last_of_too_many_their_spellings() -> None:
    names = {f"name{n}": tuple(f"spelling{n}-{m}" for m in range(20)) for n in range(25)}
    few = dict(list(names.items())[:5])
    assert budget(" ".join(few), few)[::2] == (LANGUAGES[:6], 5)
    assert budget(" ".join(names), names)[::2] == (LANGUAGES[:1], 14)
