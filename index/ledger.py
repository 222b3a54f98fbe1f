"""The ledger: every figure of the library, read from sentences and tables when an article is added.

`read_figures` makes the rows of one article. `index.ledger_store` keeps them, `Library.figures` gives them, and
`index.disagreement` tells where articles disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.article import Article, Passage
from index.figures import holds_amount, read_passage
from index.grids import find_grids
from index.ledger_reading import LedgerReader
from index.ledger_row import LedgerRow
from index.passages import heading_lines
from index.protagonist import protagonist
from index.subject import subject_of
from index.table_figures import table_rows
from index.vocabulary import Vocabulary

# Changes whenever the same article would give other rows; part of the library's recipe.
RULES = "ledger-4"
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千]")


def read_figures(article: Article, passages: Sequence[Passage], vocabulary: Vocabulary) -> list[LedgerRow]:
    """The rows of an article, in the order of its text. Never raises on any text."""
    day, tables = day_of(article.published), find_grids(article.text)
    own = protagonist(article.title, article.text, vocabulary)
    if own:  # known from here on, its figures are told from those of firms it is named beside
        vocabulary = vocabulary.with_companies({own[0]: own[1:]})
    rows = table_rows(article.id, article.title, article.text, vocabulary, day, tables)
    grids = [(grid.start, grid.end) for grid in tables]
    reader = LedgerReader(vocabulary, own[0] if own else subject_of(article.title, vocabulary))
    for place, start, text, heading, spans in _parts(article, passages, grids):
        readings = read_passage(
            article.id,
            article.title,
            heading,
            text,
            start,
            spans,
            vocabulary,
            reference=day,
        )
        for reading in readings:
            rows.extend(reader.rows(reading, place))
    return sorted(rows, key=lambda row: row.start)


_Part = tuple[str, int, str, str, list[tuple[int, int, Sequence[str]]]]


def _parts(article: Article, passages: Sequence[Passage], grids: list[tuple[int, int]]) -> list[_Part]:
    """(place, start, text, heading, sentences) of passages and of headings that hold figures, in order; no tables."""

    def in_table(start: int) -> bool:
        return any(low <= start < high for low, high in grids)

    parts: list[_Part] = []
    for passage in passages:
        spans = [(one.start, one.end, one.words) for one in passage.sentences if not in_table(one.start)]
        if any(holds_amount(article.text[start:end]) for start, end, _ in spans):
            parts.append(("sentence", passage.start, passage.text, passage.heading, list(spans)))
    covered = [(passage.start, passage.end) for passage in passages]
    said = {passage.text.strip() for passage in passages}
    for start, end, line in heading_lines(article.text):
        inside = any(low <= start < high for low, high in covered)
        if not inside and not in_table(start) and line not in said and _DIGIT.search(line):
            said.add(line)
            parts.append(("heading", start, line, "", [(start, end, ())]))
    return sorted(parts, key=lambda part: part[1])


def day_of(published: str | None) -> date | None:
    """The day an article is dated, the last day known of its month; None without a date."""
    if not published:
        return None
    parts = [int(part) for part in published.split("-")]
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 28)
