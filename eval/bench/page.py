"""docs/BENCHMARKS.md, written from what is kept: the same figures always give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from eval.bench import names, scale
from eval.bench.results import Row

NAME = "BENCHMARKS.md"
PLOTS = "benchmarks"
_RANKING = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
_INTRODUCTION = """\
# Benchmarks

What is measured here: how often the passage that answers a question is found, beside what others use by default over the same passages and questions; what a library costs as it grows; how long a person waits. All of it is computed from rankings, clocks and the operating system's count of memory; no model judges anything.

`make bench` measures everything and writes this page; `python -m eval.bench --only PART` measures one part and leaves the others as they were. All but the waits need the outside test data (`KASSORO_TEST_DATA`), which are not part of this repository. Times vary with what else a machine does.
"""
_QUALITY = """\
## Finding the passage

Each row of the corpus enters as an article; Kassoro cuts it into passages and its best passage counts, the peers index the row as it is, title above text. Every method ranks 100; R@k is the share of questions whose passage is among the first k. The waits are for one question at a time in a warm process; those of the llama-index retrievers include making 100 nodes.
"""
_CAVEATS = (
    "JSQuAD and JaQuAD questions were written with the passage in view, so that words carry far; NIILC's were written without it, and are the better guide to what a person asks.",
    "All three are questions about Wikipedia. None of them is about company finance, and figures over news may differ.",
    "Kassoro's embedding was trained, and its weights were chosen, on JaQuAD's training questions: JaQuAD dev is nearer to what it has seen than the other two.",
    "The peers are the defaults that many set-ups begin with; a large multilingual model would stand far higher than MiniLM (see the published figures), at the price of its download and its time.",
    "llama-index's BM25Retriever fills its list with passages that share no word with the question; the blind fusion takes them as they come.",
    "Copies in the larger libraries use the words of the originals: their vocabulary grows less than that of as many real articles.",
)


def write(kept: dict[str, Any], docs: Path) -> Path:
    """Write page and plots into `docs`; gives the page's path. Without matplotlib the plots stay as they were."""
    from eval.bench import plots

    docs.mkdir(parents=True, exist_ok=True)
    if plots.available():
        plots.write(kept, docs / PLOTS)
    path = docs / NAME
    path.write_text(markdown(kept), encoding="utf-8")
    return path


def markdown(kept: dict[str, Any]) -> str:
    """The page; a part that was never measured says so."""
    parts = [
        _INTRODUCTION,
        _machines(kept),
        _quality(kept),
        _published(),
        _scale(kept.get("scale")),
        _waits(kept.get("waits")),
        _weak(kept),
    ]
    return "\n".join(parts)


def missed_goals(kept: dict[str, Any]) -> list[str]:
    """A sentence for each goal that the kept figures miss."""
    missed = [
        f"Goal missed: {names.WAITS[row['wait']]} {row['seconds']:.3g} s, goal {row['goal']:g} s."
        for row in _rows(kept, "waits")
        if "goal" in row and row["seconds"] > row["goal"]
    ]
    for row in _rows(kept, "scale"):
        for name, goal in row.get("goals", {}).items():
            if row[name] > goal:
                shown = _COST[name][1]
                missed.append(
                    f"Goal missed at {row['size']:,} passages: {_COST[name][0]} {shown(row[name])}, goal {shown(goal)}."
                )
    return missed


def _machines(kept: dict[str, Any]) -> str:
    rows = []
    for part, one in kept.items():
        machine = one["machine"]
        rows.append(
            (part, one["date"], str(machine["cores"]), f"{machine['memory_gib']} GiB", machine["system"],
             machine["python"], one["versions"].get("kassoro", ""))
        )  # fmt: skip
    titles = ("part", "measured", "cores", "memory", "system", "Python", "Kassoro")
    return table(titles, rows) + "\n" + _versions(kept)


def _versions(kept: dict[str, Any]) -> str:
    """The packages all parts were measured with, and where they differ, each part's."""
    if not kept:
        return "Nothing has been measured yet.\n"
    newest = max(kept.values(), key=lambda one: (one["date"], one["part"]))["versions"]
    listed = ", ".join(f"{name} {number}" for name, number in newest.items() if name != "kassoro")
    return f"With {listed}.\n"


def _quality(kept: dict[str, Any]) -> str:
    rows = _rows(kept, "quality") + _rows(kept, "peers")
    if not rows:
        return _QUALITY + "\nNot measured yet: `python -m eval.bench --only quality peers`.\n"
    parts = [
        _QUALITY,
        _plot("recall.svg", "Share of questions whose passage comes first, by method and question set"),
        "Commands: `python -m eval.bench --only quality` for Kassoro and its parts, `--only peers` for the others; the plot is drawn from both.\n",
    ]
    for key in names.ordered_sets({row["set"] for row in rows}):
        asked = [row for row in rows if row["set"] == key]
        asked.sort(key=lambda row: list(names.METHODS).index(row["method"]))
        parts.append(
            f"### {names.set_name(key)}: {asked[0]['questions']:,} questions over {asked[0]['passages']:,} passages\n"
        )
        parts.append(_ranking_table(asked))
    return "\n".join(parts)


