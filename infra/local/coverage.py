"""What the local stack does with each property of template.yaml; one that is not listed stops the start.

A reader of the template must not believe in something that happens only on AWS. `applied` is done with the
same value here, `enforced` holds here by other means, and `ignored` says why it may be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from infra.local.cloudformation import Document
from infra.local.intrinsics import TemplateError


@dataclass(frozen=True)
class Treatment:
    """What becomes of a property here, and how or why."""

    kind: str
    how: str


applied = partial(Treatment, "applied")
enforced = partial(Treatment, "enforced")
ignored = partial(Treatment, "ignored")

_NO_ALARMS = ignored("the local stack has no CloudWatch; logs are files in .local/logs")
_NO_IAM = ignored("nobody is refused here; tests/functional/test_permissions.py enforces the roles on moto")
_NO_RETRY = ignored("a run that fails is not repeated; the next one comes on schedule")
_NO_BUILD = ignored("processes run from the source tree; packaging is checked by its own tests")
_PRIVATE = enforced("everything listens on 127.0.0.1 only")

# "*" covers a whole resource type. A path like `A.B` covers what is below it and nothing beside it.
TREATMENTS: Mapping[str, Mapping[str, Treatment]] = {
    "AWS::Serverless::HttpApi": {
        "StageName": enforced("$default is the one stage, so that paths have no prefix"),
        "DefaultRouteSettings.ThrottlingRateLimit": enforced("the gateway answers 429"),
        "DefaultRouteSettings.ThrottlingBurstLimit": enforced("the gateway answers 429"),
        "DefaultRouteSettings.DetailedMetricsEnabled": _NO_ALARMS,
        "AccessLogSettings.Format": applied("lines of .local/logs/access.log"),
        "AccessLogSettings.DestinationArn": _NO_ALARMS,
    },
    "AWS::Serverless::Function": {
        "Handler": applied("the handler that each process runs"),
        "Runtime": enforced("this environment's Python has the runtime's version"),
        "Timeout": enforced("the process is killed"),
        "Environment.Variables": applied("the process's environment"),
        "MemorySize": ignored("told to the function; processes share the machine's memory and processors"),
        "Architectures": ignored("processes run on this machine's architecture"),
        "Description": ignored("text for the console"),
        "CodeUri": _NO_BUILD,
        "Layers": _NO_BUILD,
        "LoggingConfig": ignored("output goes to .local/logs/<function>.log"),
        "Role": _NO_IAM,
        "EventInvokeConfig": _NO_RETRY,
        "Events": applied("see the events below"),
    },
    "event HttpApi": {
        "ApiId": enforced("there is one API"),
        "Method": applied("a route of the gateway"),
        "Path": applied("a route of the gateway"),
    },
    "event SQS": {
        "Queue": applied("what the poller reads"),
        "BatchSize": applied("messages of one event"),
        "FunctionResponseTypes": applied("how the answer is read"),
        "ScalingConfig.MaximumConcurrency": applied("events at once, bounded by the processes of the function"),
    },
    "event ScheduleV2": {
        "Name": ignored("a schedule is known by its event's name here"),
        "ScheduleExpression": applied("rate(…) expressions"),
        "Input": applied("the event"),
        "RetryPolicy": _NO_RETRY,
    },
    "AWS::S3::Bucket": {
        "BucketName": applied("the bucket's name"),
        "VersioningConfiguration": ignored("the local store keeps one version; nothing overwrites a raw object"),
        "PublicAccessBlockConfiguration": _PRIVATE,
        "OwnershipControls": ignored("there is one account"),
        "BucketEncryption": ignored("objects are plain files, as private as the folder"),
        "LifecycleConfiguration": ignored("objects are kept until .local is deleted"),
        "NotificationConfiguration.QueueConfigurations": applied("moto sends the events"),
    },
    "AWS::S3::BucketPolicy": {"*": ignored("there is no TLS here, which is all that the policy asks for")},
    "AWS::SQS::Queue": {
        "QueueName": applied("the queue's name"),
        "DelaySeconds": applied("an attribute of the queue"),
        "VisibilityTimeout": applied("an attribute of the queue"),
        "MessageRetentionPeriod": applied("an attribute of the queue"),
        "RedrivePolicy": applied("moto moves messages to the dead-letter queue"),
        "SqsManagedSseEnabled": ignored("messages are in memory only"),
    },
    "AWS::SQS::QueuePolicy": {"*": ignored("nobody is refused here; there is no TLS either")},
    "AWS::SecretsManager::Secret": {
        "Description": ignored("text for the console"),
        "GenerateSecretString": applied("generated once and kept in .local/secrets.json"),
    },
    "AWS::Serverless::LayerVersion": {"*": _NO_BUILD},
    "AWS::CloudFormation::Stack": {
        "TemplateURL": applied("the nested template is read as well"),
        "Parameters": applied("the nested template's parameters"),
    },
    "AWS::CloudFormation::WaitConditionHandle": {"*": ignored("it stands for nothing")},
    "AWS::CloudWatch::Alarm": {"*": _NO_ALARMS},
    "AWS::IAM::Role": {"*": _NO_IAM},
    "AWS::Logs::LogGroup": {"*": ignored("logs are files, replaced at each start")},
    "AWS::SNS::Subscription": {"*": _NO_ALARMS},
    "AWS::SNS::Topic": {"*": _NO_ALARMS},
    "AWS::SNS::TopicPolicy": {"*": _NO_ALARMS},
}

ATTRIBUTES: Mapping[str, Treatment] = {
    "Type": applied("the kind of resource"),
    "Properties": applied("see above"),
    "Condition": applied("without it the resource is not made"),
    "DependsOn": enforced("queues are made before buckets"),
    "Metadata": _NO_BUILD,
    "DeletionPolicy": ignored("data stays in .local until it is deleted"),
    "UpdateReplacePolicy": ignored("data stays in .local until it is deleted"),
}


SECTIONS: Mapping[str, Treatment] = {
    "AWSTemplateFormatVersion": applied("the one there is"),
    "Transform": applied("SAM's resource types and Globals are read as they are"),
    "Description": ignored("text for the console"),
    "Parameters": applied("defaults, and the local values beside them"),
    "Rules": ignored("they guard deployments; the local values are the stack's own"),
    "Conditions": applied("resources and values depend on them"),
    "Globals": applied("merged into each function"),
    "Resources": applied("see above"),
    "Outputs": applied("names and addresses for stack.json"),
}


def check(template: Document) -> None:
    """Raise TemplateError naming everything that the local stack would drop in silence."""
    if unknown := list(_unknown_in(template)):
        raise TemplateError(
            "The local stack does not know what to do with these parts of template.yaml:\n  "
            + "\n  ".join(unknown)
            + "\nApply them in infra/local, or list them with the reason in infra/local/coverage.py."
        )


def _unknown_in(template: Document) -> Iterator[str]:
    yield from (f"the section {name}" for name in template.sections if name not in SECTIONS)
    for logical_id, resource in template.resources.items():
        yield from _unknown_in_resource(logical_id, resource)
    for logical_id, nested in template.nested():
        yield from (f"{logical_id}, {each}" for each in _unknown_in(nested))


def _unknown_in_resource(logical_id: str, resource: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{logical_id}: {name}" for name in resource if name not in ATTRIBUTES)
    kind, properties = resource["Type"], resource["Properties"]
    yield from _unknown_properties(f"{logical_id} ({kind})", TREATMENTS.get(kind, {}), properties)
    if kind == "AWS::Serverless::Function":
        for name, event in properties.get("Events", {}).items():
            place = f"{logical_id}.Events.{name} ({event['Type']})"
            known = TREATMENTS.get(f"event {event['Type']}", {})
            yield from _unknown_properties(place, known, event.get("Properties", {}))


def _unknown_properties(
    place: str, known: Mapping[str, Treatment], properties: Mapping[str, Any], above: str = ""
) -> Iterator[str]:
    if "*" in known:
        return
    if not known:
        yield f"{place}: the whole type"
        return
    for name, value in properties.items():
        path = f"{above}{name}"
        if path in known:
            continue
        if isinstance(value, dict) and any(other.startswith(f"{path}.") for other in known):
            yield from _unknown_properties(place, known, value, f"{path}.")
        else:
            yield f"{place}: {path}"
