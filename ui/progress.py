"""A progress bar on stderr that is there only while something is under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class ProgressBar:
    """Shows reports (label, done, total) with count and remaining time; nothing where stderr is no terminal.

    The bar appears with the first report and goes with the last, so that answers and sentences printed between
    two pieces of work stand alone.
    """

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if not self._console.is_terminal:
            return
        if self._bars is None:
            self._start()
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total)
        self._bars.update(self._tasks[label], completed=done, total=total)
        if self._bars.finished:
            self.stop()

    def stop(self) -> None:
        """Take the bar away, wherever it stands."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._tasks = {}

    def _start(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Progress(*columns, console=self._console, transient=True)
        self._bars.start()


@contextmanager
def progress_bar() -> Iterator[ProgressBar]:
    """A bar that is gone at the end, whatever happens."""
    bar = ProgressBar()
    try:
        yield bar
    finally:
        bar.stop()
