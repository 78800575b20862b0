"""What JSON is that no format reads, said so that its sender knows what went wrong.

Editorial systems export more than articles: desks, users, calendars, plans, schemas. Asked only before a refusal.
"""

from typing import Any

# The properties that tell each, all of which must be there; the first that fits counts.
_KINDS = (
    (("$schema", "properties"), "a JSON schema, which describes articles and is none"),
    (("$schema", "definitions"), "a JSON schema, which describes articles and is none"),
    (("$schema", "type"), "a JSON schema, which describes articles and is none"),
    (("$schema", "id"), "a JSON schema, which describes articles and is none"),
    (("name", "dependencies"), "the description of a program's package"),
    (("name", "lockfileVersion"), "the description of a program's package"),
    (("assigned_to", "coverage_item"), "an assignment from a newsroom's plan"),
    (("planning_date",), "an entry of a newsroom's plan"),
    (("occur_status",), "an event of a newsroom's calendar"),
    (("event_id", "operation", "update"), "the history of an event in a newsroom's calendar"),
    (("media", "filemeta"), "a file that is attached to something"),
    (("desk_type",), "a newsroom's desk"),
    (("incoming_stage", "members"), "a newsroom's desk"),
    (("username", "email"), "a user of an editorial system"),
    (("contact_email",), "a contact of a newsroom"),
    (("contact_phone",), "a contact of a newsroom"),
    (("type", "features"), "geographic data"),
    (("swagger", "paths"), "the description of an interface"),
    (("openapi", "paths"), "the description of an interface"),
    (("error",), "the error message of another service"),
    (("errors",), "the error message of another service"),
    (("requests",), "a recording of requests"),
)
_MOST = 2_000  # properties


def what_it_is(value: Any) -> str | None:
    """Give what an object without an article is, None where that is not known."""
    if not isinstance(value, dict) or len(value) > _MOST:
        return None
    if isinstance(value.get("type"), str) and value["type"] in ("event", "planning", "assignment"):
        return f"an entry of a newsroom's plan, of type {value['type']}"
    return next((kind for names, kind in _KINDS if all(name in value for name in names)), None)
