"""Work done side by side, with results in the order in which it was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def in_order(
    given: Iterable[_Given], work: Callable[[_Given], _Made], executor: Executor, ahead: int
) -> Iterator[tuple[_Given, _Made]]:
    """Each item with what `work` makes of it; up to `ahead` items are worked on or wait to be taken.

    `work` is to give its errors back as values. Left early, what has not begun is not begun.
    """
    waiting: deque[tuple[_Given, Future[_Made]]] = deque()
    try:
        for one in given:
            waiting.append((one, executor.submit(work, one)))
            if len(waiting) >= ahead:
                first, made = waiting.popleft()
                yield first, made.result()
        while waiting:
            first, made = waiting.popleft()
            yield first, made.result()
    finally:
        for _, made in waiting:
            made.cancel()
