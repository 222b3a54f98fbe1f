"""One process owns a home, and others can tell which."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import HomeBusy, LibraryError
from index.lock import LOCK_FILE, OWNER_FILE, HomeLock, Owner, owner

HOLDER = """
import sys, time
from pathlib import Path
from index.lock import HomeLock
lock = HomeLock(Path(sys.argv[1]))
lock.announce("http://127.0.0.1:7860")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def test_a_second_holder_is_told_who_the_first_is(home: Path) -> None:
    lock = HomeLock(home)
    with pytest.raises(HomeBusy, match=f"process {os.getpid()}.*KASSORO_HOME"):
        HomeLock(home, patience=0.1)
    lock.release()


def test_the_home_is_free_after_release(home: Path) -> None:
    HomeLock(home).release()
    assert owner(home) is None
    HomeLock(home, patience=0).release()


def test_the_owner_can_be_found_and_reached(home: Path) -> None:
    lock = HomeLock(home)
    assert owner(home) == Owner(os.getpid())
    token = lock.announce("http://127.0.0.1:7860")
    assert owner(home) == Owner(os.getpid(), "http://127.0.0.1:7860", token)
    lock.release()


def test_only_this_account_can_read_the_token(home: Path) -> None:
    lock = HomeLock(home)
    lock.announce("http://127.0.0.1:7860")
    assert stat.S_IMODE((home / OWNER_FILE).stat().st_mode) == 0o600
    lock.release()


def test_a_home_never_used_has_no_owner(home: Path) -> None:
    assert owner(home) is None
    assert owner(home / "missing") is None


def test_what_a_killed_process_left_does_not_matter(home: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        held_by = owner(home)
        assert held_by is not None and held_by.pid == holder.pid and held_by.token
        with pytest.raises(HomeBusy, match=str(holder.pid)):
            HomeLock(home, patience=0.1)
        holder.send_signal(signal.SIGKILL)
    assert json.loads((home / OWNER_FILE).read_text())["pid"] == holder.pid
    assert owner(home) is None
    HomeLock(home, patience=1).release()


def test_a_broken_note_is_no_owner(home: Path) -> None:
    lock = HomeLock(home)
    (home / OWNER_FILE).write_text("[1, 2")
    assert owner(home) is None
    with pytest.raises(HomeBusy, match="another process"):
        HomeLock(home, patience=0)
    lock.release()


def test_a_home_that_cannot_be_written_is_named(home: Path) -> None:
    (home / LOCK_FILE).mkdir()
    with pytest.raises(LibraryError, match=str(home)):
        HomeLock(home, patience=0)
