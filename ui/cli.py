"""The `kassoro` command. Exit 0: done; 1: some of it refused, with reasons on stderr; 2: wrong usage."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from index.errors import Interrupted, KassoroError
from index.settings import Settings
from ui.adding import Adding
from ui.article_text import article_line, article_text
from ui.console import (
    answer_line,
    fail,
    first_row,
    interruptible,
    open_operations,
    print_calculation,
    print_json,
    report_rows,
    say,
    standard_input,
    stoppable,
)
from ui.following import announce_model, followed
from ui.progress import progress_bar
from ui.startup import collector_at_rest

app = typer.Typer(
    name="kassoro", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Answers questions about company-finance news in Japanese and English, quoting the passage behind every sentence.",
)  # fmt: skip
# What `list --json` tells of an article.
LISTED = ("article_id", "title", "source", "published", "language")
Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def main() -> None:
    """Run a command; errors a person can act on become one sentence on stderr and exit code 1."""
    try:
        app()
    except KassoroError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped.", code=130)
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
    with collector_at_rest(), progress_bar() as progress:
        from ui.server import serve

        served = serve(Settings.read(), host, port, progress, say)
    if served.notice:
        say(served.notice)
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
    with open_operations() as operations:
        model = announce_model(operations, question)
        if jsonl:
            for line in sys.stdin.buffer:
                if line.strip():
                    print_json(answer_line(operations, line))
            return
        if model and not as_json:
            answer = followed(operations, question or "")
        else:
            answer = first_row(operations, "ask", question=question)
    if as_json:
        print_json(answer)
    elif answer["status"] != "error":
        print(answer["answer"])
        print_calculation(answer["calculation"], answer["language"])
    if answer["status"] == "error":
        fail(answer["answer"])


@app.command()
def add(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, patterns, URLs; '-' for standard input.")
    ],
    published: Annotated[str | None, typer.Option(help="Date of publication, YYYY-MM-DD or YYYY-MM.")] = None,
    name: Annotated[
        str, typer.Option(help="What standard input is called: its ending tells its kind.")
    ] = "stdin",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, and add nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add articles; what is refused stops nothing else. Ctrl-C keeps what is in, the same command goes on.

    Example: kassoro add news/ --published 2025-10
    """
    shown = Adding(as_json, dry_run)
    here = [
        source if "://" in source else str(Path(source).absolute()) for source in sources if source != "-"
    ]
    pieces = [standard_input(name)] if "-" in sources else []
    arguments = {"sources": here, "pieces": pieces, "published": published, "dry_run": dry_run}
    with interruptible() as stopping, progress_bar(rate=True) as progress, open_operations() as operations:
        try:
            for row in operations.run("add", arguments, stopping(None if as_json else progress)):
                shown.show(row)
        except Interrupted:
            say(shown.summary())
            fail("Stopped: what is listed is in, and the same command goes on from there.", code=130)
    for sentence in shown.closing(here) if not as_json else ():
        say(sentence)
    if shown.refused:
        raise typer.Exit(1)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the articles.

    Example: kassoro list
    """
    with open_operations() as operations:
        for row in operations.run("list", {}):
            if as_json:
                print_json({key: row[key] for key in LISTED})
            else:
                print(article_line(row))


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="An article's id.")],
    version: Annotated[
        int | None, typer.Option(help="An earlier version, 1 for the earliest.", min=1)
    ] = None,
    as_json: Json = False,
) -> None:
    """Show an article: where it comes from, how that was found, and its text.

    Example: kassoro show 1a2b3c4d
    """
    with open_operations() as operations:
        article = first_row(operations, "show", id=id, **({"version": version} if version else {}))
    if as_json:
        print_json(article)
    else:
        print(article_text(article))


@app.command()
def remove(ids: Annotated[list[str], typer.Argument(help="Ids of articles.")], as_json: Json = False) -> None:
    """Remove articles from every store.

    Example: kassoro remove 1a2b3c4d
    """
    with open_operations() as operations:
        report_rows(
            operations.run("remove", {"ids": ids}), as_json, lambda row: f"removed {row['article_id']}"
        )


@app.command()
def refresh(as_json: Json = False) -> None:
    """Ask for every article that came from a URL again; what is gone stays. Ctrl-C keeps what is in.

    Example: kassoro refresh
    """
    shown = Adding(as_json)
    with interruptible() as stopping, progress_bar(rate=True) as progress, open_operations() as operations:
        try:
            for row in operations.run("refresh", {}, stopping(None if as_json else progress)):
                shown.show(row)
        except Interrupted:
            say(shown.summary())
            fail("Stopped: what is listed is in; the next refresh asks for all again.", code=130)
    if not as_json and (summary := shown.summary()):
        say(summary)
    if shown.refused:
        raise typer.Exit(1)


@app.command()
def rebuild(as_json: Json = False) -> None:
    """Make the indexes anew from the articles; stopped, it goes on from there the next time.

    Example: kassoro rebuild
    """
    try:
        with stoppable(), progress_bar() as progress, open_operations(repair=False) as operations:
            rows = operations.run("rebuild", {}, None if as_json else progress)
            report_rows(rows, as_json, lambda row: f"Rebuilt {row['passages']} passages.")
    except KeyboardInterrupt:
        fail("Stopped: 'kassoro rebuild' goes on from there.", code=130)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check that articles, passages and indexes agree.

    Example: kassoro doctor
    """
    with open_operations() as operations:
        row = first_row(operations, "doctor")
    if as_json:
        print_json(row)
    else:
        print(f"Embedding: {row['embedding']}. Reranker: {row['reranker'] or 'none'}.")
        sent = f" (passages are sent to {row['llm_host']})" if row["llm"] else ""
        print(f"Language model: {row['llm'] or 'none'}{sent}.")
        if not row["problems"]:
            print("All agrees.")
    for problem in row["problems"]:
        print(problem, file=sys.stderr)
    if row["problems"]:
        raise typer.Exit(1)


