"""What a page says about its article: title, publisher, date, language and address, each with how it was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from index.readers.page_tree import Element, words_in
from index.readers.stated import written_date

_ARTICLES = re.compile(
    r"(?:News|Blog|Report|Analysis|Scholarly|Tech|LiveBlog|Social\w*)?(?:Article|Posting)$|^Report$|Review\w*Article"
)
_SITE_NAME = re.compile(
    r"\s+[-–—|｜:：／/«»‹›<>・]\s+|[|｜»]|\s*【|(?<=\S)\s*[-–—]\s(?=\S)|[：:](?=[^：:]{2,20}$)"
)
_LAST_PART = 40
_SITE_MOST = 24
_MOST_SCRIPTS = 40
_LONGEST_SCRIPT = 500_000
_DEEPEST = 12


@dataclass(slots=True)
class PageMetadata:
    """What was found; `found` says for each of it how."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    found: dict[str, str] = field(default_factory=dict)

    def take(self, key: str, value: str | None, how: str) -> None:
        """Keep `value` unless there is one already."""
        if value and value.strip() and getattr(self, key) is None:
            setattr(self, key, " ".join(value.split()))
            self.found[key] = how


def read_metadata(root: Element, source: str) -> PageMetadata:
    """The metadata of a page, before anything is dropped from it. Never raises for what a page says wrongly."""
    known = PageMetadata()
    metas = _metas(root)
    articles = _linked_data(root)
    heading = _heading(root)
    page_title = next((words_in(one) for one in root.iter("title")), "")
    named = _organisations(root)
    for article in articles:
        known.take("publisher", _name_by(article, named), "JSON-LD publisher")
        known.take("published", written_date(article.get("datePublished")), "JSON-LD datePublished")
        known.take("title", _text(article.get("headline")), "JSON-LD headline")
    known.take("title", _property(root, "headline"), "itemprop headline")
    known.take("publisher", _property(root, "publisher"), "itemprop publisher")
    known.take("publisher", metas.get("og:site_name"), "og:site_name")
    known.take(
        "publisher",
        metas.get("application-name") or metas.get("publisher") or metas.get("dc.publisher"),
        "meta tag",
    )
    known.take(
        "title",
        _without_site(metas.get("og:title") or metas.get("twitter:title"), known.publisher),
        "og:title",
    )
    known.take("title", heading, "h1")
    title, site = split_site(page_title, known.publisher, heading)
    known.take("title", title, "title tag")
    known.take("publisher", site, "title tag")
    if known.title:
        known.title = _without_site(known.title, known.publisher)
    _take_date(known, root, metas)
    known.language = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("content-language")
        or ""
    ).lower()[:2] or None
    _take_address(known, root, metas, articles, source)
    return known


def _property(root: Element, name: str) -> str | None:
    """The wording of the first element that is marked as `name` in microdata; of a publisher, the name within it."""
    for element in root.iter():
        if name in (element.get("itemprop") or "").split():
            inner = next((one for one in element.iter() if one.get("itemprop") == "name"), element)
            return _text(inner.get("content") or words_in(inner))
    return None


def split_site(page_title: str, publisher: str | None, heading: str | None) -> tuple[str, str | None]:
    """A `<title>` as (title, site's name), the name None where the title names none.

    >>> split_site("甲社、増資へ - 甲新聞", None, None)
    ('甲社、増資へ', '甲新聞')
    """
    text = " ".join(page_title.split())
    if publisher and (shorter := _without_site(text, publisher)) != text:
        return shorter or text, publisher
    if heading and heading in text and heading != text:
        rest = text.replace(heading, "", 1).strip(" -–—|｜:：/／«»‹›・")
        parts = [part.strip(" -–—|｜/／«»‹›・") for part in _SITE_NAME.split(rest)]
        return heading, next((part for part in reversed(parts) if 1 < len(part) <= _LAST_PART), None)
    if above := _site_first(text):
        return above
    marks = list(_SITE_NAME.finditer(text))
    if marks:
        head, tail = text[: marks[-1].start()].strip(), text[marks[-1].end() :].strip(" 】")
        most = len(head) * (3 if marks[-1].group().strip() in ("|", "｜", "»", "【") else 1)
        if len(tail) <= min(_LAST_PART, most) and not re.search(r"\d", tail):
            return head, tail
    return text, None


def _site_first(text: str) -> tuple[str, str] | None:
    """A `<title>` that names the site first, then its parts, then the headline, all between bars; None of any other."""
    parts = [part.strip() for part in re.split(r"\s*[|｜»]\s*", text) if part.strip()]
    if len(parts) < 2 or len(parts[0]) > _SITE_MOST or len(parts[-1]) < 1.5 * max(map(len, parts[:-1])):
        return None
    return parts[-1], parts[0]


def _without_site(title: str | None, publisher: str | None) -> str:
    """A title without the publisher's name behind or before it."""
    text = " ".join((title or "").split())
    if publisher:
        name = re.escape(" ".join(publisher.split()))
        bare = re.sub(
            rf"\s*[-–—|｜:：/／«»‹›<>・【（(]+\s*{name}\s*[】）)]?$|^{name}\s*[-–—|｜:：»›>]+\s*", "", text
        )
        return bare.strip() or text
    return text


