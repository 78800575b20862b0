"""`./copydesk pin` on the stack of this machine, as an editor calls it."""

import os
import subprocess

import pytest

from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.clients import opensearch_client
from tests.client import Client
from tests.local_stack import ROOT, LocalStack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


def copydesk(local_stack: LocalStack, *arguments: str) -> str:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("OPENSEARCH_URL", "RAW_BUCKET")
    }
    run = subprocess.run(
        ["./copydesk", *arguments],
        cwd=ROOT,
        env=environment | {"COPYDESK_HOME": str(local_stack.home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout


def test_an_article_is_pinned_told_and_ended(local_stack: LocalStack) -> None:
    facts = local_stack.facts
    [article, *_] = Client(facts["url"], facts["keys"]["demo"]).get("/v1/search?q=harbour").json["results"]
    client = opensearch_client(facts["opensearch"], "none", timeout=10)
    index = OpenSearchArticleIndex(client)
    assert copydesk(local_stack, "pin", "The ferry", article["id"]) == f"the ferry\n  1. {article['id']}\n"
    assert index.pins() == {"the ferry": [article["id"]]}
    assert copydesk(local_stack, "pin") == f"the ferry\n  1. {article['id']}\n"
    assert copydesk(local_stack, "pin", "the ferry", "--none") == "nothing is pinned\n"
    assert index.pins() == {}
    client.close()
