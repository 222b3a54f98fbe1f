"""The ledger asked: figures of a company, a measure or a time, each with its sentence and what contradicts it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from index.disagreement import clashes
from index.errors import QuestionError
from index.ledger_row import LedgerRow
from index.library import Library
from index.subject import canonical
from index.vocabulary import Vocabulary, fold
from rag.statements.companies import CompanyNames
from rag.statements.times import find_times, resolve

Row = dict[str, Any]
_MOST = 50  # rows a tool gives; a model that needs more asks more narrowly


def figure_rows(
    library: Library, company: str | None = None, metric: str | None = None, period: str | None = None
) -> Iterator[Row]:
    """One object a figure, in the order of the articles: `LedgerRow.to_json`, with title, published, sentence and clash.

    `clash` is None, or says which disagreement (by number) a row belongs to, of what kind it is, and whether its value is
    the one published last. QuestionError if no figure is of `company`, `metric` or `period`.
    """
    articles = {article.id: article for article in library.articles()}

    @cache
    def published(article_id: str) -> str | None:
        return articles[article_id].published

    def sentence(row: LedgerRow) -> str:
        return articles[row.article_id].text[row.sentence_start : row.sentence_end]

    def story(article_id: str) -> str:
        return articles[article_id].story or article_id

    wanted = _wanted(library, company, metric, period)
    told = {
        row: {
            "number": number,
            "kind": clash.kind,
            "newest": None if clash.newest is None else place == clash.newest,
        }
        for number, clash in enumerate(clashes(wanted, published, sentence, story), start=1)
        for place, value in enumerate(clash.values)
        for row in value.rows
    }
    for row in wanted:
        article = articles[row.article_id]
        yield {
            **row.to_json(),
            "title": article.title,
            "published": article.published,
            "sentence": sentence(row),
            "clash": told.get(row),
        }


def figures_as_text(library: Library, company: str, metric: str, period: str = "") -> str:
    """The first 50 rows as JSON text, for a language model."""
    rows = list(figure_rows(library, company or None, metric or None, period or None))[:_MOST]
    return json.dumps(rows, ensure_ascii=False)


def _wanted(library: Library, company: str | None, metric: str | None, period: str | None) -> list[LedgerRow]:
    rows = library.figures()
    if company:
        rows = _of_company(rows, company, library)
    if metric:
        rows = _of_metric(rows, metric, library.vocabulary)
    if period:
        rows = _of_period(rows, period)
    return rows


def _of_company(rows: Sequence[LedgerRow], company: str, library: Library) -> list[LedgerRow]:
    names = sorted({row.company for row in rows if row.company})
    name = canonical(company, library.vocabulary)
    chosen = {one for one in names if fold(one) == fold(name)}
    chosen = chosen or {
        one.name for one in CompanyNames(names, library.vocabulary, library.analyser).find(company)
    }
    if not chosen:
        raise QuestionError(f"No figure is of {company!r}: 'kassoro figures' lists whose there are.")
    return [row for row in rows if row.company in chosen]


def _of_metric(rows: Sequence[LedgerRow], metric: str, vocabulary: Vocabulary) -> list[LedgerRow]:
    key = vocabulary.item_of(metric) or metric
    found = [row for row in rows if row.metric == key or fold(metric) in fold(row.label)]
    if not found:
        raise QuestionError(f"No figure measures {metric!r}: use a name such as revenue, 売上高 or cash.")
    return found


def _of_period(rows: Sequence[LedgerRow], period: str) -> list[LedgerRow]:
    mentions = [mention for mention in find_times(period) if mention.readings]
    periods = sorted({row.period for row in rows if row.period}, key=lambda one: (one.end, one.start))
    wanted = {resolve(mention, periods) for mention in mentions}
    found = [row for row in rows if row.period and row.period in wanted]
    if not found:
        raise QuestionError(
            f"No figure is of {period!r}: write a time such as 2025年第3四半期, Q3 2025 or 2024年3月期."
        )
    return found
