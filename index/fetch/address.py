"""A URL taken apart once, so that what is checked and what is asked for cannot differ."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from index.errors import SourceError
from index.fetch.public import IP

LONGEST = 4000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_DOTS = str.maketrans("。．｡", "...")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
# Marks that stand for themselves in a path and a query; everything else is percent-encoded.
_SAFE = "/?:@!$&'()*+,;=-._~%[]|"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes: `host` is an ASCII name or an IP address as it is usually written."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def ip(self) -> IP | None:
        """The host, if it is an IP address and no name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port, as in a URL and in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one set of robots rules holds for."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse(url: str, base: str | None = None) -> Address:
    """The address that `url` names, seen from `base` where it is relative. SourceError if it is none to be fetched."""
    shown = repr(url if len(url) < 200 else url[:200] + "…")
    url = url.strip()
    if len(url) > LONGEST:
        raise SourceError(f"{shown} has {len(url)} characters, and an address up to {LONGEST}: check it.")
    try:
        if base is not None:
            url = urljoin(base, quote(url, safe=_SAFE + "#"))
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceError(f"{shown} is no address ({error}): check how it is written.") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        found = _SCHEME.match(url)
        named = f"begins with {found.group()}:" if found else "names no scheme"
        raise SourceError(f"{shown} {named}, and only http:// and https:// are fetched: give a web address.")
    if "@" in parts.netloc:
        raise SourceError(f"{shown} holds a name or password before '@', which is never sent: leave it out.")
    if _UNFIT.search(url) or "\\" in parts.netloc or not parts.hostname:
        raise SourceError(f"{shown} is no address: check how it is written.")
    host = _host(parts.netloc.rpartition("]")[0] + "]" if "[" in parts.netloc else parts.hostname, shown)
    target = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    return Address(scheme, host, _DEFAULT_PORTS[scheme] if port is None else port, target)


def same_site(one: str, other: str) -> bool:
    """Whether one URL's host is the other's or lies below it, "www." aside: only then may one speak for the other.

    >>> same_site("https://feeds.example.com/x", "http://www.example.com/"), same_site("http://a.co.jp", "http://b.co.jp")
    (True, False)
    """
    try:
        first, second = (parse(url).host.removeprefix("www.") for url in (one, other))
    except SourceError:
        return False
    return first == second or first.endswith("." + second) or second.endswith("." + first)


def _host(written: str, shown: str) -> str:
    """The host in the one form that is checked, resolved and connected to."""
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written.strip("[]")))
        except ValueError as error:
            raise SourceError(f"{shown} has no IPv6 address between its brackets: check it.") from error
    host = unicodedata.normalize("NFKC", written).translate(_DOTS).lower().removesuffix(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError) as error:
            raise SourceError(f"{shown} has a host that cannot be a name ({error}): check it.") from error
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _dotted(labels, shown)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise SourceError(f"{shown} has a host that cannot be a name: check how it is written.")
    return host


def _dotted(labels: list[str], shown: str) -> str:
    """An IPv4 address in any way of writing it: 2130706433, 0x7f.1, 0177.0.0.1 (the URL standard's IPv4 parser)."""
    try:
        if len(labels) > 4:
            raise ValueError
        *first, last = (_number(label) for label in labels)
        if any(number > 255 for number in first) or last >= 256 ** (5 - len(labels)):
            raise ValueError
    except ValueError as error:
        raise SourceError(f"{shown} has a host of numbers that is no IP address: check it.") from error
    value = last + sum(number << 8 * (3 - place) for place, number in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)
