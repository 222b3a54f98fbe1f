"""Title, publisher, date, language and address of pages, each with how it was found."""

from __future__ import annotations

import json

import pytest

from index import readers
from index.article import Document
from index.readers.raw import Raw
from index.readers.stated import copyright_holder, stated_date, written_date

PROSE = (
    "<p>甲社は五日、海外の投資家を引受先とする二十億ドルの増資を決めたと発表した。</p>"
    "<p>調達した資金は、関東に建てる新しい計算施設の建設と、研究者の採用に充てるという。</p>"
)


def read(head: str = "", body: str = PROSE, lang: str = "", source: str = "a.html") -> Document:
    page = f"<html {lang}><head>{head}</head><body>{body}</body></html>"
    (document,) = readers.documents(Raw(page.encode(), "a.html", source))
    assert isinstance(document, Document)
    return document


def linked(**data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **data}, ensure_ascii=False)}</script>'


class TestTitle:
    @pytest.mark.parametrize(
        ("head", "body", "title", "how"),
        [
            (linked(headline="甲社、増資へ"), "<h1>甲新聞</h1>", "甲社、増資へ", "JSON-LD headline"),
            ("<meta property=og:title content='甲社、増資へ | 甲新聞'><meta property=og:site_name content=甲新聞>", "", "甲社、増資へ", "og:title"),
            ("<title>甲社、増資へ：甲新聞</title>", "<h1>甲社、<br>増資へ</h1>", "甲社、増資へ", "h1"),
            ("", "<span itemprop='name headline'>甲社、増資へ</span>", "甲社、増資へ", "itemprop headline"),
            ("<title>甲社、増資へ - 甲新聞</title>", "", "甲社、増資へ", "title tag"),
            ("<title>甲新聞｜甲社、二十億ドルの増資へ</title>", "<div>甲社、二十億ドルの増資へ</div>", "甲社、二十億ドルの増資へ", "title tag"),
            ("<title>Acme raises cash | The Courier</title>", "<h1>Acme<br>raises cash</h1>", "Acme raises cash", "h1"),
            ("<title>甲社 - 乙社と提携</title>", "", "甲社 - 乙社と提携", "title tag"),
            ("", "", "甲社は五日、海外の投資家を引受先とする二十億ドルの増資を決めたと発表した。", "first line"),
        ],
    )  # fmt: skip
    def test_from_the_surest_place(self, head: str, body: str, title: str, how: str) -> None:
        document = read(head, body + PROSE)
        assert (document.title, document.found["title"]) == (title, how)


class TestPublisher:
    @pytest.mark.parametrize(
        ("head", "body", "publisher", "how"),
        [
            (
                linked(publisher={"@type": "Organization", "name": "甲新聞"}),
                "",
                "甲新聞",
                "JSON-LD publisher",
            ),
            (linked(publisher=[{"name": "甲新聞"}]), "", "甲新聞", "JSON-LD publisher"),
            ("<meta property=og:site_name content='The Courier'>", "", "The Courier", "og:site_name"),
            ("<title>甲社、増資へ | 甲新聞</title>", "", "甲新聞", "title tag"),
            (
                "",
                "<footer>© 2020-2025 The Courier. All rights reserved.</footer>",
                "The Courier",
                "copyright line",
            ),
            ("", "", None, None),
        ],
    )
    def test_from_the_surest_place(
        self, head: str, body: str, publisher: str | None, how: str | None
    ) -> None:
        document = read(head, PROSE + body)
        assert (document.publisher, document.found.get("publisher")) == (publisher, how)

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("Copyright (C) 2001-2025 甲新聞社 All Rights Reserved.", "甲新聞社"),
            ("©甲新聞", "甲新聞"),
            ("(c) Acme News, Inc. 2025", "Acme News, Inc."),
            ("All rights reserved.", None),
        ],
    )
    def test_whom_a_copyright_line_names(self, line: str, name: str | None) -> None:
        assert copyright_holder([line]) == name


