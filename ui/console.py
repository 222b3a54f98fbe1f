"""What the commands share: the operations of the home's owner, a progress bar, and how rows are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NoReturn, Protocol

from index.errors import KassoroError, QuestionError
from index.settings import Settings
from ui.startup import collector_at_rest

Row = dict[str, Any]


class Runner(Protocol):
    """What runs operations: this process, or the chat's."""

    def run(self, name: str, arguments: Mapping[str, Any]) -> Iterator[Row]:
        """The rows of operation `name`."""


@contextmanager
def open_operations() -> Iterator[Runner]:
    """This process's operations, or those of the chat that owns the home."""
    from index.lock import owner

    settings = Settings.read()
    holder = owner(settings.home)
    if holder is not None and holder.address:
        from ui.control import RemoteOperations

        yield RemoteOperations(holder)
        return
    with collector_at_rest(), progress_bar() as progress:
        from index.library import Library
        from ui.operations import Operations

        library = Library.open(settings, progress=progress)
    with library:
        yield Operations(library)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A Rich progress bar on stderr that appears with the first report; silent where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done, total=total)

        yield report


def answer_line(operations: Runner, line: bytes) -> Row:
    """The answer to one line of `ask --jsonl`; a line that cannot be read gets its reason."""
    id = None
    try:
        item = json.loads(line)
        if not isinstance(item, dict):
            raise QuestionError('The line is no JSON object: write {"id", "question", "history"}.')
        id = item.get("id")
        if not isinstance(item.get("question"), str):
            raise QuestionError('The line has no question: write {"id", "question", "history"}.')
        history = item.get("history") or []
        if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
            raise QuestionError('The history is no list of {"role", "content"} objects.')
        answer = first_row(operations, "ask", question=item["question"], history=history, id=id)
        return answer if answer["status"] != "error" else {**answer, "reason": answer["answer"]}
    except (ValueError, RecursionError):
        return {
            "id": None,
            "status": "error",
            "reason": 'The line is no JSON: write {"id", "question", "history"}.',
        }
    except KassoroError as error:
        return {"id": id, "status": "error", "reason": str(error)}


def first_row(operations: Runner, operation: str, **arguments: Any) -> Row:
    """The first row of an operation that gives one."""
    return next(iter(operations.run(operation, arguments)))


def report_rows(rows: Iterator[Row], as_json: bool, line: Callable[[Row], str]) -> None:
    """Print rows as JSON, or each as `line` words it."""
    for row in rows:
        if as_json:
            print_json(row)
        else:
            print(line(row))


def print_json(row: Row) -> None:
    """One JSON object on a line of its own, at once."""
    print(json.dumps(row, ensure_ascii=False), flush=True)


def print_calculation(calculation: Row | None, language: str) -> None:
    """Formula, expression, result, cash-out month and assumptions, if there is a calculation."""
    if calculation is None:
        return
    from index.format import format_expression, format_quantity
    from index.quantity import Quantity

    result = Quantity(Decimal(calculation["result"]["value"]), calculation["result"]["unit"])
    worked = format_expression(calculation["expression"])
    print(f"\n{calculation['formula']}\n  {worked} = {format_quantity(result, language)}")
    if calculation["cash_out"]:
        print(f"  → {calculation['cash_out']}")
    for assumption in calculation["assumptions"]:
        print(f"  - {assumption}")


def fail(message: str, code: int = 1) -> NoReturn:
    """End the command with one sentence on stderr."""
    print(message, file=sys.stderr)
    sys.exit(code)
