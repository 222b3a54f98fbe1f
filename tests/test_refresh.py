"""`add URL` and `refresh`: what was fetched is asked for again with what the server told, and nothing is lost."""

import json
import os
import subprocess
import sys

import pytest
from test_feeds import WHOLE, item, rss
from web_site import article

from index.errors import Interrupted
from index.fetch_store import read_origins

FIRST = article("星野電機、増収", "星野電機の2025年第2四半期の売上高は120億円だった。")
LATER = article("星野電機、増収", "星野電機の2025年第2四半期の売上高は125億円だったと訂正した。")
OTHER = article("北風工業の資金", "北風工業の手元資金は2025年6月末で60億円だった。毎月の支出は5億円に上る。")


@pytest.fixture
def reading(library, site):
    library.settings = library.settings.model_copy(update={"test_fetch_hosts": site.host})
    return library


def put(site, path, page, etag):
    """A page that is sent only to who does not have it yet."""

    def conditional(handler):
        same = handler.headers.get("If-None-Match") == etag
        handler.answer(
            304 if same else 200, {"Content-Type": "text/html", "ETag": etag}, b"" if same else page.encode()
        )

    site.pages[path] = conditional


def origins(library):
    with library._store.reading() as connection:
        return read_origins(connection)


def test_urls_and_files_come_in_the_order_given(reading, site, tmp_path):
    put(site, "/1", FIRST, '"a"')
    put(site, "/2", OTHER, '"b"')
    file = tmp_path / "a.txt"
    file.write_text("甲社の資金\n甲社の現金は80億ドルに増えた。", "utf-8")
    given = [site.url + "/2", str(file), site.url + "/none", "ftp://127.0.0.1/x", site.url + "/1"]
    results = list(reading.add_sources(given))
    assert [one.path for one in results] == given
    assert [one.status for one in results] == ["added", "added", "refused", "refused", "added"]
    assert reading.article(results[0].article_id).source == site.url + "/2"


def test_refresh_tells_what_is_unchanged_updated_and_gone(reading, site):
    for path, page in (
        ("/same", FIRST),
        ("/other", OTHER),
        ("/gone", article("甲社", "甲社の現金は2025年7月末で80億ドルに増えた。")),
    ):
        put(site, path, page, '"a"')
    before = {
        one.path: one.article_id
        for one in reading.add_sources([site.url + path for path in ("/same", "/other", "/gone")])
    }
    put(
        site,
        "/other",
        article(
            "北風工業の資金", "北風工業の手元資金は2025年9月末で45億円に減った。毎月の支出は5億円である。"
        ),
        '"b"',
    )
    del site.pages["/gone"]
    results = {one.path.removeprefix(site.url): one for one in reading.refresh()}
    assert {path: one.status for path, one in results.items()} == {
        "/same": "unchanged",
        "/other": "updated",
        "/gone": "refused",
    }
    assert "is gone" in results["/gone"].reason and results["/gone"].article_id == before[site.url + "/gone"]
    assert reading.article_count() == 3 and "45億円" in reading.article(results["/other"].article_id).text
    again = {one.path.removeprefix(site.url): one.status for one in reading.refresh()}
    assert again == {"/same": "unchanged", "/other": "unchanged", "/gone": "refused"}
    assert {origin.etag for origin in origins(reading).values()} == {'"a"', '"b"'}


def test_a_server_without_validators_is_asked_again_and_compared(reading, site):
    site.html("/1", FIRST)
    list(reading.add_sources([site.url + "/1"]))
    assert [one.status for one in reading.refresh()] == ["unchanged"]
    site.html("/1", LATER)
    assert [one.status for one in reading.refresh()] == ["updated"]


def test_a_date_given_by_a_person_outlives_a_refresh(reading, site):
    site.html("/1", FIRST)
    list(reading.add_sources([site.url + "/1"], published="2025-07"))
    site.html("/1", LATER)
    (result,) = reading.refresh()
    assert result.status == "updated" and reading.article(result.article_id).published == "2025-07"


