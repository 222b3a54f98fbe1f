"""What an article was before it was replaced: kept, numbered, cited, exported, removed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.article import Document, Version
from index.errors import SourceError, UnknownArticle
from index.library import Library
from index.settings import Settings
from ui.article_text import article_text
from ui.operations import Operations

TEXTS = [
    "甲社の売上高は120億円だった。",
    "甲社の売上高は125億円だった。",
    "甲社の売上高は125億円だった。利益は9億円である。",
]


def replaced(library: Library) -> str:
    """An article that was replaced twice; its id."""
    results = [
        library.add(Document("甲社の決算", text, "a.md", f"2025-08-0{day}"))
        for day, text in enumerate(TEXTS, 1)
    ]
    assert [result.status for result in results] == ["added", "updated", "updated"]
    return results[0].article_id or ""


class TestKept:
    def test_in_order_with_all_that_was_known(self, library: Library) -> None:
        id = replaced(library)
        first, second = library.versions(id)
        assert (first.number, first.text, first.published) == (1, TEXTS[0], "2025-08-01")
        assert (second.number, second.text, second.cited_as) == (2, TEXTS[1], id)
        assert first.replaced_at <= second.replaced_at and first.replaced_at.endswith("+00:00")
        assert library.version_counts() == {id: 2}

    def test_by_number_or_hash(self, library: Library) -> None:
        id = replaced(library)
        second = library.version(id, 2)
        assert library.version(id, second.content_hash[:10]) == second

    @pytest.mark.parametrize("which", [0, 3, "zz", ""])
    def test_one_that_never_was(self, library: Library, which: int | str) -> None:
        id = replaced(library)
        with pytest.raises(UnknownArticle, match="those from 1 to 2"):
            library.version(id, which)

    def test_only_the_newest_is_searched(self, library: Library) -> None:
        replaced(library)
        found = [hit.node.text for hit in library.retriever.retrieve("甲社の売上高は120億円")]
        assert found == [TEXTS[2]]
        assert {row.text for row in library.figures()} == {"125億円", "9億円"}
        assert library.problems() == []

    def test_back_and_forth_is_no_pile(self, library: Library) -> None:
        id = replaced(library)
        for text in (*TEXTS, *TEXTS):
            library.add(Document("甲社の決算", text, "a.md"))
        assert [one.text for one in library.versions(id)] == [TEXTS[0], TEXTS[1]]

    def test_a_new_date_alone_makes_none(self, library: Library) -> None:
        id = library.add(Document("題", TEXTS[0], "a.md")).article_id or ""
        assert library.add(Document("題", TEXTS[0], "a.md", "2025-08-01")).status == "updated"
        assert library.versions(id) == []

    def test_rebuilding_keeps_them(self, library: Library) -> None:
        id = replaced(library)
        library.rebuild()
        assert [one.text for one in library.versions(id)] == TEXTS[:2]


class TestCited:
    def test_the_newest_text_that_has_the_quote(self, library: Library) -> None:
        id = replaced(library)
        both, first = TEXTS[1], TEXTS[0]
        newest = library.cited(id, both, 0, len(both))
        assert newest == library.article(id)
        older = library.cited(id, first, 0, len(first))
        assert isinstance(older, Version) and older.number == 1

    def test_a_quote_that_no_text_has_there(self, library: Library) -> None:
        id = replaced(library)
        for quote, start in ((TEXTS[0], 1), ("別の文。", 0)):
            with pytest.raises(UnknownArticle, match="no longer in the library"):
                library.cited(id, quote, start, start + len(quote))

    def test_nothing_is_cited_of_a_removed_article(self, library: Library) -> None:
        id = replaced(library)
        library.remove([id])
        with pytest.raises(UnknownArticle):
            library.cited(id, TEXTS[0], 0, len(TEXTS[0]))
        assert library.version_counts() == {}


class TestArchive:
    def test_versions_and_publishers_come_along(self, settings: Settings, tmp_path: Path) -> None:
        path = tmp_path / "all.kassoro"
        with Library.open(settings) as library:
            id = replaced(library)
            library.add(Document("題", "本文です。", "b.md", publisher="日々新報", found={"title": "h1"}))
            articles, kept = library.articles(), library.versions(id)
            library.export(path)
        with Library.open(settings.model_copy(update={"home": tmp_path / "other"})) as library:
            assert library.import_(path) == 2
            assert library.articles() == articles
            assert library.versions(id) == kept
            assert library.import_(path) == 0
            assert library.versions(id) == kept
            assert library.cited(id, TEXTS[0], 0, len(TEXTS[0])) == kept[0]

    def test_an_archive_of_the_first_form_is_read(self, library: Library, tmp_path: Path) -> None:
        entry = {
            "id": "abc", "title": "題", "source": "a.md", "language": "ja", "text": "本文です。", "content_hash": "h",
            "published": None, "url": None,
        }  # fmt: skip
        path = written(tmp_path, 1, entry)
        assert library.import_(path) == 1
        article = library.article("abc")
        assert (article.text, article.publisher, article.found) == ("本文です。", None, {})

    @pytest.mark.parametrize(
        "wrong",
        [{"versions": [{}]}, {"versions": {}}, {"versions": [1]}, {"found": {"title": 1}}, {"found": []}, {"publisher": 3}, {"more": 1}],
    )  # fmt: skip
    def test_what_is_no_version_is_refused(
        self, library: Library, tmp_path: Path, wrong: dict[str, object]
    ) -> None:
        entry = {
            "id": "abc", "title": "題", "source": "a.md", "language": "ja", "text": "本文です。", "content_hash": "h",
            "published": None, "url": None, "publisher": None, "found": {}, "versions": [],
        }  # fmt: skip
        with pytest.raises(SourceError, match="no article"):
            library.import_(written(tmp_path, 2, {**entry, **wrong}))
        assert library.articles() == []


def written(folder: Path, form: int, entry: dict[str, object]) -> Path:
    path = folder / "archive.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for line in ({"format": "kassoro-library", "version": form, "articles": 1}, entry):
            file.write(json.dumps(line) + "\n")
    return path


class TestShown:
    def show(self, library: Library, **arguments: object) -> dict[str, object]:
        return next(Operations(library).run("show", arguments))

    def test_the_newest_says_that_there_are_earlier_ones(self, library: Library) -> None:
        id = replaced(library)
        row = self.show(library, id=id)
        assert list(row)[:7] == ["article_id", "title", "source", "published", "language", "url", "text"]
        assert (row["text"], row["versions"]) == (TEXTS[2], 2)
        assert f"2 earlier versions: kassoro show {id} --version 2" in article_text(row)

    def test_an_earlier_one(self, library: Library) -> None:
        id = replaced(library)
        row = self.show(library, id=id, version=1)
        assert (row["text"], row["published"], row["version"]) == (TEXTS[0], "2025-08-01", 1)
        shown = article_text(row)
        assert "Version 1 of 3, replaced 20" in shown and shown.endswith(TEXTS[0])
        assert self.show(library, id=id, version=3) == self.show(library, id=id)

    def test_where_it_comes_from_and_how_that_was_found(self, library: Library) -> None:
        found = {"publisher": "og:site_name", "published": "JSON-LD datePublished"}
        document = Document(
            "題",
            "本文です。",
            "a.html",
            "2025-08-01",
            url="https://news.example/1",
            publisher="日々新報",
            found=found,
        )
        row = self.show(library, id=library.add(document).article_id)
        assert (row["publisher"], row["found"]) == ("日々新報", found)
        for told in (
            "Publisher: 日々新報",
            "Address: https://news.example/1",
            "published: JSON-LD datePublished",
        ):
            assert told in article_text(row)
