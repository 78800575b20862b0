"""How the index takes texts apart: each language by its own stems, and every text once more as it is written.

An article's texts stand in fields of its language (`body.de`), which are stemmed; a language that the engine has
no stemmer for is folded (`body.other`), and Chinese, Japanese and Korean are cut into pairs of characters
(`body.cjk`). `exact` holds all words of all languages unstemmed: phrases, single spellings, prefixes and distances
are looked for there. Everywhere case, diacritics and the shape of apostrophes do not count, and `U.S.` is `US`.
"""

from typing import Any

from shared.domain.query_length import has_ideographs

OTHER, CJK = "other", "cjk"
_LONGEST_BEGINNING = 15  # letters of a word that suggestions tell apart
# The engine's own stemmers, the light ones where it has them: they join the forms of a word and little else. What
# comes before a stemmer (elision, ß) is of its language; diacritics are folded after it, for it reads them.
_STEMMERS: dict[str, tuple[str, ...]] = {  # a query that is too long for all asks the first
    "en": ("english",),
    "de": ("german_normalization", "light_german"),
    "fr": ("french_elision", "light_french"),
    "es": ("light_spanish",),
    "it": ("italian_elision", "light_italian"),
    "pt": ("light_portuguese",),
    "nl": ("dutch",),
    "sv": ("swedish",),
    "no": ("norwegian",),
    "da": ("danish",),
    "fi": ("finnish",),
    "ru": ("russian",),
}
_SAME = {"nb": "no", "nn": "no", "zh": CJK, "ja": CJK, "ko": CJK, "yue": CJK}
LANGUAGES = (*_STEMMERS, CJK, OTHER)
_STOPPED = {
    "da": "_danish_", "de": "_german_", "es": "_spanish_", "fi": "_finnish_", "fr": "_french_", "it": "_italian_",
    "nl": "_dutch_", "no": "_norwegian_", "pt": "_portuguese_", "ru": "_russian_", "sv": "_swedish_",
}  # fmt: skip
# The words that queries written as questions are full of; they are indexed, and looked for in phrases.
ENGLISH_STOPS = """
    a about above after again against all am an and any are as at be because been before being below between
    both but by can cannot could did do does doing down during each few for from further had has have having
    he her here hers herself him himself his how i if in into is it its itself just me more most my myself no
    nor not now of off on once only or other ought our ours ourselves out over own same she should so some
    such than that the their theirs them themselves then there these they this those through to too under
    until up very was we were what when where which while who whom why will with would you your yours yourself
    yourselves
""".split()  # noqa: SIM905  a list of them would take a page


def language_field(language: str | None, text: str) -> str:
    """Give the name of the fields of a language, `other` for one without a stemmer of its own.

    What is too short to tell its language by, as one in twenty of Reuters' articles is, is read as English:
    unstemmed it would rank behind all others, and English stems do little to words of other languages.
    """
    if language is None:
        return CJK if has_ideographs(text) else "en"
    code = language.partition("-")[0].lower()
    code = _SAME.get(code, code)
    return code if code in LANGUAGES else OTHER


def analysis() -> dict[str, Any]:
    """Give the index's settings of analysis: for each language how it is indexed and how it is searched."""
    filters: dict[str, Any] = {
        "odd_apostrophes": _ODD_APOSTROPHES,
        "abbreviations": _ABBREVIATIONS,
        "english_possessive": {"type": "stemmer", "language": "possessive_english"},
        "english_stops": {"type": "stop", "stopwords": ENGLISH_STOPS},
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": _LONGEST_BEGINNING},
        "as_a_beginning": {"type": "truncate", "length": _LONGEST_BEGINNING},
        "french_elision": {"type": "elision", "articles_case": True, "articles": _FRENCH_ARTICLES},
        "italian_elision": {"type": "elision", "articles_case": True, "articles": _ITALIAN_ARTICLES},
    }
    filters |= {f"{words.strip('_')}_stops": {"type": "stop", "stopwords": words} for words in _STOPPED.values()}
    analyzers = {
        "starts": _analyzer("lowercase", "english_possessive", "asciifolding", "beginnings"),
        "starts_query": _analyzer("lowercase", "english_possessive", "asciifolding", "as_a_beginning"),
        "exact": _analyzer("lowercase", "english_possessive", "asciifolding"),
        "exact_query": _analyzer("lowercase", "english_possessive", "english_stops", "asciifolding"),
        CJK: _analyzer("cjk_width", "lowercase", "cjk_bigram"),
        f"{CJK}_query": _analyzer("cjk_width", "lowercase", "cjk_bigram"),
        OTHER: _analyzer("lowercase", "asciifolding"),
        f"{OTHER}_query": _analyzer("lowercase", "english_stops", "asciifolding"),
    }
    for code, steps in _STEMMERS.items():
        before = list(steps[:-1])
        stemmer = {"type": "stemmer", "language": steps[-1]}
        filters[f"{code}_stemmer"] = stemmer
        possessive = ["english_possessive"] if code == "en" else []
        stops = "english_stops" if code == "en" else f"{_STOPPED[code].strip('_')}_stops"
        head = [*possessive, "lowercase", *before]
        analyzers[code] = _analyzer(*head, f"{code}_stemmer", "asciifolding")
        analyzers[f"{code}_query"] = _analyzer(*head, stops, f"{code}_stemmer", "asciifolding")
    return {
        "char_filter": {"apostrophes": _APOSTROPHES},
        "filter": filters,
        "analyzer": analyzers,
        "normalizer": {
            "folded": {"type": "custom", "char_filter": ["apostrophes"], "filter": ["lowercase", "asciifolding"]}
        },
    }


_FRENCH_ARTICLES = ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"]
_ITALIAN_ARTICLES = ["c", "l", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl", "dagl", "degl",
                     "negl", "sugl", "un", "m", "t", "s", "v", "d"]  # fmt: skip
# Both look for a character before anything else: filters of characters with the same rules cost a fifth of all
# indexing. Straight and typographic apostrophes are one after folding; Ukrainian's letter and the turned one not.
_ODD_APOSTROPHES = {"type": "pattern_replace", "pattern": "[\u02bc\u2018]", "replacement": "'"}
# A full stop between single letters: U.S. and J.K. become US and JK, end.Next stays.
_ABBREVIATIONS = {
    "type": "pattern_replace",
    "pattern": r"\.(?<=(?:^|\.)\p{L}\.)(?=\p{L}(?:$|[.'’]))",
    "replacement": "",
}
_APOSTROPHES = {
    "type": "mapping",
    "mappings": [f"\\u{code}=>'" for code in ("2019", "2018", "02bc", "ff07", "0060")],
}


def _analyzer(*filters: str) -> dict[str, Any]:
    first = [] if "cjk_bigram" in filters else ["odd_apostrophes", "abbreviations"]
    return {"type": "custom", "tokenizer": "standard", "filter": [*first, *filters]}
