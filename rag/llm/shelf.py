"""What one question's model has been handed: passages P1, P2 … with their exact places, and calculations C1, C2 …

A marker means the same passage in every tool's result. Passages stand between fences that are drawn anew for every
question, so that no article can close its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import Article
from index.figures import SentenceReading, read_passage
from index.ledger import day_of
from index.ledger_row import LedgerRow
from index.sentences import split_sentences
from index.vocabulary import Vocabulary
from rag.answer import Calculation
from rag.cite import Span
from rag.llm.orders import gives_orders

_WITHHELD = {
    "ja": "［読み手のソフトウェアに向けた一文を省略］",
    "en": "[a sentence addressed to software was left out]",
}


@dataclass(frozen=True, slots=True)
class Shelved:
    """A passage as the model knows it. `readings` are its sentences, read as figures; `rows` what the ledger has of it."""

    marker: str
    article: Article
    start: int
    end: int
    readings: tuple[SentenceReading, ...]
    rows: tuple[LedgerRow, ...] = ()

    @property
    def text(self) -> str:
        """Exactly as the article has it."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Worked:
    """A calculation whose inputs were found: `places` are the spans of its inputs, None for what the asker gave."""

    marker: str
    calculation: Calculation
    places: tuple[Span | None, ...]


class Shelf:
    """The passages and calculations of one question. `fence` is unguessable."""

    def __init__(
        self,
        article: Callable[[str], Article],
        rows: Callable[[str], Sequence[LedgerRow]],
        vocabulary: Vocabulary,
    ) -> None:
        """`article` and `rows` give an article, and the ledger's rows of it, by its id."""
        self._article = article
        self._rows = rows
        self._vocabulary = vocabulary
        self.fence = secrets.token_hex(6)
        self.passages: dict[str, Shelved] = {}
        self.worked: dict[str, Worked] = {}

    def put(self, article_id: str, start: int, end: int, heading: str = "") -> Shelved:
        """The passage at `text[start:end]` of an article, under its old marker if it is, or lies within, a known one."""
        for known in self.passages.values():
            if known.article.id == article_id and known.start <= start and end <= known.end:
                return known
        article = self._article(article_id)
        sentences = [(low, high, ()) for low, high in split_sentences(article.text, start, end)]
        readings = read_passage(
            article_id, article.title, heading, article.text[start:end], start, sentences or [(start, end, ())],
            self._vocabulary, reference=day_of(article.published),
        )  # fmt: skip
        marker = f"P{len(self.passages) + 1}"
        rows = tuple(row for row in self._rows(article_id) if start <= row.start and row.end <= end)
        shelved = self.passages[marker] = Shelved(marker, article, start, end, tuple(readings), rows)
        return shelved

    def work(self, calculation: Calculation, places: Sequence[Span | None]) -> Worked:
        """Keep a calculation under a marker of its own; the same one keeps its marker."""
        for known in self.worked.values():
            if known.calculation == calculation:
                return known
        marker = f"C{len(self.worked) + 1}"
        worked = self.worked[marker] = Worked(marker, calculation, tuple(places))
        return worked

    def fenced(self, shelved: Shelved) -> str:
        """The passage as data: title, date and text between this question's fences, without sentences that give orders."""
        date_ = shelved.article.published or "undated"
        title = "" if gives_orders(shelved.article.title) else shelved.article.title
        return (
            f"<passage {shelved.marker} {self.fence}>\n{title} ({date_})\n{self._harmless(shelved)}\n"
            f"</passage {shelved.marker} {self.fence}>"
        )

    def fenced_text(self, text: str) -> str:
        """Other text that comes from articles, between the same fences."""
        return f"<data {self.fence}>\n{text.replace(self.fence, '')}\n</data {self.fence}>"

    def _harmless(self, shelved: Shelved) -> str:
        """The text with each sentence that gives orders replaced by a word about it."""
        pieces, place = [], shelved.start
        for reading in shelved.readings:
            if gives_orders(reading.text):
                pieces += [shelved.article.text[place : reading.start], _WITHHELD[_language(shelved)]]
                place = reading.end
        pieces.append(shelved.article.text[place : shelved.end])
        return "".join(pieces).replace(self.fence, "")


def _language(shelved: Shelved) -> str:
    return "en" if shelved.text.isascii() else "ja"
