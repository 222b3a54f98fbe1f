"""What is fetched for a library: pages for the readers, links of feeds, and all of it again on a refresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from index import fetch_store
from index.article import Article, Document
from index.errors import Interrupted, SourceError
from index.fetch.address import same_site
from index.fetch.fetched import Fetched, Gone
from index.fetch.web import Page, Wanted, Web
from index.fetch_store import Origin
from index.intake import AddResult
from index.readers.feed import complemented
from index.readers.process import ReaderProcess
from index.readers.raw import Raw, Refusal
from index.rebuild import Progress
from index.settings import Settings
from index.store import Store

if TYPE_CHECKING:
    from index.fetch.fetcher import Fetcher

LABEL = "Fetching again"
Read = Document | AddResult


class Origins:
    """Reads what was fetched, and remembers for each document which answer it came from."""

    def __init__(self, settings: Settings, store: Store, reader: ReaderProcess) -> None:
        self.web = Web(lambda: _fetcher(settings))
        self._store = store
        self._reader = reader
        self._origins: dict[str, Origin] = {}

    def documents(
        self, raw: Raw, page: Fetched | None, published: str | None, go_on: Callable[[], bool]
    ) -> Iterator[Read]:
        """What a source holds, and then what it links to, if it is a feed; `page` where it was fetched."""
        links: list[Refusal] = []
        for one in self._reader.documents(raw):
            if isinstance(one, Refusal) and one.link:
                links.append(one)
            elif isinstance(one, Refusal):
                yield AddResult(one.source, "refused", reason=one.reason)
            else:
                yield self._dated(one, raw.source if page else None, page, published)
        yield from self._linked(links, page.url if page else None, published, go_on)

    def recorded(self, results: Iterable[AddResult]) -> Iterator[AddResult]:
        """The results, each after the origin of its article was kept, if that is where the library has it from."""
        for result in results:
            origin = self._origins.pop(result.path, None)
            if origin is not None and result.article_id is not None:
                with self._store.writing() as connection:
                    article = self._store.find_article(connection, id=result.article_id)
                    if article is not None and article.source == result.path:
                        fetch_store.write_origin(connection, article.id, origin)
            yield result

    def _dated(self, one: Document, url: str | None, page: Fetched | None, published: str | None) -> Document:
        """The document, dated as a person wants it, its origin remembered.

        Its own word on its address counts only within its site: no page may pass for another site's article.
        """
        if url is not None and page is not None:
            self._origins[one.source] = Origin(url, page.etag, page.modified, published)
            if one.url is None or not same_site(one.url, page.url):
                whole = one.source == url  # and no part of an archive or feed
                found = {**one.found, "url": "where it was fetched"} if whole else one.found
                one = replace(one, url=page.url if whole else None, found=found)
        return replace(one, published=published or one.published)

    def _linked(
        self, links: Sequence[Refusal], base: str | None, published: str | None, go_on: Callable[[], bool]
    ) -> Iterator[Read]:
        """The articles behind a feed's links, each asked for once."""
        urls = {(urljoin(base, one.source) if base else one.source): one for one in links}
        with self._store.reading() as connection:
            known = {url: fetch_store.find_origin(connection, url) for url in urls}
        wanted = [
            (url, Wanted(url, found[2].etag, found[2].modified) if found and not published else Wanted(url))
            for url, found in known.items()
        ]
        for url, page in self.web.pages(wanted, go_on):
            found = known[url]
            if isinstance(page, Fetched) and page.unchanged and found:
                yield AddResult(url, "unchanged", found[0], found[1])
                continue
            for one in self._read(url, page):
                if isinstance(one, Document):
                    yield self._dated(complemented(one, urls[url].link), url, _answer(page), published)
                else:
                    yield one

    def _read(self, url: str, page: Page | None) -> Iterator[Read]:
        """The documents of a page, or why there is none."""
        if not isinstance(page, Fetched) or page.raw is None:
            yield AddResult(url, "refused", reason=str(page))
            return
        for one in self._reader.documents(page.raw):
            yield AddResult(one.source, "refused", reason=one.reason) if isinstance(one, Refusal) else one


class Refreshing(Origins):
    """Asks for every article that came from a URL again; nothing is removed, and nothing new added."""

    _done = 0

    def through(
        self, take: Callable[[Iterable[Read]], Iterator[AddResult]], progress: Progress | None
    ) -> Iterator[AddResult]:
        """What `take` makes of what changed, among what is said of the rest; Interrupted where `progress` stopped it."""
        with self._store.reading() as connection:
            origins = fetch_store.read_origins(connection)
        groups: dict[str, list[Article]] = {}
        for article in self._store.articles():
            if article.source.startswith(("http://", "https://")):
                origin = origins.get(article.id) or Origin(article.source.partition("#")[0])
                groups.setdefault(origin.url, []).append(article)
        stopped: list[Interrupted] = []

        def report(done: int) -> bool:
            try:
                if progress and groups:
                    progress(LABEL, done, len(groups))
            except Interrupted as interrupted:
                stopped.append(interrupted)
            return not stopped

        with self.web:
            yield from self.recorded(take(self._again(groups, origins, report)))
        if stopped:
            raise stopped[0]
        report(len(groups))

    def _again(
        self, groups: dict[str, list[Article]], origins: dict[str, Origin], report: Callable[[int], bool]
    ) -> Iterator[Read]:
        wanted = [(url, _as_known(url, articles, origins)) for url, articles in groups.items()]
        for url, page in self.web.pages(wanted, lambda: report(self._done)):
            if not report(self._done):
                return
            yield from self._compared(url, page, groups[url], origins)
            self._done += 1

    def _compared(
        self, url: str, page: Page | None, articles: Sequence[Article], origins: dict[str, Origin]
    ) -> Iterator[Read]:
        """What a URL gives now for the articles that came from it."""
        if isinstance(page, SourceError):
            said = (
                f"{url} is gone, and its article is kept as it is: 'kassoro remove' takes it out."
                if isinstance(page, Gone)
                else str(page)
            )
            for article in articles:
                yield AddResult(article.source, "refused", article.id, article.title, said)
            return
        left = {article.source: article for article in articles}
        reason = f"{url} no longer holds this article, which is kept as it is: 'kassoro remove' takes it out."
        if page is not None and page.unchanged:
            for article in articles:
                yield AddResult(article.source, "unchanged", article.id, article.title)
            return
        for one in self._read(url, page):
            if isinstance(one, Document) and one.source in left:
                origin = origins.get(left.pop(one.source).id)
                yield self._dated(one, url, _answer(page), origin.published if origin else None)
            elif isinstance(one, AddResult) and one.path == url and one.reason:
                reason = one.reason
        for article in left.values():
            yield AddResult(article.source, "refused", article.id, article.title, reason)


def _as_known(url: str, articles: Sequence[Article], origins: Mapping[str, Origin]) -> Wanted:
    """The URL with its validators. One answer serves all articles of a feed, if all were read from the same."""
    told = {origins.get(article.id, Origin(url)) for article in articles}
    same = {(one.etag, one.modified) for one in told}
    return Wanted(url, *same.pop()) if len(same) == 1 else Wanted(url)


def _fetcher(settings: Settings) -> Fetcher:
    from index.fetch.fetcher import Fetcher

    return Fetcher(allowed=[one.strip() for one in settings.test_fetch_hosts.split(",") if one.strip()])


def _answer(page: Page | None) -> Fetched | None:
    return page if isinstance(page, Fetched) else None
