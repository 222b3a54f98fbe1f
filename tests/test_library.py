"""A home full of articles: what goes in is there, exactly, once, and stays so whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.article import Document
from index.errors import HomeBusy, HomeTooNew, LibraryError, SettingsError, SourceError, UnknownArticle
from index.library import Library
from index.settings import Settings
from index.store import FILE
from index.tables import SCHEMA

pytestmark = pytest.mark.usefixtures("without_training")

CASH = Document("甲社の現金", "甲社の現金は80億ドルに増えた。", "/news/cash.md", language="ja")
DEBT = Document("乙社の負債", "乙社の負債は50億ドルに達した。", "/news/debt.md", language="ja")


def best(library: Library, question: str) -> str:
    return library.retriever.retrieve(question)[0].node.get_content()


class TestAdd:
    def test_what_was_added_is_found(self, library: Library) -> None:
        results = list(library.add_many([CASH, DEBT]))
        assert [(result.path, result.status) for result in results] == [
            (CASH.source, "added"),
            (DEBT.source, "added"),
        ]
        assert best(library, "甲社の現金は?") == CASH.text
        assert best(library, "乙社の負債は?") == DEBT.text

    def test_an_article_keeps_what_its_document_said(self, library: Library) -> None:
        document = Document("題", "本文です。", "a.md", "2025-07", "ja", "https://example.com")
        article = library.article(library.add(document).article_id or "")
        assert (article.title, article.text, article.source) == ("題", "本文です。", "a.md")
        assert (article.published, article.language, article.url) == ("2025-07", "ja", "https://example.com")
        assert library.articles() == [article]
        assert library.article_count() == 1

    def test_the_same_content_from_elsewhere_is_unchanged(self, library: Library) -> None:
        first = library.add(CASH)
        again = library.add(Document(CASH.title, CASH.text, "/other/place.md"))
        assert (again.status, again.article_id) == ("unchanged", first.article_id)
        assert library.passage_count() == 1

    def test_other_content_from_the_same_place_replaces_it(self, library: Library) -> None:
        first = library.add(CASH)
        again = library.add(Document(CASH.title, "甲社の現金は底をついた。", CASH.source))
        assert (again.status, again.article_id) == ("updated", first.article_id)
        assert [article.text for article in library.articles()] == ["甲社の現金は底をついた。"]
        assert best(library, "80億ドルの現金") == "甲社の現金は底をついた。"
        assert library.problems() == []

    def test_only_a_new_title_replaces_the_words_of_the_old(self, library: Library) -> None:
        library.add(CASH)
        library.add(Document("丙社の話", CASH.text, CASH.source))
        assert library.problems() == []
        (node,) = library.retriever.retrieve("丙社")
        assert node.metadata["title"] == "丙社の話"

    def test_a_date_given_later_is_taken_and_not_lost_again(self, library: Library) -> None:
        id = library.add(CASH).article_id or ""
        dated = Document(CASH.title, CASH.text, CASH.source, published="2025-07-15")
        assert library.add(dated).status == "updated"
        assert library.add(CASH).status == "unchanged"
        assert library.article(id).published == "2025-07-15"
        assert library.retriever.retrieve("現金")[0].metadata["published"] == "2025-07-15"

    def test_a_place_that_now_holds_a_known_text_is_dropped(self, library: Library) -> None:
        cash, _ = list(library.add_many([CASH, DEBT]))
        result = library.add(Document(CASH.title, CASH.text, DEBT.source))
        assert (result.status, result.article_id) == ("unchanged", cash.article_id)
        assert [article.id for article in library.articles()] == [cash.article_id]
        assert library.problems() == []

    def test_an_id_is_never_given_twice(self, library: Library) -> None:
        """The first article's id came from content that it no longer has when that content comes again."""
        first = library.add(CASH)
        library.add(Document(CASH.title, "別の文です。", CASH.source))
        second = library.add(Document(CASH.title, CASH.text, "/news/copy.md"))
        assert second.status == "added"
        assert second.article_id != first.article_id

    def test_twice_in_one_batch(self, library: Library) -> None:
        newer = Document(CASH.title, "甲社の現金は底をついた。", CASH.source)
        statuses = [result.status for result in library.add_many([CASH, newer, newer, CASH])]
        assert statuses == ["added", "updated", "unchanged", "updated"]
        assert library.problems() == []
        assert best(library, "現金") == CASH.text

    def test_text_that_no_database_takes_is_cleaned(self, library: Library) -> None:
        result = library.add(Document("題\ud800", "本\0文\ud800です\u202e。", "a.md"))
        assert library.article(result.article_id or "").text == "本文です。"

    def test_a_document_without_words_is_refused(self, library: Library) -> None:
        results = list(library.add_many([Document("題", " \n…", "a.md"), CASH]))
        assert [result.status for result in results] == ["refused", "added"]
        assert "no words" in (results[0].reason or "")

    def test_every_change_counts(self, library: Library) -> None:
        before = library.generation
        library.add(CASH)
        added = library.generation
        library.add(CASH)
        assert before < added == library.generation

    def test_progress_ends_at_the_total(self, library: Library) -> None:
        seen: list[tuple[int, int]] = []
        list(library.add_many([CASH, DEBT], lambda label, done, total: seen.append((done, total))))
        assert seen[-1] == (2, 2)


