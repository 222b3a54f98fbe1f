"""The `kassoro` command. Exit 0: done; 1: some of it refused, with reasons on stderr; 2: wrong usage."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from index.errors import KassoroError, QuestionError
from index.settings import Settings

app = typer.Typer(
    name="kassoro", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Answers questions about company-finance news in Japanese and English, quoting the passage behind every sentence.",
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Row = dict[str, Any]


class Runner(Protocol):
    """What runs operations: this process, or the chat's."""

    def run(self, name: str, arguments: Mapping[str, Any]) -> Iterator[Row]:
        """The rows of operation `name`."""


def main() -> None:
    """Run a command; errors a person can act on become one sentence on stderr and exit code 1."""
    try:
        app()
    except KassoroError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("Stopped.", code=130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 7860,
) -> None:
    """Open the chat in a browser.

    Example: kassoro chat --port 7861
    """
    from ui.server import serve

    with _progress() as progress:
        served = serve(Settings.read(), host, port, progress)
    print(f"Kassoro is at {served.address} (Ctrl-C ends it)", flush=True)
    served.wait()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read questions as JSON lines from standard input.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Ask one question, or many as JSON lines.

    Example: kassoro ask "xAIの資金は何か月もつ？"
    """
    if jsonl == (question is not None):
        raise typer.BadParameter("give a question, or --jsonl and lines on standard input.")
    with _operations() as operations:
        if jsonl:
            for line in sys.stdin.buffer:
                if line.strip():
                    _print_json(_answer_line(operations, line))
            return
        answer = _one(operations, "ask", question=question)
    if as_json:
        _print_json(answer)
    elif answer["status"] != "error":
        print(answer["answer"])
        _print_calculation(answer["calculation"])
    if answer["status"] == "error":
        _fail(answer["answer"])


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or patterns.")],
    published: Annotated[str | None, typer.Option(help="Date of publication, YYYY-MM-DD or YYYY-MM.")] = None,
    as_json: Json = False,
) -> None:
    """Add articles; what is refused stops nothing else.

    Example: kassoro add news/ --published 2025-10
    """
    refused = 0
    here = [source if "://" in source else str(Path(source).absolute()) for source in sources]
    with _operations() as operations:
        for row in operations.run("add", {"sources": here, "published": published}):
            refused += row["status"] == "refused"
            if as_json:
                _print_json(row)
            elif row["status"] != "refused":
                print(f"{row['status']:<10} {row['article_id']}  {row['title']}", flush=True)
            if row["status"] == "refused":
                print(row["reason"], file=sys.stderr, flush=True)
    if refused:
        raise typer.Exit(1)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the articles.

    Example: kassoro list
    """
    with _operations() as operations:
        for row in operations.run("list", {}):
            if as_json:
                _print_json(row)
            else:
                print(f"{row['article_id']}  {row['published'] or '-':<10}  {row['title']}")


@app.command()
def show(id: Annotated[str, typer.Argument(help="An article's id.")], as_json: Json = False) -> None:
    """Show an article's text.

    Example: kassoro show 1a2b3c4d
    """
    with _operations() as operations:
        article = _one(operations, "show", id=id)
    if as_json:
        _print_json(article)
    else:
        print(f"{article['title']}\n{article['source']}  {article['published'] or ''}\n\n{article['text']}")


@app.command()
def remove(ids: Annotated[list[str], typer.Argument(help="Ids of articles.")], as_json: Json = False) -> None:
    """Remove articles from every store.

    Example: kassoro remove 1a2b3c4d
    """
    with _operations() as operations:
        _report(operations.run("remove", {"ids": ids}), as_json, lambda row: f"removed {row['article_id']}")


