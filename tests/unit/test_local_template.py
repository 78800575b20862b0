"""template.yaml as the local stack reads it."""

from pathlib import Path

import pytest

from infra.local import system as model
from infra.local import template
from infra.local.cloudformation import Document
from infra.local.coverage import TREATMENTS
from infra.local.intrinsics import Resolver, TemplateError, read

LOCAL = {"OpenSearchUrl": "http://127.0.0.1:9200", "OpenSearchAuth": "none", "RetryAfterSeconds": "5"}
AWS_URL = "http://127.0.0.1:5000"

SMALL = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Size: {Type: Number, Default: 3}
Conditions:
  Large: !Equals [!Ref Size, 10]
Globals:
  Function:
    Timeout: 7
    Environment: {Variables: {SIZE: !If [Large, large, !Sub "small-${Size}"]}}
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties: {StageName: $default}
  WorkFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: work.lambda_handler
      Environment: {Variables: {QUEUE: !Ref Jobs}}
      Events:
        Do: {Type: HttpApi, Properties: {Method: GET, Path: /do}}
        Jobs: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn, BatchSize: 4}}
        Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(2 hours), Input: '{"a": 1}'}}
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {VisibilityTimeout: 9}
  Spare:
    Type: AWS::SQS::Queue
    Condition: Large
