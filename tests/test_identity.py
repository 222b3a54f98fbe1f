"""Which document is which article: by its place, its content, and the address it names as its own."""

from __future__ import annotations

import doctest

import pytest

import index.address
from index.address import canonical_address
from index.article import Document
from index.library import Library

ONE = Document("甲社の決算", "甲社の売上高は120億円だった。", "a.md", url="https://news.example/kou/1")
OTHER = "甲社の売上高は125億円だったと訂正した。"


def test_doctests() -> None:
    assert doctest.testmod(index.address) == (0, 1)


@pytest.mark.parametrize(
    "same",
    [
        "https://news.example/kou/1?id=7",
        "HTTPS://News.Example/kou/1?id=7",
        "https://news.example:443/kou/1?id=7",
        "https://news.example/kou/1/?id=7",
        "https://news.example./kou/1?id=7#comments",
        "https://news.example/kou/1?utm_source=x&id=7&utm_campaign=y",
        "https://news.example/kou/1?id=7&fbclid=abc&gclid=def",
        " https://news.example/kou/1?&id=7& ",
    ],
)
def test_spellings_of_one_address(same: str) -> None:
    assert canonical_address(same) == "https://news.example/kou/1?id=7"


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/kou/1?id=8",
        "https://news.example/Kou/1?id=7",
        "https://news.example:8443/kou/1?id=7",
        "https://m.news.example/kou/1?id=7",
        "https://news.example/amp/kou/1?id=7",
        "https://news.example/kou/1",
    ],
)
def test_other_addresses_stay_other(other: str) -> None:
    assert canonical_address(other) not in (None, "https://news.example/kou/1?id=7")


@pytest.mark.parametrize(
    "none",
    [None, "", "https://news.example/", "https://news.example?utm_source=x", "file:///etc/hosts", "mailto:a@b.example",
     "https://[::1", "https://news.example:port/a", "kou/1"],
)  # fmt: skip
def test_what_names_no_page(none: str | None) -> None:
    assert canonical_address(none) is None


class TestAddress:
    def test_another_text_at_the_same_address_replaces_it(self, library: Library) -> None:
        first = library.add(ONE)
        newer = library.add(
            Document(ONE.title, OTHER, "b.md", url="https://NEWS.example/kou/1/?utm_medium=rss")
        )
        assert (newer.status, newer.article_id) == ("updated", first.article_id)
        (article,) = library.articles()
        assert (article.text, article.source) == (OTHER, "b.md")
        assert [one.text for one in library.versions(article.id)] == [ONE.text]
        assert library.problems() == []
        assert [hit.node.text for hit in library.retriever.retrieve("甲社の売上高")] == [OTHER]

    def test_in_one_batch_the_later_stays(self, library: Library) -> None:
        results = list(library.add_many([ONE, Document(ONE.title, OTHER, "b.md", url=ONE.url)]))
        assert [result.status for result in results] == ["added", "updated"]
        assert [article.text for article in library.articles()] == [OTHER]

    def test_a_file_that_was_replaced_since_changes_nothing(self, library: Library) -> None:
        """A folder with both files may be added again and again."""
        both = [ONE, Document(ONE.title, OTHER, "b.md", url=ONE.url)]
        list(library.add_many(both))
        before = library.generation
        again = list(library.add_many(both))
        assert [result.status for result in again] == ["unchanged", "unchanged"]
        assert again[0].reason and again[1].reason is None
        assert (library.generation, len(library.versions(again[0].article_id or ""))) == (before, 1)

    def test_the_same_content_is_unchanged(self, library: Library) -> None:
        first = library.add(ONE)
        again = library.add(Document(ONE.title, ONE.text, "b.md", url="https://news.example/kou/1#top"))
        assert (again.status, again.article_id) == ("unchanged", first.article_id)

    def test_a_front_page_makes_nothing_one(self, library: Library) -> None:
        added = [
            library.add(Document("題", f"{name}社の話です。", f"{name}.md", url="https://news.example/"))
            for name in "甲乙"
        ]
        assert [result.status for result in added] == ["added", "added"]

    def test_the_place_still_counts(self, library: Library) -> None:
        first = library.add(ONE)
        moved = library.add(Document(ONE.title, OTHER, "a.md", url="https://news.example/kou/2"))
        assert (moved.status, moved.article_id) == ("updated", first.article_id)
        assert library.article(moved.article_id or "").url == "https://news.example/kou/2"

    def test_two_articles_that_turn_out_to_be_one(self, library: Library) -> None:
        """b.md, an article of its own, now gives a newer text of a.md's address: its older text stays citable."""
        first = library.add(ONE)
        second = library.add(Document("別の話", "乙社の話です。", "b.md"))
        merged = library.add(Document(ONE.title, OTHER, "b.md", url=ONE.url))
        assert (merged.status, merged.article_id) == ("updated", first.article_id)
        assert [article.id for article in library.articles()] == [first.article_id]
        assert library.cited(second.article_id or "", "乙社の話です。", 0, 7).text == "乙社の話です。"
        assert library.cited(first.article_id or "", ONE.text, 0, len(ONE.text)).text == ONE.text
        assert library.problems() == []


FOUND = {"title": "JSON-LD headline", "publisher": "og:site_name"}


class TestPublisher:
    def test_it_is_kept_with_how_it_was_found(self, library: Library) -> None:
        id = library.add(
            Document("題", "本文です。", "a.md", publisher="日々新報\x1b[31m", found=FOUND)
        ).article_id
        article = library.article(id or "")
        assert (article.publisher, article.found) == ("日々新報", FOUND)

    def test_it_is_taken_later_and_not_lost_again(self, library: Library) -> None:
        plain = Document("題", "本文です。", "a.md")
        id = library.add(plain).article_id or ""
        told = Document("題", "本文です。", "a.md", publisher="日々新報", found=FOUND)
        assert library.add(told).status == "updated"
        assert library.versions(id) == []
        assert library.add(plain).status == "unchanged"
        assert library.article(id).publisher == "日々新報"
