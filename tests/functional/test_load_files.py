"""What a load reads: folders, feeds and exports of any size, sitemaps with their pages, addresses."""

import gzip
import json
import os
import threading
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from infra.cli.__main__ import main
from infra.cli.loading import items
from shared.adapters.operation_store import S3Operations
from tests.functional.conftest import BUCKET

PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"
TEXT = "The council voted on Tuesday to rebuild the old harbour, and the mayor said that it would take years. " * 3
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>{}<language>en</language></channel></rss>'
)
WXR = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>Site</title><wp:author><wp:author_login>ann</wp:author_login>"
    "<wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>{}</channel></rss>"
)


@pytest.fixture
def load(monkeypatch, capsys):
    """Runs the command on an empty store; gives its exit code and what it says to machines."""
    environment = {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "RAW_BUCKET": BUCKET,
        "OPENSEARCH_URL": "http://127.0.0.1:1",  # a load does not ask it
        "OPENSEARCH_AUTH": "none",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        boto3.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )

        def run(what, *more):
            code = main(["load", str(what), "--source", "demo", "--json", *more])
            return code, json.loads(capsys.readouterr().out)

        yield run


def summary(told):
    return {name: told[name] for name in ("read", "kept", "there", "refusals", "passed_over")}


def item(number):
    return (
        f"<item><title>Harbour {number}</title><guid>urn:item:{number}</guid>"
        f"<description><![CDATA[<p>{TEXT} </item> {number}</p>]]></description></item>"
    )


def post(number):
    return (
        f"<item><title>Post {number}</title><guid>urn:post:{number}</guid><dc:creator>ann</dc:creator>"
        f"<wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f"<wp:post_modified_gmt>2024-03-05 20:15:00</wp:post_modified_gmt>"
        f"<content:encoded><![CDATA[{TEXT}]]></content:encoded><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{number + 10_000}]]></wp:meta_value></wp:postmeta></item>"
    )


def picture(number):
    return (
        f"<item><title>p</title><wp:post_id>{number + 10_000}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://site.example/{number}.jpg</wp:attachment_url></item>"
    )


@pytest.fixture
def many(monkeypatch):
    """Lets a feed of some items be one of many."""
    monkeypatch.setattr(items, "_AT_ONCE", 10)
    monkeypatch.setattr(items.registry, "MAX_ARTICLES", 20)


def test_a_feed_with_more_items_than_a_push_may_hold_is_read_whole(load, many, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(RSS.format("".join(map(item, range(35)))))
    code, told = load(file)
    assert (code, summary(told)) == (0, {"read": 35, "kept": 35, "there": 0, "refusals": 0, "passed_over": 0})


def test_a_large_export_of_wordpress_keeps_its_authors_and_pictures(load, many, tmp_path):
    file = tmp_path / "export.xml.gz"
    everything = [*map(post, range(24)), *map(picture, range(24))]
    file.write_bytes(gzip.compress(WXR.format("".join(everything)).encode()))
    code, told = load(file)
    assert (code, told["read"], told["kept"]) == (0, 24, 24)
    s3 = boto3.client("s3")
    packs = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    kept = gzip.decompress(s3.get_object(Bucket=BUCKET, Key=packs[0]["Key"])["Body"].read()).decode()
    for number in range(24):
        assert kept.count(f"https://site.example/{number}.jpg") == 1
    assert kept.count("Ann Lee") == 24


def test_a_feed_that_breaks_off_is_told_of(load, many, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(RSS.format("".join(map(item, range(35))))[:-400])
    code, told = load(file)
    assert (code, told["read"], told["refusals"]) == (1, 0, 1)
    assert "breaks off" in told["refused"][0]["reason"]


def test_a_folder_is_read_in_all_its_depths_and_what_is_no_article_is_named(load, tmp_path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "deep" / "deeper" / "a.html").write_text(PAGE.format("Harbour", TEXT))
    (tmp_path / "b.json").write_text(json.dumps({"headline": "Bridge", "body_text": TEXT}))
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "empty.xml").write_text("")
    code, told = load(tmp_path)
    assert (code, summary(told)) == (1, {"read": 2, "kept": 2, "there": 0, "refusals": 1, "passed_over": 1})
    assert told["not_looked_at"] == [str(tmp_path / "picture.jpg")]
    assert told["refused"] == [
        {"name": str(tmp_path / "empty.xml"), "reason": "The file is empty; it holds the article."}
    ]


def site(folder, host):
    urls = [f"http://{host}/news/{name}" for name in ("harbour", "bridge", "gone")]
    (folder / "news").mkdir()
    for name in ("harbour", "bridge"):
        (folder / "news" / f"{name}.html").write_text(PAGE.format(name.title(), f"{name} {TEXT}"))
    listed = "".join(f"<url><loc>{url}.html</loc></url>" for url in urls)
    other = "<url><loc>http://other.invalid/x</loc></url>"
    (folder / "sitemap.xml").write_text(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}{other}</urlset>'
    )


@pytest.mark.parametrize("what", ["sitemap.xml", "."])
def test_the_pages_beside_a_sitemap_are_read_with_their_addresses(load, tmp_path, what):
    site(tmp_path, "site.example")
    code, told = load(tmp_path / what)
    assert (code, told["read"], told["kept"], told["refusals"]) == (1, 2, 2, 2)
    assert [one["name"] for one in told["refused"]] == [
        "http://site.example/news/gone.html",
        "http://other.invalid/x",
    ]
    assert load(tmp_path)[1]["there"] == 2  # the same articles, whichever way


