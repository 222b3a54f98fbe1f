"""Records to documents: what the keys of JSON and the headers of sheets that hold articles are called."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from index.article import Document
from index.errors import SourceError
from index.readers.field_date import date_of
from index.readers.text import clean, clean_title, first_title, language_of

# What each field of an article is called, the better name first; compared in small letters without spaces, - and _.
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "articlebody", "text", "body", "content", "contenttext", "contenthtml", "fulltext", "bodytext", "bodyhtml",
        "maintext", "本文", "記事本文", "記事", "内容", "テキスト",
    ),
    "summary": ("description", "summary", "abstract", "要約", "概要", "リード"),
    "title": ("headline", "title", "name", "subject", "見出し", "タイトル", "題名", "件名", "表題", "記事名"),
    "published": (
        "datepublished", "published", "publishedat", "publisheddate", "publicationdate", "publishdate", "pubdate",
        "date", "datetime", "createdat", "created", "timestamp", "公開日", "公開日時", "日付", "掲載日", "配信日",
        "配信日時", "発表日", "発行日", "日時", "年月日",
    ),
    "url": ("url", "canonicalurl", "link", "permalink", "mainentityofpage", "href", "アドレス", "リンク"),
    "publisher": (
        "publisher", "source", "sitename", "site", "media", "outlet", "媒体", "媒体名", "発行元", "配信元", "出典",
        "新聞社", "提供元",
    ),
    "language": ("language", "lang", "inlanguage", "言語"),
}  # fmt: skip
_FIELD = {name: field for field, names in NAMES.items() for name in names}
_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|article|section|span|a|b|i|em|strong|img|figure)\b[^<>]*>", re.I
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|nbsp|apos);", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def field_of(name: object) -> str | None:
    """Which field of an article a key or a header names; None for any other.

    >>> field_of("Published_At"), field_of("本文"), field_of("revenue")
    ('published', 'text', None)
    """
    return _FIELD.get(re.sub(r"[\s_\-.:：]", "", str(name)).lower())


def best_names(names: Iterable[str]) -> dict[str, str]:
    """For each field the best of `names` that names it."""
    best: dict[str, str] = {}
    for name in names:
        field = field_of(name)
        if field and (field not in best or _rank(field, name) < _rank(field, best[field])):
            best[field] = name
    return best


def _rank(field: str, name: str) -> int:
    return NAMES[field].index(re.sub(r"[\s_\-.:：]", "", name).lower())


def document_of(
    fields: Mapping[str, str], names: Mapping[str, str], where: str, source: str, kind: str
) -> Document:
    """The document of a record: `fields` by their meaning, `names` what the file calls them, `kind` a "column" or "key".

    Text that holds HTML is read as a page is. SourceError if there is no text.
    """
    url = fields.get("url", "").strip()
    publisher, given = fields.get("publisher", ""), clean_title(_plain(fields.get("title", "")))
    if not _ADDRESS.fullmatch(url):
        url = publisher.strip() if _ADDRESS.fullmatch(publisher.strip()) else ""
    body, field = fields.get("text", ""), "text"
    if not body.strip() and given:
        body, field = fields.get("summary", ""), "summary"
    text = _body(body, given, where, source)
    if not text:
        raise SourceError(f"{where} has no text: fill its {names.get('text', 'text')!r}.")
    language = fields.get("language", "").strip().lower()[:2]
    known = language in ("ja", "en")
    published = date_of(fields["published"]) if fields.get("published") else None
    publisher = "" if _ADDRESS.fullmatch(publisher.strip()) else clean_title(_plain(publisher))
    found = {
        key: f"{kind} {names[key]}" for key in ("title", "published", "publisher", "url") if key in names
    }
    held = {"title": given, "published": published, "publisher": publisher, "url": url}
    found = {key: how for key, how in found.items() if held[key]}
    found.setdefault("title", "first line")
    found["language"] = f"{kind} {names['language']}" if known else "the letters of the text"
    if field == "summary":
        found["text"] = f"{kind} {names['summary']}"
    return Document(
        title=given or first_title(text),
        text=text,
        source=source,
        published=published,
        language=language if known else language_of(text),
        url=clean(url) or None,
        publisher=publisher or None,
        found=found,
    )


def _body(text: str, title: str, where: str, source: str) -> str:
    if not _TAG.search(text):
        return clean(html.unescape(text) if _ENTITY.search(text) else text).strip()
    from index.readers.html import read_html

    page = (
        f"<html><head><title>{html.escape(title)}</title></head><body><article>{text}</article></body></html>"
    )
    return read_html(page, where, source).text


def _plain(text: str) -> str:
    """A title without tags and entities."""
    return html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text
