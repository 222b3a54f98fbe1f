"""Markers and the exact passages behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.article import Article
from rag.answer import Citation


@dataclass(frozen=True, slots=True)
class Span:
    """One to three whole sentences at `article.text[start:end]`."""

    article_id: str
    start: int
    end: int


class Citer:
    """Numbers spans in the order they are first cited and turns them into citations."""

    def __init__(self, article: Callable[[str], Article]) -> None:
        self._article = article
        self._spans: list[Span] = []

    def mark(self, span: Span) -> int:
        """The marker of `span`; a span that lies within an earlier one shares its marker."""
        for number, known in enumerate(self._spans, start=1):
            if known.article_id == span.article_id and known.start <= span.start and span.end <= known.end:
                return number
        self._spans.append(span)
        return len(self._spans)

    def quote(self, span: Span) -> str:
        """The text of `span`, exactly as the article has it."""
        return self._article(span.article_id).text[span.start : span.end]

    def citations(self) -> tuple[Citation, ...]:
        """Every span marked so far, by marker."""
        return tuple(self._citation(number, span) for number, span in enumerate(self._spans, start=1))

    def _citation(self, marker: int, span: Span) -> Citation:
        article = self._article(span.article_id)
        return Citation(
            marker, article.id, article.title, article.source, article.published,
            article.text[span.start : span.end], span.start, span.end,
        )  # fmt: skip
