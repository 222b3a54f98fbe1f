"""Public pages and feeds over http(s), fetched within limits; addresses that are not public are never connected to."""

from index.fetch.fetched import Fetched, Gone
from index.fetch.fetcher import Fetcher
from index.fetch.limits import Limits

__all__ = ["Fetched", "Fetcher", "Gone", "Limits"]