@pytest.fixture
def server(tmp_path):
    """A site on this machine."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.func.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_the_pages_of_a_sitemap_are_fetched_from_its_host_alone(load, server, tmp_path):
    site(tmp_path, server)
    code, told = load(f"http://{server}/sitemap.xml")
    assert (code, told["read"], told["kept"]) == (1, 2, 2)
    reasons = {one["name"]: one["reason"] for one in told["refused"]}
    assert reasons == {
        f"http://{server}/news/gone.html": "The address answers with status 404.",
        "http://other.invalid/x": f"It is on another host than {server}; only that one was asked for.",
    }


def test_a_feed_at_an_address_is_read(load, server, tmp_path):
    (tmp_path / "feed.xml").write_text(RSS.format(item(1) + item(2)))
    assert load(f"http://{server}/feed.xml")[1]["kept"] == 2


def test_an_address_where_nobody_answers_is_told_of(load):
    code, told = load("http://127.0.0.1:1/feed.xml")
    assert (code, told["refused"][0]["reason"][:29]) == (1, "The address does not answer (")


def test_a_file_that_is_not_there_is_a_wrong_command(capsys):
    assert main(["load", "/nowhere/at/all", "--source", "demo"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_person_is_told_what_became_of_it(load, tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps({"headline": "Bridge", "body_text": TEXT}))
    assert main(["load", str(tmp_path), "--source", "demo"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "1 articles read",
        "1 kept in 1 objects",
        "0 there already",
    ]


def test_the_wires_are_loaded(load, data_directory):
    code, told = load(data_directory / "wire")
    assert (
        told["kept"] >= 150
    )  # the others are schemas, contacts, plans and the like, and versions of one document
    assert told["read"] == sum(told[name] for name in ("kept", "there", "conflicts", "refusals"))
    assert code == 1
    again = load(data_directory / "wire")[1]
    assert (again["kept"], again["there"] + again["conflicts"]) == (
        0,
        told["kept"] + told["there"] + told["conflicts"],
    )


@pytest.mark.parametrize("damage", [lambda file: file[:-12], lambda file: file[:14] + b"\xff" * 40])
def test_a_damaged_gzip_is_told_of_and_costs_nothing_else(load, tmp_path, damage):
    (tmp_path / "a.json.gz").write_bytes(damage(gzip.compress(json.dumps({"headline": "h " * 99}).encode())))
    (tmp_path / "b.json").write_text(json.dumps({"headline": "Bridge", "body_text": TEXT}))
    (tmp_path / "c.xml").write_text("<urlset><url>")  # a sitemap that breaks off
    code, told = load(tmp_path)
    assert (code, told["kept"], told["refusals"]) == (1, 1, 2)
    assert [one["name"] for one in told["refused"]] == [str(tmp_path / "c.xml"), str(tmp_path / "a.json.gz")]
    assert "damaged or ends too early" in told["refused"][1]["reason"]


def test_a_name_that_is_no_utf_8_is_told_as_far_as_it_can_be(load, tmp_path):
    folder = os.fsencode(tmp_path)
    for name, text in (
        (b"caf\xe9.json", json.dumps({"headline": "Bridge"})),
        (b"\xe9.json", ""),
        (b"\xe9.jpg", ""),
    ):
        Path(os.fsdecode(folder + b"/" + name)).write_text(text)
    code, told = load(tmp_path)
    assert (code, told["kept"], told["refused"][0]["name"]) == (1, 1, f"{tmp_path}/\ufffd.json")
    assert told["not_looked_at"] == [f"{tmp_path}/\ufffd.jpg"]


def test_a_packed_sitemap_is_a_sitemap(load, tmp_path):
    site(tmp_path, "site.example")
    plain = tmp_path / "sitemap.xml"
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    for what in (tmp_path, tmp_path / "sitemap.xml.gz"):
        code, told = load(what)
        assert (code, told["read"], told["refusals"]) == (1, 2, 2)


def test_another_port_is_another_host(load, server, tmp_path):
    place = "<url><loc>http://127.0.0.1:{}/x</loc></url>"
    (tmp_path / "sitemap.xml").write_text(f"<urlset>{place.format(1)}{place.format(99_999)}</urlset>")
    told = load(f"http://{server}/sitemap.xml")[1]
    assert [one["reason"] for one in told["refused"]] == [
        f"It is on another host than {server}; only that one was asked for.",
        "The address has a port that is none.",
    ]


def test_an_address_that_could_not_be_kept_beside_an_article_is_refused(load, tmp_path):
    name = "x" * 1_600
    (tmp_path / "x.html").write_text(PAGE.format("Harbour", TEXT))
    (tmp_path / "sitemap.xml").write_text(
        f"<urlset><url><loc>http://site.example/x.html?{name}</loc></url></urlset>"
    )
    code, told = load(tmp_path)
    assert (code, told["kept"], told["refusals"]) == (1, 0, 1)
    assert "address is too long" in told["refused"][0]["reason"]


def test_a_load_does_not_begin_beside_another_of_its_source(load, tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps({"headline": "Bridge", "body_text": TEXT}))
    operations = S3Operations(boto3.client("s3"), BUCKET)
    now = datetime.now(UTC)
    operations.take("packs-demo", "process 1 on another", now, lambda _: False)
    assert main(["load", str(tmp_path), "--source", "demo"]) == 1
    assert "process 1 on another is at this now" in capsys.readouterr().err
    assert main(["load", str(tmp_path), "--source", "demo", "--dry-run"]) == 0
    capsys.readouterr()
    operations.leave("packs-demo", "process 1 on another")
    assert load(tmp_path)[1]["kept"] == 1
