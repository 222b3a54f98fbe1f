"""One process owns a home: a lock held for the library's life, and a note how to reach its holder."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import HomeBusy, LibraryError

LOCK_FILE = "kassoro.lock"
OWNER_FILE = "owner.json"
# How long a second program waits for the first to finish before it says that the home is in use.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a home. `address` and `token` are set while a chat serves it."""

    pid: int
    address: str | None = None
    token: str | None = None


class HomeLock:
    """The hold on a home, from construction to `release`. HomeBusy if another keeps it past `patience`."""

    def __init__(self, home: Path, patience: float = PATIENCE_SECONDS) -> None:
        self._note = home / OWNER_FILE
        self._lock = FileLock(home / LOCK_FILE, is_singleton=False)
        try:
            self._lock.acquire(timeout=patience, poll_interval=0.05)
        except Timeout as error:
            holder = _read(self._note)
            who = f"process {holder.pid}" if holder else "another process"
            raise HomeBusy(f"{home} is in use by {who}: close it or name another KASSORO_HOME.") from error
        except OSError as error:
            raise LibraryError(
                f"{home} cannot be written ({error.strerror or error}): give this account the right to, "
                "or name another KASSORO_HOME."
            ) from error
        try:
            self._write(Owner(os.getpid()))
        except BaseException:
            self.release()
            raise

    def announce(self, address: str) -> str:
        """Tell other programs that the home is served at `address`; gives the token they must show."""
        token = secrets.token_urlsafe(32)
        self._write(Owner(os.getpid(), address, token))
        return token

    def release(self) -> None:
        """Let the home go."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _write(self, owner: Owner) -> None:
        """Readable by this account only, and never seen half written."""
        unfinished = self._note.with_suffix(".part")
        try:
            unfinished.unlink(missing_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(owner), file)
            unfinished.replace(self._note)
        except OSError as error:
            raise LibraryError(
                f"{self._note} cannot be written ({error.strerror}): make room or name another KASSORO_HOME."
            ) from error


def owner(home: Path) -> Owner | None:
    """Who holds `home` now, or None. A note that a killed process left behind does not count."""
    if not (home / LOCK_FILE).is_file():
        return None
    probe = FileLock(home / LOCK_FILE, is_singleton=False)
    try:
        probe.acquire(timeout=0)
    except Timeout:
        return _read(home / OWNER_FILE)
    except OSError:
        return None
    probe.release()
    return None


def _read(note: Path) -> Owner | None:
    try:
        return Owner(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
