"""The roles of template.yaml, enforced on moto as AWS enforces them.

Moto compares buckets, objects and queues with the resources of a policy by itself. What it does not know is added
here: the names of parameters and secrets, that S3 answers 403 in the place of 404 to whoever may not list, and the
requests to OpenSearch.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.core.authorization import enable_iam_authentication
from moto.iam.access_control import IAMRequestBase
from moto.s3.models import s3_backends
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.ssm.responses import SimpleSystemManagerResponse
from opensearchpy import Transport
from opensearchpy.exceptions import AuthorizationException

from infra.local.intrinsics import Resolver, read

ACCOUNT = "123456789012"  # moto's
REGION = "eu-central-1"
STACK = "test"
TEMPLATE = read((Path(__file__).parents[1] / "template.yaml").read_text())
ENFORCED = ("s3", "sqs", "ssm", "secretsmanager")
ENGINE = "es"  # that each of its grants is needed: tests/contract/test_template.py
_DOMAIN = "${SearchDomain.Outputs.Arn}"
_BUCKET = "arn:aws:s3:::"


@dataclass(frozen=True)
class Grant:
    """One action on one resource, of one statement; the resource is written as in the template."""

    function: str
    statement: str
    action: str
    resource: Any

    def __str__(self) -> str:
        [place] = self.resource.values()
        return f"{self.function} {self.statement} {self.action} {place}"


def grants(services: Collection[str] = ENFORCED) -> list[Grant]:
    """Everything that the functions' roles allow in these services."""
    return [
        Grant(name, statement["Sid"], action, resource)
        for name, resource_of_stack in TEMPLATE["Resources"].items()
        if resource_of_stack["Type"] == "AWS::Serverless::Function"
        for statement in _statements(resource_of_stack)
        for action in _as_list(statement["Action"])
        if action.split(":")[0] in services
        for resource in _as_list(statement["Resource"])
    ]


def _statements(function: Mapping[str, Any]) -> list[dict[str, Any]]:
    role = TEMPLATE["Resources"][function["Properties"]["Role"]["Fn::GetAtt"].removesuffix(".Arn")]
    return [
        statement
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def resolver(attributes: Mapping[tuple[str, str | None], str]) -> Resolver:
    """Resolves what the template says for a stack that is made of these resources."""
    pseudo = {
        "AWS::StackName": STACK,
        "AWS::AccountId": ACCOUNT,
        "AWS::Region": REGION,
        "AWS::Partition": "aws",
    }
    return Resolver(
        pseudo, {}, lambda name, attribute: attributes.get((name, attribute), f"arn:aws:other:::{name}")
    )


@dataclass
class Roles:
    """Acts as a function: with its role alone. `denied` notes what was refused."""

    resolve: Resolver
    granted: list[Grant]
    monkeypatch: pytest.MonkeyPatch
    denied: list[str] = field(default_factory=list)
    sessions: dict[str, boto3.Session] = field(default_factory=dict)

    @contextmanager
    def acting_as(self, function: str) -> Iterator[None]:
        """Every client that is made from now on has this role."""
        if function not in self.sessions:
            self.sessions[function] = self._assume(function)
        with self.monkeypatch.context() as patch:
            patch.setattr(boto3, "DEFAULT_SESSION", self.sessions[function])
            _enforce_as_aws_does(patch, self.denied)
            _enforce_on_the_engine(patch, function, self.denied)
            with enable_iam_authentication():
                yield

    def _assume(self, function: str) -> boto3.Session:
        statements = [
            {"Effect": "Allow", "Action": grant.action, "Resource": self.resolve(grant.resource)}
            for grant in self.granted
            if grant.function == function
        ]
        iam, sts = boto3.client("iam"), boto3.client("sts")
        iam.create_role(RoleName=function, AssumeRolePolicyDocument="{}")
        if statements:
            document = json.dumps({"Version": "2012-10-17", "Statement": statements})
            iam.put_role_policy(RoleName=function, PolicyName="own", PolicyDocument=document)
        role = f"arn:aws:iam::{ACCOUNT}:role/{function}"
        given = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return boto3.Session(
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
            region_name=REGION,
        )


def _enforce_as_aws_does(patch: pytest.MonkeyPatch, denied: list[str]) -> None:
    moto_checks = IAMRequestBase.check_action_permitted

    def check(request: Any, resource: str) -> None:
        action = request._action
        for needed, where in _needs(action, resource):
            request._action = needed
            try:
                moto_checks(request, where)
            except Exception:
                denied.append(needed)
                raise

    patch.setattr(IAMRequestBase, "check_action_permitted", check)
    patch.setattr(SimpleSystemManagerResponse, "_determine_resource", _parameter, raising=False)
    patch.setattr(SecretsManagerResponse, "_determine_resource", _secret, raising=False)


def _enforce_on_the_engine(patch: pytest.MonkeyPatch, function: str, denied: list[str]) -> None:
    """Compare every request to OpenSearch with the role, by its method and its path."""
    allowed = [
        (grant.action, grant.resource["Fn::Sub"].removeprefix(_DOMAIN))
        for grant in grants([ENGINE])
        if grant.function == function
    ]
    send = Transport.perform_request

    def check(transport: Transport, method: str, url: str, **options: Any) -> Any:
        action = f"{ENGINE}:ESHttp{method.title()}"
        if not any(action == granted and fnmatchcase(url, pattern) for granted, pattern in allowed):
            denied.append(f"{action} {url}")
            raise AuthorizationException(403, "security_exception", {})
        return send(transport, method, url, **options)

    patch.setattr(Transport, "perform_request", check)


def _needs(action: str, resource: str) -> Iterator[tuple[str, str]]:
    """Give each action with its resource that must be allowed for a request."""
    action = action.removesuffix("Batch")  # SQS has no permissions of its own for batches
    yield action, resource
    if action == "s3:GetObject":
        bucket, _, key = resource.removeprefix(_BUCKET).partition("/")
        if s3_backends[ACCOUNT]["aws"].get_object(bucket, key) is None:
            yield "s3:ListBucket", f"{_BUCKET}{bucket}"
    if action == "ssm:GetParametersByPath":  # AWS does not say whether it compares with the last slash or without
        yield action, resource.removesuffix("/")


def _parameter(response: Any) -> str:
    return f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{response._get_param('Path')}"


def _secret(response: Any) -> str:
    return str(response._get_param("SecretId"))
