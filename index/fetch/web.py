"""URLs among other sources: fetched side by side and ahead of their turn, given back in the order they stand in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from index.errors import SourceError
from index.fetch.fetched import Fetched
from index.fetch.fetcher import Fetcher

Item = TypeVar("Item")
Page = Fetched | SourceError
# How often a wait looks whether it is still wanted, in seconds.
_TICK = 0.25
# Results that wait for their turn hold whole pages in memory.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A URL to be fetched, unless it is as it was when `etag` and `modified` were told of it."""

    url: str
    etag: str | None = None
    modified: str | None = None


class Web:
    """A Fetcher with threads of its own, which end with it. To be used by one thread at a time, in a `with` block."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._at_once = fetcher.limits.at_once
        self._threads: ThreadPoolExecutor | None = None

    def pages(
        self, items: Iterable[tuple[Item, Wanted | None]], go_on: Callable[[], bool]
    ) -> Iterator[tuple[Item, Page | None]]:
        """Each item with what is at its URL, or why there is nothing; None for an item without one.

        Asks `go_on` while it waits, and ends when that says no.
        """
        waiting: deque[tuple[Item, Future[Page] | None]] = deque()
        try:
            for item, wanted in items:
                waiting.append((item, self._begin(wanted) if wanted else None))
                fetching = sum(future is not None for _, future in waiting)
                while waiting and (waiting[0][1] is None or fetching >= self._at_once * _AHEAD):
                    if not self._ready(waiting[0][1], go_on):
                        return
                    first, future = waiting.popleft()
                    fetching -= future is not None
                    yield first, future.result() if future else None
            while waiting:
                if not self._ready(waiting[0][1], go_on):
                    return
                first, future = waiting.popleft()
                yield first, future.result() if future else None
        finally:
            for _, future in waiting:
                if future is not None:
                    future.cancel()

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut what is still being fetched."""
        self._fetcher.close()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self, wanted: Wanted) -> Future[Page]:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._at_once, thread_name_prefix="fetch")
        return self._threads.submit(self._fetch, wanted)

    def _fetch(self, wanted: Wanted) -> Page:
        try:
            return self._fetcher.fetch(wanted.url, etag=wanted.etag, modified=wanted.modified)
        except SourceError as error:
            return error

    def _ready(self, future: Future[Page] | None, go_on: Callable[[], bool]) -> bool:
        """Wait for a page; False if it is not wanted any more."""
        while future is not None and not future.done():
            if not go_on():
                return False
            wait([future], timeout=_TICK)
        return True
