"""Addresses as identities: two spellings of one page's address become the same text."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}
# What senders of links add to tell where a reader came from; it names no other page.
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d|tw|y|tt)clid|msclkid|(?:wb|gb)raid|gclsrc|li_fat_id|igshid|igsh|mc_[ce]id|_ga|_gl|_hs(?:enc|mi)"
    r"|mkt_tok|vero_id|oly_(?:anon|enc)_id|spm|cmpid|wt_mc|ocid|s_cid|ref_src|ref_url",
    re.I,
)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def canonical_address(url: str | None) -> str | None:
    """The form in which addresses are compared; None for what names no page: no http(s), or a site's front page.

    Letter case of scheme and host, a default port, fragment, tracking parameters and a slash at the end make no
    difference. Whether a page for telephones is the same as another is not guessed.

    >>> canonical_address("HTTPS://News.Example:443/a/?utm_source=x#top")
    'https://news.example/a'
    """
    parts, port = _split(url)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".")
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = _ESCAPE.sub(lambda match: match[0].upper(), parts.path).rstrip("/")
    query = "&".join(
        one for one in parts.query.split("&") if one and not _TRACKING.fullmatch(one.partition("=")[0])
    )
    # Sites name their front page for all of their pages by mistake: it is nobody's identity.
    if not path and not query:
        return None
    return f"{parts.scheme}://{place}{path}" + (f"?{query}" if query else "")


def _split(url: str | None) -> tuple[SplitResult | None, int | None]:
    try:
        parts = urlsplit((url or "").strip())
        return parts, parts.port
    except ValueError:  # a broken port or a broken IPv6 address
        return None, None
