"""The suite `pages`: files of all kinds into a library as a user adds them, what it kept of them, and questions.

Every page is a case, and so is every question about one. Nothing here reads a file: the library does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval import metrics
from eval.asking import Progress
from eval.outcome import Outcome, Score
from eval.pages import received
from eval.pages.definitions import FOLDER, PARTS, Page, PageArticle, PageQuestion, read_pages
from eval.pages.measure import Count, Found, measure, misread, quoted, totals
from eval.scorers import direct_answer, folded, score_exactness
from index.settings import Settings
from rag.answer import Answer

if TYPE_CHECKING:
    from index.article import Article
    from rag.assistant import Assistant

# The order in which the figures are told.
COUNTED = (
    "articles", "sentences", "whole", "headings", "tables", "boilerplate", "title", "publisher", "published", "url", "language",
)  # fmt: skip
ASKED = ("right", "answer", "cites", "exactness", "reads")


@dataclass(frozen=True, slots=True)
class PageOutcome(Outcome):
    """A case of this suite: a page with its counts, or a question (no counts)."""

    part: str = ""
    counts: Mapping[str, Count] | None = None


def read_split(data: Path | None, split: str) -> list[tuple[Page, Path]]:
    """The pages with their files: those in `data`, all or of a part, or the articles as received.

    EvaluationError says what is missing.
    """
    if split == received.PART:
        return received.read_received(data)
    folder = data or FOLDER
    return [(page, folder / "files" / page.file) for page in read_pages(folder, split)]


def run(
    settings: Settings, files: Sequence[tuple[Page, Path]], progress: Progress | None = None
) -> list[PageOutcome]:
    """Every file added to the empty home of `settings`, then every question asked over all that came in."""
    from rag.assistant import Assistant

    outcomes: list[PageOutcome] = []
    with Assistant.open(settings, progress=progress) as assistant:
        owners: dict[str, Page] = {}
        for done, (page, path) in enumerate(files, start=1):
            outcomes.append(_add(assistant, page, path, owners))
            if progress:
                progress("Adding", done, len(files))
        asked = [
            (page, question, f"{page.id}-{number}")
            for page, _ in files
            for number, question in enumerate(_questions(page), start=1)
        ]
        assistant.answer("準備")  # models and dictionary load on the first question, which is nobody's case
        for done, (page, question, id) in enumerate(asked, start=1):
            outcomes.append(_ask(assistant, page, question, id, owners))
            if progress:
                progress("Asking", done, len(asked))
    return outcomes


def measured(outcomes: Sequence[PageOutcome]) -> dict[str, float]:
    """Shares over all sentences, lines, rows, articles and questions; by part as well where there are several."""
    parts = [part for part in PARTS if any(outcome.part == part for outcome in outcomes)]
    found = _shares(outcomes)
    if len(parts) > 1:
        for part in parts:
            shares = _shares([outcome for outcome in outcomes if outcome.part == part])
            found |= {f"{part.replace('-', '_')}_{name}": value for name, value in shares.items()}
    return found


def judge(
    question: PageQuestion, answer: Answer, sources: Mapping[str, Sequence[PageArticle]]
) -> dict[str, Score]:
    """What a question asks of its answer, but for exactness; `sources` are the articles by the library's id."""
    if answer.status != "answered":
        return {"answer": Score(0, f"status {answer.status}"), "cites": Score(0), "reads": Score(None)}
    quotes = [citation.quote for citation in answer.citations]
    told = folded(" ".join([direct_answer(answer), *quotes]))
    there = any(folded(wording) in told for wording in question.expect)
    cited = not question.quotes or any(
        quoted(one) in quoted(quote) for one in question.quotes for quote in quotes
    )
    faults = [
        fault
        for citation in answer.citations
        for article in sources.get(citation.article_id, ())
        for fault in misread(citation.quote, article)
    ]
    return {
        "answer": Score(float(there), "" if there else f"no {question.expect[0]} in answer or quote"),
        "cites": Score(float(cited), "" if cited else f"no quote holds “{question.quotes[0]}”"),
        "reads": Score(float(not faults), "; ".join(faults)),
    }


def _add(assistant: Assistant, page: Page, path: Path, owners: dict[str, Page]) -> PageOutcome:
    began = time.perf_counter()
    results = list(assistant.library.add_sources([str(path)]))
    took = (time.perf_counter() - began) * 1000
    ids = list(dict.fromkeys(result.article_id for result in results if result.article_id))
    owners.update(dict.fromkeys(ids, page))
    counts = measure(page, [_found(assistant.library.article(id)) for id in ids])
    refused = [result.reason or "refused" for result in results if result.status == "refused"]
    titles = " / ".join(result.title for result in results if result.title)
    faults = [*refused, *(_faults(counts) if ids else ["nothing of it is in the library"])]
    return PageOutcome(
        id=page.id, type=page.kind, question=page.file, ranking=ids, prediction=titles, status="added" if ids else "refused", ms=took,
        scores=_scores(counts), expected=" / ".join(article.title for article in page.articles), faults=faults, part=page.part,
        counts=counts,
    )  # fmt: skip


def _ask(
    assistant: Assistant, page: Page, question: PageQuestion, id: str, owners: Mapping[str, Page]
) -> PageOutcome:
    began = time.perf_counter()
    answer = assistant.answer(question.ask, id=id)
    took = (time.perf_counter() - began) * 1000
    sources = {id: owner.articles for id, owner in owners.items()}
    scores = judge(question, answer, sources) | {
        "exactness": score_exactness(answer, assistant.library.article)
    }
    return PageOutcome(
        id=id, type="question", question=question.ask, ranking=list(dict.fromkeys(one.article_id for one in answer.citations)),
        prediction=direct_answer(answer), status=answer.status, ms=took, answer=answer.to_json(), scores=scores,
        expected=f"{' / '.join(question.expect)}; “{'” or “'.join(question.quotes)}”",
        faults=[f"{name}: {score.note}" for name, score in scores.items() if score.note], part=page.part,
    )  # fmt: skip


def _questions(page: Page) -> list[PageQuestion]:
    return [one for article in page.articles for one in article.questions]


def _found(article: Article) -> Found:
    return Found(
        article.title, article.text, getattr(article, "publisher", None), article.published, article.url, article.language
    )  # fmt: skip


def _shares(outcomes: Sequence[PageOutcome]) -> dict[str, float]:
    sums = totals([outcome.counts for outcome in outcomes if outcome.counts is not None])
    shares = {name: sums[name].share for name in COUNTED if name in sums}
    asked = [outcome for outcome in outcomes if outcome.counts is None]
    for name in ASKED if asked else ():
        values = [
            float(one.right) if name == "right" else one.scores[name].value
            for one in asked
            if name in (*one.scores, "right")
        ]
        judged = [value for value in values if value is not None]
        shares["questions" if name == "right" else f"questions_{name}"] = (
            metrics.mean(judged) if judged else None
        )
    return {name: share for name, share in shares.items() if share is not None}


def _scores(counts: Mapping[str, Count]) -> dict[str, Score]:
    found = {}
    for name in (name for name in COUNTED if name in counts):
        share = counts[name].share
        value = share if share is None or name != "boilerplate" else 1 - share
        found[name] = Score(value, "; ".join(counts[name].named))
    return found


def _faults(counts: Mapping[str, Count]) -> list[str]:
    """What is wrong with a page, a line for each thing, in words."""
    told = {
        "boilerplate": "left",
        "whole": "broken",
        **dict.fromkeys(("sentences", "headings", "tables"), "lost"),
    }
    return [f"{name} {told.get(name, 'is')}: {one}" for name in counts for one in counts[name].named]
