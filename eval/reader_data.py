"""Questions with passages and answers as the reader learns from them: numbers, in batches of like length."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from eval.reader_network import Side
from index.words import Analyser, Token
from rag.reader import network
from rag.reader.network import LONGEST_ANSWER, padded
from rag.reader.tokens import (
    Alphabet,
    Floats,
    Sequenced,
    Sequencer,
    meetings,
    plain,
)

# Sizes of the alphabet.
COMMON, LETTERS = 6_000, 3_200
# A span of a passage as (first token, tokens after it).
Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """A passage or a question in tokens; `title` is empty for a question."""

    text: str
    tokens: list[Token]
    title: str = ""
    title_tokens: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question, the passage that answers it, the answers' wordings."""

    number: str
    text: Text
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """What is learnt from at once: no `spans` where the passage does not answer."""

    question: Sequenced
    passage: Sequenced
    spans: list[Span]


class Corpus:
    """A folder in BEIR's layout, tokenised: passages by number, and the questions of splits."""

    def __init__(self, folder: Path, splits: Iterable[str]) -> None:
        rows = _lines(folder / "corpus.jsonl.gz")
        with multiprocessing.get_context("fork").Pool(2) as pool:
            bodies = pool.map(_tokens, [row["text"] for row in rows], chunksize=200)
            titles = pool.map(_tokens, [row["title"] for row in rows], chunksize=500)
            self.passages = {
                row["_id"]: Text(row["text"], body, row["title"], tuple(title))
                for row, body, title in zip(rows, bodies, titles, strict=True)
            }
            self.questions = {split: _questions(folder, split, pool) for split in splits}


def _questions(folder: Path, split: str, pool: Any) -> list[Question]:
    passages = dict(
        line.split("\t")[:2] for line in (folder / "qrels" / f"{split}.tsv").read_text().splitlines()[1:]
    )
    rows = _lines(folder / f"queries.{split}.jsonl.gz")
    tokens = pool.map(_tokens, [row["text"] for row in rows], chunksize=500)
    return [
        Question(row["_id"], Text(row["text"], found), passages[row["_id"]], tuple(row["answers"]))
        for row, found in zip(rows, tokens, strict=True)
    ]


_ANALYSER = Analyser()


def _tokens(text: str) -> list[Token]:
    return _ANALYSER.tokens(text)


def _lines(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def alphabet_of(corpus: Corpus, split: str) -> Alphabet:
    """The most frequent tokens, characters and kinds of word in the questions of `split` and their passages."""
    words: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    texts = [question.text for question in corpus.questions[split]]
    texts += [corpus.passages[number] for number in sorted({q.passage for q in corpus.questions[split]})]
    for text in texts:
        words.update(plain(text.text[token.start : token.end]) for token in text.tokens)
        tags.update(token.tag for token in text.tokens)
    letters: Counter[str] = Counter()
    for word, count in words.items():
        for letter in word:
            letters[letter] += count
    return Alphabet.of(
        [word for word, _ in words.most_common(COMMON)],
        [letter for letter, _ in letters.most_common(LETTERS)],
        [tag for tag, _ in tags.most_common()],
    )


class Examples:
    """The questions of a split, drawn as examples."""

    def __init__(self, corpus: Corpus, split: str, sequencer: Sequencer) -> None:
        self._sequencer = sequencer
        self._corpus = corpus
        self._sequenced: dict[str, Sequenced] = {}
        self._beside: dict[str, list[str]] = defaultdict(list)
        for number in sorted({question.passage for question in corpus.questions[split]}):
            self._beside[corpus.passages[number].title].append(number)
        found = []
        for question in corpus.questions[split]:
            spans = self._spans(question)
            if spans:
                found.append((question, self.sequence(question.text), spans))
        self.all = found

    def __len__(self) -> int:
        return len(self.all)

    def sequence(self, text: Text) -> Sequenced:
        """`text` in numbers."""
        return self._sequencer.sequence(text.text, text.tokens, text.title_tokens, text.title)

    def passage(self, number: str) -> Sequenced:
        """The passage in numbers, kept."""
        if number not in self._sequenced:
            self._sequenced[number] = self.sequence(self._corpus.passages[number])
        return self._sequenced[number]

    def length(self, place: int) -> int:
        """Tokens of the passage of the example at `place`."""
        return len(self.passage(self.all[place][0].passage))

    def draw(self, place: int, window: int, negative: float, chance: random.Random) -> Example:
        """The example at `place`, its passage cut at random to `window` tokens around an answer.

        With probability `negative` it gets another passage of the same article without the answer, if there is one.
        """
        question, sequenced, spans = self.all[place]
        passage = self.passage(question.passage)
        if chance.random() < negative:
            others = [
                one
                for one in self._beside[self._corpus.passages[question.passage].title]
                if one != question.passage and not self._holds(one, question.answers)
            ]
            if others:
                passage, spans = self.passage(chance.choice(others)), []
        return Example(sequenced, *cut(passage, spans, window, chance))

    def _holds(self, number: str, answers: Iterable[str]) -> bool:
        return any(answer in self._corpus.passages[number].text for answer in answers)

    def _spans(self, question: Question) -> list[Span]:
        """Wherever an answer's wording begins and ends with tokens: which of them was meant is not known."""
        text = self._corpus.passages[question.passage].text
        passage = self.passage(question.passage)
        first = {
            start: place for place, start in enumerate(passage.starts.tolist()) if place >= passage.title
        }
        last = {end: place for place, end in enumerate(passage.ends.tolist()) if place >= passage.title}
        found = set()
        for answer in question.answers:
            begin = text.find(answer)
            while begin >= 0:
                a, b = first.get(begin), last.get(begin + len(answer))
                if a is not None and b is not None and 0 <= b - a < LONGEST_ANSWER:
                    found.add((a, b - a))
                begin = text.find(answer, begin + 1)
        return sorted(found)


def cut(
    passage: Sequenced, spans: list[Span], window: int, chance: random.Random
) -> tuple[Sequenced, list[Span]]:
    """The title and `window` tokens of the passage, around one of the spans where there are any."""
    if len(passage) - passage.title <= window:
        return passage, spans
    first, more = chance.choice(spans) if spans else (chance.randrange(passage.title, len(passage)), 0)
    low, high = max(passage.title, first + more + 1 - window), min(first, len(passage) - window)
    begin = max(passage.title, min(chance.randint(min(low, high), max(low, high)), len(passage) - window))
    shift = begin - passage.title
    kept = [(a - shift, n) for a, n in spans if a >= begin and a + n < begin + window]
    return passage.window(begin, begin + window), kept


def batch(examples: Sequence[Example], weights: Floats) -> tuple[Side, Side]:
    """(questions, passages) of the examples, padded."""
    met = [meetings(one.question, one.passage, weights) for one in examples]
    return (
        _tensors(padded([one.question for one in examples], [question for _, question in met])),
        _tensors(padded([one.passage for one in examples], [passage for passage, _ in met])),
    )


def _tensors(side: network.Side) -> Side:
    return Side(*(torch.from_numpy(getattr(side, name)) for name in Side._fields))
