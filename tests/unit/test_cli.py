"""`copydesk preview` on the command line: what it prints, and the exit codes that scripts rely on."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from infra.cli import __main__ as cli

ARTICLE = {
    "uri": "urn:test:1",
    "version": "3",
    "versioncreated": "2024-03-05T20:15:00Z",
    "headline": "Council votes on the harbour",
    "byline": "By Maren Holt",
    "language": "en",
    "ednote": "Not before noon.",
    "subject": [{"code": "medtop:11000000", "name": "politics and government"}],
    "body_text": "The council voted on Tuesday to rebuild the old harbour.\n\nIt will take four years.",
}


@pytest.fixture
def written(tmp_path: Path):
    def write(content: object, name: str = "article.json") -> str:
        file = tmp_path / name
        if not isinstance(content, bytes):
            content = (content if isinstance(content, str) else json.dumps(content)).encode()
        file.write_bytes(content)
        return str(file)

    return write


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["preview", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_file_is_laid_out_for_a_person(capsys, written, monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    code, out, err = run(capsys, written(ARTICLE))
    assert (code, err) == (0, "")
    assert out.startswith("Council votes on the harbour\n              ninjs, text: would be published\n")
    for line in (
        "authors       Maren Holt [derived: byline, 90% sure]",
        "updated       2024-03-05 20:15:00 UTC [given: /versioncreated]",
        "topics        politics and government",
        "note          Not before noon. [for editors only]",
        "The council voted on Tuesday to rebuild the old harbour.",
        "[15 words]",
    ):
        assert line in out.splitlines()
    assert max(map(len, out.splitlines())) <= 90


def test_standard_input_is_read_where_a_line_stands_for_a_file(capsys, monkeypatch):
    sent = "A headline\n\nA body of one sentence."
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(sent.encode())))
    code, out, _ = run(capsys, "-")
    assert (code, out.splitlines()[0]) == (0, "A headline")


def test_machines_get_one_object_for_each_file(capsys, written):
    code, out, _ = run(capsys, "--json", "--source", "wire", written(ARTICLE), written(ARTICLE, "again.json"))
    first, second = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert (first["articles"], first["previewed"], first["items"][0]["article"]["source"]) == (1, 1, "wire")
    assert second["file"].endswith("again.json")


def test_what_is_refused_is_told_on_stderr_and_by_the_exit_code(capsys, written):
    code, out, err = run(capsys, written({"uri": "urn:a"}))
    assert (code, out) == (1, "")
    assert "copydesk: " in err
    assert "headline" in err


def test_one_refused_article_does_not_hide_the_others(capsys, written):
    code, out, err = run(capsys, written([ARTICLE, {"uri": "urn:b"}]))
    assert code == 1
    assert "Council votes on the harbour" in out
    assert "REFUSED: " in out
    assert err.startswith("copydesk: ")


def test_a_refused_article_is_a_problem_for_machines(capsys, written):
    code, out, _ = run(capsys, "--json", written({"uri": "urn:a"}))
    assert (code, json.loads(out)["items"][0]["status"]) == (1, 400)


@pytest.mark.parametrize(
    "arguments", [[], ["--format", "klingon", "x"], ["--source", "Über", "x"], ["--what", "x"]]
)
def test_a_wrong_command_is_told_with_its_own_exit_code(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run(capsys, *arguments)
    assert ended.value.code == 2


def test_a_file_that_is_not_there_is_a_wrong_command(capsys, tmp_path):
    code, _, err = run(capsys, str(tmp_path / "none.json"))
    assert (code, "No such file" in err) == (2, True)


@pytest.mark.parametrize(("content", "reason"), [(b" \n", "empty"), (b"a" * (4 * 1024 * 1024 + 1), "4 MiB")])
def test_a_file_that_the_service_would_not_take_is_refused(capsys, written, content, reason):
    code, _, err = run(capsys, written(content))
    assert (code, reason in err) == (1, True)


def test_nothing_in_an_article_reaches_the_terminal_as_a_command(capsys, written):
    hostile = "\x1b]0;owned\x07\x1b[31m\u202eRead more"
    _, out, err = run(capsys, written(f"A headline{hostile}\n\nBody of one sentence.{hostile}\n\n{hostile}\n"))
    assert {"\x1b", "\x07", "\u202e"}.isdisjoint(out + err)


def test_a_named_format_is_the_one_that_is_tried(capsys, written):
    code, _, err = run(capsys, "--format", "schema-org", written(ARTICLE))
    assert (code, err != "") == (1, True)
