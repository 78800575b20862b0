"""Our own judgments of news searches: made-up articles, and what a reader of a query is to get of them.

q         the query; `profile` asks for another one than the usual
grades    how well each article answers, 3 the best; those that are not named do not answer
exact     nothing else may be found
first     stands first; `order`: these stand first, in this order; `top`: these stand first, in any order
suggests  a word of what the service asks whether it was meant; null: it must not ask
warns     the answer must say that the query was read otherwise than it may have been meant
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FOLDER = Path(__file__).with_name("judgments")
RULES = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "articles")


def articles() -> list[dict[str, Any]]:
    """Give the articles as pushes, each as many days old as it says."""
    items = json.loads((FOLDER / "articles.json").read_text())
    return [_dated(item) for item in items]


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    published = datetime.now(UTC) - timedelta(days=item["days_ago"])
    more = {"version": "1", "versioncreated": published.isoformat(timespec="seconds")}
    return {name: value for name, value in item.items() if name != "days_ago"} | more


def queries(rule: str) -> list[dict[str, Any]]:
    """Give the judged queries of one rule."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{rule}.json").read_text())["queries"]
    return found


def search_url(judged: dict[str, Any]) -> str:
    """Give the search that the judged query stands for."""
    named = {"profile": judged["profile"]} if "profile" in judged else {}
    return f"/v1/search?{urlencode({'q': judged['q'], **named})}"


def faults(judged: dict[str, Any], found: Sequence[str], query: dict[str, Any]) -> list[str]:
    """Give what of an answer is not as it was judged; `found` are the articles' names in the sender's words."""
    wrong: list[str] = []
    if missing := sorted(judged["grades"].keys() - set(found)):
        wrong.append(f"does not find {missing}")
    if judged.get("exact") and (others := sorted(set(found) - judged["grades"].keys())):
        wrong.append(f"finds {others} too")
    if "first" in judged and [judged["first"]] != list(found[:1]):
        wrong.append(f"has {list(found[:1])} first, not {judged['first']}")
    if "order" in judged and judged["order"] != list(found[: len(judged["order"])]):
        wrong.append(f"begins with {list(found[: len(judged['order'])])}, not {judged['order']}")
    if "top" in judged and sorted(judged["top"]) != sorted(found[: len(judged["top"])]):
        wrong.append(f"begins with {list(found[: len(judged['top'])])}, not {judged['top']}")
    if "suggests" in judged and not _suggested(judged["suggests"], query.get("did_you_mean")):
        wrong.append(f"suggests {query.get('did_you_mean')!r}, not {judged['suggests']!r}")
    if judged.get("warns") and not query["warnings"]:
        wrong.append("gives no warning")
    return wrong


def _suggested(wanted: str | None, given: Any) -> bool:
    """Tell whether the word is suggested, however the answer words its suggestion."""
    return not given if wanted is None else wanted in json.dumps(given, ensure_ascii=False).lower()