class TestPublished:
    @pytest.mark.parametrize(
        ("head", "body", "how"),
        [
            (linked(datePublished="2025-07-05T23:30:00-08:00", dateModified="2025-07-09"), "", "JSON-LD datePublished"),
            ("<meta property=article:published_time content=2025-07-05T00:10:00+09:00>", "", "article:published_time"),
            ("<meta name=pubdate content='Sat, 05 Jul 2025 10:00:00 GMT'>", "", "meta date"),
            ("", "<span itemprop=datePublished content=2025-07-05>5日</span>", "itemprop datePublished"),
            ("", "<time datetime=2025-07-05>5日</time>", "time element"),
            ("", "<span>更新：<time datetime=2025-07-09>9日</time></span><div>公開日：2025年7月5日 10時30分</div>", "visible text"),
            ("", "<div>公開日：2025.07.05　更新日：2025.07.09</div>", "visible text"),
            ("", "<div>2025/7/5（土） 10:30</div>", "visible text"),
            ("", "<div>Published on Saturday 5 July 2025</div>", "visible text"),
            ("", "<div>July 5th, 2025 · 4 min read</div>", "visible text"),
            ("", "<div>令和7年7月5日</div>", "visible text"),
            ("<meta property=article:published_time content=soon>", "<div>2025年7月5日配信</div>", "visible text"),
        ],
    )  # fmt: skip
    def test_as_written_where_it_was_published(self, head: str, body: str, how: str) -> None:
        document = read(head, f"<h1>甲社、増資へ</h1>{body}{PROSE}")
        assert (document.published, document.found["published"]) == ("2025-07-05", how)

    @pytest.mark.parametrize(
        "body",
        [
            "<div>更新日：2025年7月9日</div>", "<div>Last updated: July 9, 2025</div>", "<div>2025年7月9日に更新</div>", "<div>2025年7月9日時点</div>",
            "<p hidden>公開日：2025年7月9日</p>", "<div>2025年2月30日</div>", "<p>公開日は2025年7月9日だった。</p>",
        ],
    )  # fmt: skip
    def test_no_other_day_is_taken_for_it(self, body: str) -> None:
        document = read("", f"<h1>甲社、増資へ</h1>{body}{PROSE}")
        assert document.published is None and "published" not in document.found

    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("2025-07", "2025-07"), ("20250705T103000", "2025-07-05"), ("2025年7月", "2025-07"), ("2025", None), ("05/07/2025", None),
            (None, None), ({}, None), (["2025-07-05"], "2025-07-05"), ("9999-99-99", None),
        ],
    )  # fmt: skip
    def test_values_of_metadata(self, value: object, day: str | None) -> None:
        assert written_date(value) == day

    def test_far_below_the_title_a_bare_date_is_another(self) -> None:
        assert stated_date(["題", *["本文の段落である。" * 20] * 3, "2025年7月5日"]) is None


class TestLanguage:
    @pytest.mark.parametrize(
        ("lang", "found"),
        [("lang=ja-JP", "html lang"), ("lang=en", "letters of the text"), ("", "letters of the text")],
    )
    def test_what_the_page_declares_is_checked_against_its_letters(self, lang: str, found: str) -> None:
        document = read(lang=lang)
        assert (document.language, document.found["language"]) == ("ja", found)


class TestAddress:
    CANONICAL = "<link rel=canonical href='{}'>"

    @pytest.mark.parametrize(
        ("head", "source", "url", "how"),
        [
            (CANONICAL.format("https://example.com/a#top"), "a.html", "https://example.com/a", "rel=canonical"),
            ("<meta property=og:url content=https://example.com/a>", "a.html", "https://example.com/a", "og:url"),
            (CANONICAL.format("https://other.example/a"), "https://example.com/a?x=1", "https://example.com/a?x=1", "address"),
            (CANONICAL.format("https://www.example.com/a"), "https://m.example.com/a?x=1", "https://www.example.com/a", "rel=canonical"),
            (CANONICAL.format("/a"), "https://example.com/a?x=1", "https://example.com/a", "rel=canonical"),
            (CANONICAL.format("https://example.com/"), "https://example.com/a", "https://example.com/a", "address"),
            (CANONICAL.format("javascript:alert(1)"), "a.html", None, None),
            (CANONICAL.format("file:///etc/passwd"), "a.html", None, None),
            (CANONICAL.format("https://user:pass@example.com/a"), "a.html", None, None),
            (CANONICAL.format("/a"), "a.html", None, None),
        ],
    )  # fmt: skip
    def test_only_what_can_be_believed(
        self, head: str, source: str, url: str | None, how: str | None
    ) -> None:
        document = read(head, source=source)
        assert (document.url, document.found.get("url")) == (url, how)