class TestAddSources:
    def test_a_refusal_stops_nothing_else(self, library: Library, tmp_path: Path) -> None:
        news = tmp_path / "news"
        news.mkdir()
        (news / "a.txt").write_text(CASH.text, encoding="utf-8")
        (news / "b.txt").write_bytes(b"")
        (news / "c.md").write_text(DEBT.text, encoding="utf-8")
        results = list(library.add_sources([str(news), "missing.txt", "https://127.0.0.1/"]))
        assert [result.status for result in results] == ["added", "refused", "added", "refused", "refused"]
        assert all(result.reason for result in results if result.status == "refused")
        assert [Path(article.source).name for article in library.articles()] == ["a.txt", "c.md"]

    def test_the_date_given_wins(self, library: Library, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("---\npublished: 2024-01-01\n---\n本文です。", encoding="utf-8")
        list(library.add_sources([str(tmp_path / "a.md")], published="2025-07"))
        assert library.articles()[0].published == "2025-07"

    @pytest.mark.parametrize("published", ["2025-13", "soon", "2025"])
    def test_what_is_no_date_is_refused_at_once(self, library: Library, published: str) -> None:
        with pytest.raises(SourceError, match="--published"):
            library.add_sources([], published=published)

    def test_the_same_file_by_another_path_is_the_same(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.txt").write_text(CASH.text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        statuses = [
            result.status for result in library.add_sources(["a.txt", "./a.txt", str(tmp_path / "a.txt")])
        ]
        assert statuses == ["added", "unchanged", "unchanged"]
        assert library.articles()[0].source == str(tmp_path / "a.txt")


class TestNodes:
    def test_a_node_is_an_exact_piece_of_its_article(self, library: Library) -> None:
        text = "# 資金\n現金は多い。負債もある。"
        id = library.add(Document("甲社", text, "a.md", "2025-07")).article_id
        (found,) = library.retriever.retrieve("現金")
        data = found.node.metadata
        assert text[data["start"] : data["end"]] == found.node.get_content() == "現金は多い。負債もある。"
        assert [text[start:end] for start, end, _ in data["sentences"]] == ["現金は多い。", "負債もある。"]
        assert data["sentences"][0][2] == ["現金", "多い"]
        assert (data["article_id"], data["heading"], data["title"]) == (id, "資金", "甲社")
        assert (data["source"], data["published"], data["language"]) == ("a.md", "2025-07", "ja")

    def test_order_is_kept_and_what_is_gone_left_out(self, library: Library) -> None:
        list(library.add_many([CASH, DEBT]))
        ids = [node.node_id for node in library.retriever.retrieve("現金と負債")]
        assert [node.node_id for node in library.nodes([ids[1], "gone", ids[0]])] == [ids[1], ids[0]]


class TestRemove:
    def test_it_is_gone_everywhere(self, library: Library) -> None:
        cash, debt = list(library.add_many([CASH, DEBT]))
        library.remove([cash.article_id or ""])
        assert [article.id for article in library.articles()] == [debt.article_id]
        assert [hit.node.get_content() for hit in library.retriever.retrieve("甲社の現金")] == [DEBT.text]
        assert library.problems() == []

    def test_an_unknown_id_removes_nothing(self, library: Library) -> None:
        id = library.add(CASH).article_id or ""
        with pytest.raises(UnknownArticle, match="'nobody'"):
            library.remove([id, "nobody"])
        assert library.article_count() == 1

    def test_an_unknown_article_is_named(self, library: Library) -> None:
        with pytest.raises(UnknownArticle, match="kassoro list"):
            library.article("nobody")


class TestReopening:
    def test_all_is_there_again(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            list(library.add_many([CASH, DEBT]))
            before = library.articles()
        with Library.open(settings) as library:
            assert library.articles() == before
            assert best(library, "甲社の現金") == CASH.text

    def test_a_crash_before_the_vectors_is_made_good(self, settings: Settings, tmp_path: Path) -> None:
        """The articles are committed, vectors and words are still those of before."""
        derived = ("chroma", "words", "derived.json")
        with Library.open(settings) as library:
            id = library.add(CASH).article_id or ""
        for name in derived:
            (shutil.copytree if (settings.home / name).is_dir() else shutil.copy)(
                settings.home / name, tmp_path / name
            )
        with Library.open(settings) as library:
            library.add(DEBT)
            library.remove([id])
        for name in derived:
            if (tmp_path / name).is_dir():
                shutil.rmtree(settings.home / name)
                shutil.copytree(tmp_path / name, settings.home / name)
            else:
                shutil.copy(tmp_path / name, settings.home / name)
        with Library.open(settings) as library:
            assert library.problems() == []
            assert best(library, "負債") == DEBT.text

    @pytest.mark.parametrize("lost", ["chroma", "words", "derived.json"])
    def test_lost_derived_files_are_made_again(self, settings: Settings, lost: str) -> None:
        with Library.open(settings) as library:
            library.add(CASH)
        path = settings.home / lost
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        with Library.open(settings) as library:
            assert best(library, "現金") == CASH.text
            assert library.problems() == []

    @pytest.mark.parametrize("damaged", ["chroma/chroma.sqlite3", "words/words.safetensors", "derived.json"])
    def test_damaged_derived_files_are_made_again(self, settings: Settings, damaged: str) -> None:
        with Library.open(settings) as library:
            library.add(CASH)
        (settings.home / damaged).write_bytes(b"damaged" * 100)
        with Library.open(settings) as library:
            assert best(library, "現金") == CASH.text
            assert library.problems() == []

    def test_articles_cut_by_other_rules_are_cut_again(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            library.add(CASH)
        with sqlite3.connect(settings.home / FILE) as database:
            database.execute("UPDATE meta SET value = 'other rules' WHERE key = 'recipe'")
            database.execute("UPDATE passages SET sentences = '[]'")
        with Library.open(settings) as library:
            assert library.retriever.retrieve("現金")[0].metadata["sentences"][0][2][:2] == ["甲", "社"]
            assert library.problems() == []

    def test_what_was_reported_survives_a_kill(self, settings: Settings, tmp_path: Path) -> None:
        for number in range(300):
            (tmp_path / f"{number}.txt").write_text(f"第{number}の記事\n{CASH.text}" * 5, encoding="utf-8")
        program = (
            "import sys\nfrom index.library import Library\nfrom index.settings import Settings\n"
            "with Library.open(Settings.read()) as library:\n"
            "    for result in library.add_sources([sys.argv[1]]):\n        print(result.article_id, flush=1)"
        )
        command = [sys.executable, "-c", program, str(tmp_path / "*.txt")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as adding:
            assert adding.stdout is not None
            reported = [adding.stdout.readline().strip() for _ in range(3)]
            adding.send_signal(signal.SIGKILL)
        assert all(reported)
        with Library.open(settings) as library:
            assert library.problems() == []
            assert {*reported} <= {article.id for article in library.articles()}

    def test_rebuild_changes_nothing_that_counts(self, library: Library) -> None:
        list(library.add_many([CASH, DEBT]))
        before = library.articles(), library.retriever.ranking("甲社の現金", 5)
        seen: list[str] = []
        library.rebuild(lambda label, done, total: seen.append(label))
        assert (library.articles(), library.retriever.ranking("甲社の現金", 5)) == before
        assert seen and library.problems() == []

    def test_questions_go_on_while_articles_come_in(self, library: Library) -> None:
        library.add(CASH)
        more = [Document(f"第{n}号", f"第{n}号の記事は丁社の話だ。", f"{n}.md") for n in range(200)]
        adding = threading.Thread(target=lambda: list(library.add_many(more)))
        adding.start()
        found = [best(library, "甲社の現金は80億ドル")]
        while adding.is_alive():
            found.append(best(library, "甲社の現金は80億ドル"))
        assert set(found) == {CASH.text}
        assert library.article_count() == 201 and library.problems() == []


class TestProblems:
    def test_what_disagrees_is_said(self, library: Library) -> None:
        library.add(CASH)
        library.retriever.vectors.remove(library.retriever.word_index.ids)
        (problem,) = library.problems()
        assert "vector store lacks 1 passages" in problem and "kassoro rebuild" in problem
        library.rebuild()
        assert library.problems() == []

    def test_a_passage_that_is_no_piece_of_its_article(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            library.add(CASH)
            with sqlite3.connect(settings.home / FILE) as database:
                database.execute("UPDATE passages SET text = 'invented'")
            assert "1 passages differ" in library.problems()[0]


class TestHome:
    def test_one_library_at_a_time(self, settings: Settings) -> None:
        with Library.open(settings), pytest.raises(HomeBusy, match=str(os.getpid())):
            Library.open(settings, patience=0.1)
        Library.open(settings, patience=0.1).close()

    def test_a_file_is_no_home(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for home in (tmp_path / "file", tmp_path / "file" / "below"):
            with pytest.raises(LibraryError, match="folder"):
                Library.open(Settings.read(home=home))

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place where nobody can write")
    def test_a_place_nobody_can_write(self) -> None:
        with pytest.raises(LibraryError, match="/proc/kassoro"):
            Library.open(Settings.read(home="/proc/kassoro"))

    def test_a_newer_home_is_left_alone(self, settings: Settings) -> None:
        Library.open(settings).close()
        with sqlite3.connect(settings.home / FILE) as database:
            database.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA + 1),))
        with pytest.raises(HomeTooNew, match="update Kassoro"):
            Library.open(settings)
        with pytest.raises(HomeTooNew):  # the refusal has let the home go
            Library.open(settings, patience=0)

    @pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0" + b"\0" * 50])
    def test_a_damaged_database_is_left_alone(self, settings: Settings, content: bytes) -> None:
        settings.home.mkdir()
        (settings.home / FILE).write_bytes(content)
        with pytest.raises(LibraryError, match=FILE) as caught:
            Library.open(settings)
        assert "\n" not in str(caught.value)
        assert (settings.home / FILE).read_bytes() == content

    def test_another_programs_database_is_left_alone(self, settings: Settings) -> None:
        settings.home.mkdir()
        with sqlite3.connect(settings.home / FILE) as database:
            database.execute("CREATE TABLE theirs (x)")
        with pytest.raises(LibraryError, match="theirs"):
            Library.open(settings)

    def test_the_database_can_be_elsewhere(self, settings: Settings, tmp_path: Path) -> None:
        elsewhere = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'there.db'}"})
        with Library.open(elsewhere) as library:
            library.add(CASH)
        assert (tmp_path / "there.db").is_file() and not (settings.home / FILE).exists()

    @pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "postgresql+nosuch://x"])
    def test_an_address_of_no_database(self, settings: Settings, url: str) -> None:
        with pytest.raises(SettingsError, match="KASSORO_DATABASE_URL"):
            Library.open(settings.model_copy(update={"database_url": url}))

    def test_closing_twice_is_fine(self, settings: Settings) -> None:
        library = Library.open(settings)
        library.close()
        library.close()


