"""What is asked: cases over the shipped articles, and question sets in BEIR's layout."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.article import Document
from index.errors import EvaluationError

_CASES = Path(__file__).resolve().parent / "cases"
SEEDS_CASES = _CASES / "seeds.jsonl"
# Suites of questions that are asked over the shipped articles.
QUESTIONS = {"seeds": SEEDS_CASES, "finance": _CASES / "finance.jsonl"}
TYPES = ("fact", "paraphrase", "runway", "arithmetic", "follow_up", "english", "absent", "false_premise")


@dataclass(frozen=True, slots=True)
class ExpectedCalculation:
    """The result a calculation must give, in base units; one of `units` is right. `cash_out` only if not None."""

    value: str
    units: tuple[str, ...]
    cash_out: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer holds.

    `contains`: of every group, one wording stands in the direct answer. `quotes`: each stands in a citation's
    quote. `calculation` is None where none is asked for; `no_calculation` where giving one is wrong.
    """

    statuses: tuple[str, ...]
    contains: tuple[tuple[str, ...], ...] = ()
    quotes: tuple[str, ...] = ()
    calculation: ExpectedCalculation | None = None
    no_calculation: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its history and what is expected."""

    id: str
    type: str
    question: str
    expected: Expected
    history: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Documents whose `source` is the corpus id, questions as (id, text), gains by question and corpus id, and the
    right answers' wordings by question, where the file gives them.
    """

    documents: list[Document]
    questions: list[tuple[str, str]]
    gold: dict[str, dict[str, float]] = field(default_factory=dict)
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_cases(path: Path = SEEDS_CASES, types: Sequence[str] = TYPES) -> list[Case]:
    """The cases of a JSON-lines file, each of one of `types`; EvaluationError names the line that is none."""
    cases = []
    for number, row in rows(path):
        try:
            cases.append(read_case(row, types))
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(
                f"Line {number} of {path} is no case ({error!r}): it needs id, type, question, expected."
            ) from error
    if len({case.id for case in cases}) != len(cases):
        raise EvaluationError(f"{path} uses an id twice: give every case its own.")
    return cases


def read_beir(folder: Path, split: str, corpus: str) -> tuple[RetrievalSet, str]:
    """A BEIR folder's corpus, the questions of `split` and its qrels ({} where the file is absent), and the split's name.

    An empty `split` takes the only one there is.

    `corpus` is "all", or "gold" to keep only the rows the qrels name. EvaluationError says what is missing.
    """
    if corpus not in ("all", "gold"):
        raise EvaluationError(f"--corpus is {corpus!r}: use 'all' or 'gold'.")
    if not folder.is_dir():
        raise EvaluationError(
            f"{folder} is no folder: --data wants one with corpus.jsonl and queries.NAME.jsonl."
        )
    split = split or _only_split(folder)
    questions, answers = [], {}
    path = _found(folder, f"queries.{split}.jsonl")
    for number, row in rows(path):
        id = _text(row, "_id", path, number)
        questions.append((id, _text(row, "text", path, number)))
        answers[id] = _answers(row, path, number)
    gold = _read_qrels(folder / "qrels" / f"{split}.tsv")
    if corpus == "gold" and not gold:
        raise EvaluationError(
            f"--corpus gold needs {folder / 'qrels' / split}.tsv, which is missing or empty."
        )
    named = {id for gains in gold.values() for id in gains}
    documents = [one for one in _documents(folder) if corpus == "all" or one.source in named]
    return RetrievalSet(documents, questions, gold, answers), split


def _documents(folder: Path) -> Iterator[Document]:
    path = _found(folder, "corpus.jsonl")
    for number, row in rows(path):
        text, title = _text(row, "text", path, number), str(row.get("title") or "")
        yield Document(title=title, text=text, source=_text(row, "_id", path, number))


def _only_split(folder: Path) -> str:
    names = sorted({path.name.split(".")[1] for path in folder.glob("queries.*.jsonl*")})
    if len(names) != 1:
        listed = ", ".join(names) or "none"
        raise EvaluationError(f"--split is needed to choose among the questions in {folder}: {listed}.")
    return names[0]


def _found(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise EvaluationError(f"{folder} holds neither {name} nor {name}.gz: check --data and --split.")


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a JSON-lines file, gzipped or not."""
    number = 0
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
                yield number, row
    except EOFError as error:
        raise EvaluationError(f"{path} ends too early after line {number}: copy it again.") from error
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        near = number + isinstance(error, UnicodeDecodeError)  # raised while the next line is read
        raise EvaluationError(f"{path} is no JSON lines in UTF-8 near line {near}: {error}.") from error


def _text(row: dict[str, Any], key: str, path: Path, number: int) -> str:
    value = row.get(key)
    if not isinstance(value, str) or (key == "_id" and not value):
        raise EvaluationError(f"Line {number} of {path} has no {key!r} with text.")
    return value


def _answers(row: dict[str, Any], path: Path, number: int) -> tuple[str, ...]:
    value = row.get("answers") or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise EvaluationError(f"Line {number} of {path} has 'answers' that are no list of texts.")
    return tuple(value)


def _read_qrels(path: Path) -> dict[str, dict[str, float]]:
    """Gains by question and corpus id from BEIR's table; {} where there is no file."""
    if not path.is_file():
        return {}
    gold: dict[str, dict[str, float]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split("\t")
        if not line.strip() or (number == 1 and parts[0] == "query-id"):
            continue
        try:
            query, document, gain = parts
            gold.setdefault(query, {})[document] = float(gain)
        except ValueError as error:
            raise EvaluationError(
                f"Line {number} of {path} is {line!r}: it needs query-id, corpus-id and score, parted by tabs."
            ) from error
    return gold


def read_case(row: dict[str, Any], types: Sequence[str] = TYPES) -> Case:
    """The case a line tells; KeyError, TypeError or ValueError where it is none."""
    if row["type"] not in types:
        raise ValueError(f"the type {row['type']!r} is none of {', '.join(types)}")
    wanted = row["expected"]
    statuses = wanted["status"]
    calculation = wanted.get("calculation")
    expected = Expected(
        statuses=(statuses,) if isinstance(statuses, str) else tuple(statuses),
        contains=tuple(tuple(group) for group in wanted.get("contains", [])),
        quotes=tuple(wanted.get("quotes", [])),
        calculation=_calculation(calculation) if calculation else None,
        no_calculation=calculation is False,
    )
    return Case(str(row["id"]), row["type"], row["question"], expected, tuple(row.get("history", [])))


def _calculation(row: dict[str, Any]) -> ExpectedCalculation:
    unit = row["unit"]
    return ExpectedCalculation(
        row["value"], (unit,) if isinstance(unit, str) else tuple(unit), row.get("cash_out")
    )