def _ranking_table(rows: Sequence[Row]) -> str:
    best = {name: round(max(row["metrics"][name] for row in rows), 3) for name in _RANKING}
    lines = []
    for row in rows:
        shares = [
            _share(row["metrics"][name], bold=round(row["metrics"][name], 3) == best[name])
            for name in _RANKING
        ]
        waits = [f"{row['ms'][name]:.0f}" for name in ("p50", "p95")]
        lines.append((names.METHODS[row["method"]][0], *shares, *waits))
    return table(("method", *_RANKING, "ms p50", "ms p95"), lines)


def _published() -> str:
    return "\n".join(
        [
            "### Published, not measured here\n",
            "What the makers of these systems and others report: larger models on other machines, none of them run here. Reading and jfinqa are not measured on this page yet.\n",
            table(("system", "what", "figure"), names.PUBLISHED),
        ]
    )


def _scale(part: dict[str, Any] | None) -> str:
    head = "## Cost as a library grows\n"
    command = "`python -m eval.bench --only scale`"
    if not part:
        return f"{head}\nNot measured yet: {command}.\n"
    rows: list[Row] = part["rows"]
    goals: dict[str, float] = next((row["goals"] for row in rows if "goals" in row), {})
    lines = [
        (title, *(show(row[name]) for row in rows), show(goals[name]) if name in goals else "")
        for name, (title, show) in _COST.items()
    ]
    asked = rows[-1]["questions"]
    return "\n".join(
        [
            head,
            f"The Japanese passages and 3,670 news articles, repeated with other numbers, names and orders of sentences until a library holds the passages wanted; {asked} questions of the three sets. Each library is built in one process and asked in three others: the medians of their figures, and the highest memory, which is the operating system's peak of resident bytes, imports included; a memory-mapped file counts as far as it was touched. Ready: from the end of imports until a question can be asked.\n",
            _plot("scale.svg", "Waits, memory, start and adding at growing sizes"),
            f"Command: {command}.\n",
            table(("", *(f"{row['size']:,}" for row in rows), f"goal at {scale.SIZES[-1]:,}"), lines),
        ]
    )


def _waits(part: dict[str, Any] | None) -> str:
    head = "## Waiting\n"
    command = "`python -m eval.bench --only waits`"
    if not part:
        return f"{head}\nNot measured yet: {command}.\n"
    lines = [
        (
            names.WAITS[row["wait"]],
            f"{row['seconds']:.2g}" if row["seconds"] < 1 else f"{row['seconds']:.1f}",
            f"{row['goal']:g}" if "goal" in row else "",
        )
        for row in part["rows"]
    ]
    return "\n".join(
        [
            head,
            f"From outside: processes started, questions asked, the page fetched. Command: {command}.\n",
            table(("waiting for", "seconds", "goal"), lines),
        ]
    )


def _weak(kept: dict[str, Any]) -> str:
    found = [*_beaten(_rows(kept, "quality") + _rows(kept, "peers")), *missed_goals(kept), *_CAVEATS]
    return (
        "## What is weak, and what these figures do not say\n\n"
        + "\n".join(f"- {one}" for one in found)
        + "\n"
    )


def _beaten(rows: Sequence[Row]) -> Iterable[str]:
    """A sentence for each set on which some other method puts the right passage first more often."""
    for key in names.ordered_sets({row["set"] for row in rows}):
        at_1 = {row["method"]: row["metrics"]["R@1"] for row in rows if row["set"] == key}
        best = max(at_1, key=lambda method: at_1[method])
        if "kassoro" in at_1 and at_1[best] > at_1["kassoro"]:
            yield (
                f"On {names.set_name(key)}, {names.METHODS[best][0]} puts the right passage first more often than "
                f"Kassoro: {_share(at_1[best])} against {_share(at_1['kassoro'])}."
            )


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, ending in a line break."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _plot(file: str, description: str) -> str:
    return f"![{description}]({PLOTS}/{file})\n"


def _rows(kept: dict[str, Any], part: str) -> list[Row]:
    return list(kept.get(part, {}).get("rows", []))


def _share(value: float, bold: bool = False) -> str:
    """.889 as tables of this field write it; 1.000 where all were found."""
    text = f"{value:.3f}".removeprefix("0")
    return f"**{text}**" if bold else text


def _size(count: float) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


# What the table of costs shows: title, and how a figure is written.
_COST = {
    "passages": ("passages in fact", lambda count: f"{count:,}"),
    "p50_ms": ("a warm question, median", lambda ms: f"{ms:.0f} ms"),
    "p95_ms": ("a warm question, 95th percentile", lambda ms: f"{ms:.0f} ms"),
    "first_ms": ("the first question", lambda ms: f"{ms:.0f} ms"),
    "ready_s": ("ready after imports", lambda seconds: f"{seconds:.2f} s"),
    "memory": ("memory of a process that asks, peak", _size),
    "imports_memory": ("of which imports", _size),
    "disk": ("on disk", _size),
    "build_s": ("building it", lambda seconds: f"{seconds:.0f} s"),
    "passages_per_s": ("passages added in a second", lambda count: f"{count:.0f}"),
    "build_memory": ("memory while building, peak", _size),
    "add_one_s": ("adding one article more", lambda seconds: f"{seconds:.2f} s"),
    "grow_memory": ("memory while doing so, peak", _size),
    "characters_given": ("characters that article has", lambda count: f"{count:,}"),
    "characters_cut": ("characters cut into words for it", lambda count: f"{count:,}"),
}