@app.command()
def figures(
    company: Annotated[str | None, typer.Option(help="Only figures of this company.")] = None,
    metric: Annotated[
        str | None, typer.Option(help="Only figures of this measure: revenue, 売上高, cash …")
    ] = None,
    as_json: Json = False,
) -> None:
    """List every figure the articles give: whose, of what, for when, and where they disagree.

    Example: kassoro figures --company xAI --metric revenue
    """
    from ui.figures import figure_line

    with open_operations() as operations:
        report_rows(operations.run("figures", {"company": company, "metric": metric}), as_json, figure_line)


@app.command()
def export(file: Annotated[Path, typer.Argument(help="File to write.")], as_json: Json = False) -> None:
    """Write the whole library to one file.

    Example: kassoro export library.kassoro
    """
    with open_operations() as operations:
        rows = operations.run("export", {"path": str(file.absolute())})
        report_rows(rows, as_json, lambda row: f"Wrote {row['articles']} articles to {row['path']}.")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file that export wrote.")], as_json: Json = False
) -> None:
    """Add the articles of an exported library.

    Example: kassoro import library.kassoro
    """
    with open_operations() as operations:
        rows = operations.run("import", {"path": str(file.absolute())})
        report_rows(rows, as_json, lambda row: f"Added {row['articles']} articles.")


@app.command()
def runway(
    cash: Annotated[str, typer.Option(help="Cash, such as 80億ドル or '$8 billion'.")],
    burn: Annotated[str, typer.Option(help="Burn with its period, such as 10億ドル/月.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Date of the cash, YYYY-MM.")] = None,
    raised: Annotated[str | None, typer.Option("--raise", help="New money, such as 200億ドル.")] = None,
    revenue: Annotated[str | None, typer.Option(help="Revenue with its period, such as 5億円/月.")] = None,
    growth: Annotated[str | None, typer.Option(help="Growth of the revenue a month, such as 10%.")] = None,
    burn_change: Annotated[
        str | None, typer.Option(help="Change of the burn: +20%, -1億ドル/月, or ±20% for the cases.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="PNG to draw the cash curve in.")] = None,
    as_json: Json = False,
) -> None:
    """How many months cash lasts, month by month and in three cases.

    Example: kassoro runway --cash 80億ドル --burn 10億ドル/月 --as-of 2025-07 --plot cash.png
    """
    from ui.runway import print_report, report_runway

    report = report_runway(
        cash, burn, as_of, raised=raised, revenue=revenue, growth=growth, burn_change=burn_change
    )
    if plot:
        from ui.cash_curve import draw

        draw(report.cases, report.currency, plot, report.language)
    if not as_json:
        print_calculation(asdict(report.calculation), report.language)
        print_report(report, plot)
    elif any(option is not None for option in (raised, revenue, growth, burn_change, plot)):
        print_json(report.to_json() | ({"plot": str(plot)} if plot else {}))
    else:
        print_json(asdict(report.calculation))


@app.command(name="eval")
def evaluate(
    suite: Annotated[
        str,
        typer.Option(
            help="seeds, finance, dialogue, statements, absence, passages, pages, retrieval, reading, jfinqa."
        ),
    ] = "seeds",
    data: Annotated[Path | None, typer.Option(help="Folder or file with the suite's data.")] = None,
    split: Annotated[str, typer.Option(help="Name of the questions, such as jsquad_valid.")] = "",
    corpus: Annotated[str, typer.Option(help="'gold' keeps only the passages the split names.")] = "all",
    passage: Annotated[
        str, typer.Option(help="For reading: 'gold' gives the right passage, 'found' those found.")
    ] = "found",
    report: Annotated[Path | None, typer.Option(help="Folder for report.html and cases.jsonl.")] = None,
    limit: Annotated[int | None, typer.Option(help="Take the first N cases.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Run an evaluation suite in a library of its own.

    Example: kassoro eval --report report/
    """
    from importlib.metadata import entry_points

    run = next(iter(entry_points(group="kassoro.evaluation", name="run"))).load()
    with progress_bar() as progress:
        result = run(
            suite=suite,
            data=data,
            split=split,
            corpus=corpus,
            passage=passage,
            report=report,
            limit=limit,
            settings=Settings.read(),
            progress=progress,
        )
    if as_json:
        print_json(result)
    else:
        print(f"{result['suite']} {result['split'] or ''} n={result['n']}")
        for name, value in result["metrics"].items():
            print(f"  {name:<22} {value:.3f}" if isinstance(value, float) else f"  {name:<22} {value}")


if __name__ == "__main__":
    main()