@app.command()
def rebuild(as_json: Json = False) -> None:
    """Make the indexes anew from the articles.

    Example: kassoro rebuild
    """
    with _operations() as operations:
        _report(operations.run("rebuild", {}), as_json, lambda row: f"Rebuilt {row['passages']} passages.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check that articles, passages and indexes agree.

    Example: kassoro doctor
    """
    with _operations() as operations:
        row = _one(operations, "doctor")
    if as_json:
        _print_json(row)
    elif not row["problems"]:
        print("All agrees.")
    for problem in row["problems"]:
        print(problem, file=sys.stderr)
    if row["problems"]:
        raise typer.Exit(1)


@app.command()
def export(file: Annotated[Path, typer.Argument(help="File to write.")], as_json: Json = False) -> None:
    """Write the whole library to one file.

    Example: kassoro export library.kassoro
    """
    with _operations() as operations:
        rows = operations.run("export", {"path": str(file.absolute())})
        _report(rows, as_json, lambda row: f"Wrote {row['articles']} articles to {row['path']}.")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file that export wrote.")], as_json: Json = False
) -> None:
    """Add the articles of an exported library.

    Example: kassoro import library.kassoro
    """
    with _operations() as operations:
        rows = operations.run("import", {"path": str(file.absolute())})
        _report(rows, as_json, lambda row: f"Added {row['articles']} articles.")


@app.command()
def runway(
    cash: Annotated[str, typer.Option(help="Cash, such as 80億ドル or '$8 billion'.")],
    burn: Annotated[str, typer.Option(help="Burn with its period, such as 10億ドル/月.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Date of the cash, YYYY-MM.")] = None,
    as_json: Json = False,
) -> None:
    """How many months cash lasts.

    Example: kassoro runway --cash 80億ドル --burn 10億ドル/月 --as-of 2025-07
    """
    from ui.runway import compute_runway

    calculation = compute_runway(cash, burn, as_of)
    if as_json:
        _print_json(asdict(calculation))
    else:
        _print_calculation(asdict(calculation))


@app.command(name="eval")
def evaluate(
    suite: Annotated[str, typer.Option(help="seeds, retrieval, reading or jfinqa.")] = "seeds",
    data: Annotated[Path | None, typer.Option(help="Folder or file with the suite's data.")] = None,
    split: Annotated[str, typer.Option(help="Name of the questions, such as jsquad_valid.")] = "",
    corpus: Annotated[str, typer.Option(help="'gold' keeps only the passages the split names.")] = "all",
    report: Annotated[Path | None, typer.Option(help="Folder for report.html and cases.jsonl.")] = None,
    limit: Annotated[int | None, typer.Option(help="Take the first N cases.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Run an evaluation suite in a library of its own.

    Example: kassoro eval --report report/
    """
    from importlib.metadata import entry_points

    run = next(iter(entry_points(group="kassoro.evaluation", name="run"))).load()
    with _progress() as progress:
        result = run(
            suite=suite,
            data=data,
            split=split,
            corpus=corpus,
            report=report,
            limit=limit,
            settings=Settings.read(),
            progress=progress,
        )
    if as_json:
        _print_json(result)
    else:
        print(f"{result['suite']} {result['split'] or ''} n={result['n']}")
        for name, value in result["metrics"].items():
            print(f"  {name:<22} {value:.3f}" if isinstance(value, float) else f"  {name:<22} {value}")


@contextmanager
def _operations() -> Iterator[Runner]:
    """This process's operations, or those of the chat that owns the home."""
    from index.lock import owner

    settings = Settings.read()
    holder = owner(settings.home)
    if holder is not None and holder.address:
        from ui.control import RemoteOperations

        yield RemoteOperations(holder)
        return
    from rag.assistant import Assistant
    from ui.operations import Operations

    with _progress() as progress:
        assistant = Assistant.open(settings, progress=progress)
    with assistant:
        yield Operations(assistant)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


def _answer_line(operations: Runner, line: bytes) -> Row:
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
        answer = _one(operations, "ask", question=item["question"], history=history, id=id)
        return answer if answer["status"] != "error" else {**answer, "reason": answer["answer"]}
    except ValueError:
        return {
            "id": None,
            "status": "error",
            "reason": 'The line is no JSON: write {"id", "question", "history"}.',
        }
    except (KassoroError, RecursionError) as error:
        return {"id": id, "status": "error", "reason": str(error)}


def _one(operations: Runner, operation: str, **arguments: Any) -> Row:
    return next(iter(operations.run(operation, arguments)))


def _report(rows: Iterator[Row], as_json: bool, line: Callable[[Row], str]) -> None:
    for row in rows:
        if as_json:
            _print_json(row)
        else:
            print(line(row))


def _print_json(row: Row) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _print_calculation(calculation: Row | None) -> None:
    if calculation is None:
        return
    result = calculation["result"]
    print(
        f"\n{calculation['formula']}\n  {calculation['expression']} = {result['value'][:12]} {result['unit']}"
    )
    if calculation["cash_out"]:
        print(f"  → {calculation['cash_out']}")
    for assumption in calculation["assumptions"]:
        print(f"  - {assumption}")


def _fail(message: str, code: int = 1) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
