"""The ledger in the library: written, replaced and removed with its article, and the same after a round trip."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

import pytest

from index import ledger_store
from index.article import Document
from index.ledger_row import LedgerRow
from index.library import Library
from index.periods import Period
from index.quantity import Quantity
from index.settings import Settings
from index.store import FILE, Store

pytestmark = pytest.mark.usefixtures("without_training")

STORY = Document(
    "OpenAIの決算",
    "OpenAIの2025年第2四半期の売上高は43億ドルだった。現金は96億ドルある。",
    "a.md",
    language="ja",
)
TABLE = Document(
    "山川製作所の2024年3月期決算",
    "| 項目 | 金額(百万円) |\n|---|---|\n| 売上高 | 1,200 |\n| 協賛金 | 3 |\n\nxAIの現金は80億ドルだ。\n",
    "b.md",
    language="ja",
)


def amounts(library: Library, **wanted: str) -> list[str]:
    return [row.text for row in library.figures(**wanted)]


class TestLibrary:
    def test_rows_come_with_their_article(self, library: Library) -> None:
        first, second = list(library.add_many([STORY, TABLE]))
        rows = library.figures()
        assert [row.text for row in rows] == ["43億ドル", "96億ドル", "1,200", "3", "80億ドル"]
        assert [row.article_id for row in rows] == [first.article_id] * 2 + [second.article_id] * 3
        for row in rows:
            assert library.article(row.article_id).text[row.start : row.end] == row.text

    def test_rows_by_company_measure_and_place(self, library: Library) -> None:
        list(library.add_many([STORY, TABLE]))
        assert amounts(library, company="OpenAI") == ["43億ドル", "96億ドル"]
        assert amounts(library, metric="cash") == ["96億ドル", "80億ドル"]
        assert amounts(library, company="xAI", metric="cash") == ["80億ドル"]
        assert amounts(library, place="table") == ["1,200", "3"]
        assert amounts(library, company="nobody") == []

    def test_companies(self, library: Library) -> None:
        list(library.add_many([STORY, TABLE]))
        assert library.figure_companies() == ["OpenAI", "xAI", "山川製作所"]
        assert library.figure_companies(place="table") == ["山川製作所"]

    def test_an_empty_library_has_none(self, library: Library) -> None:
        assert library.figures() == [] and library.figure_companies() == []

    def test_an_update_replaces_the_rows(self, library: Library) -> None:
        library.add(STORY)
        library.add(Document(STORY.title, "OpenAIの現金は5億ドルである。", STORY.source))
        assert amounts(library) == ["5億ドル"]

    def test_a_date_given_later_dates_the_rows_anew(self, library: Library) -> None:
        text = "OpenAIの先月の売上高は10億ドルだった。"
        library.add(Document("決算", text, "c.md"))
        assert library.figures()[0].period is None
        library.add(Document("決算", text, "c.md", published="2025-07-15"))
        assert library.figures()[0].period == Period(date(2025, 6, 1), date(2025, 6, 30))

    def test_removed_with_the_article(self, library: Library) -> None:
        first, _ = list(library.add_many([STORY, TABLE]))
        library.remove([first.article_id or ""])
        assert amounts(library) == ["1,200", "3", "80億ドル"]
        assert "OpenAI" not in library.figure_companies()

    def test_a_place_that_now_holds_a_known_text_keeps_no_rows(self, library: Library) -> None:
        list(library.add_many([STORY, TABLE]))
        library.add(Document(STORY.title, STORY.text, TABLE.source))
        assert amounts(library) == ["43億ドル", "96億ドル"]

    def test_article_and_rows_are_one_transaction(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(ledger_store, "write_rows", fail)
            with pytest.raises(RuntimeError, match="disk"):
                library.add(STORY)
        assert library.articles() == [] and library.figures() == []
        library.add(STORY)
        assert len(library.figures()) == 2

    def test_a_rebuild_makes_the_same_rows_again(self, library: Library) -> None:
        list(library.add_many([STORY, TABLE]))
        before = library.figures()
        with library._store.writing() as connection:
            ledger_store.delete_rows(connection, [article.id for article in library.articles()])
        assert library.figures() == []
        library.rebuild()
        assert library.figures() == before

    def test_reopening_finds_them(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            library.add(STORY)
            before = library.figures()
        with Library.open(settings) as library:
            assert library.figures() == before != []

    def test_a_home_from_before_the_ledger_gets_it(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            library.add(STORY)
            before = library.figures()
        with sqlite3.connect(settings.home / FILE) as database:
            database.execute("DROP TABLE figures")
            database.execute("UPDATE meta SET value = 'an older recipe' WHERE key = 'recipe'")
        with Library.open(settings) as library:
            assert library.figures() == before != []

    def test_an_archive_brings_them_along(
        self, settings: Settings, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        away = tmp_path_factory.mktemp("away")
        with Library.open(settings) as library:
            list(library.add_many([STORY, TABLE]))
            before = library.figures()
            library.export(away / "all.kassoro")
        with Library.open(settings.model_copy(update={"home": away / "home"})) as library:
            library.import_(away / "all.kassoro")
            assert library.figures() == before

    def test_rows_of_a_company_of_one_s_own(self, settings: Settings) -> None:
        settings.home.mkdir()
        (settings.home / "vocabulary.toml").write_text(
            '[companies."Umino Denki"]\nja = "海野電機"\n', encoding="utf-8"
        )
        with Library.open(settings) as library:
            library.add(Document("決算", "海野電機の売上高は10億円だった。", "d.md"))
            assert library.figure_companies() == ["Umino Denki"]


QUANTITIES = [
    None,
    Quantity(Decimal("4300000000"), "USD"),
    Quantity(Decimal("0.10"), "percent", qualifier="about"),
    Quantity(Decimal("-59000000"), "JPY/month", upper=Decimal("1E+3")),
    Quantity(Decimal("200000"), "count", "GPU", "at least"),
    Quantity(Decimal(2), "ratio", change=True),
]
PERIODS = [
    None,
    Period(date(2025, 4, 1), date(2025, 6, 30)),
    Period(date(2025, 6, 1), date(2025, 6, 30), "point"),
    Period(date(2025, 1, 1), date(2025, 9, 30), cumulative=True),
]


class TestRoundTrip:
    @pytest.mark.parametrize("quantity", QUANTITIES, ids=str)
    @pytest.mark.parametrize("period", PERIODS, ids=str)
    def test_a_row_is_read_as_it_was_written(
        self, library: Library, quantity: Quantity | None, period: Period | None
    ) -> None:
        id = library.add(Document("題", "本文です。", "a.md")).article_id or ""
        row = LedgerRow(
            id, "山川製作所", None, "売上 'の\n語", "43億ドル", quantity, period, "plan", True, "関係者", 3, 8, 0, 12, "heading"
        )  # fmt: skip
        with library._store.writing() as connection:
            ledger_store.write_rows(connection, [row])
        assert library.figures() == [row]

    def test_thousands_of_articles_are_deleted_at_once(self, settings: Settings) -> None:
        settings.home.mkdir()
        store = Store(settings.database_url, settings.home)
        try:
            with store.writing() as connection:
                ledger_store.delete_rows(connection, [str(number) for number in range(3_000)])
                assert list(ledger_store.read_rows(connection)) == []
        finally:
            store.close()


def test_a_ledger_of_another_form_is_read_again(settings: Settings) -> None:
    with Library.open(settings) as library:
        library.add(
            Document(title="テスラの決算", text="テスラの2025年の売上高は900億ドルだった。", source="t")
        )
        told = library.figures()
    database = settings.home / FILE
    with sqlite3.connect(database) as connection:
        connection.execute("ALTER TABLE figures DROP COLUMN hedged")
    with Library.open(settings) as library:
        assert library.figures() == told and library.problems() == []
