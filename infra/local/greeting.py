"""What a run tells its user once it is up: the address, a key and three commands to try."""

import json
from collections.abc import Mapping

from infra.local.home import Home
from shared.domain.identity import article_id

_SOURCE = "demo"
_SOURCE_ID = "urn:example:lighthouse-nights"
_ARTICLE = {
    "uri": _SOURCE_ID,
    "headline": "Lighthouse to open its doors at night",
    "byline": "By Ines Carrow",
    "language": "en",
    "service": [{"name": "Local"}],
    "subject": [{"code": "medtop:01000000", "name": "arts, culture, entertainment and media"}],
    "body_text": "The old lighthouse in the harbour will open to visitors on Friday nights from June.",
}


def greeting(url: str, keys: Mapping[str, str], home: Home, engine_is_foreign: bool) -> str:
    """Give the lines; each command works as it stands when it is pasted into a shell."""
    authorization = f"-H 'Authorization: Bearer {keys[_SOURCE]}'"
    article = json.dumps(_ARTICLE)
    status = f"{url}/v1/articles/{article_id(_SOURCE, _SOURCE_ID)}/status"
    return f"""
Copydesk runs at {url} with a dozen sample articles. Ctrl-C stops it.
  key of the source {_SOURCE}: {keys[_SOURCE]}
  its secret, for Superdesk to sign with: {home.signing_secret(_SOURCE)}
  data and logs: {home.folder}{
        ""
        if not engine_is_foreign
        else '''
  articles are indexed in the OpenSearch that OPENSEARCH_URL names'''
    }

Push an article, find it, see where it is:

  curl -sS -w '\\n' {authorization} -H 'Content-Type: application/json' {url}/v1/articles -d '{article}'

  curl -sS -w '\\n' '{url}/v1/search?q=harbour&facets=author,topic,section,date:month'

  curl -sS -w '\\n' {authorization} {status}
"""
