"""Reads template.yaml into the system that the local stack has to make and to run."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.local import coverage
from infra.local.cloudformation import ACCOUNT, REGION, STACK, Document
from infra.local.intrinsics import TemplateError
from infra.local.system import Api, Bucket, Function, Queue, QueueSource, Route, Schedule, Secret, System

FILE = Path(__file__).parents[2] / "template.yaml"

_RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
_SECONDS = {"minute": 60, "minutes": 60, "hour": 3_600, "hours": 3_600, "day": 86_400, "days": 86_400}


def load(parameters: Mapping[str, str], *, aws_url: str, file: Path = FILE) -> System:
    """Read the template for these parameter values; raise TemplateError for what cannot be followed here."""
    return _Reader(file, parameters, aws_url).system()


class _Reader:
    def __init__(self, file: Path, parameters: Mapping[str, str], aws_url: str) -> None:
        self._aws_url = aws_url
        self._template = Document(file, parameters, self._attribute)
        self._resolve = self._template.resolve
        coverage.check(self._template)
        self._queues = tuple(self._queue(*each) for each in self._template.of_type("AWS::SQS::Queue"))

    def system(self) -> System:
        of_type = self._template.of_type
        return System(
            api=self._api(),
            functions=tuple(self._function(*each) for each in of_type("AWS::Serverless::Function")),
            sources=tuple(self._source(*each) for each in self._events("SQS")),
            schedules=tuple(self._schedule(*each) for each in self._events("ScheduleV2")),
            queues=self._queues,
            buckets=tuple(self._bucket(*each) for each in of_type("AWS::S3::Bucket")),
            secrets=tuple(self._secret(*each) for each in of_type("AWS::SecretsManager::Secret")),
            outputs={name: self._template.output(name) for name in self._template.sections.get("Outputs", {})},
        )

    def _events(self, kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for logical_id, properties in self._template.of_type("AWS::Serverless::Function"):
            for name, event in properties.get("Events", {}).items():
                if event["Type"] == kind:
                    yield _short(logical_id), name, self._resolve(event["Properties"])

    def _attribute(self, template: Document, logical_id: str, name: str | None) -> str | None:
        resource = template.resources[logical_id]
        kind = resource["Type"]
        given = resource["Properties"].get(f"{kind.split('::')[2]}Name")  # BucketName, QueueName
        own = template.resolve(given) if given else f"{STACK}-{logical_id}"
        return {
            ("AWS::SQS::Queue", None): f"{self._aws_url}/{ACCOUNT}/{own}",
            ("AWS::SQS::Queue", "Arn"): f"arn:aws:sqs:{REGION}:{ACCOUNT}:{own}",
            ("AWS::SQS::Queue", "QueueName"): own,
            ("AWS::S3::Bucket", None): own,
            ("AWS::S3::Bucket", "Arn"): f"arn:aws:s3:::{own}",
            ("AWS::SecretsManager::Secret", None): f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{own}",
            ("AWS::Serverless::Function", None): own,
            ("AWS::Serverless::HttpApi", None): "local",
        }.get((kind, name))

    def _api(self) -> Api:
        apis = list(self._template.of_type("AWS::Serverless::HttpApi"))
        if len(apis) != 1:
            raise TemplateError(f"the local stack runs one HTTP API; template.yaml has {len(apis)}")
        properties = apis[0][1]
        if properties.get("StageName", "$default") != "$default":
            raise TemplateError("the local stack serves the stage $default only")
        limits = self._resolve(properties.get("DefaultRouteSettings", {}))
        return Api(
            routes=tuple(
                Route("$default" if each["Path"] == "$default" else f"{each['Method']} {each['Path']}", function)
                for function, _, each in self._events("HttpApi")
            ),
            rate=float(limits.get("ThrottlingRateLimit", 10_000)),  # the default quota of an account
            burst=int(limits.get("ThrottlingBurstLimit", 5_000)),
            access_log=self._resolve(properties.get("AccessLogSettings", {}).get("Format")),
        )

    def _function(self, logical_id: str, properties: dict[str, Any]) -> Function:
        if properties.get("Runtime", _RUNTIME) != _RUNTIME:
            raise TemplateError(f"{logical_id} runs on {properties['Runtime']}, this environment is {_RUNTIME}")
        variables = self._resolve(properties.get("Environment", {}).get("Variables", {}))
        return Function(
            name=_short(logical_id),
            full_name=f"{STACK}-{logical_id}",
            arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{STACK}-{logical_id}",
            handler=properties["Handler"],
            timeout=int(self._resolve(properties.get("Timeout", 3))),
            memory=int(self._resolve(properties.get("MemorySize", 128))),
            environment={key: str(value) for key, value in variables.items()},
        )

    def _source(self, function: str, _name: str, properties: dict[str, Any]) -> QueueSource:
        concurrency = properties.get("ScalingConfig", {}).get("MaximumConcurrency")
        return QueueSource(
            function=function,
            queue=next(queue for queue in self._queues if queue.arn == properties["Queue"]),
            batch_size=int(properties.get("BatchSize", 10)),
            maximum_concurrency=None if concurrency is None else int(concurrency),
            reports_item_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        )

    def _schedule(self, function: str, name: str, properties: dict[str, Any]) -> Schedule:
        expression = properties["ScheduleExpression"]
        match = re.fullmatch(r"rate\((\d+) (\w+)\)", expression)
        if match is None or match[2] not in _SECONDS:
            raise TemplateError(f"the local stack knows rate(…) schedules only; {name} has {expression}")
        return Schedule(name, function, int(match[1]) * _SECONDS[match[2]], properties.get("Input", "{}"))

    def _queue(self, logical_id: str, properties: dict[str, Any]) -> Queue:
        arn = self._resolve({"Fn::GetAtt": [logical_id, "Arn"]})
        return Queue(
            name=arn.rpartition(":")[2],
            url=self._resolve({"Ref": logical_id}),
            arn=arn,
            attributes={
                key: json.dumps(value) if isinstance(value, dict) else str(value)
                for key, value in self._resolve(properties).items()
                if key != "QueueName" and coverage.TREATMENTS["AWS::SQS::Queue"][key].kind == "applied"
            },
        )

    def _bucket(self, logical_id: str, properties: dict[str, Any]) -> Bucket:
        notifications = self._resolve(properties.get("NotificationConfiguration", {}))
        return Bucket(self._resolve({"Ref": logical_id}), tuple(notifications.get("QueueConfigurations", ())))

    def _secret(self, logical_id: str, properties: dict[str, Any]) -> Secret:
        return Secret(f"{STACK}-{logical_id}", self._resolve(properties["GenerateSecretString"]))


def _short(logical_id: str) -> str:
    return logical_id.removesuffix("Function").lower()
