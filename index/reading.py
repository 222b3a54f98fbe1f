"""From what a person names to documents: finds or fetches the sources, reads each in another process, can stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from index import readers
from index.article import Document
from index.errors import Interrupted, SourceError
from index.fetch.fetched import Fetched
from index.fetch.web import Page, Wanted
from index.intake import AddResult
from index.origins import Origins
from index.readers.raw import Raw
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
        origins: Origins,
        sources: Iterable[str | Raw],
        published: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """SourceError if `published`, which dates every document, is no date."""
        self._origins = origins
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
        self._done = 0
        self._stopped: Interrupted | None = None

    def through(self, take: Callable[[Iterable[Document | AddResult]], Iterator[Result]]) -> Iterator[Result]:
        """What `take` makes of the documents, then the last report; Interrupted at the end if it was stopped."""
        with self._origins.web:
            yield from take(self._documents())
        if self._stopped is not None:
            raise self._stopped
        self._reported(len(self._found))

    def _documents(self) -> Iterator[Document | AddResult]:
        pages = self._origins.web.pages(((one, _wanted(one[1])) for one in self._found), self._go_on)
        for (source, one), page in pages:
            if not self._go_on():
                return
            yield from self._read(source, one, page)
            self._done += 1

    def _go_on(self) -> bool:
        return self._reported(self._done)

    def _reported(self, done: int) -> bool:
        """Whether to go on after `done` sources."""
        try:
            if self._progress and self._found:
                self._progress(LABEL, done, len(self._found))
        except Interrupted as stopped:
            self._stopped = stopped
        return self._stopped is None

    def _read(
        self, source: str | Raw, found: str | Raw | SourceError, page: Page | None
    ) -> Iterator[Document | AddResult]:
        """What one source holds; `page` is what is at its URL, if it is one."""
        named = source.source if isinstance(source, Raw) else source
        try:
            for error in (found, page):
                if isinstance(error, SourceError):
                    raise error
            fetched = page if isinstance(page, Fetched) else None
            raw = (fetched.raw if fetched else None) or (
                found if isinstance(found, Raw) else readers.load(Path(str(found)))
            )
        except SourceError as error:
            yield AddResult(found if isinstance(found, str) else named, "refused", reason=str(error))
            return
        yield from self._origins.documents(raw, fetched, self._published, self._go_on)


def _wanted(found: str | Raw | SourceError) -> Wanted | None:
    return Wanted(found) if isinstance(found, str) and readers.is_url(found) else None
