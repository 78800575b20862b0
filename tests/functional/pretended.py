"""AWS as moto pretends it, and the environment that the functions find there."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from botocore.loaders import create_loader
from botocore.session import get_session
from moto import mock_aws

BUCKET = "copydesk-raw"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "RAW_BUCKET": BUCKET,
    "INDEX_QUEUE_URL": "https://queue.example/index",
    "LOAD_QUEUE_URL": "https://queue.example/load",
    "ALERT_QUEUE_URL": "https://queue.example/alert",
    "WEBHOOK_QUEUE_URL": "https://queue.example/webhook",
    "OPENSEARCH_URL": "http://opensearch.example",
    "OPENSEARCH_AUTH": "none",
    "SOURCE_KEYS_PATH": "/copydesk/test/source-keys/",
    "CURSOR_SECRET_ID": "cursor-secret",
    "ALERT_SECRET_ID": "alert-secret",
    "WEBHOOKS_TO_LOOPBACK": "no",
    "CORS_ORIGIN": "*",
    "POWERTOOLS_SERVICE_NAME": "copydesk",
    "POWERTOOLS_METRICS_NAMESPACE": "Copydesk",
}
_DESCRIPTIONS = create_loader()  # of AWS's services: to read them anew takes longer than most tests


@contextmanager
def pretended_aws(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[None]:
    """Let moto be AWS, with an environment that names its services; a test puts its own names in."""
    for name, value in (ENVIRONMENT | environment).items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        session = get_session()
        session.register_component("data_loader", _DESCRIPTIONS)
        boto3.setup_default_session(botocore_session=session)
        yield
