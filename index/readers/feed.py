"""Feeds: RSS 0.9 to 2.0 and Atom by feedparser, and JSON Feed; known by their content, whatever they are called.

An entry that carries its whole article is read from the feed; of the others, the link is told, to be fetched.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.article import Document
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.feed_entry import Entry, from_json, from_xml
from index.readers.raw import Raw, Refusal

# How many entries are taken, the newest; a feed is news, and no way to copy a site.
MOST_ENTRIES = 100
# From so many characters on, a text in a feed is the article and not its beginning. English takes twice as many.
_WHOLE_JAPANESE, _WHOLE_LATIN = 400, 800
_SHORTEST = 40
_HEAD = 65_536

_PROLOG = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*>)*+(?:(?P<subset><!DOCTYPE[^\[>]*\[)|<(?P<root>[\w:.-]+))",
    re.DOTALL | re.IGNORECASE,
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.-]+)""", re.IGNORECASE)
_ROOTS = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_JSON_FEED = re.compile(
    r"\s*\{.{0,2000}?\"version\"\s*:\s*\"https?://(?:www\.)?jsonfeed\.org/version/", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CUT_OFF = re.compile(
    r"(?:続きを読む|続きはこちら|記事全文|全文を読む|もっと読む|read (?:more|on|the full|full)|continue reading|"
    r"full (?:story|article)|\[(?:…|\.\.\.|&#8230;)\]|…|\.\.\.)\W*(?:\w+\W+){0,6}$",
    re.IGNORECASE,
)


def is_feed(data: bytes) -> bool:
    """Whether the bytes are a feed: by the name of their first element, or JSON Feed's own mark."""
    head = _head(data)
    if head.lstrip("\ufeff \t\r\n")[:1] == "{":
        return _JSON_FEED.match(head.lstrip("\ufeff")) is not None
    found = _prolog(head)
    if found is None:
        return False
    if found["subset"]:  # what follows is not read, so that the root's name is looked for further down
        return re.search(r"<(?:rss|feed|rdf:rdf|channel)[\s>]", head, re.IGNORECASE) is not None
    return found["root"].lower() in _ROOTS


def read_feed_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The entries of a feed, newest first. SourceError where it is none, or declares entities.

    An entry whose article stands elsewhere is a Refusal with its `link`.
    """
    declared = _DECLARED.search(raw.data[:1024])
    text = decode(
        raw.data, raw.name, raw.charset or (declared.group(1).decode("ascii") if declared else None)
    )
    text = text.lstrip("\ufeff")
    entries = _parsed(raw, text)
    if not entries:
        raise SourceError(f"{raw.name} is a feed without entries: give one that has some, or its articles.")
    entries.sort(key=lambda entry: entry.published or "", reverse=True)
    for entry in entries[:MOST_ENTRIES]:
        yield from _read_entry(raw, entry)
    if len(entries) > MOST_ENTRIES:
        yield Refusal(
            raw.source,
            f"{raw.name} holds {len(entries)} entries, of which the {MOST_ENTRIES} newest are read: "
            "give the addresses of older articles themselves.",
        )


def _parsed(raw: Raw, text: str) -> list[Entry]:
    if text.lstrip()[:1] == "{":
        return from_json(text, raw.name)
    found = _prolog(text[:_HEAD])
    if found is not None and found["subset"]:
        raise SourceError(
            f"{raw.name} defines entities of its own (a DOCTYPE with declarations), which are not read: "
            "give the articles themselves."
        )
    if found is None or found["root"].lower() not in _ROOTS:
        raise SourceError(f"{raw.name} is XML but no feed: give RSS, Atom, or the pages themselves.")
    import feedparser

    # One decoding for all: what was looked at is what is parsed. An address in it is never opened.
    data = re.sub(r"\A\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    return from_xml(feedparser.parse(io.BytesIO(data), response_headers=headers))


def _read_entry(raw: Raw, entry: Entry) -> Iterator[Document | Refusal]:
    """The article in the entry, or where it is."""
    if entry.content and (not entry.link or _whole(entry.content)):
        found = list(_read_content(raw, entry))
        if any(isinstance(one, Document) for one in found) or not entry.link:
            yield from found
            return
    if not entry.link:
        named = f"An entry ({entry.title[:60]!r})" if entry.title else "An entry"
        yield Refusal(
            raw.source, f"{named} of {raw.name} has neither link nor text: give its article itself."
        )
        return
    yield Refusal(
        entry.link,
        f"{entry.link} is only linked to from {raw.name}: add that address itself.",
        link=entry.facts(),
    )


def _whole(content: str) -> bool:
    """Whether a text is an article and no teaser."""
    text = " ".join(html.unescape(_TAG.sub(" ", content)).split())
    japanese = len(_JAPANESE.findall(text)) * 5 >= len(text)
    return len(text) >= (_WHOLE_JAPANESE if japanese else _WHOLE_LATIN) and not _CUT_OFF.search(text[-80:])


def _read_content(raw: Raw, entry: Entry) -> Iterator[Document | Refusal]:
    """The article in the entry, read as a page of its own."""
    from index.readers.kinds import documents

    source = f"{raw.source}#{entry.key}"
    title = html.escape(entry.title)
    page = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{entry.content}</article></body></html>"
    )
    name = f"{raw.name}#{entry.title[:40] or entry.key[:40]}.html".replace("/", " ")
    for one in documents(Raw(page.encode("utf-8", "replace"), name, source, "utf-8", "text/html")):
        if isinstance(one, Document):  # where it is published only the entry knows, and no reader of pages
            found = {name: how for name, how in one.found.items() if name != "url"}
            yield complemented(replace(one, url=None, found=found), entry.facts())
        else:
            yield one


def complemented(document: Document, link: Mapping[str, str]) -> Document:
    """The document with what its feed says (`title`, `published`, `publisher`, `link`) where it says nothing itself."""
    said = {
        "title": link.get("title"),
        "published": link.get("published"),
        "publisher": link.get("publisher"),
        "url": link.get("link"),
    }
    new = {name: value for name, value in said.items() if value and not getattr(document, name)}
    return replace(document, **new, found={**document.found, **dict.fromkeys(new, "feed entry")})


def _prolog(head: str) -> re.Match[str] | None:
    return _PROLOG.match(head.lstrip("\ufeff"))


def _head(data: bytes) -> str:
    """The beginning as text, well enough to see ASCII in it."""
    head = data[:_HEAD]
    for mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if head[:2] in (b"<\0", b"{\0"):
        return head.decode("utf-16-le", "replace")
    if head[:2] in (b"\0<", b"\0{"):
        return head.decode("utf-16-be", "replace")
    return head.decode("latin-1")
