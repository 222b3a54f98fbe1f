"""What the ranker learns from: cropped passages are exact pieces, questions keep what answers them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hand_made import ANALYSER, index_of, query_of, word_vectors

from eval import build_ranker
from eval.ranker_data import Asked, Generator, Row, abroad, generated, vary
from index.passages import split_passages
from index.store import IndexedPassage

TEXTS = {
    "r1": (
        "緑川電機",
        "緑川電機は2021年に横浜で創業した。売上高は120億円に達した。従業員は340人いる。工場は三つある。",
    ),
    "r2": ("緑川電機", "本社は川崎に移った。海外の拠点はベルリンとソウルに置く。研究所は千葉にある。"),
    "r3": ("青葉製薬", "青葉製薬は新薬の治験を始めた。承認は2027年を見込む。費用は90億円と見積もる。"),
    "r4": ("月面探査", "着陸船は月面で横転した。太陽電池は光を受けられなかった。通信は三日後に途絶えた。"),
}
ASKED = [
    Asked("緑川電機の従業員は何人か", "r1", ("340人",)),
    Asked("緑川電機の本社はどこに移ったか", "r2", ("川崎",)),
    Asked("青葉製薬の新薬の承認はいつか", "r3", ("2027年",)),
    Asked("着陸船の通信はいつ途絶えたか", "r4", ("三日後",)),
]


def rows() -> list[Row]:
    made = []
    for id, (title, text) in TEXTS.items():
        words = tuple(ANALYSER.words(title))
        passages = [
            IndexedPassage(one, title, "", None, "ja", words, ())
            for one in split_passages(id, text, ANALYSER)
        ]
        made.append(Row(id, tuple(passages)))
    return made


def idf(word: str) -> float:
    return float(len(word))


@pytest.mark.parametrize("seed", range(12))
def test_varied_passages_are_exact_pieces_and_keep_the_answers_asked_for(seed: int) -> None:
    varied, kept = vary(rows(), ASKED, random.Random(seed))
    texts = {row.id: row.text for row in varied}
    for row in varied:
        for one in row.passages:
            passage = one.passage
            assert passage.text == TEXTS[row.id][1][passage.start : passage.end]
            assert passage.start == passage.sentences[0].start
            assert passage.end == passage.sentences[-1].end
    assert kept == [one for one in ASKED if one.row in texts and one.answers[0] in texts[one.row]]


def test_variation_makes_short_passages_and_small_articles() -> None:
    whole = {row.id: len(row.text) for row in rows()}
    varied = [vary(rows(), ASKED, random.Random(seed))[0] for seed in range(12)]
    assert any(len(row.text) < whole[row.id] for some in varied for row in some)
    assert any(sum(row.title == "緑川電機" for row in some) == 1 for some in varied)


def test_generated_questions_point_to_their_row_and_come_again_with_the_seed() -> None:
    def questions(seed: int) -> Sequence[Asked]:
        chance = random.Random(seed)
        generator = Generator(rows(), ANALYSER, idf, chance)
        return list(generated(generator, rows(), ASKED, (3, 5, 2), chance))

    made = questions(4)
    assert len(made) == 10
    assert made == questions(4) != questions(5)
    assert sum(one.foreign for one in made) == 2
    assert all(one.row in TEXTS and one.text for one in made)


def test_a_question_from_abroad_meets_its_words_by_another_spelling() -> None:
    index = index_of(*(one for row in rows() for one in row.passages))
    query = query_of(index, "新薬 承認 費用 治験", vectors=word_vectors({"新薬": (1, 0)}))
    changed = abroad(query, random.Random(2))
    new = [word for word in changed.words if word not in query.words]
    assert new
    assert not any(index.words.holds(word) for word in new)
    led = {spelling[0] for one in changed.alternatives for spelling in one.others}
    assert led <= set(query.words)
    assert changed.text.split() == [word for word in changed.words if word in query.words]


def test_candidates_are_found_and_the_right_one_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = build_ranker.retriever_over(rows(), ANALYSER)
    places = [(row.id, one.passage.text) for row in rows() for one in row.passages]
    monkeypatch.setattr(build_ranker, "_retriever", retriever, raising=False)
    monkeypatch.setattr(build_ranker, "_row_of", [id for id, _ in places], raising=False)
    monkeypatch.setattr(build_ranker, "_texts", [text for _, text in places], raising=False)
    example, names = build_ranker.describe(ASKED[2])
    assert example is not None
    assert example.right.sum() == 1
    first = example.columns[:, names.index("words")].argmax()
    assert example.right[first]
    assert example.columns.shape == (len(example.right), len(names))
    assert np.isfinite(example.columns).all()
