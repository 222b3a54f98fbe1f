"""Which hosts, ports and addresses are asked at all."""

from __future__ import annotations

import ipaddress

from index.errors import SourceError
from index.fetch.address import Address
from index.fetch.public import why_not_public

# The Web's own ports and the two that public servers often use beside them; others belong to other services.
PORTS = frozenset({80, 443, 8080, 8443})
_LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "localdomain",
    "onion",
)
_ADVICE = "only public pages are fetched, so save the page and add the file"


class Policy:
    """Public addresses only. `allowed` names "address:port" pairs that pass nevertheless: for tests alone."""

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed
        self._allowed_ports = {int(one.rpartition(":")[2]) for one in allowed}

    def check_address(self, address: Address) -> None:
        """SourceError where the scheme, port, name or written-out IP address is none of the public Web's."""
        if address.port not in PORTS and address.port not in self._allowed_ports:
            raise SourceError(
                f"{address} names port {address.port}, and only {', '.join(map(str, sorted(PORTS)))} are asked: {_ADVICE}."
            )
        if address.ip is not None:
            self.check_ip(address, str(address.ip))
        elif "." not in address.host or any(
            address.host == name or address.host.endswith("." + name) for name in _LOCAL_NAMES
        ):
            raise SourceError(f"{address} names a host of a local network ({address.host}): {_ADVICE}.")

    def check_ip(self, address: Address, ip: str) -> None:
        """SourceError where `ip`, to which the address leads, is not public."""
        if f"{ip}:{address.port}" in self._allowed:
            return
        try:
            what = why_not_public(ipaddress.ip_address(ip))
        except ValueError:
            what = "no IP address"
        if what is not None:
            raise SourceError(f"{address} leads to {ip} ({what}): {_ADVICE}.")
