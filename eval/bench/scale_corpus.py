"""A corpus of any size: the outside corpora, then their copies with other numbers, names and orders of sentences.

Copies read like news of the same kind, hold about the same words as often, and are never the same text twice,
so that a library keeps every one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from eval.suites import read_beir, rows
from index.article import Document
from index.passages import split_passages
from index.words import Analyser

SPLITS = ("jsquad_valid", "jaquad_dev", "niilc_dev")
SEED = 20_250_700
# Changes whenever the documents below would be others.
RECIPE = "repeated-1"

_SENTENCE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+$")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[ァ-ヴー]{4,}")
_PLACES = "札幌 仙台 さいたま 千葉 東京 横浜 新潟 静岡 名古屋 京都 大阪 神戸 岡山 広島 福岡 熊本".split()
# How many of a document's names become others in a copy.
_RENAMED = 0.5


def repeated(originals: Sequence[Document], seed: int = SEED) -> Iterator[Document]:
    """The originals in a shuffled order, then varied copies of them, without end and always the same."""
    order = list(originals)
    random.Random(seed).shuffle(order)
    yield from order
    names = sorted({name for one in order for name in _NAME.findall(one.text)}) or ["キョウワ"]
    for copy in count(1):
        for number, one in enumerate(order):
            yield varied(one, copy, names, random.Random(f"{seed}/{copy}/{number}"))


def varied(document: Document, copy: int, names: Sequence[str], chance: random.Random) -> Document:
    """A copy under a dateline of its own, with other numbers, some other names, and its sentences shuffled."""
    renamed: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        own = match.group()
        return renamed.setdefault(own, chance.choice(names) if chance.random() < _RENAMED else own)

    def number(match: re.Match[str]) -> str:
        digits = len(match.group())
        return str(chance.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits))

    sentences = _SENTENCE.findall(document.text)
    chance.shuffle(sentences)
    text = _NUMBER.sub(number, _NAME.sub(name, "".join(sentences)))
    date = f"{chance.randrange(1995, 2025)}年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
    return replace(
        document,
        title=_NUMBER.sub(number, _NAME.sub(name, document.title)),
        text=f"【{chance.choice(_PLACES)}、{date}】{text}",
        source=f"{document.source}/copy-{copy}",
    )


def holding(passages: int, documents: Iterable[Document]) -> Iterator[Document]:
    """Documents until they are cut into `passages` passages, or a few more by the last of them."""
    cut, wordless = 0, _Wordless()
    for document in documents:
        if cut >= passages:
            return
        cut += len(split_passages("counted", document.text, wordless))
        yield document


class _Wordless(Analyser):
    """Finds no words, which is quick where only the number of passages is wanted."""

    def words(self, text: str) -> list[str]:
        """None."""
        return []


def originals(data: Path) -> list[Document]:
    """The passages of the retrieval sets and the news articles in the outside test data."""
    asked, _ = read_beir(data / "ja-retrieval", SPLITS[0], "all")
    news = data / "wikinews.jsonl.gz"
    return asked.documents + [
        Document(title=row["title"], text=row["text"], source=row["_id"]) for _, row in rows(news)
    ]


def questions(data: Path, number: int) -> list[str]:
    """`number` questions, taken evenly from each of the sets that only judge."""
    chosen: list[str] = []
    for place, split in enumerate(SPLITS):
        texts = [text for _, text in read_beir(data / "ja-retrieval", split, "gold")[0].questions]
        share = number // len(SPLITS) + (place < number % len(SPLITS))
        chosen += [texts[row * len(texts) // share] for row in range(min(share, len(texts)))]
    return chosen