"""


def load(text: str, tmp_path: Path, **parameters: str) -> model.System:
    file = tmp_path / "template.yaml"
    file.write_text(text)
    return template.load(parameters, aws_url=AWS_URL, file=file)


def resolver() -> Resolver:
    attributes = {("Bucket", None): "raw", ("Bucket", "Arn"): "arn:aws:s3:::raw"}
    return Resolver(
        {"Stack": "copydesk", "Zero": 0},
        {"Always": {"Fn::Equals": [1, 1]}, "Never": {"Fn::Equals": [1, 2]}},
        lambda name, key: attributes[name, key],
    )


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("!Ref Stack", "copydesk"),
        ("!Ref Bucket", "raw"),
        ("!GetAtt Bucket.Arn", "arn:aws:s3:::raw"),
        ("!Sub '${Bucket.Arn}/raw/*'", "arn:aws:s3:::raw/raw/*"),
        ("!Sub ['${Where}/${Stack}/${!literal}', {Where: !Ref Bucket}]", "raw/copydesk/${literal}"),
        ("!If [Always, a, b]", "a"),
        ("[!If [Never, a, !Ref AWS::NoValue], b]", ["b"]),
        ("{left: out, gone: !Ref AWS::NoValue}", {"left": "out"}),
        ("!Equals [!Ref Zero, '0']", True),
        ("!Not [!Equals [a, b]]", True),
        ("!Join ['-', [a, !Ref Zero]]", "a-0"),
        ("{Fn::Join: ['', [!Ref Stack]]}", "copydesk"),
    ],
)
def test_an_intrinsic_function_gives_what_cloudformation_gives(yaml: str, value: object) -> None:
    assert resolver()(read(yaml)) == value


def test_an_unknown_intrinsic_function_is_named() -> None:
    with pytest.raises(TemplateError, match="Fn::FindInMap"):
        resolver()(read("!FindInMap [a, b, c]"))


def test_a_small_template_is_resolved_whole(tmp_path: Path) -> None:
    system = load(SMALL, tmp_path)
    jobs = model.Queue(
        name="copydesk-Jobs",
        url=f"{AWS_URL}/123456789012/copydesk-Jobs",
        arn="arn:aws:sqs:us-east-1:123456789012:copydesk-Jobs",
        attributes={"VisibilityTimeout": "9"},
    )
    assert system == model.System(
        api=model.Api((model.Route("GET /do", "work"),), rate=10_000.0, burst=5_000, access_log=None),
        functions=(
            model.Function(
                name="work",
                full_name="copydesk-WorkFunction",
                arn="arn:aws:lambda:us-east-1:123456789012:function:copydesk-WorkFunction",
                handler="work.lambda_handler",
                timeout=7,
                memory=128,
                environment={"SIZE": "small-3", "QUEUE": jobs.url},
            ),
        ),
        sources=(
            model.QueueSource("work", jobs, batch_size=4, maximum_concurrency=None, reports_item_failures=False),
        ),
        schedules=(model.Schedule("Tick", "work", 7_200, '{"a": 1}'),),
        queues=(jobs,),
        buckets=(),
        secrets=(),
        outputs={},
    )


def test_a_condition_decides_on_resources_and_values(tmp_path: Path) -> None:
    system = load(SMALL, tmp_path, Size="10")
    assert [queue.name for queue in system.queues] == ["copydesk-Jobs", "copydesk-Spare"]
    assert system.functions[0].environment["SIZE"] == "large"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (
            "{VisibilityTimeout: 9}",
            "{VisibilityTimeout: 9, MaximumMessageSize: 1024}",
            r"Jobs \(AWS::SQS::Queue\): MaximumMessageSize",
        ),
        ("Method: GET,", "Method: GET, TimeoutInMillis: 5,", r"Do \(HttpApi\): TimeoutInMillis"),
        ("BatchSize: 4", "MaximumBatchingWindowInSeconds: 1", r"Jobs \(SQS\): MaximumBatchingWindowInSeconds"),
        ("{StageName: $default}", "{CorsConfiguration: true}", r"CorsConfiguration"),
        ("Type: AWS::SQS::Queue\n    Cond", "Type: AWS::SNS::Thing\n    X: 1\n    Cond", r"Spare: X"),
        ("StageName: $default", "StageName: prod", r"the stage \$default only"),
        ("Timeout: 7", "Runtime: python3.1", "WorkFunction runs on python3.1"),
        ("Globals:", "Mappings: {}\nGlobals:", "the section Mappings"),
        ("rate(2 hours)", "'cron(0 12 * * ? *)'", "cron"),
        ("!Ref Jobs}}", "!GetAtt Jobs.Nothing}}", "no value for Nothing of Jobs"),
        ("!Ref Jobs}}", "!Ref Spare}}", "Spare, which the local stack does not have"),
    ],
)
def test_what_cannot_be_followed_stops_the_start(old: str, new: str, named: str, tmp_path: Path) -> None:
    changed = SMALL.replace(old, new)
    assert changed != SMALL
    with pytest.raises(TemplateError, match=named):
        load(changed, tmp_path, Size="10" if named == "Spare: X" else "3")


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no parameter Colour"):
        load(SMALL, tmp_path, Colour="red")


def test_the_template_of_the_project_can_be_followed() -> None:
    system = template.load(LOCAL, aws_url=AWS_URL)
    names = {"accept", "index", "search", "admin", "alert", "notify"}
    assert {function.name for function in system.functions} == names
    assert {function.environment["OPENSEARCH_URL"] for function in system.functions} == {LOCAL["OpenSearchUrl"]}
    assert [source.function for source in system.sources] == ["index", "index", "alert", "notify"]
    assert all(source.reports_item_failures for source in system.sources)
    assert system.sources[0].queue.attributes["VisibilityTimeout"] == LOCAL["RetryAfterSeconds"]
    assert {schedule.event for schedule in system.schedules} == {
        '{"action": "release"}',
        '{"action": "reconcile"}',
    }
    assert "$default" in {route.key for route in system.api.routes}
    assert system.buckets[0].name == system.outputs["RawBucketName"]
    assert system.buckets[0].notifications[0]["Queue"] == system.sources[0].queue.arn


def test_the_list_of_treatments_holds_nothing_that_the_template_has_not() -> None:
    used: set[str] = set()

    def look(document: Document) -> None:
        for resource in document.resources.values():
            used.add(resource["Type"])
            used.update(f"event {event['Type']}" for event in resource["Properties"].get("Events", {}).values())
        for _, nested in document.nested():
            look(nested)

    look(Document(template.FILE, LOCAL | {"AlarmEmail": "night-desk@example.org"}, lambda *_: "any"))
    assert TREATMENTS.keys() == used
