"""How many requests a host gets at once, and how soon one after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.errors import SourceError


@dataclass(slots=True)
class _Host:
    places: threading.BoundedSemaphore
    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class Courtesy:
    """Lets `at_once` requests through to a host at the same time; `halted` ends all waiting."""

    def __init__(self, at_once: int, halted: threading.Event) -> None:
        self._at_once = at_once
        self._halted = halted
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def place(self, host: str) -> Iterator[None]:
        """One of the host's places, waited for."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host(threading.BoundedSemaphore(self._at_once)))
        while not known.places.acquire(timeout=0.2):
            self._go_on()
        try:
            yield
        finally:
            known.places.release()

    def keep_distance(self, host: str, seconds: float) -> None:
        """Wait until `seconds` have gone by since the host's last request that kept a distance."""
        known = self._hosts[host]
        with known.turn:
            self._halted.wait(max(0.0, known.free_at - time.monotonic()))
            known.free_at = time.monotonic() + seconds
        self._go_on()

    def _go_on(self) -> None:
        if self._halted.is_set():
            raise SourceError("The fetching was stopped: run the command again to go on.")
