"""The way to a server: a name is resolved once, all its addresses are checked, and one of them is connected to."""

from __future__ import annotations

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from index.fetch.address import Address
from index.fetch.fetched import Unreachable
from index.fetch.policy import Policy

Resolver = Callable[[str, int], Sequence[str]]
# How many of a name's addresses are tried.
_TRIES = 3


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order. OSError if there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class OpenSockets:
    """The sockets in use, so that all can be cut at once when nobody waits for them any more."""

    def __init__(self) -> None:
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.cut = threading.Event()

    def add(self, one: socket.socket) -> None:
        """Know a socket; it is cut at once where all have been."""
        with self._lock:
            self._sockets.add(one)
        if self.cut.is_set():
            _shut(one)

    def discard(self, one: socket.socket) -> None:
        """The socket is closed."""
        with self._lock:
            self._sockets.discard(one)

    def close(self) -> None:
        """Cut every socket: whoever reads from one is told that the connection ended."""
        self.cut.set()
        with self._lock:
            for one in self._sockets:
                _shut(one)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # Past the TLS layer, which another thread may be in.
        socket.socket.shutdown(one, socket.SHUT_RDWR)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to `address` only, through `policy`, and to nothing after `deadline` (of `time.monotonic`)."""

    def __init__(
        self, address: Address, policy: Policy, resolver: Resolver, deadline: float, sockets: OpenSockets
    ) -> None:
        self._address = address
        self._policy = policy
        self._resolver = resolver
        self._deadline = deadline
        self._sockets = sockets
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to a checked address of the name; the arguments are httpcore's own view of `address`."""
        addresses = self._checked(timeout)
        for place, ip in enumerate(addresses, start=1):
            try:
                stream = self._plain.connect_tcp(
                    ip, self._address.port, within(timeout, self._deadline), None, socket_options
                )
                return _TimedStream(stream, self._deadline, self._sockets)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses):
                    raise
        raise httpcore.ConnectError("no address")

    def _checked(self, timeout: float | None) -> list[str]:
        """The addresses to try, after every one the name has was found public."""
        if self._address.ip is not None:
            ips = [self._address.host]
        else:
            ips = self._resolved(within(timeout, self._deadline))
        for ip in ips:
            self._policy.check_ip(self._address, ip)
        return ips[:_TRIES]

    def _resolved(self, timeout: float) -> list[str]:
        """The resolver's answer; it knows no time limit itself, so it works in a thread that may be left behind."""
        answers: queue.Queue[Sequence[str] | OSError] = queue.Queue()

        def ask() -> None:
            try:
                answers.put(self._resolver(self._address.host, self._address.port))
            except (OSError, UnicodeError) as error:
                answers.put(OSError(error))

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=timeout)
        except queue.Empty as error:
            raise httpcore.ConnectTimeout("the name was not resolved") from error
        if isinstance(found, OSError) or not found:
            raise Unreachable(
                f"{self._address} names a host that is not found ({self._address.host}): "
                "check its spelling and the connection to the Internet."
            )
        return list(found)


class _TimedStream(httpcore.NetworkStream):
    """A stream on which nothing waits beyond the deadline, however slowly a server sends."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, sockets: OpenSockets) -> None:
        self._stream = stream
        self._deadline = deadline
        self._sockets = sockets
        self._socket: socket.socket = stream.get_extra_info("socket")
        sockets.add(self._socket)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes from the server."""
        return self._stream.read(max_bytes, within(timeout, self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Bytes to the server."""
        self._stream.write(buffer, within(timeout, self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        """End the connection."""
        self._sockets.discard(self._socket)
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the certificate must be that of `server_hostname`."""
        self._sockets.discard(self._socket)
        stream = self._stream.start_tls(ssl_context, server_hostname, within(timeout, self._deadline))
        return _TimedStream(stream, self._deadline, self._sockets)

    def get_extra_info(self, info: str) -> Any:
        """What the inner stream tells."""
        return self._stream.get_extra_info(info)


def within(timeout: float | None, deadline: float, late: type[Exception] = httpcore.ConnectTimeout) -> float:
    """Seconds that may still be waited; raises `late` where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time is over")
    return left if timeout is None else min(timeout, left)
