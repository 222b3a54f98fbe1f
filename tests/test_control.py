"""While one process owns a home, others reach it over loopback, and only with its token."""

import threading

import httpx
import pytest

from index.article import Document
from index.errors import KassoroError
from index.lock import Owner
from ui.control import ControlServer, RemoteOperations
from ui.operations import Operations
from ui.reporting import reporting


@pytest.fixture
def owner(library, tmp_path):
    server = ControlServer(Operations(library))
    server.start("secret")
    yield Owner(1, server.address, "secret")
    server.close()


def test_operations_run_in_the_owner(owner, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("星野電機の決算\n星野電機の純損失は3億円だった。", "utf-8")
    remote = RemoteOperations(owner)
    (row,) = remote.run("add", {"sources": [str(path)]})
    assert row["status"] == "added"
    (answer,) = remote.run("ask", {"question": "星野電機の純損失は？"})
    assert "3億円" in answer["answer"]


def test_errors_come_back_as_they_were_raised(owner):
    with pytest.raises(KassoroError, match="nosuch"):
        list(RemoteOperations(owner).run("show", {"id": "nosuch"}))
    with pytest.raises(KassoroError, match="no operation"):
        list(RemoteOperations(owner).run("dance", {}))
    with pytest.raises(KassoroError, match="arguments"):
        list(RemoteOperations(owner).run("show", {"wrong": 1}))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer secret", "Origin": "http://example.com"},
        {"Authorization": "Bearer secret", "Host": "example.com"},
    ],
)
def test_strangers_are_turned_away(owner, headers):
    response = httpx.post(
        f"{owner.address}/run", json={"operation": "list"}, headers=headers, trust_env=False
    )
    assert response.status_code == 403


def test_an_owner_that_is_gone_is_named(owner):
    with pytest.raises(KassoroError, match="does not answer"):
        list(RemoteOperations(Owner(42, "http://127.0.0.1:9", "secret")).run("list", {}))


def test_a_rebuild_tells_how_far_it_is(owner, library):
    library.add(Document("甲社", "甲社の現金は80億ドルに増えた。", "a.md"))
    seen = []
    (row,) = RemoteOperations(owner).run("rebuild", {}, lambda *report: seen.append(report))
    assert row == {"status": "rebuilt", "passages": 1}
    assert seen[0] == ("Reading articles again", 0, 1) and seen[-1] == ("Making vectors", 1, 1)
    assert list(RemoteOperations(owner).run("rebuild", {})) == [row]


def test_who_stops_watching_stops_the_rebuild(library):
    """As a person does with Ctrl-C; what was made stays, and the next rebuild goes on."""
    library.add(Document("甲社", "甲社の現金は80億ドルに増えた。", "a.md"))
    operations = Operations(library)
    ended = threading.Event()

    def run(progress):
        def halting(*report):
            progress(*report)
            if report[0] == "Making vectors":
                left.wait(60)

        try:
            yield from operations.run("rebuild", {}, halting)
        finally:
            ended.set()

    left = threading.Event()
    watched = reporting(run)
    assert next(watched) == {"progress": ["Reading articles again", 0, 1]}
    watched.close()
    left.set()
    assert ended.wait(60)
    assert list(operations.run("rebuild", {})) == [{"status": "rebuilt", "passages": 1}]
    assert library.problems() == []


def test_what_stops_the_work_reaches_the_watcher():
    def run(progress):
        yield {"n": 1}
        progress("Counting", 1, 2)
        raise KassoroError("It broke.")

    parts = reporting(run)
    assert [next(parts), next(parts)] == [{"row": {"n": 1}}, {"progress": ["Counting", 1, 2]}]
    with pytest.raises(KassoroError, match="It broke"):
        next(parts)