def _metas(root: Element) -> dict[str, str]:
    """`<meta>` by name or property, in small letters; the first of each counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if key and content and content.strip():
            found.setdefault(key.strip().lower(), content.strip()[:2000])
    return found


def _linked_data(root: Element) -> list[dict[str, Any]]:
    """The articles that the page's JSON-LD describes."""
    return [one for one in _linked_objects(root) if _is_article(one)][:_MOST_SCRIPTS]


def _linked_objects(root: Element) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, script in enumerate(root.iter("script")):
        if "ld+json" not in (script.get("type") or "").lower() or number > _MOST_SCRIPTS * 10:
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip()
        try:
            data = json.loads(text[:_LONGEST_SCRIPT], strict=False)
        except (ValueError, RecursionError):
            continue
        found.extend(_objects(data, 0))
    return found


def _organisations(root: Element) -> dict[str, str]:
    """The names of what a page's linked data describes elsewhere than in its article, by `@id`."""
    return {
        one["@id"]: name
        for one in _linked_objects(root)
        if isinstance(one.get("@id"), str) and (name := _text(one.get("name")))
    }


def _name_by(article: dict[str, Any], named: dict[str, str]) -> str | None:
    """The publisher that an article names by reference, or by one of the other properties for it."""
    for key in ("publisher", "sourceOrganization", "provider", "copyrightHolder"):
        value = article.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if name := _name_of(value):
            return name
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and value["@id"] in named:
            return named[value["@id"]]
    return None


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for part in data[:200]:
            yield from _objects(part, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(key), depth + 1)


def _is_article(data: dict[str, Any]) -> bool:
    kinds = data.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLES.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        return next((name for one in value if (name := _name_of(one))), None)
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    text = re.sub(r"<[^<>]{1,200}>", "", value).strip() if isinstance(value, str) else ""
    return text[:500] if text and not text.startswith(("http://", "https://")) else None


def _heading(root: Element) -> str | None:
    """The page's only first-level heading, or of several the longest, which is not the site's name."""
    headings = [words for one in root.iter("h1") if (words := words_in(one))]
    return max(headings, key=len) if headings else None


def _take_date(known: PageMetadata, root: Element, metas: dict[str, str]) -> None:
    for key in ("article:published_time", "og:article:published_time", "og:published_time"):
        known.take("published", written_date(metas.get(key)), "article:published_time")
    for element in root.iter():
        if "datePublished" in (element.get("itemprop") or "").split():
            value = element.get("datetime") or element.get("content") or words_in(element)
            known.take("published", written_date(value), "itemprop datePublished")
    for key in ("date", "pubdate", "publishdate", "publish_date", "published", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "datepublished", "citation_publication_date", "article.published", "release_date"):  # fmt: skip
        known.take("published", written_date(metas.get(key)), "meta date")
    if known.published is None:
        known.take("published", _time_element(root), "time element")


def _time_element(root: Element) -> str | None:
    """The first `<time>` that is not of an update, and not in a list of other articles."""
    for element in root.iter("time"):
        outer = list(element.iterancestors())[:6]
        around = " ".join(
            [element.get("class") or "", *(one.get("class") or "" for one in outer[:2])]
        ).lower()
        aside = any(one.tag in ("nav", "aside", "footer", "li", "table") for one in outer)
        before = words_in(outer[0])[:30] if outer else ""
        if (
            re.search(r"updat|modif|koushin", around)
            or re.match(r"更新|最終更新|(?:last )?(?:updated|modified)", before, re.IGNORECASE)
            or aside
        ):
            continue
        if date := written_date(element.get("datetime") or words_in(element)):
            return date
    return None


def _take_address(
    known: PageMetadata, root: Element, metas: dict[str, str], articles: list[dict[str, Any]], source: str
) -> None:
    links = [
        one.get("href") for one in root.iter("link") if "canonical" in (one.get("rel") or "").lower().split()
    ]
    fetched = source if source.lower().startswith(("http://", "https://")) else None
    for value, how in ((links[0] if links else None, "rel=canonical"), (metas.get("og:url"), "og:url")):
        known.take("url", _believed(value, fetched), how)
    for article in articles:
        page = article.get("mainEntityOfPage")
        value = page.get("@id") if isinstance(page, dict) else page or article.get("url")
        known.take("url", _believed(value, fetched), "JSON-LD url")
    known.take("url", fetched, "address")


def _believed(value: object, fetched: str | None) -> str | None:
    """An address a page gives itself; None if it is no web address, a site's front page, or of another site than it came from."""
    if not isinstance(value, str) or not value.strip() or len(value) > 2000:
        return None
    try:
        address = urljoin(fetched or "", value.strip())
        parts = urlsplit(address)
        host = parts.hostname
        own = urlsplit(fetched).hostname if fetched else host
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", address) or "@" in parts.netloc:
        return None
    if fetched and (
        not own
        or _site(own) != _site(host)
        or (parts.path in ("", "/") and urlsplit(fetched).path not in ("", "/"))
    ):
        return None
    return address.partition("#")[0]


def _site(host: str) -> str:
    return re.sub(r"^(?:www|m|amp|mobile|sp|s)\.", "", host.lower().rstrip("."))
