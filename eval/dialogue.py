"""Conversations asked turn after turn: what a follow-up leaves out, corrections, questions back, courtesies and typos.

A conversation is told to the assistant as the chat tells it: what the person asked so far and what the assistant
answered. Each turn is judged on its own, so a turn can be right after a wrong one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.outcome import Outcome, Score
from eval.retrieval import Progress
from eval.scorers import direct_answer, folded, new_figures, score_all
from eval.suites import Case, read_case, rows
from index.errors import EvaluationError
from index.settings import SHIPPED_SEEDS, Settings
from rag.answer import Answer

_FOLDER = Path(__file__).resolve().parent / "cases"
CASES = _FOLDER / "dialogue.jsonl"
HELD_OUT = _FOLDER / "dialogue-held-out.jsonl"
# What a turn asks of the conversation before it.
TYPES = (
    "opening", "company", "metric", "period", "shift", "other", "reference", "about", "correction", "new_subject",
    "scenario", "clarify", "clarified", "courtesy", "style", "typo", "kana", "language", "absent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing the person says. `excludes`: wordings that must not stand in the direct answer; `bare`: nothing may be
    cited and no figure told, since nothing was asked.
    """

    case: Case
    excludes: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns over the articles of `articles`: "seeds" or a folder beside the cases."""

    id: str
    articles: str
    turns: tuple[Turn, ...]


def read_conversations(path: Path = CASES) -> list[Conversation]:
    """The conversations of a JSON-lines file; EvaluationError names the line that is none."""
    found = []
    for number, row in rows(path):
        try:
            turns = tuple(_turn(row["id"], place, turn) for place, turn in enumerate(row["turns"], start=1))
            found.append(Conversation(str(row["id"]), str(row["articles"]), turns))
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(
                f"Line {number} of {path} is no conversation ({error!r}): it needs id, articles, turns."
            ) from error
    if len({conversation.id for conversation in found}) != len(found):
        raise EvaluationError(f"{path} uses an id twice: give every conversation its own.")
    return found


def run(
    settings: Settings,
    conversations: Sequence[Conversation],
    folder: Path = CASES.parent,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Every turn of every conversation, in their order; each set of articles in a library of its own below the home."""
    by_conversation: dict[str, list[Outcome]] = {}
    for articles in dict.fromkeys(conversation.articles for conversation in conversations):
        of_these = [conversation for conversation in conversations if conversation.articles == articles]
        for conversation, outcomes in _over(settings, articles, folder, of_these, progress):
            by_conversation[conversation.id] = outcomes
    return [outcome for conversation in conversations for outcome in by_conversation[conversation.id]]


def _over(
    settings: Settings,
    articles: str,
    folder: Path,
    conversations: Sequence[Conversation],
    progress: Progress | None,
) -> Iterator[tuple[Conversation, list[Outcome]]]:
    from rag.assistant import Assistant

    place = SHIPPED_SEEDS if articles == "seeds" else folder / articles
    if not place.is_dir():
        raise EvaluationError(f"{place} is no folder of articles: a conversation names it.")
    own = settings.model_copy(update={"home": settings.home / articles, "seeds": str(place)})
    with Assistant.open(own, progress=progress) as assistant:
        assistant.answer("準備")  # models and dictionary load on the first question, which is nobody's case
        for number, conversation in enumerate(conversations, start=1):
            yield conversation, list(hold(assistant, conversation))
            if progress:
                progress(f"Talking about {articles}", number, len(conversations))


def hold(assistant: Any, conversation: Conversation) -> Iterator[Outcome]:
    """One conversation, each turn after the assistant's own answers to those before."""
    history: list[dict[str, str]] = []
    for turn in conversation.turns:
        began = time.perf_counter()
        answer = assistant.answer(turn.case.question, list(history), turn.case.id)
        took = (time.perf_counter() - began) * 1000
        yield _outcome(turn, answer, tuple(history), took, assistant.library.article)
        history += [
            {"role": "user", "content": turn.case.question},
            {"role": "assistant", "content": answer.answer},
        ]


def _outcome(
    turn: Turn, answer: Answer, history: tuple[dict[str, str], ...], ms: float, article: Any
) -> Outcome:
    expected = turn.case.expected
    case = Case(turn.case.id, turn.case.type, turn.case.question, expected, history)
    scores = score_all(case, answer, article)
    scores["turn"] = judge(turn, case, answer)
    wanted = " / ".join([*expected.statuses, *(group[0] for group in expected.contains)])
    return Outcome(
        id=case.id, type=case.type, question=case.question, prediction=direct_answer(answer), status=answer.status, ms=ms,
        ranking=list(dict.fromkeys(citation.article_id for citation in answer.citations)), answer=answer.to_json(),
        history=history, scores=scores, expected=wanted,
    )  # fmt: skip


def judge(turn: Turn, case: Case, answer: Answer) -> Score:
    """What the other scores leave: names in a question back, what must not be said, silence after a courtesy."""
    direct = folded(direct_answer(answer))
    if answer.status == "clarify" and "clarify" in case.expected.statuses:
        for group in case.expected.contains:
            if not any(folded(name) in direct for name in group):
                return Score(0, f"asks back without naming {group[0]}")
    if said := [wording for wording in turn.excludes if folded(wording) in direct]:
        return Score(0, f"says {', '.join(said)}")
    if turn.bare and (answer.citations or new_figures(case, answer)):
        return Score(0, "cites articles where nothing was asked")
    return Score(1)


def _turn(conversation: str, place: int, row: dict[str, Any]) -> Turn:
    case = read_case({"id": f"{conversation}/{place}", **row}, TYPES)
    wanted = row["expected"]
    return Turn(case, tuple(wanted.get("excludes", ())), bool(wanted.get("no_citations", False)))
