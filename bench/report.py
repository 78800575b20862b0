"""What a benchmark tells: the figures of its rounds in one table, and the machine they were measured on."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from shared.adapters.clients import opensearch_client

_ASKED = {
    "whole answer ÷ top 20, through the handler": (3.0, 4.5),
    "whole answer ÷ plainest query, engine alone": (None, None),
    "handler ÷ engine, whole answer": (1.15, None),
    "handler ÷ engine, top 20": (None, None),
    "top 20 ÷ plainest query, engine alone": (None, None),
    "page 50 ÷ page 1, relevance": (1.5, None),
    "page 50 ÷ page 1, newest": (1.5, None),
}


def table(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give each figure: the median of the rounds, their least and most, and what is asked."""
    figures: dict[str, Any] = {}
    for name, (at_median, at_p95) in _ASKED.items():
        medians, p95s = zip(*(each["ratios"][name] for each in rounds), strict=True)
        figures[name] = {
            "median": _spread(medians) | {"asked": at_median},
            "p95": _spread(p95s) | {"asked": at_p95},
        }
    return figures


def missed(figures: dict[str, Any]) -> list[str]:
    """Give the figures that are not as asked."""
    return [
        f"{name}: {each['value']} at {kind}, asked ≤ {each['asked']}"
        for name, row in figures.items()
        for kind, each in row.items()
        if each["asked"] and each["value"] > each["asked"]
    ]


def _spread(values: Sequence[float]) -> dict[str, Any]:
    return {"value": round(median(values), 2), "least": round(min(values), 2), "most": round(max(values), 2)}


def machine(url: str) -> str:
    """Give the machine's line."""
    info = Path("/proc/cpuinfo")
    models = (
        [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    )
    processor = models[0].partition(":")[2].strip() if models else platform.processor()
    client = opensearch_client(url, "none", timeout=10)
    version = client.info()["version"]["number"]
    client.close()
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} × {processor or platform.machine()}, load {load:.1f}, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, OpenSearch {version}"
    )


def show(facts: dict[str, Any]) -> None:
    """Print the table."""
    print(f"{facts['articles']} articles, {facts['queries']} queries, {len(facts['rounds'])} rounds")
    print(facts["machine"])
    for name, row in facts["figures"].items():
        cells = [
            f"{kind} {each['value']:.2f} [{each['least']:.2f}, {each['most']:.2f}]"
            + (f" asked ≤ {each['asked']}" if each["asked"] else "")
            for kind, each in row.items()
        ]
        print(f"{name:44} {'   '.join(cells)}")
