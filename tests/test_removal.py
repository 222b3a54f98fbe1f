"""A removed article leaves nothing: no file of the home holds its text, its words or its ids, and nothing finds it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.assistant import Assistant

KEPT = Document("乙社の話", "乙社は秋田市に工場を建てる。総投資額は80億円である。", "kept.md")
SECRET = Document(
    "瑠璃蝶製作所の極秘計画",
    "瑠璃蝶製作所の手元資金は7319億円だった。Zubroquent Holdingsとの合併を検討している。\n\n" + "瑠璃蝶製作所は翡翠色の機械を売る。" * 30,
    "secret.md", url="https://news.example/zubroquent", publisher="瑠璃日報", found={"publisher": "瑠璃の印"},
)  # fmt: skip
# What stands in the text, the title and the words made of them, whole and in parts.
TRACES = [
    "瑠璃蝶",
    "瑠璃",
    "翡翠",
    "7319",
    "731900000000",
    "Zubroquent",
    "zubroqu",
    "極秘計画",
    "secret.md",
    "瑠璃日報",
]


def traces(home: Path, wanted: list[bytes]) -> set[str]:
    """The files of a home that hold one of `wanted`, in UTF-8 or UTF-16."""
    found = set()
    for path in home.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            found |= {f"{path.relative_to(home)}: {one!r}" for one in wanted if one in held}
    return found


def spelt(texts: list[str]) -> list[bytes]:
    return [text.encode(form) for text in texts for form in ("utf-8", "utf-16-le")]


def test_the_search_for_traces_finds_them(settings: Settings) -> None:
    with Library.open(settings) as library:
        library.add(SECRET)
        held = {one.partition(":")[0] for one in traces(settings.home, spelt(TRACES))}
    assert {"library.db-wal", "words/words.safetensors", "words/passages.safetensors"} <= held


@pytest.mark.parametrize("reopened", [False, True])
def test_nothing_is_left_in_any_file(settings: Settings, reopened: bool) -> None:
    with Library.open(settings) as library:
        library.add(KEPT)
        id = library.add(SECRET).article_id or ""
        older = Document(SECRET.title, SECRET.text.replace("7319", "7320"), SECRET.source, url=SECRET.url)
        assert library.add(older).status == "updated"
        copy = library.add(Document("写し", SECRET.text, "copy.md"))
        assert copy.article_id not in (None, id)
        vectors = library.retriever.vectors
        found = vectors._collection.get(ids=library._store.passage_ids([id]), include=["embeddings"])
        wanted = [*spelt([*TRACES, "7320", id, copy.article_id or ""]), *(np.asarray(found["embeddings"]))]
        wanted = [one if isinstance(one, bytes) else np.asarray(one, np.float32).tobytes() for one in wanted]
        if not reopened:
            library.remove([id, copy.article_id or ""])
            assert traces(settings.home, wanted) == set()
            nothing_finds_it(library)
    if reopened:
        with Library.open(settings) as library:
            library.remove([id, copy.article_id or ""])
            nothing_finds_it(library)
        assert traces(settings.home, wanted) == set()


def nothing_finds_it(library: Library) -> None:
    assert [article.title for article in library.articles()] == [KEPT.title]
    assert {row.article_id for row in library.figures()} == {library.articles()[0].id}
    assert library.version_counts() == {}
    assert library._store.repeated_passages() == set()
    for query in ("瑠璃蝶製作所の手元資金", "Zubroquent Holdings", "翡翠色の機械"):
        assert all(hit.node.metadata["title"] == KEPT.title for hit in library.retriever.retrieve(query))
    answer = Assistant(library).answer("瑠璃蝶製作所の手元資金はいくら？")
    assert answer.status == "not_found" and "7319" not in answer.answer
    assert library.problems() == []


def test_questions_are_answered_from_what_is_left(library: Library) -> None:
    library.add(KEPT)
    library.remove([library.add(SECRET).article_id or ""])
    assert library.retriever.retrieve("秋田市の工場")[0].node.metadata["title"] == KEPT.title
    again = library.add(SECRET)
    assert again.status == "added"
    assert library.retriever.retrieve("翡翠色の機械")[0].node.metadata["article_id"] == again.article_id
    assert library.problems() == []
