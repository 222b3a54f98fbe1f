"""A rebuild and a change of the embedding: told, stopped at any point, and gone on with."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.article import Document
from index.embed import SentenceTransformerEmbedding, StaticWordEmbedding
from index.errors import Interrupted
from index.library import Library
from index.settings import Settings
from ui.cli import app

pytestmark = pytest.mark.usefixtures("without_training")

ARTICLES = [Document(f"第{n}号", f"第{n}号の会社の現金は{n}億円だった。", f"{n}.md") for n in range(100)]
QUESTION = "第7号の会社の現金"
CUT, EMBED = "Reading articles again", "Making vectors"


class Stop(Exception):
    """What the person at the terminal wants."""


class Watcher:
    """Keeps what progress reports, and stops the work at the first report of `label` with something done."""

    def __init__(self, label: str = "") -> None:
        self.label = label
        self.seen: list[tuple[str, int, int]] = []

    def __call__(self, label: str, done: int, total: int) -> None:
        self.seen.append((label, done, total))
        if label == self.label and 0 < done < total:
            raise Stop

    def first(self, label: str) -> tuple[int, int] | None:
        """(done, total) of the first report of `label`."""
        return next(((done, total) for name, done, total in self.seen if name == label), None)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StaticWordEmbedding, "batch", 30)
    monkeypatch.setattr(SentenceTransformerEmbedding, "batch", 30)


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """The settings of a home that holds the articles."""
    with Library.open(settings) as library:
        list(library.add_many(ARTICLES))
    return settings


def is_whole(library: Library) -> bool:
    return (
        library.problems() == []
        and library.retriever.vectors.count() == len(ARTICLES)
        and "第7号" in library.retriever.retrieve(QUESTION)[0].node.get_content()
    )


class TestRebuild:
    @pytest.mark.parametrize(("label", "left"), [(CUT, {CUT: (64, 100)}), (EMBED, {EMBED: (0, 70)})])
    def test_the_next_goes_on_with_what_is_missing(
        self, filled: Settings, label: str, left: dict[str, tuple[int, int]]
    ) -> None:
        with Library.open(filled, repair=False) as library, pytest.raises(Stop):
            library.rebuild(Watcher(label))
        watcher = Watcher()
        with Library.open(filled, repair=False) as library:
            library.rebuild(watcher)
            assert {name: watcher.first(name) for name in left} == left
            assert is_whole(library)
        if label == EMBED:
            assert watcher.first(CUT) is None

    def test_the_one_after_starts_from_nothing(self, filled: Settings) -> None:
        watcher = Watcher()
        with Library.open(filled, repair=False) as library:
            with pytest.raises(Stop):
                library.rebuild(Watcher(CUT))
            library.rebuild()
            library.rebuild(watcher)
        assert (watcher.first(CUT), watcher.first(EMBED)) == ((0, 100), (0, 100))

    def test_opening_goes_on_too_and_says_so(self, filled: Settings) -> None:
        with Library.open(filled, repair=False) as library, pytest.raises(Stop):
            library.rebuild(Watcher(EMBED))
        watcher, told = Watcher(), []
        with Library.open(filled, progress=watcher, notice=told.append) as library:
            assert is_whole(library)
        assert watcher.first(EMBED) == (0, 70)
        assert told == ["Making the vectors that are missing, for 70 of 100 passages."]

    @pytest.mark.parametrize("again_in_the_same_process", [True, False])
    def test_what_is_being_searched_is_found_all_the_while(
        self, filled: Settings, again_in_the_same_process: bool
    ) -> None:
        watcher = Watcher()
        with Library.open(filled) as library:
            before = library.retriever.ranking(QUESTION, 5)
            with pytest.raises(Stop):
                library.rebuild(Watcher(EMBED))
            assert is_whole(library)
            assert library.retriever.ranking(QUESTION, 5) == before
            if again_in_the_same_process:
                library.rebuild(watcher)
        if not again_in_the_same_process:
            with Library.open(filled, repair=False) as library:
                library.rebuild(watcher)
                assert is_whole(library)
        assert (watcher.first(CUT), watcher.first(EMBED)) == (None, (30, 100))

    def test_articles_that_came_between_are_there(self, filled: Settings) -> None:
        with Library.open(filled) as library:
            with pytest.raises(Stop):
                library.rebuild(Watcher(EMBED))
            library.remove([library.articles()[29].id])
            library.add(Document("甲社", "甲社の現金は80億ドルに増えた。", "new.md"))
            library.rebuild()
            assert is_whole(library)
            assert "80億ドル" in library.retriever.retrieve("甲社の現金")[0].node.get_content()

    def test_it_gives_way_to_closing(self, filled: Settings) -> None:
        begun, interrupted, caught = threading.Event(), threading.Event(), []

        def report(*_: object) -> None:
            begun.set()
            interrupted.wait(60)

        def work() -> None:
            try:
                library.rebuild(report)
            except Interrupted as error:
                caught.append(str(error))

        library = Library.open(filled)
        rebuilding = threading.Thread(target=work)
        rebuilding.start()
        assert begun.wait(60)
        library.interrupt()
        interrupted.set()
        library.close()  # waits for the step under way, not for the rebuild
        rebuilding.join()
        assert caught == ["The rebuild was stopped: 'kassoro rebuild' goes on from there."]

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
    def test_a_signal_loses_nothing(self, filled: Settings, number: signal.Signals) -> None:
        """The command gets the signal amid the vectors, as if from Ctrl-C or a crash."""
        program = (
            "import os, sys\nfrom contextlib import contextmanager\nfrom ui import cli\n"
            "from index.embed import StaticWordEmbedding\nStaticWordEmbedding.batch = 30\n"
            "def report(label, done, total):\n"
            f"    if label == {EMBED!r} and done: os.kill(os.getpid(), {int(number)})\n"
            "@contextmanager\ndef bar():\n    yield report\n"
            "cli.progress_bar = bar\nsys.argv[1:] = ['rebuild']\ncli.main()"
        )
        result = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
        )
        if number == signal.SIGKILL:
            assert result.returncode == -number
        else:
            assert (result.returncode, result.stdout) == (130, "")
            assert result.stderr == "Stopped: 'kassoro rebuild' goes on from there.\n"
        watcher = Watcher()
        with Library.open(filled, repair=False) as library:
            library.rebuild(watcher)
            assert is_whole(library)
        assert watcher.first(CUT) is None and watcher.first(EMBED) == (0, 70)


class TestChangedEmbedding:
    def test_it_is_told_in_a_sentence_once(self, filled: Settings, embedding_model: Path) -> None:
        told: list[str] = []
        changed = filled.model_copy(update={"embed_model": str(embedding_model)})
        for _ in range(2):
            with Library.open(changed, notice=told.append) as library:
                assert len(library.retriever.embedding.get_query_embedding("現金")) == 16
                assert is_whole(library)
        with Library.open(filled, notice=told.append) as library:
            assert is_whole(library)
        assert told == [
            f"The embedding changed from builtin to {embedding_model}: making vectors anew for 100 passages.",
            f"The embedding changed from {embedding_model} to builtin: making vectors anew for 100 passages.",
        ]

    def test_a_new_home_has_nothing_to_tell(self, settings: Settings, embedding_model: Path) -> None:
        told: list[str] = []
        with Library.open(
            settings.model_copy(update={"embed_model": str(embedding_model)}), notice=told.append
        ) as library:
            list(library.add_many(ARTICLES[:3]))
        assert told == []

    def test_stopped_it_goes_on(self, filled: Settings, embedding_model: Path) -> None:
        changed = filled.model_copy(update={"embed_model": str(embedding_model)})
        watcher = Watcher()
        with Library.open(changed, progress=Watcher(EMBED)) as library, pytest.raises(Stop):
            library.retriever  # noqa: B018  made here
        with Library.open(changed, progress=watcher) as library:
            assert is_whole(library)
        assert watcher.first(EMBED) == (0, 70)

    def test_the_command_says_it_on_stderr(
        self, filled: Settings, embedding_model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KASSORO_EMBED_MODEL", str(embedding_model))
        result = CliRunner().invoke(app, ["ask", "第7号の会社の現金は？", "--json"])
        assert result.exit_code == 0 and "7億円" in json.loads(result.stdout)["answer"]
        assert result.stderr.startswith("The embedding changed from builtin to")
        assert result.stderr.count("\n") == 1
