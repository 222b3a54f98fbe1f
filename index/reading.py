"""From what a person names to documents: finds the sources, reads each in another process, keeps count, can stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from index import readers
from index.article import Document
from index.errors import Interrupted, SourceError
from index.intake import AddResult
from index.readers.process import ReaderProcess
from index.readers.raw import Raw, Refusal
from index.rebuild import Progress

LABEL = "Reading sources"

Result = TypeVar("Result")


class Reading:
    """The documents and refusals of many sources, in their order; each source is one step of the progress.

    `progress` may stop it by raising Interrupted: the documents then end early, so that those read so far can be
    taken in, and `through` raises it again.
    """

    def __init__(
        self,
        reader: ReaderProcess,
        sources: Iterable[str | Raw],
        published: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """SourceError if `published`, which dates every document, is no date."""
        self._reader = reader
        self._published = readers.read_date(published, "--published") if published else None
        if published and self._published is None:
            raise SourceError(
                f"--published is {published!r}, which names no month: write YYYY-MM-DD or YYYY-MM."
            )
        self._found = [
            (source, one)
            for source in sources
            for one in ([source] if isinstance(source, Raw) else readers.find(source))
        ]
        self._progress = progress
        self._stopped: Interrupted | None = None

    def through(self, take: Callable[[Iterable[Document | AddResult]], Iterator[Result]]) -> Iterator[Result]:
        """What `take` makes of the documents, then the last report; Interrupted at the end if it was stopped."""
        yield from take(self._documents())
        if self._stopped is not None:
            raise self._stopped
        self._reported(len(self._found))

    def _documents(self) -> Iterator[Document | AddResult]:
        for place, (source, one) in enumerate(self._found):
            if not self._reported(place):
                return
            yield from self._read(source, one)

    def _reported(self, done: int) -> bool:
        """Whether to go on after `done` sources."""
        try:
            if self._progress and self._found:
                self._progress(LABEL, done, len(self._found))
        except Interrupted as stopped:
            self._stopped = stopped
        return self._stopped is None

    def _read(self, source: str | Raw, found: str | Raw | SourceError) -> Iterator[Document | AddResult]:
        """What one source holds."""
        named = source.source if isinstance(source, Raw) else source
        try:
            if isinstance(found, SourceError):
                raise found
            raw = found if isinstance(found, Raw) else readers.load(Path(found))
        except SourceError as error:
            yield AddResult(found if isinstance(found, str) else named, "refused", reason=str(error))
            return
        for one in self._reader.documents(raw):
            if isinstance(one, Refusal):
                yield AddResult(one.source, "refused", reason=one.reason)
            else:
                yield replace(one, published=self._published or one.published)
