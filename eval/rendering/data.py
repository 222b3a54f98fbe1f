"""Tables and records as text: CSV, JSON and JSON lines, whose rows are articles or a statement's lines."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

from eval.pages.definitions import Page, PageArticle


def text_of(page: Page) -> str:
    """The text of a page by its layout."""
    return _LAYOUTS[page.layout](page)


def body_of(article: PageArticle) -> str:
    """Paragraphs with an empty line between them, as a cell or a field holds them."""
    return "\n\n".join(block.text for block in article.blocks)


def _statement(page: Page) -> str:
    """A title line, then the table; every row as long as the widest, as spreadsheets save them."""
    (article,) = page.articles
    width = max(len(row) for row in article.rows)
    return _csv([[article.title] + [""] * (width - 1), *article.rows])


def _news_api(page: Page) -> str:
    fields = page.boilerplate["fields"]
    listed = [
        {
            "source": {"id": None, "name": article.publisher}, "author": None, "title": article.title, "url": article.url,
            fields[1]: fields[2], "publishedAt": f"{article.published}T09:15:00Z", "content": body_of(article),
            "label": fields[3], "length": fields[4],
        }
        for article in page.articles
    ]  # fmt: skip
    return json.dumps(
        {"status": "ok", "totalResults": len(listed), fields[0]: listed}, ensure_ascii=False, indent=1
    )


def _clippings(page: Page) -> str:
    """A list that an agency sends: one article a row, texts of several lines in quotes, its own notes beside them."""
    names, status = page.boilerplate["columns"], page.boilerplate["status"]
    rows = [
        [f"C-{number + 1:04}", article.title, article.publisher, _long_date(article), article.url, body_of(article), "-0.2", status[number]]
        for number, article in enumerate(page.articles)
    ]  # fmt: skip
    return _csv([list(names), *rows])


def _feed(page: Page) -> str:
    """What a crawler keeps: one object a line."""
    fields = page.boilerplate["fields"]
    listed = [
        {
            fields[0]: 70_000 + number, "headline": article.title, "date": (article.published or "").replace("-", "/") + " 07:00:00",
            "media": article.publisher, "link": article.url, "text": body_of(article), fields[1]: fields[2],
            fields[3]: [fields[4]], fields[5].rstrip(":"): 12 + number,
        }
        for number, article in enumerate(page.articles)
    ]  # fmt: skip
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in listed)


def _long_date(article: PageArticle) -> str:
    date = datetime.date.fromisoformat(article.published or "")
    return f"{date.day} {date:%B} {date.year}"


def _csv(rows: list[list[str]] | list[Any]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


_LAYOUTS: dict[str, Callable[[Page], str]] = {
    "statement-csv": _statement, "news-api": _news_api, "clippings-csv": _clippings, "feed": _feed,
}  # fmt: skip
