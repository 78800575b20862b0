"""Alerts as a source makes them, and what they send."""

import json
from datetime import UTC, datetime, timedelta

HOOK = "https://desk.example/hook"


def in_minutes(minutes):
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def ask(service, query, webhook=HOOK, source="demo"):
    body = json.dumps({"query": query, "webhook": webhook})
    return service.request("POST", "/v1/alerts", body, source=source)


def make(service, query):
    answer = ask(service, query)
    assert answer.status == 201, answer.text
    assert service.fired() == []
    return answer.json["id"]


def push(service, content, source="demo"):
    answer = service.push(content, source=source)
    assert answer.status == 202, answer.text
    assert service.drain() == []
    return answer.json["items"][0]["id"]


def take_down(service, name):
    assert service.request("DELETE", f"/v1/articles/{name}", source="demo").status == 202
    assert service.drain() == []


def told(service):
    """What is sent to webhooks: kind, article and alert of each message."""
    contents = [json.loads(message["body"]) for message in service.fired()]
    return [(one["type"], one["data"]["article"], one["data"]["alert"]) for one in contents]
