"""Which IP addresses are public: all that are given to somebody in the open Internet, and no others.

The blocks are those of IANA's registries of special-purpose addresses (RFC 6890 and its followers).
"""

from __future__ import annotations

import ipaddress

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_METADATA = "the metadata service of a cloud"
_V4 = {
    "0.0.0.0/8": "this machine",
    "10.0.0.0/8": "a private network",
    "100.100.100.200/32": _METADATA,
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": _METADATA,
    "169.254.169.254/32": _METADATA,
    "169.254.0.0/16": "the local link",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "reserved for documentation",
    "192.88.99.0/24": "reserved for 6to4 relays",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "reserved for benchmarks",
    "198.51.100.0/24": "reserved for documentation",
    "203.0.113.0/24": "reserved for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_V6 = {
    "::/128": "this machine",
    "::1/128": "this machine",
    "fd00:ec2::254/128": _METADATA,
    "fd20:ce::254/128": _METADATA,
    "fc00::/7": "a private network",
    "fe80::/10": "the local link",
    "fec0::/10": "a private network",
    "ff00::/8": "multicast",
    "2001::/23": "reserved for protocols such as Teredo",
    "2001:db8::/32": "reserved for documentation",
    "2002::/16": "a 6to4 tunnel",
    "2620:4f:8000::/48": "reserved for AS112",
    "3fff::/20": "reserved for documentation",
}
_BLOCKS_V4 = [(ipaddress.IPv4Network(block), what) for block, what in _V4.items()]
_BLOCKS_V6 = [(ipaddress.IPv6Network(block), what) for block, what in _V6.items()]
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# An IPv4 address in its last 32 bits is where these lead: it decides.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def why_not_public(ip: IP) -> str | None:
    """What the address is instead of public, in a few words; None if it is public.

    >>> why_not_public(ipaddress.ip_address("10.1.2.3")), why_not_public(ipaddress.ip_address("8.8.8.8"))
    ('a private network', None)
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return why_not_public(inner)
        for six, what in _BLOCKS_V6:
            if ip in six:
                return what
        return None if ip in _GLOBAL_V6 else "reserved"
    for four, what in _BLOCKS_V4:
        if ip in four:
            return what
    return None
