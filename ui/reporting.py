"""Rows and progress of one operation as one stream, for whoever watches it from another process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

from index.errors import Interrupted

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]


def reporting(run: Callable[[Progress], Iterator[Row]]) -> Iterator[Row]:
    """{"row": …} and {"progress": [label, done, total]} in the order in which `run` gives them, in a thread.

    Who stops listening stops `run` at its next report. What `run` raises is raised here.
    """
    parts: SimpleQueue[Row | BaseException | None] = SimpleQueue()
    gone = threading.Event()

    def progress(label: str, done: int, total: int) -> None:
        if gone.is_set():
            raise Interrupted("Nobody waits for the result any longer.")
        parts.put({"progress": [label, done, total]})

    def work() -> None:
        try:
            for row in run(progress):
                parts.put({"row": row})
            parts.put(None)
        except BaseException as error:
            parts.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        while (part := parts.get()) is not None:
            if isinstance(part, BaseException):
                raise part
            yield part
    finally:
        gone.set()
