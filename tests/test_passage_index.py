"""Three indexes over the same passages: in step in memory, on disk and in a library that changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hand_made import ANALYSER, index_of, matches_of, passage, query_of

from index import passage_index
from index.article import Document
from index.errors import IndexMismatch
from index.lexical import FILE as WORDS_FILE
from index.library import Library
from index.passage_index import CHARACTERS_FILE, PASSAGES_FILE, PassageIndex
from index.settings import Settings
from index.words import Analyser

CASH = passage("cash", "現金 増える", "負債 減る", title="甲社")
RAIN = passage("rain", "雨 降る", title="天気")
ROCKET = passage("rocket", "ロケット 打ち上げ 成功")
FILES = [WORDS_FILE, CHARACTERS_FILE, PASSAGES_FILE]


def told(index: PassageIndex) -> dict[str, list[object]]:
    """What each of the three says of every passage, by id and not by the numbers of words."""
    words = list(index.passages.numbers)
    asked = query_of(index, "現金 増える 雨 打ち上げ 甲社 火星")
    matches = matches_of(index, asked)
    met = [
        {words[n] for n in matches.tokens[matches.owner[matches.sentence_of] == p]} for p in range(len(index))
    ]
    by_words = index.words.score(dict.fromkeys(asked.words, 1.0)).round(5).tolist()
    by_characters = index.characters.score(np.unique(asked.pairs)).round(5).tolist()
    titles = matches.titles.tolist()
    return {id: list(row) for id, *row in zip(index.ids, met, by_words, by_characters, titles, strict=True)}


def assert_in_step(index: PassageIndex) -> None:
    assert len(index) == len(index.ids) == len(index.passages) == len(index.characters.arrays["lengths"])
    assert index.places == {id: place for place, id in enumerate(index.ids)}


def test_saved_and_loaded_it_says_the_same(tmp_path: Path) -> None:
    index = index_of(CASH, RAIN, ROCKET)
    index.save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    assert loaded.ids == ["cash", "rain", "rocket"]
    assert told(loaded) == told(index)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)  # nothing unfinished is left


def test_an_empty_one_can_be_saved_and_loaded(tmp_path: Path) -> None:
    PassageIndex.empty().save(tmp_path)
    loaded = PassageIndex.load(tmp_path)
    assert len(loaded) == 0
    assert told(loaded.updated((), [CASH], ANALYSER)) == told(index_of(CASH))


def test_updated_equals_one_built_anew(tmp_path: Path) -> None:
    index_of(CASH, RAIN).save(tmp_path)
    updated = PassageIndex.load(tmp_path).updated(["cash"], [ROCKET], ANALYSER)
    assert_in_step(updated)
    assert updated.ids == ["rain", "rocket"]
    assert told(updated) == told(index_of(RAIN, ROCKET))


def test_an_id_that_comes_again_is_replaced() -> None:
    newer = passage("cash", "現金 尽きる")
    replaced = index_of(CASH, RAIN).updated((), [newer], ANALYSER)
    assert_in_step(replaced)
    assert told(replaced) == told(index_of(RAIN, newer))
    assert told(index_of(CASH, RAIN, newer)) == told(index_of(newer, RAIN))  # the last of one batch counts


def test_only_removing_and_removing_what_is_not_there() -> None:
    index = index_of(CASH, RAIN)
    assert told(index.updated(["cash", "nobody"], [], ANALYSER)) == told(index_of(RAIN))
    assert len(index.updated(["cash", "rain"], [], ANALYSER)) == 0
    assert index.updated((), [], ANALYSER) is index
    assert index.ids == ["cash", "rain"]


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [passage(f"p{n}", f"現金 第{n} 増える", title=f"題{n}") for n in range(7)]
    whole = index_of(CASH, RAIN).updated(["rain"], many, ANALYSER)
    monkeypatch.setattr(passage_index, "_BATCH", 3)
    assert told(index_of(CASH, RAIN).updated(["rain"], many, ANALYSER)) == told(whole)


def test_amounts_are_known_by_their_terms() -> None:
    index = index_of(passage("plant", "1兆2000億円 投じる"), passage("title", "工場", title="¥1.2 trillion"))
    assert index.words.holders("JPY:1200000000000").tolist() == [0, 1]
    assert "JPY:1200000000000" not in index.passages.numbers


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_writing_is_a_mismatch(tmp_path: Path, name: str) -> None:
    """As a crash between two files leaves it."""
    for folder in ("one", "other"):
        index_of(CASH, RAIN).save(tmp_path / folder)
    (tmp_path / "other" / name).replace(tmp_path / "one" / name)
    assert_mismatch(tmp_path / "one")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("cut", [0, 1, 7, 40, -8, -1])
def test_a_file_cut_off_is_a_mismatch(tmp_path: Path, name: str, cut: int) -> None:
    index_of(CASH, RAIN).save(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:cut])
    assert_mismatch(tmp_path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [None, b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{} ", b"\x02\0\0\0\0\0\0\0[] "])
def test_a_missing_or_broken_file_is_a_mismatch(tmp_path: Path, name: str, content: bytes | None) -> None:
    index_of(CASH).save(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert_mismatch(tmp_path)


def assert_mismatch(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match="run 'kassoro rebuild'") as caught:
        PassageIndex.load(folder)
    assert "\n" not in str(caught.value) and str(folder) in str(caught.value)


NEWS = [Document(f"第{n}号", f"第{n}号の現金は{n}億円だった。負債は減った。", f"{n}.md") for n in range(6)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is cut into words from here on."""
    seen: list[str] = []
    words = Analyser.words

    def counting(self: Analyser, text: str) -> list[str]:
        seen.append(text)
        return words(self, text)

    monkeypatch.setattr(Analyser, "words", counting)
    return seen


@pytest.mark.usefixtures("without_training")
class TestInALibrary:
    @pytest.fixture
    def library(self, settings: Settings) -> Iterator[Library]:
        with Library.open(settings) as opened:
            list(opened.add_many(NEWS))
            yield opened

    def test_all_three_follow_what_is_added_and_removed(self, library: Library, settings: Settings) -> None:
        library.remove([library.articles()[2].id])
        library.add(Document("第4号", "第4号の現金は尽きた。", "4.md"))
        index = library.retriever.index
        assert_in_step(index)
        anew = PassageIndex.empty().updated((), library._store.passages(index.ids), ANALYSER)
        assert anew.ids == index.ids
        assert told(index) == told(anew)
        assert told(PassageIndex.load(settings.home / "words")) == told(index)

    def test_growing_cuts_nothing_again_that_is_known(self, library: Library, counted: list[str]) -> None:
        library.retriever  # noqa: B018  opened before anything is counted
        counted.clear()
        library.add(Document("新しい号", "雨が降った。", "new.md"))
        assert counted
        assert not [text for text in counted if "現金" in text or "負債" in text]

    def test_opening_again_cuts_nothing(self, settings: Settings, counted: list[str]) -> None:
        with Library.open(settings) as opened:
            list(opened.add_many(NEWS))
        counted.clear()
        with Library.open(settings) as opened:
            assert len(opened.retriever.index) == len(NEWS)
        assert not [text for text in counted if "現金" in text]

    def test_a_broken_file_is_made_again_without_cutting(
        self, settings: Settings, counted: list[str]
    ) -> None:
        with Library.open(settings) as opened:
            list(opened.add_many(NEWS))
            before = told(opened.retriever.index)
        (settings.home / "words" / PASSAGES_FILE).write_bytes(b"broken")
        counted.clear()
        with Library.open(settings) as opened:
            assert told(opened.retriever.index) == before
        assert not [text for text in counted if "現金" in text]
