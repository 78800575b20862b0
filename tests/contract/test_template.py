"""What template.yaml and its nested stacks promise, compared with the code and with AWS's rules."""

import contextlib
import importlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import Transport
from opensearchpy.exceptions import ConnectionTimeout, RequestError

from infra.local.intrinsics import read
from shared import observability
from shared.adapters.alert_index import OpenSearchAlertIndex
from shared.adapters.article_index import OpenSearchArticleIndex
from shared.adapters.article_search import OpenSearchArticleSearch
from shared.adapters.clients import opensearch_client
from shared.domain.alert import AlertKey
from shared.domain.change_log import Place
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey, Stage
from shared.domain.position import Position
from shared.domain.search_request import Order, SearchRequest
from shared.domain.story import Member
from shared.domain.suggest_request import SuggestRequest
from shared.settings import Settings
from shared.usecases.alert_ports import Registration
from shared.usecases.deliver_webhook import pause_after
from shared.usecases.ports import IndexEntry

ROOT = Path(__file__).parents[2]
TEMPLATE = read((ROOT / "template.yaml").read_text())
MONITORING = read((ROOT / "infra/monitoring.yaml").read_text())
DOMAIN = read((ROOT / "infra/search_domain.yaml").read_text())
PARAMETERS = TEMPLATE["Parameters"]
GLOBALS = TEMPLATE["Globals"]["Function"]

Properties = dict[str, Any]


