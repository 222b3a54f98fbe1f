"""A served chat with its own home, and a browser to look at it. Skipped, with the reason, without Chromium."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chat_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A chat over the shipped articles, at a free loopback port."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from index.settings import SHIPPED_SEEDS, Settings
    from ui.server import serve

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    served = serve(
        Settings.read(home=tmp_path_factory.mktemp("chat"), seeds=str(SHIPPED_SEEDS), llm="none"),
        "127.0.0.1",
        port,
    )
    yield served.address
    served.close()


@pytest.fixture(scope="session")
def browser(chat_address: str):
    """Headless Chromium, one for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, chat_address: str):
    """The chat in a fresh Japanese profile; every request it makes is held to loopback."""
    context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(chat_address)
    opened.wait_for_selector("#k-question textarea")
    yield opened
    context.close()
    strangers = [url for url in asked if not url.startswith((chat_address, "data:", "blob:"))]
    assert strangers == []
