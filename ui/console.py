"""What the commands share: the operations of the home's owner, a progress bar, and how rows are printed."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NoReturn, Protocol

from index.errors import Interrupted, KassoroError, QuestionError
from index.settings import Settings
from ui.progress import progress_bar
from ui.startup import collector_at_rest

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]


class Runner(Protocol):
    """What runs operations: this process, or the chat's."""

    def run(self, name: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Iterator[Row]:
        """The rows of operation `name`; `progress` hears of long ones."""


@contextmanager
def open_operations(repair: bool = True) -> Iterator[Runner]:
    """This process's operations, or those of the chat that owns the home; see `Library.open` for `repair`."""
    from index.lock import owner

    settings = Settings.read()
    holder = owner(settings.home)
    if holder is not None and holder.address:
        from ui.control import RemoteOperations

        yield RemoteOperations(holder)
        return
    with progress_bar() as progress:
        with collector_at_rest():
            from index.library import Library
            from ui.operations import Operations

            library = Library.open(settings, progress=progress, notice=say, repair=repair)
        with library:
            yield Operations(library)


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM stops the work inside as Ctrl-C does: in order, and with a word about it."""

    def stop(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def interruptible() -> Iterator[Callable[[Progress | None], Progress]]:
    """Ctrl-C and SIGTERM stop at the next report instead of at once; a second Ctrl-C stops at once.

    Gives what makes of a progress bar, or of None, one that raises Interrupted once that was asked for.
    """
    asked = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(_number: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before[signal.SIGINT])
        say("Stopping after this one ...")

    def stopping(progress: Progress | None) -> Progress:
        def report(label: str, done: int, total: int) -> None:
            if asked.is_set():
                raise Interrupted("Stopped.")
            if progress:
                progress(label, done, total)

        return report

    for number in before:
        signal.signal(number, ask)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def standard_input(name: str) -> dict[str, str]:
    """What stands on standard input, in Base64, and what it is called. KassoroError if it is too long."""
    from index.readers import LARGEST
    from ui.operations import piece_of

    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise KassoroError(
            f"Standard input has more than the {LARGEST // 1_000_000} MB an article may have: cut it into parts."
        )
    return piece_of(name, data)


def say(sentence: str) -> None:
    """Tell a person what is going on, beside what the command prints."""
    print(sentence, file=sys.stderr, flush=True)


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
