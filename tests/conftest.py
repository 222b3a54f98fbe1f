"""Every test has a home of its own and an empty library; nothing touches the home of who runs the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.settings import Settings
from index.words import Analyser


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """KASSORO_HOME of this test; no other KASSORO_* but the place of the test data reaches it."""
    for name in os.environ:
        if name.startswith("KASSORO_") and name != "KASSORO_TEST_DATA":
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("KASSORO_HOME", str(folder))
    monkeypatch.setenv("KASSORO_SEEDS", "none")
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings.read(home=home, seeds="none")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """One for all tests: its dictionary takes a while to load."""
    return Analyser()
