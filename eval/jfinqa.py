"""The suite `jfinqa`: questions about tables of Japanese filings, in the form of the jfinqa benchmark's JSON list.

Each item's texts and table become one article, all in one library, and its question goes through `Assistant.ask`. Only
texts, table, scale and question are read; the answer, where there is one, only judges.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from eval.outcome import Outcome, Score
from eval.suites import rows as suite_rows
from index.article import Document
from index.errors import EvaluationError
from index.settings import Settings
from rag.answer import Answer

REWORDED = Path(__file__).resolve().parent / "cases" / "jfinqa-reworded.jsonl"
Progress = Callable[[str, int, int], None]
# What a scale such as 百万円 counts.
_FACTORS = {
    "円": 1,
    "千円": 10**3,
    "万円": 10**4,
    "百万円": 10**6,
    "億円": 10**8,
    "十億円": 10**9,
    "兆円": 10**12,
}
_NUMBER = re.compile(r"[-−△▲]?\s?\d[\d,]*(?:\.\d+)?")
_MARKER = re.compile(r"\[\d+\]")
_TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Item:
    """A question about one table; `golds` are right answers, none where the data give none.

    `absent`: the tables do not hold the answer, and saying so is right.
    """

    id: str
    type: str
    question: str
    scale: str
    text: str
    golds: tuple[str, ...]
    absent: bool = False


def read_items(path: Path | None, split: str = "") -> list[Item]:
    """The items of a JSON list; with the split "reworded" their questions in our own words, where they are among these.

    EvaluationError says what is missing.
    """
    if split not in ("", "reworded"):
        raise EvaluationError(f"--split is {split!r}: leave it out, or use 'reworded'.")
    if path is None:
        raise EvaluationError("The suite 'jfinqa' needs --data: the benchmark's JSON file.")
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(
            f"{path} cannot be read as JSON ({error}): give the benchmark's file."
        ) from error
    if not isinstance(rows, list):
        raise EvaluationError(f"{path} holds no JSON list: give the benchmark's file.")
    try:
        items = [_item(number, row) for number, row in enumerate(rows, start=1)]
    except (KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} holds an item that is none ({error!r}): it needs pre_text, post_text, table and qa.question."
        ) from error

    return _reworded(items) if split else items


def _reworded(items: Sequence[Item]) -> list[Item]:
    """Our rewordings of these items' questions; an empty list of answers means that the tables hold none."""
    known = {item.id: item for item in items}
    return [
        replace(
            known[row["of"]], id=row["id"], type="reworded" if row["answers"] else "absent", question=row["question"],
            golds=tuple(row["answers"]), absent=not row["answers"],
        )
        for _, row in suite_rows(REWORDED)
        if row["of"] in known
    ]  # fmt: skip


def run(
    settings: Settings, items: Sequence[Item], asked: Sequence[Item], progress: Progress | None = None
) -> list[Outcome]:
    """The questions of `asked` over the articles of all `items`, in the empty home of `settings`."""
    from rag.assistant import Assistant

    outcomes = []
    with Assistant.open(settings, progress=progress) as assistant:
        documents = {item.text: Document("", item.text, f"jfinqa:{item.id}") for item in items}
        for result in assistant.library.add_many(list(documents.values()), progress=progress):
            if result.status == "refused":
                raise EvaluationError(f"{result.path} was refused ({result.reason}): mend the item.")
        assistant.answer("準備")  # models and dictionary load on the first question, which is nobody's case
        for item in asked:
            outcomes.append(_ask(assistant, item))
            if progress:
                progress("Asking", len(outcomes), len(asked))
    return outcomes


def prediction_of(answer: Answer, question: str, scale: str) -> str:
    """The answer as the item writes its own: a word ("増収", "はい"), or a number in the item's scale ("9.90%", "82,285")."""
    if answer.status != "answered":
        return answer.status
    direct = _MARKER.sub("", answer.answer.partition("\n")[0]).strip()
    opening = re.split(r"。|\. ", direct, maxsplit=1)[0].removesuffix("です").strip()
    if answer.calculation is None:
        return opening
    if not re.search(r"\d", opening) or opening.lower() in question.lower():
        written = re.search(re.escape(opening), question, re.I)
        return written.group() if written else opening
    return number_of(Decimal(answer.calculation.result.value), answer.calculation.result.unit, scale)


def number_of(value: Decimal, unit: str, scale: str) -> str:
    """A result in a scale: percentages, points and multiples with two decimals, money with none that says nothing."""
    suffix = {"percent": "%", "point": "ポイント", "ratio": "倍"}.get(unit)
    if suffix:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}{suffix}"
    scaled = value / _FACTORS.get(scale, 1) if len(unit.partition("/")[0]) == 3 else value
    text = f"{scaled.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_right(prediction: str, gold: str) -> bool:
    """Equal at the gold's decimals or within 1 %; words exactly, but for their case."""
    wanted, found = _NUMBER.search(gold), _NUMBER.search(prediction)
    if wanted is None or found is None:
        return _folded(prediction) == _folded(gold)
    number, other = _decimal(wanted.group()), _decimal(found.group())
    step = Decimal(1).scaleb(-len(wanted.group().partition(".")[2]))
    return other.quantize(step, ROUND_HALF_UP) == number or abs(other - number) <= abs(number) * _TOLERANCE


def _item(number: int, row: dict[str, Any]) -> Item:
    gold = row["qa"].get("answer")
    return Item(
        str(row.get("id") or number), str(row.get("subtask") or "question"), str(row["qa"]["question"]), str(row.get("scale") or ""),
        _text(row), () if gold is None else (str(gold),),
    )  # fmt: skip


def _text(row: dict[str, Any]) -> str:
    """The item as an article: its texts, and its table in Markdown under its scale."""
    table = row["table"]
    lines = [_line(table["headers"]), "|" + " --- |" * len(table["headers"]), *map(_line, table["rows"])]
    scale = f"(単位:{row['scale']})\n\n" if row.get("scale") else ""
    parts = [
        "\n".join(row.get("pre_text") or ()),
        scale + "\n".join(lines),
        "\n".join(row.get("post_text") or ()),
    ]
    return "\n\n".join(part for part in parts if part)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def _ask(assistant: Any, item: Item) -> Outcome:
    began = time.perf_counter()
    answer = assistant.answer(item.question, id=item.id)
    took = (time.perf_counter() - began) * 1000
    prediction = prediction_of(answer, item.question, item.scale)
    scores = {}
    wanted = item.golds[0] if item.golds else "not_found"
    if item.golds or item.absent:
        right = (
            answer.status == "not_found"
            if item.absent
            else any(is_right(prediction, gold) for gold in item.golds)
        )
        scores["answer"] = Score(float(right), "" if right else f"{prediction}, wanted {wanted}")
    return Outcome(
        id=item.id, type=item.type, question=item.question, ranking=[citation.article_id for citation in answer.citations],
        prediction=prediction, status=answer.status, ms=took, answer=answer.to_json(), scores=scores, expected=wanted,
    )  # fmt: skip


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"[△▲−]\s?", "-", text).replace(",", "").replace(" ", ""))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" 。.").lower()