def test_articles_read_from_a_feed_are_refreshed_from_it_and_nothing_new_is_added(reading, site):
    def feed(*items):
        site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, rss("".join(items)).encode())

    feed(item("https://news.example/1", "題", body=WHOLE))
    (added,) = reading.add_sources([site.url + "/feed"])
    assert added.status == "added"
    feed(
        item("https://news.example/2", "新", body=WHOLE + WHOLE),
        item("https://news.example/1", "題", body=WHOLE + "<p>訂正した。</p>"),
    )
    assert [(one.status, one.path) for one in reading.refresh()] == [("updated", added.path)]
    feed(item("https://news.example/2", "新", body=WHOLE + WHOLE))
    (missing,) = reading.refresh()
    assert (
        missing.status == "refused" and "no longer holds" in missing.reason and reading.article_count() == 1
    )


def test_what_a_page_became_does_not_replace_it_if_it_is_no_article(reading, site):
    site.html("/1", FIRST)
    (added,) = reading.add_sources([site.url + "/1"])
    for status, headers, body in (
        (500, {}, b""),
        (200, {"Content-Type": "image/png"}, b"x"),
        (200, {"Content-Type": "text/html"}, b""),
    ):
        site.pages["/1"] = (status, headers, body)
        (result,) = reading.refresh()
        assert result.status == "refused" and result.reason and result.article_id
    assert "120億円" in reading.article(added.article_id).text


def test_the_same_article_at_two_addresses_keeps_its_own(reading, site):
    put(site, "/1", FIRST, '"a"')
    put(site, "/2", FIRST, '"b"')
    first, second = reading.add_sources([site.url + "/1", site.url + "/2"])
    assert second.status != "refused"
    assert "refused" not in {one.status for one in reading.refresh()}
    assert origins(reading)[first.article_id].url == site.url + "/1"


@pytest.mark.parametrize(
    "claimed",
    ["https://news.example/real", "https://127.0.0.1.evil.example/", "file:///x", "{here}/canonical"],
)
def test_a_page_speaks_for_addresses_of_its_own_site_only(reading, site, claimed):
    claim = claimed.format(here=site.url)
    site.html("/1", FIRST.replace("</head>", f'<link rel="canonical" href="{claim}"></head>'))
    (added,) = reading.add_sources([site.url + "/1"])
    own = "{here}" in claimed
    assert reading.article(added.article_id).url == (claim if own else site.url + "/1")


def test_removing_an_article_forgets_where_it_came_from(reading, site):
    put(site, "/1", FIRST, '"a"')
    (added,) = reading.add_sources([site.url + "/1"])
    assert list(origins(reading)) == [added.article_id]
    reading.remove([added.article_id])
    assert origins(reading) == {} and list(reading.refresh()) == []


def test_a_dry_run_fetches_and_keeps_nothing(reading, site):
    put(site, "/1", FIRST, '"a"')
    (one,) = reading.preview([site.url + "/1"])
    assert one.article.title == "星野電機、増収"
    assert reading.article_count() == 0 and origins(reading) == {}


def test_stopping_keeps_what_is_in(reading, site):
    """The second page never comes; who waits is told after the first, which is kept."""
    put(site, "/1", FIRST, '"a"')
    site.pages["/2"] = lambda handler: site.ended.wait(30)
    asked = []

    def progress(label, done, total):
        asked.append(done)
        if asked.count(1) > 2:
            raise Interrupted("Stopped.")

    results = []
    with pytest.raises(Interrupted):
        results.extend(iter(reading.add_sources([site.url + "/1", site.url + "/2"], progress=progress)))
    assert reading.article_count() == 1 and not site.ended.is_set()


def test_the_command_adds_and_refreshes(home, site):
    def kassoro(*arguments):
        environment = {**os.environ, "KASSORO_TEST_FETCH_HOSTS": site.host}
        done = subprocess.run(
            [sys.executable, "-m", "ui.cli", *arguments],
            capture_output=True,
            env=environment,
            timeout=120,
            check=False,
        )
        return (
            done.returncode,
            [json.loads(line) for line in done.stdout.decode().splitlines()],
            done.stderr.decode(),
        )

    put(site, "/1", FIRST, '"a"')
    code, (added,), _ = kassoro("add", site.url + "/1", "--json")
    assert code == 0 and added["status"] == "added" and added["path"] == site.url + "/1"
    code, (same,), _ = kassoro("refresh", "--json")
    assert code == 0 and same == {**added, "status": "unchanged"}
    del site.pages["/1"]
    code, (gone,), said = kassoro("refresh", "--json")
    assert code == 1 and gone["status"] == "refused" and "is gone" in said and "Traceback" not in said
