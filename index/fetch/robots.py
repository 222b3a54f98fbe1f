"""What sites ask of programs that read them (robots.txt, RFC 9309), asked for once a site."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from index.errors import SourceError
from index.fetch.address import Address
from index.fetch.fetched import Unreachable

# The name under which sites may address rules to this program.
NAME = "Kassoro"


@dataclass(slots=True)
class _Site:
    asking: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    refusal: str | None = None
    unreachable: str | None = None


class Robots:
    """The rules of every site met so far. `ask` gets the status and body of a site's robots.txt."""

    def __init__(self, ask: Callable[[Address], tuple[int, bytes]]) -> None:
        self._ask = ask
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()

    def check(self, address: Address) -> float:
        """Seconds that the site asks for between two requests. SourceError where it does not want this one."""
        with self._lock:
            site = self._sites.setdefault(address.origin, _Site())
        with site.asking:
            if site.rules is None and site.refusal is None and site.unreachable is None:
                self._learn(site, address)
        if site.unreachable is not None:
            raise Unreachable(f"{address}{site.unreachable}")
        if site.refusal is not None:
            raise SourceError(site.refusal)
        assert site.rules is not None
        if not site.rules.can_fetch(str(address), NAME):
            raise SourceError(
                f"{address} is closed to programs by its site's robots.txt: save the page and add the file."
            )
        return float(site.rules.crawl_delay(NAME) or 0.0)

    def _learn(self, site: _Site, address: Address) -> None:
        """No rules where there is no file; none may be broken where the site cannot tell them now."""
        file = Address(address.scheme, address.host, address.port, "/robots.txt")
        try:
            status, body = self._ask(file)
        except Unreachable as error:
            if str(error).startswith(str(file)):  # the site itself, and none that it redirects to
                site.unreachable = str(error).removeprefix(str(file))
            else:
                site.refusal = str(error)
            return
        except SourceError as error:
            site.refusal = str(error)
            return
        if status == 429 or status >= 500:
            site.refusal = (
                f"{address.origin}/robots.txt cannot be had now (the server answers {status}), "
                "and without it the site's pages are left alone: try again later."
            )
            return
        site.rules = Protego.parse(body.decode("utf-8", "replace") if status < 300 else "")
