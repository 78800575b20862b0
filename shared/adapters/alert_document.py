"""An alert as the index of alerts holds it: its query for each language, and a digest that tells it from another.

An article has the fields of its own language alone, so one of the queries says the same as all together. The
engine reads a query anew for each article: that of all takes several times as long.
"""

from hashlib import sha256
from typing import Any

import orjson

from shared.adapters.affordable import affordable
from shared.adapters.analysis import LANGUAGES
from shared.adapters.facets import narrowing
from shared.adapters.mapping import index_body
from shared.usecases.alert_ports import Registration

Query = dict[str, Any]


def alerts_body() -> Query:
    """Give what the index of alerts is made of: the fields of articles, which the queries ask for, and its own."""
    body = index_body()
    body["mappings"]["properties"] |= {
        "query": {"properties": {one: {"type": "percolator"} for one in LANGUAGES}},
        "digest": {"type": "keyword", "index": False, "doc_values": False},
    }
    return body


def to_document(registration: Registration) -> dict[str, Any]:
    """Give what is written for an alert."""
    return {
        "id": registration.key.id,
        "source": registration.key.source,
        "query": {language: alert_query(registration, language) for language in LANGUAGES},
        "digest": digest(registration),
    }


def digest(registration: Registration) -> str:
    """Give what is another when a later release reads the query otherwise.

    Of its form for one language: in the others the fields have other names. It is asked of every alert each hour.
    """
    first, *_ = LANGUAGES
    written = [registration.key.source, [*LANGUAGES], alert_query(registration, first)]
    return sha256(orjson.dumps(written, option=orjson.OPT_SORT_KEYS)).hexdigest()


def alert_query(registration: Registration, language: str) -> Query:
    """Give the query of an alert for articles of a language, as a search for the same would ask it.

    It is as long as a search may be: a longer one fails when an article is matched, and all others with it.
    """
    request = registration.request
    tree = request.query.tree
    words = affordable((language,), registration.names, request.profile, tree)
    return {"bool": {"filter": [*narrowing(request), *([] if tree is None else [words.matching(tree)])]}}
