"""One request to one checked address, with its answer read or refused; redirects are the caller's."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import httpcore

from index.errors import SourceError
from index.fetch.address import Address
from index.fetch.fetched import Unreachable
from index.fetch.limits import Limits
from index.fetch.network import CheckedBackend, OpenSockets, Resolver, within
from index.fetch.policy import Policy

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Answer:
    """Status, headers (names in small letters, repeated ones joined by commas) and the body, not yet read."""

    def __init__(self, response: httpcore.Response) -> None:
        self.status = response.status
        self.headers: dict[str, str] = {}
        for name, value in response.headers:
            key, text = name.decode("latin-1").lower(), _text(value)
            self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text
        self._response = response

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes over the network."""
        yield from self._response.iter_stream()


class Connector:
    """Opens connections by the rules that all requests share."""

    def __init__(
        self, policy: Policy, resolver: Resolver, limits: Limits, tls: Callable[[], ssl.SSLContext]
    ) -> None:
        self.policy = policy
        self.sockets = OpenSockets()
        self._resolver = resolver
        self._limits = limits
        self._tls = tls

    @contextmanager
    def get(self, address: Address, headers: Mapping[str, str], deadline: float) -> Iterator[Answer]:
        """The answer to one GET, on a connection of its own. SourceError for all that can go wrong on the way."""
        self.policy.check_address(address)
        backend = CheckedBackend(address, self.policy, self._resolver, deadline, self.sockets)
        sent = [("Host", address.authority), *headers.items(), ("Connection", "close")]
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        timeouts = {
            "connect": self._limits.connect_seconds,
            "read": self._limits.read_seconds,
            "write": self._limits.read_seconds,
        }
        with _explained(address, self.sockets, deadline):
            within(None, deadline)
            tls = self._tls() if address.scheme == "https" else None
            with (
                httpcore.ConnectionPool(ssl_context=tls, max_connections=1, network_backend=backend) as pool,
                pool.stream("GET", url, headers=sent, extensions={"timeout": timeouts}) as response,
            ):
                yield Answer(response)


@contextmanager
def _explained(address: Address, sockets: OpenSockets, deadline: float) -> Iterator[None]:
    """What goes wrong between two machines, as a sentence."""
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        if not isinstance(
            error, httpcore.TimeoutException | httpcore.NetworkError | httpcore.ProtocolError | OSError
        ):
            raise
        if sockets.cut.is_set():
            raise SourceError(
                f"{address} was not fetched, as the work was stopped: run the command again."
            ) from error
        told = (
            Unreachable if isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout) else SourceError
        )
        raise told(_sentence(address, error, time.monotonic() >= deadline)) from error


def _sentence(address: Address, error: Exception, late: bool) -> str:
    if late:
        return f"{address} was not sent within the time a page may take: try again later, or save the page and add the file."
    if isinstance(error, httpcore.ConnectTimeout | httpcore.PoolTimeout):
        return f"{address} cannot be reached (no answer from {address.host}): try again later."
    if isinstance(error, httpcore.TimeoutException):
        return f"{address} stopped sending: try again later, or save the page and add the file."
    if isinstance(error, httpcore.ConnectError) and _is_tls(error):
        return (
            f"{address} has no connection that can be trusted ({_tls_reason(error)}): "
            "check the address, or save the page and add the file."
        )
    if isinstance(error, httpcore.ConnectError):
        return f"{address} cannot be reached (no connection to {address.host}): check the address or try again later."
    return f"{address} was sent broken ({_short(error)}): try again later, or save the page and add the file."


def _is_tls(error: BaseException) -> bool:
    return isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "SSL" in str(error)


def _tls_reason(error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message.rstrip(".") or "its certificate is not valid"
    reason = getattr(cause, "reason", None)
    return str(reason).replace("_", " ").lower() if reason else "TLS failed"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
