"""A progress bar on stderr that is there only while something is under way."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class ProgressBar:
    """Shows reports (label, done, total) with count and remaining time; nothing where stderr is no terminal.

    The bar appears with the first report and goes with the last, so that answers and sentences printed between
    two pieces of work stand alone.
    """

    def __init__(self, rate: bool = False) -> None:
        """`rate` shows how many are done a second."""
        from rich.console import Console

        self._console = Console(stderr=True)
        self._rate = rate
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        self._began: dict[str, float] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if not self._console.is_terminal:
            return
        if self._bars is None:
            self._start()
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total, rate="")
            self._began[label] = time.monotonic()
        waited = time.monotonic() - self._began[label]
        rate = f"{done / waited:.1f}/s" if done and waited > 0 else ""
        self._bars.update(self._tasks[label], completed=done, total=total, rate=rate)
        if self._bars.finished:
            self.stop()

    def stop(self) -> None:
        """Take the bar away, wherever it stands."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._tasks = {}

    def _start(self) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )  # fmt: skip

        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
        if self._rate:
            columns.append(TextColumn("{task.fields[rate]}"))
        # Rows that a command prints while the bar stands go to where stdout goes.
        self._bars = Progress(
            *columns, TimeRemainingColumn(), console=self._console, transient=True,
            redirect_stdout=sys.stdout.isatty(), redirect_stderr=True,
        )  # fmt: skip
        self._bars.start()


@contextmanager
def progress_bar(rate: bool = False) -> Iterator[ProgressBar]:
    """A bar that is gone at the end, whatever happens; `rate` shows how many are done a second."""
    bar = ProgressBar(rate)
    try:
        yield bar
    finally:
        bar.stop()
