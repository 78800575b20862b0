"""What no file of the project may hold: anything of one machine, one network or one person."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE_ACCOUNT = "123456789012"  # the one that AWS's own documentation uses, and moto
# Written so that no pattern and no example below matches itself: this file is held to its own rules.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])[/](work|root|Users)/|[/]home/[a-z][\w-]*",
    "an address of one network": r"\b(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+\.\d+\b",
    "a host of one network": r"https?://[\w.-]+\.(internal|lan|corp|intranet)\b",
    "a package registry": r"\b(p[y]pi|p[y]thonhosted|repo1?\.m[a]ven|m[a]ven\.apache|n[p]mjs)\.(org|com)\b",
    "an AWS account": rf"(?<![\w.-])(?!{EXAMPLE_ACCOUNT})\d{{12}}(?![\w.-])",
    "an AWS access key": r"\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a token of a service": r"\b(gh[pousr]_\w{30,}|xox[abp]-[\w-]{10,}|glpat-[\w-]{20,}|sk-[\w-]{20,})",
    "a key or password": r"(?i)(key|token|secret|passw(or)?d)\w*[\"']?\s*[:=]\s*"
    r"[\"'](?=[^\"']*\d)[A-Za-z0-9+_=-]{20,}[\"']",
    "an address with a password": r"://[^/\s:@'\"{}$]+:[^/\s:@'\"{}$]+@",
    "a note of work that is not done": r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK|W[I]P)\b",
    "a word about how it is worked on": r"(?i)co-author[e]d-by|\bgenerated wit[h]\b|\bas an? (ai|assistant)\b"
    r"|\b(issue|ticket|sprint|session) ?#?\d+",
}


def texts() -> Iterator[tuple[str, str]]:
    """Each file that is part of the project, or will be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git clone: nobody can tell what is part of the project")
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.is_file():
            yield name, file.read_text()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := pattern.search(line))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", 'open("/ro' + 'ot/data")'),
        ("a path of one machine", "cd /ho" + "me/ines"),
        ("an address of one network", "http://192." + "168.1.20:9200"),
        ("a package registry", "https://files.python" + "hosted.org/packages"),
        ("an AWS account", "arn:aws:iam::210987" + "654321:role/x"),
        ("an AWS access key", "AKIA" + "A" * 16),
        ("a key or password", 'api_key = "' + "0123456789abcdef" * 2 + '"'),
        ("an address with a password", "https://ines:" + "harbour@news.example"),
        ("a note of work that is not done", "# TO" + "DO: later"),
    ],
)
def test_a_forbidden_line_is_recognised(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)
