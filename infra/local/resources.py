"""Makes the template's bucket, queues, secret and source keys in the local AWS."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config

from infra.local.runtime_api import CREDENTIALS
from infra.local.system import Bucket, Queue, Secret, System

Kept = Callable[[str, Callable[[], str]], str]


def client(service: str, aws_url: str) -> Any:
    """Give a client of the local AWS."""
    return boto3.client(
        service,
        endpoint_url=aws_url,
        region_name=CREDENTIALS["AWS_REGION"],
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(connect_timeout=2, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 2}),
    )


def create(
    system: System, aws_url: str, *, keys: Mapping[str, str], signing_secret: Callable[[str], str], kept: Kept
) -> None:
    """Make everything that is missing; `keys` holds each source's key, `kept` what outlives a restart."""
    sqs = client("sqs", aws_url)
    for queue in _dead_letter_queues_first(system.queues):
        sqs.create_queue(QueueName=queue.name, Attributes=dict(queue.attributes))
    s3 = client("s3", aws_url)
    for bucket in system.buckets:
        _create_bucket(s3, bucket)
    secrets_manager = client("secretsmanager", aws_url)
    for secret in system.secrets:
        _create_secret(secrets_manager, secret, kept)
    ssm = client("ssm", aws_url)
    for source, key in keys.items():
        name = f"{system.outputs['SourceKeysPath']}{source}"
        digest = hashlib.sha256(key.encode()).hexdigest()
        ssm.put_parameter(Name=name, Value=digest, Type="String", Overwrite=True)
        name = f"{system.outputs['SourceKeysPath']}signing/{source}"
        ssm.put_parameter(Name=name, Value=signing_secret(source), Type="SecureString", Overwrite=True)


def _dead_letter_queues_first(queues: tuple[Queue, ...]) -> list[Queue]:
    return sorted(queues, key=lambda queue: "RedrivePolicy" in queue.attributes)


def _create_bucket(s3: Any, bucket: Bucket) -> None:
    s3.create_bucket(Bucket=bucket.name)
    configurations = [
        {
            "QueueArn": each["Queue"],
            "Events": [each["Event"]],
            "Filter": {"Key": {"FilterRules": each.get("Filter", {}).get("S3Key", {}).get("Rules", [])}},
        }
        for each in bucket.notifications
    ]
    s3.put_bucket_notification_configuration(
        Bucket=bucket.name, NotificationConfiguration={"QueueConfigurations": configurations}
    )


def _create_secret(secrets_manager: Any, secret: Secret, kept: Kept) -> None:
    def generate() -> str:
        password: str = secrets_manager.get_random_password(**secret.rule)["RandomPassword"]
        return password

    secrets_manager.create_secret(Name=secret.name, SecretString=kept(secret.name, generate))
