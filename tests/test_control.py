"""While one process owns a home, others reach it over loopback, and only with its token."""

import httpx
import pytest

from index.errors import KassoroError
from index.lock import Owner
from ui.control import ControlServer, RemoteOperations
from ui.operations import Operations


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
