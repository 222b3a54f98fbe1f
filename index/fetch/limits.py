"""How much one fetch may take."""

from __future__ import annotations

from dataclasses import dataclass

from index.readers import LARGEST


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts. `total_seconds` holds for one request with its redirects, whatever a server does."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    redirects: int = 5
    # What comes over the network, and what it is when decompressed.
    wire_bytes: int = LARGEST
    body_bytes: int = LARGEST
    # A file of robots rules is read up to here (RFC 9309 wants at least 500 KiB).
    robots_bytes: int = 512 * 1024
    # What a site may ask to be left alone between two requests.
    crawl_delay_seconds: float = 10.0
    at_once_per_host: int = 2
