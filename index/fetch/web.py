"""URLs among other sources: fetched side by side and ahead of their turn, given back in the order they stand in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from index.errors import SourceError
from index.fetch.fetched import Fetched

if TYPE_CHECKING:  # it brings httpx, which `kassoro list` need not wait for
    from index.fetch.fetcher import Fetcher

Item = TypeVar("Item")
Page = Fetched | SourceError
# How many pages are fetched side by side.
AT_ONCE = 8
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
    """A Fetcher with threads of its own, which end with it. To be used by one thread at a time, in a `with` block.

    `make` is called when the first page is wanted.
    """

    def __init__(self, make: Callable[[], Fetcher]) -> None:
        self._make = make
        self._fetcher: Fetcher | None = None
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
                while waiting and (waiting[0][1] is None or fetching >= AT_ONCE * _AHEAD):
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
        if self._fetcher is not None:
            self._fetcher.close()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self, wanted: Wanted) -> Future[Page]:
        if self._fetcher is None:
            self._fetcher = self._make()
        if self._threads is None:
            self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")
        return self._threads.submit(_fetch, self._fetcher, wanted)

    def _ready(self, future: Future[Page] | None, go_on: Callable[[], bool]) -> bool:
        """Wait for a page; False if it is not wanted any more."""
        while future is not None and not future.done():
            if not go_on():
                return False
            wait([future], timeout=_TICK)
        return True


def _fetch(fetcher: Fetcher, wanted: Wanted) -> Page:
    try:
        return fetcher.fetch(wanted.url, etag=wanted.etag, modified=wanted.modified)
    except SourceError as error:
        return error
