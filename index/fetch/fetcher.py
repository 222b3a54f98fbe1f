"""READ THIS FIRST in index/fetch/. A Fetcher gets public pages and feeds, within limits and as their sites want it.

The way of a request: URL taken apart (`address`) -> scheme, port and host allowed (`policy`) -> robots.txt asked
(`robots`) -> a place at the host (`courtesy`) -> name resolved, every address checked, a checked one connected to
(`network`) -> redirect: all of it again -> media type that is read (`media`) -> body, decompressed and counted (`body`).
"""

from __future__ import annotations

import functools
import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version

import httpx

from index.errors import SourceError
from index.fetch import media
from index.fetch.address import Address, parse
from index.fetch.body import ACCEPTED, decoded, too_large
from index.fetch.courtesy import Courtesy
from index.fetch.fetched import Fetched, Gone
from index.fetch.limits import Limits
from index.fetch.network import Resolver, resolve
from index.fetch.policy import Policy
from index.fetch.request import REDIRECTS, Answer, Connector
from index.fetch.robots import NAME, Robots
from index.readers.raw import Raw

_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"
_LONGEST_VALIDATOR = 500


class Fetcher:
    """Gets public http(s) pages. Safe to share between threads; `close` ends every request under way.

    `allowed` names "address:port" pairs that are asked although they are not public, and `resolver` is asked for
    the addresses of names: both are there for tests, which have no other server than their own.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allowed: Collection[str] = (),
        resolver: Resolver = resolve,
    ) -> None:
        self.limits = limits or Limits()
        self._connector = Connector(Policy(frozenset(allowed)), resolver, self.limits, _tls)
        self._robots = Robots(self._robots_file)
        self._courtesy = Courtesy(self.limits.at_once_per_host, self._connector.sockets.cut)

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at `url`, or that it is unchanged since `etag` or `modified` were told of it.

        SourceError where it is not public, not wanted by its site, not read, too large, too slow or broken; Gone
        where there is no such page any more.
        """
        headers = self._headers()
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        address = parse(url)
        seconds = self.limits.total_seconds
        for _ in range(self.limits.redirects + 1):
            delay = self._allowed_by_site(address)
            with self._courtesy.place(address.host):
                self._courtesy.keep_distance(address.host, delay)
                began = time.monotonic()
                with self._connector.get(address, headers, began + seconds) as answer:
                    if answer.status not in REDIRECTS:
                        return self._fetched(url, address, answer, bool(etag or modified))
                    address = _redirected(address, answer)
            seconds -= time.monotonic() - began
        raise self._too_many(url)

    def close(self) -> None:
        """End every request under way and all that follow, each with a SourceError."""
        self._connector.sockets.close()

    def _allowed_by_site(self, address: Address) -> float:
        self._connector.policy.check_address(address)
        return min(self._robots.check(address), self.limits.crawl_delay_seconds)

    def _fetched(self, url: str, address: Address, answer: Answer, conditional: bool) -> Fetched:
        etag = _validator(answer.headers.get("etag"))
        modified = _validator(answer.headers.get("last-modified"))
        if answer.status == 304 and conditional:
            return Fetched(None, str(address), etag, modified, unchanged=True)
        _check_status(address, answer.status)
        media_type, charset = media.declared(answer.headers.get("content-type", ""))
        ending = media.ending(media_type, address)
        data = self._body(address, answer)
        name = media.file_name(address, ending or media.sniffed(data))
        return Fetched(Raw(data, name, url, charset, media_type or None), str(address), etag, modified)

    def _body(self, address: Address, answer: Answer) -> bytes:
        announced = answer.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:18]) > self.limits.wire_bytes:
            raise too_large(str(address), self.limits.wire_bytes, "sends")
        return b"".join(self._pieces(address, answer))

    def _pieces(self, address: Address, answer: Answer) -> Iterator[bytes]:
        coding = answer.headers.get("content-encoding", "")
        return decoded(answer.pieces(), coding, self.limits.wire_bytes, self.limits.body_bytes, str(address))

    def _robots_file(self, address: Address) -> tuple[int, bytes]:
        """Status and body of a robots.txt, behind redirects that obey the same rules; read up to a bound."""
        first, deadline = address, time.monotonic() + self.limits.total_seconds
        for _ in range(self.limits.redirects + 1):
            with self._connector.get(address, self._headers(), deadline) as answer:
                if answer.status not in REDIRECTS:
                    return answer.status, _beginning(self._pieces(address, answer), self.limits.robots_bytes)
                address = _redirected(address, answer)
        raise self._too_many(str(first))

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": user_agent(),
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            "Accept-Language": "ja, en;q=0.9",
        }

    def _too_many(self, url: str) -> SourceError:
        return SourceError(
            f"{url} redirects more than {self.limits.redirects} times: open it in a browser, save the page and add the file."
        )


@functools.cache
def user_agent() -> str:
    """Who asks, and what for."""
    try:
        number = version("kassoro")
    except PackageNotFoundError:
        number = "0"
    return f"{NAME}/{number} (reads single articles at its user's request)"


@functools.cache
def _tls() -> ssl.SSLContext:
    """Certificates as httpx knows them and as the system does; no settings from the environment's proxies."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _redirected(address: Address, answer: Answer) -> Address:
    location = answer.headers.get("location", "")
    if not location:
        raise SourceError(f"{address} redirects to nowhere (answer {answer.status}): open it in a browser.")
    target = parse(location, str(address))
    if address.scheme == "https" and target.scheme == "http":
        raise SourceError(
            f"{address} redirects to {target}, which is not encrypted any more: add that address itself if you trust it."
        )
    return target


def _check_status(address: Address, status: int) -> None:
    """SourceError for every answer but a page."""
    if status == 200:
        return
    if status in (404, 410):
        raise Gone(f"{address} is not there (answer {status}): check the address.")
    if status in (401, 402, 403, 407, 451):
        said = "is not open to everybody"
    elif status == 429:
        said = "has been asked too often"
    elif status >= 500:
        said = "is out of order"
    else:
        said = "is no page"
    todo = "try again later" if status == 429 or status >= 500 else "save the page and add the file"
    raise SourceError(f"{address} {said} (answer {status}): {todo}.")


def _validator(value: str | None) -> str | None:
    """An ETag or date as it may be sent back; None for what is none."""
    fits = value is not None and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if fits else None


def _beginning(pieces: Iterable[bytes], most: int) -> bytes:
    data = b""
    for piece in pieces:
        data += piece
        if len(data) >= most:
            break
    return data[:most]