class TestSeeds:
    def test_a_new_home_takes_them_once(self, settings: Settings, tmp_path: Path) -> None:
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        (seeds / "a.md").write_text(CASH.text, encoding="utf-8")
        seeded = settings.model_copy(update={"seeds": str(seeds)})
        seen: list[tuple[int, int]] = []
        with Library.open(seeded, progress=lambda label, done, total: seen.append((done, total))) as library:
            (article,) = library.articles()
            library.remove([article.id])
        assert (1, 1) in seen
        with Library.open(seeded) as library:
            assert library.articles() == []

    def test_a_folder_that_is_not_there_is_named(self, settings: Settings, tmp_path: Path) -> None:
        missing = settings.model_copy(update={"seeds": str(tmp_path / "missing")})
        with pytest.raises(SettingsError, match=r"KASSORO_SEEDS.*none"):
            Library.open(missing)


class TestArchive:
    def test_a_library_moves_whole(self, settings: Settings, tmp_path: Path) -> None:
        with Library.open(settings) as library:
            dated = Document("題", "本文です。", "a.md", "2025-07", "ja", "https://example.com")
            list(library.add_many([CASH, dated]))
            before = library.articles()
            assert library.export(tmp_path / "all.kassoro") == 2
        with Library.open(settings.model_copy(update={"home": tmp_path / "new"})) as library:
            assert library.import_(tmp_path / "all.kassoro") == 2
            assert library.articles() == before
            assert best(library, "甲社の現金") == CASH.text
            assert library.import_(tmp_path / "all.kassoro") == 0

    @pytest.mark.parametrize("cut", [0, 1, 20, -9, -1])
    def test_a_file_cut_off_is_refused_whole(self, library: Library, tmp_path: Path, cut: int) -> None:
        list(library.add_many([CASH, DEBT]))
        path = tmp_path / "all.kassoro"
        library.export(path)
        path.write_bytes(path.read_bytes()[:cut])
        library.remove([article.id for article in library.articles()])
        with pytest.raises(SourceError, match=r"all\.kassoro"):
            library.import_(path)
        assert library.articles() == []

    @pytest.mark.parametrize(
        "lines",
        [
            [],
            [{"format": "other", "version": 1, "articles": 0}],
            [{"format": "kassoro-library", "version": 3, "articles": 0}],
            [{"format": "kassoro-library", "version": 1, "articles": 1}],
            [{"format": "kassoro-library", "version": 1, "articles": 1}, {"id": "../../etc"}],
            [{"format": "kassoro-library", "version": 1, "articles": 1}, [1]],
            ["text"],
        ],
    )
    def test_any_other_file_is_refused(self, library: Library, tmp_path: Path, lines: list[object]) -> None:
        import gzip

        path = tmp_path / "other.gz"
        with gzip.open(path, "wt") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        with pytest.raises(SourceError, match=r"other\.gz"):
            library.import_(path)

    def test_an_id_that_names_a_path_is_refused(self, library: Library, tmp_path: Path) -> None:
        import gzip

        library.add(CASH)
        library.export(tmp_path / "all.kassoro")
        header, entry = gzip.decompress((tmp_path / "all.kassoro").read_bytes()).decode().splitlines()
        changed = json.dumps({**json.loads(entry), "id": "../../x"})
        (tmp_path / "bad").write_bytes(gzip.compress(f"{header}\n{changed}\n".encode()))
        with pytest.raises(SourceError, match="no article"):
            library.import_(tmp_path / "bad")

    def test_plain_files_and_missing_ones_are_refused(self, library: Library, tmp_path: Path) -> None:
        (tmp_path / "plain").write_text("x")
        for name in ("plain", "missing", "."):
            with pytest.raises(SourceError):
                library.import_(tmp_path / name)

    def test_export_replaces_only_an_export(self, library: Library, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("mine")
        with pytest.raises(LibraryError, match="no exported library"):
            library.export(tmp_path / "notes.txt")
        assert (tmp_path / "notes.txt").read_text() == "mine"
        library.export(tmp_path / "all.kassoro")
        library.add(CASH)
        assert library.export(tmp_path / "all.kassoro") == 1

    def test_export_into_nowhere_is_refused(self, library: Library, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match="cannot be written"):
            library.export(tmp_path / "missing" / "all.kassoro")
