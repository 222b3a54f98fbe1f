"""What the ranker learns from: a corpus varied from jaquad_train's passages, its questions, and questions generated.

The training questions were written by people who looked at the passage, and all their passages are long and come
from articles with many. A ranker would learn that short passages are never right. So articles are thinned and
passages cropped at random, and questions are made like those of people who have not seen the text: a few words of
a sentence, some exchanged for words of like meaning. No passage or question of the dev sets is read.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.build_embedding import read_lines
from index.article import Passage
from index.embed import StaticWordEmbedding
from index.expansion import TRANSLATION_WEIGHT, Alternatives
from index.matching import Query
from index.passages import split_passages
from index.store import IndexedPassage
from index.words import Analyser

# Shares of articles and passages that are made small.
THINNED, CROPPED, CROPPED_OTHERWISE = 0.5, 0.75, 0.15
# How like a word must be to stand for another in a generated question.
LIKE = 0.55

_FRAMES = """
は何? は誰? はいつ? はどこ? の名前は? は何人? とは? は何年? はいくつ? の意味は? を何という? はどれくらい?
""".split()


@dataclass(frozen=True)
class Asked:
    """A question, the row that answers it, and the answers ([] where the question was generated).

    `foreign` questions are asked as if in another language: see `abroad`.
    """

    text: str
    row: str
    answers: tuple[str, ...] = ()
    foreign: bool = False


@dataclass(frozen=True)
class Row:
    """A corpus row cut into passages."""

    id: str
    passages: tuple[IndexedPassage, ...]

    @property
    def title(self) -> str:
        """The title it stands under."""
        return self.passages[0].title

    @property
    def text(self) -> str:
        """All its passages."""
        return "\n".join(one.passage.text for one in self.passages)


def read_rows(data: Path) -> tuple[list[Row], list[Row], list[Asked]]:
    """(rows that jaquad_train asks about, news articles, jaquad_train's questions)."""
    folder = data / "ja-retrieval"
    gold = {}
    for line in (folder / "qrels" / "jaquad_train.tsv").read_text().splitlines()[1:]:
        question, row, _ = line.split("\t")
        gold[question] = row
    wanted = set(gold.values())
    corpus = [row for row in read_lines(folder / "corpus.jsonl.gz") if row["_id"] in wanted]
    news = [{**row, "_id": f"news-{n}"} for n, row in enumerate(read_lines(data / "wikinews.jsonl.gz"))]
    asked = [
        Asked(row["text"], gold[row["_id"]], tuple(row["answers"]))
        for row in read_lines(folder / "queries.jaquad_train.jsonl.gz")
    ]
    with ProcessPoolExecutor() as pool:
        rows, articles = (
            [row for row in pool.map(_cut, part, chunksize=200) if row.passages] for part in (corpus, news)
        )
    return rows, articles, asked


_analyser = Analyser()  # one for each process


def _cut(row: Mapping[str, Any]) -> Row:
    title_words = tuple(_analyser.words(row["title"]))
    return Row(
        row["_id"],
        tuple(
            IndexedPassage(
                passage, row["title"], "", None, "ja", title_words, tuple(_analyser.words(passage.heading))
            )
            for passage in split_passages(row["_id"], row["text"], _analyser)
        ),
    )


def vary(rows: Sequence[Row], asked: Sequence[Asked], chance: random.Random) -> tuple[list[Row], list[Asked]]:
    """Thin articles and crop passages at random; questions whose answer is gone are left out."""
    questions = defaultdict(list)
    for one in asked:
        questions[one.row].append(one)
    articles = defaultdict(list)
    for row in rows:
        articles[row.title].append(row)
    varied: list[Row] = []
    for article in articles.values():
        thinned = chance.random() < THINNED
        kept = chance.sample(article, min(len(article), chance.choice([1, 1, 2, 3]))) if thinned else article
        share = CROPPED if thinned else CROPPED_OTHERWISE
        for row in kept:
            crop = chance.random() < share
            varied.append(_cropped(row, chance.choice(questions[row.id]).answers, chance) if crop else row)
    texts = {row.id: row.text for row in varied}
    kept_questions = [one for one in asked if any(answer in texts.get(one.row, "") for answer in one.answers)]
    return varied, kept_questions


def _cropped(row: Row, answers: Sequence[str], chance: random.Random) -> Row:
    """One to three sentences of the row, one of them with an answer where there is one."""
    sentences = [(one, n) for one in row.passages for n in range(len(one.passage.sentences))]
    holding = [
        place
        for place, (one, n) in enumerate(sentences)
        if any(answer in _sentence(one.passage, n) for answer in answers)
    ]
    size = chance.choice([1, 1, 2, 2, 3])
    place = chance.choice(holding) if holding else chance.randrange(len(sentences))
    first = max(0, place - chance.randrange(size))
    one = sentences[first][0]
    numbers = [n for other, n in sentences[first : first + size] if other is one]
    kept = one.passage.sentences[numbers[0] : numbers[-1] + 1]
    start, end = kept[0].start, kept[-1].end
    text = one.passage.text[start - one.passage.start : end - one.passage.start]
    passage = replace(one.passage, start=start, end=end, text=text, sentences=kept)
    return Row(row.id, (replace(one, passage=passage),))


def _sentence(passage: Passage, number: int) -> str:
    sentence = passage.sentences[number]
    return passage.text[sentence.start - passage.start : sentence.end - passage.start]


class Generator:
    """Makes questions like those of people who have not seen the passage."""

    def __init__(self, rows: Sequence[Row], analyser: Analyser, idf: Any, chance: random.Random) -> None:
        self._rows = {row.id: row for row in rows}
        self._analyser = analyser
        self._idf = idf
        self._chance = chance
        words = {
            word for row in rows for one in row.passages for s in one.passage.sentences for word in s.words
        }
        self._like = _neighbours(sorted(words), analyser)

    def reduced(self, asked: Asked) -> Asked | None:
        """The question with words left out, those of the title less often, and a few exchanged."""
        chance = self._chance
        title = set(self._rows[asked.row].passages[0].title_words)
        keep = chance.uniform(0.3, 0.85)
        words = dict.fromkeys(self._analyser.words(asked.text))
        kept = [word for word in words if chance.random() < keep + 0.3 * (word in title)]
        if not words:
            return None
        kept = [self._exchanged(word, 0.15) for word in kept] or [max(words, key=self._idf)]
        return Asked("".join(kept) + chance.choice(_FRAMES), asked.row, asked.answers)

    def blind(self, row: Row) -> Asked | None:
        """A few telling words of a sentence, under the title's name or asking for it."""
        chance = self._chance
        one = chance.choice(row.passages)
        title = list(one.title_words)
        said = dict.fromkeys(chance.choice(one.passage.sentences).words)
        words = [word for word in said if (len(word) > 1 or chance.random() < 0.5) and word not in title]
        count = chance.choice([1, 2, 2, 3, 3, 4, 5])
        if len(words) < 3:
            return None
        weights = [min(self._idf(word), 7.0) for word in words]
        picked = {chance.choices(words, weights)[0] for _ in range(count)}
        asked = [self._exchanged(word, 0.3) for word in words if word in picked]
        if chance.random() < 0.65:
            asked = [*title, *asked]
        elif count < 3:
            return None
        return Asked("".join(asked) + chance.choice(_FRAMES), row.id)

    def _exchanged(self, word: str, share: float) -> str:
        others = self._like.get(word, ())
        return self._chance.choice(others) if others and self._chance.random() < share else word


def abroad(query: Query, chance: random.Random) -> Query:
    """The question as if asked in another language, whose words a glossary leads to those of the passages.

    Most words become ones that no passage holds; most of these have the word itself for another spelling. What
    is left alone stands for names and figures, which are alike in both languages.
    """
    share = chance.uniform(0.5, 1.0)
    words, alternatives = list(query.words), list(query.alternatives)
    idf, vectors = query.idf.copy(), query.vectors.copy()
    for place, word in enumerate(query.words):
        if chance.random() > share:
            continue
        words[place] = f"{word}\N{PRIME}"
        if chance.random() < 0.8:
            alternatives.append(Alternatives((words[place],), {(word,): TRANSLATION_WEIGHT}))
        if chance.random() < 0.5:
            vectors[place] = 0
        if chance.random() < 0.5:
            idf[place] = max(float(idf[place]), chance.uniform(4, 10))
    kept = [word for word, own in zip(words, query.words, strict=True) if word == own]
    return replace(
        query,
        text=" ".join(kept),
        words=tuple(words),
        idf=idf,
        vectors=vectors,
        alternatives=tuple(alternatives),
    )


def _neighbours(words: Sequence[str], analyser: Analyser) -> dict[str, list[str]]:
    """For each word with a vector up to seven words of like meaning."""
    vectors = StaticWordEmbedding(analyser=analyser).word_vectors()
    rows = vectors.of_words(words)
    known = [n for n, word in enumerate(words) if rows[n].any() and not word[0].isdigit()]
    rows, names = rows[known], [words[n] for n in known]
    found = {}
    for start in range(0, len(names), 1000):
        like = rows[start : start + 1000] @ rows.T
        top = np.argpartition(-like, min(8, len(names) - 1), axis=1)[:, :8]
        for offset, places in enumerate(top):
            word = names[start + offset]
            near = [names[p] for p in places if like[offset, p] > LIKE and names[p] != word]
            if near:
                found[word] = near
    return found


def generated(
    generator: Generator,
    rows: Sequence[Row],
    asked: Sequence[Asked],
    counts: tuple[int, int, int],
    chance: random.Random,
) -> Iterator[Asked]:
    """`counts` reduced, blind and foreign questions."""
    reduced, blind, foreign = counts
    for one in chance.sample(list(asked), min(reduced, len(asked))):
        if question := generator.reduced(one):
            yield question
    made = 0
    while made < blind:
        if question := generator.blind(chance.choice(rows)):
            made += 1
            yield question
    for one in chance.sample(list(asked), min(foreign, len(asked))):
        yield replace(one, foreign=True)