def of_type(kind: str, template: dict[str, Any] = TEMPLATE) -> dict[str, Properties]:
    return {name: it.get("Properties", {}) for name, it in template["Resources"].items() if it["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
QUEUES = of_type("AWS::SQS::Queue")
BUCKETS = of_type("AWS::S3::Bucket")


def role_of(function: str) -> Properties:
    return of_type("AWS::IAM::Role")[FUNCTIONS[function]["Role"]["Fn::GetAtt"].removesuffix(".Arn")]


def statements_of(role: Properties) -> list[dict[str, Any]]:
    return [statement for policy in role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# --- Functions


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_handler_can_be_imported_under_the_name_that_lambda_uses(name: str) -> None:
    module, _, function = FUNCTIONS[name]["Handler"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_functions_get_the_settings_that_the_code_reads_and_no_others() -> None:
    given = {name for name in GLOBALS["Environment"]["Variables"] if not name.startswith("POWERTOOLS_")}
    assert given == {field.upper() for field in Settings.model_fields}
    assert not [name for name, function in FUNCTIONS.items() if "Environment" in function]


def test_the_api_gets_an_answer_before_it_gives_up() -> None:
    answering = [
        it for it in FUNCTIONS.values() if "HttpApi" in {event["Type"] for event in it["Events"].values()}
    ]
    assert len(answering) == 2
    assert all(function.get("Timeout", GLOBALS["Timeout"]) < 30 for function in answering)


def test_the_search_function_does_not_carry_what_reads_articles() -> None:
    assert FUNCTIONS["SearchFunction"]["Layers"] == [{"Ref": "SharedLayer"}]


def test_one_path_of_the_api_has_one_name_for_its_variable() -> None:
    paths = {
        event["Properties"]["Path"]
        for function in FUNCTIONS.values()
        for event in function["Events"].values()
        if event["Type"] == "HttpApi"
    }
    assert len(paths) == len({re.sub(r"{[^}]+}", "{}", path) for path in paths})


# --- Queues and buckets


def test_a_message_comes_again_only_when_the_function_has_surely_ended() -> None:
    needed = 6 * FUNCTIONS["IndexFunction"].get("Timeout", GLOBALS["Timeout"])
    for name in ("IndexQueue", "LoadQueue"):
        assert QUEUES[name]["VisibilityTimeout"] == {"Ref": "RetryAfterSeconds"}
    assert PARAMETERS["RetryAfterSeconds"]["MinValue"] == needed
    assert PARAMETERS["RetryAfterSeconds"]["Default"] >= needed


def test_a_message_is_tried_for_a_day_before_its_receiver_is_given_up() -> None:
    tries = QUEUES["WebhookQueue"]["RedrivePolicy"]["maxReceiveCount"]
    assert timedelta(hours=24) < sum(map(pause_after, range(1, tries)), timedelta()) < timedelta(days=14)
    source = FUNCTIONS["NotifyFunction"]["Events"]["Message"]["Properties"]
    assert (source["BatchSize"], source["FunctionResponseTypes"]) == (1, ["ReportBatchItemFailures"])


def test_sqs_lets_a_message_wait_as_long_as_it_is_put_off_after_the_longest_try() -> None:
    longest_try = FUNCTIONS["NotifyFunction"].get("Timeout", GLOBALS["Timeout"])
    for tries in range(1, QUEUES["WebhookQueue"]["RedrivePolicy"]["maxReceiveCount"] + 1):
        assert pause_after(tries).total_seconds() + longest_try < 43_200  # counted from when it was received


def test_nobody_calls_the_own_machine_unless_it_is_asked_for() -> None:
    assert PARAMETERS["WebhooksToLoopback"]["Default"] == "no"


def test_an_outage_of_hours_sends_nothing_to_the_dead_letter_queue() -> None:
    for queue, event in {"IndexQueue": "Raw", "LoadQueue": "Loads"}.items():
        assert QUEUES[queue]["RedrivePolicy"]["maxReceiveCount"] >= 100
        assert FUNCTIONS["IndexFunction"]["Events"][event]["Properties"]["FunctionResponseTypes"] == [
            "ReportBatchItemFailures"
        ]


@pytest.mark.parametrize("name", QUEUES)
def test_each_queue_is_encrypted_and_keeps_messages_for_two_weeks(name: str) -> None:
    assert QUEUES[name]["SqsManagedSseEnabled"] is True
    assert QUEUES[name]["MessageRetentionPeriod"] == 14 * 24 * 3600


@pytest.mark.parametrize("name", BUCKETS)
def test_each_bucket_is_private_encrypted_and_keeps_old_versions(name: str) -> None:
    bucket = BUCKETS[name]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert TEMPLATE["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert TEMPLATE["Resources"][name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize(
    ("kind", "policy_kind", "target", "template"),
    [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket", TEMPLATE),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues", TEMPLATE),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics", MONITORING),
    ],
)
def test_what_holds_data_refuses_to_talk_without_tls(
    kind: str, policy_kind: str, target: str, template: dict[str, Any]
) -> None:
    refusing = {
        each["Ref"]
        for policy in of_type(policy_kind, template).values()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for each in as_list(policy[target])
    }
    assert refusing == set(of_type(kind, template))


def test_the_search_domain_is_encrypted_and_open_to_this_account_alone() -> None:
    (domain,) = of_type("AWS::OpenSearchService::Domain", DOMAIN).values()
    assert domain["EncryptionAtRestOptions"] == {"Enabled": True}
    assert domain["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert domain["DomainEndpointOptions"]["EnforceHTTPS"] is True
    assert domain["DomainEndpointOptions"]["TLSSecurityPolicy"].startswith("Policy-Min-TLS-1-2")
    principals = [statement["Principal"] for statement in domain["AccessPolicies"]["Statement"]]
    assert principals == [{"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}]


# --- Logs


def test_each_function_and_the_api_have_a_log_of_their_own_that_is_not_kept_for_ever() -> None:
    logs = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in FUNCTIONS.values()]
    (api,) = of_type("AWS::Serverless::HttpApi").values()
    logs.append(api["AccessLogSettings"]["DestinationArn"]["Fn::GetAtt"].removesuffix(".Arn"))
    assert sorted(logs) == sorted(of_type("AWS::Logs::LogGroup"))
    for template in (TEMPLATE, DOMAIN):
        assert all("RetentionInDays" in log for log in of_type("AWS::Logs::LogGroup", template).values())


# --- Permissions


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_has_a_role_of_its_own_without_wildcards(name: str) -> None:
    role = role_of(name)
    assert [other for other in FUNCTIONS if role_of(other) is role] == [name]
    assert "ManagedPolicyArns" not in role  # AWS's own policies allow every log group and every queue
    for statement in statements_of(role):
        assert statement["Effect"] == "Allow"
        assert all("*" not in action for action in as_list(statement["Action"]))
        for resource in as_list(statement["Resource"]):
            # A whole resource by its reference, or what lies below a prefix.
            pattern = resource.get("Fn::Sub", "")
            assert pattern.count("*") == 0 or re.fullmatch(r"[^*]*/([a-z]+-)?\*", pattern), pattern


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_may_write_its_own_log(name: str) -> None:
    (log,) = [it for it in statements_of(role_of(name)) if it["Sid"] == "Log"]
    assert log["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert log["Resource"] == {"Fn::GetAtt": f"{FUNCTIONS[name]['LoggingConfig']['LogGroup']['Ref']}.Arn"}


NOW = datetime(2025, 1, 1, tzinfo=UTC)
TAKEDOWN = IndexEntry(RawKey("demo", "0" * 32, None, True, "0" * 64), 1, Stage.WITHDRAWN, None)
READING: dict[str, Callable[[OpenSearchArticleSearch], object]] = {
    "find": lambda index: index.find("an-id"),
    "find_by_url": lambda index: index.find_by_url("https://example.org/", NOW),
    "search": lambda index: index.search(SearchRequest(), NOW, None),
    "second_page": lambda index: index.search(
        SearchRequest(order=Order.RELEVANCE), NOW, Position(NOW, seen=("a",))
    ),
    "health": lambda index: index.health(),
    "suggest": lambda index: index.suggest(SuggestRequest("har"), NOW),
    "related": lambda index: index.related({"id": "an-id", "headline": "A headline"}, 5, NOW),
    "changes": lambda index: index.changes(Place(), 100, NOW),
}
WRITING: dict[str, Callable[[OpenSearchArticleIndex], object]] = {
    "prepare": lambda index: (index.prepare(), index.prepare()),  # a new index, then one that is there
    "write": lambda index: index.write([TAKEDOWN]),
    "versions": lambda index: index.versions(["an-id"]),
    "due": lambda index: list(index.due(NOW)),
    "pins": lambda index: index.pins(),
    "put_pins": lambda index: index.put_pins({}),
    "kin": lambda index: index.kin([Member("an-id", 1, "an-id")]),
    "members": lambda index: index.members(["an-id"]),
    "torn": lambda index: index.torn(NOW),
    "told": lambda index: index.told(["an-id"]),
    "made_at": lambda index: index.made_at(),
    "move": lambda index: index.move({"an-id": "another-id"}, NOW),  # what it finds it writes as "write" does
}


ALERT = AlertKey("demo", "0" * 32)
REGISTRATION = Registration(ALERT, SearchRequest(), {})
ALERTING: dict[str, Callable[[OpenSearchAlertIndex], object]] = {
    "make": lambda index: (index.is_ready(), index.make([REGISTRATION]), index.is_ready()),
    "register": lambda index: index.register(REGISTRATION),
    "register_all": lambda index: index.register_all([REGISTRATION]),
    "remove": lambda index: index.remove(ALERT),
    "article": lambda index: index.article("an-id"),
    "matching": lambda index: index.matching({"words_in": "en"}),
}


def requests_of(name: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """What a call of the adapters asks of OpenSearch, as method and path."""
    sent: set[tuple[str, str]] = set()

    def note(_: Transport, method: str, url: str, **__: Any) -> Any:
        sent.add((method, url))
        if method == "HEAD":
            made = {path for method, path in sent if method == "PUT"}  # not at first
            return url == "/_alias/articles-also" or any(
                "/_alias/" in path or path == "/articles-000001" for path in made
            )
        if url.startswith("/articles-also/"):
            return {"hits": {"hits": []}}
        if method == "PUT" and url.count("/") == 1:
            raise RequestError(
                400, "resource_already_exists_exception", {}
            )  # by another, so that the alias is set
        if "/_alias/" in url or url.endswith("/_refresh"):
            return True
        if url.endswith("/_search/point_in_time"):
            return {"pit_id": "a-snapshot"}
        if url.startswith("/alerts") and url.endswith(("/_mget", "/_bulk")):
            return {"docs": [], "items": []}
        if url == "/_search":  # within the snapshot, in which nothing is left
            return {"hits": {"total": {"value": 1}, "hits": []}}
        raise ConnectionTimeout("TIMEOUT", "nobody is there", None)

    monkeypatch.setattr(Transport, "perform_request", note)
    with contextlib.suppress(Unavailable):
        client = opensearch_client("http://localhost", "none", timeout=1)
        if name in READING:
            READING[name](OpenSearchArticleSearch(client))
        elif name in ALERTING:
            ALERTING[name](OpenSearchAlertIndex(client))
        else:
            WRITING[name](OpenSearchArticleIndex(client))
    return sent


@pytest.mark.parametrize(
    ("function", "calls"),
    [
        ("AcceptFunction", ["find"]),
        ("IndexFunction", ["write", "prepare", "kin", "members", "move", "told", "made_at"]),
        ("SearchFunction", [*READING]),
        (
            "AdminFunction",
            ["prepare", "versions", "due", "torn", "kin", "members", "move", "write", "pins", "put_pins"],
        ),
        ("AlertFunction", [*ALERTING, "kin", "members"]),
        ("NotifyFunction", []),
    ],
)
def test_each_function_may_ask_of_opensearch_exactly_what_it_asks(
    function: str, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    domain = "${SearchDomain.Outputs.Arn}"
    granted = {
        (action, resource["Fn::Sub"].removeprefix(domain))
        for statement in statements_of(role_of(function))
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        if action.startswith("es:")
    }
    used = set()
    for method, path in (request for call in calls for request in requests_of(call, monkeypatch)):
        matching = {
            grant for grant in granted if grant[0] == f"es:ESHttp{method.title()}" and fnmatch(path, grant[1])
        }
        assert matching, f"{function} may not {method} {path}"
        used |= matching
    assert granted == used


# --- Alarms

ALARMS = of_type("AWS::CloudWatch::Alarm", MONITORING)


def metrics_in(alarm: Properties) -> Iterator[tuple[str, str, dict[str, Any]]]:
    stats = [it["MetricStat"]["Metric"] for it in alarm.get("Metrics", []) if "MetricStat" in it] or [alarm]
    for metric in stats:
        dimensions = {it["Name"]: it["Value"] for it in metric["Dimensions"]}
        yield metric["Namespace"], metric["MetricName"], dimensions


WATCHED = [metric for alarm in ALARMS.values() for metric in metrics_in(alarm)]


def test_alarms_watch_metrics_that_the_code_writes() -> None:
    variables = GLOBALS["Environment"]["Variables"]
    ours = [it for it in WATCHED if not it[0].startswith("AWS/")]
    written = {value for name, value in vars(observability).items() if name.isupper()}
    watched = {
        *("ArticleIndexed", "ArticleSuperseded", "ArticleRejected", "IndexWriteFailed", "IndexBlocked"),
        *("ReleaseDone", "ReconcileDone", "SearchUnavailable", "AlertFailed"),
    }
    assert watched == {name for _, name, _ in ours} <= written
    for namespace, _, dimensions in ours:
        assert namespace == variables["POWERTOOLS_METRICS_NAMESPACE"]
        assert dimensions == {"service": variables["POWERTOOLS_SERVICE_NAME"]}


def test_errors_and_throttles_of_each_function_raise_an_alarm() -> None:
    for metric in ("Errors", "Throttles"):
        watched = [it[2]["FunctionName"]["Ref"] for it in WATCHED if it[:2] == ("AWS/Lambda", metric)]
        assert sorted(watched) == sorted(f"{function}Name" for function in FUNCTIONS)


def test_every_alarm_tells_somebody() -> None:
    for alarm in ALARMS.values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Alarms"}]
        waits_for_a_sign_of_life = alarm["ComparisonOperator"] == "LessThanThreshold"
        assert alarm["TreatMissingData"] == ("breaching" if waits_for_a_sign_of_life else "notBreaching")
