"""The page's plots as small SVG files: the same figures always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.bench import names
from eval.bench.results import Row

# Okabe and Ito's colours, which people who see colours differently tell apart.
_OURS, _OUR_PARTS, _PEERS, _FUSED = "#0072B2", "#56B4E9", "#E69F00", "#999999"
_GOAL = "#D55E00"
_INK, _LINES = "#333333", "#DDDDDD"
_STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "xtick.color": _INK,
    "ytick.color": _INK,
    "figure.facecolor": "white",
    "svg.fonttype": "path",  # the same look wherever it is opened
    "svg.hashsalt": "kassoro",
}
_MEGABYTE = 1e6


def available() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def write(kept: dict[str, Any], folder: Path) -> list[Path]:
    """Draw what is kept into `folder`; gives the files written."""
    rows = {part: one["rows"] for part, one in kept.items()}
    written = []
    if quality := rows.get("quality", []) + rows.get("peers", []):
        written.append(_save(lambda: recall(quality), folder / "recall.svg"))
    if scale := rows.get("scale", []):
        written.append(_save(lambda: cost(scale), folder / "scale.svg"))
    return written


def recall(rows: Sequence[Row]) -> Any:
    """R@1 as bars: a panel a question set, a bar a method."""
    from matplotlib import pyplot

    keys = names.ordered_sets({row["set"] for row in rows})
    methods = [method for method in names.METHODS if any(row["method"] == method for row in rows)]
    width, height = 2.0 + 1.95 * len(keys), 0.9 + 0.32 * len(methods)
    figure, panels = pyplot.subplots(1, len(keys), figsize=(width, height), sharey=True, squeeze=False)
    for panel, key in zip(panels[0], keys, strict=True):
        at_1 = {row["method"]: row["metrics"]["R@1"] for row in rows if row["set"] == key}
        for place, method in enumerate(methods):
            if method in at_1:
                panel.barh(place, at_1[method], color=_colour(method), height=0.72)
                panel.text(
                    at_1[method] + 0.02, place, f"{at_1[method]:.3f}".lstrip("0"), va="center", fontsize=9
                )
        panel.set_title(names.set_name(key).replace(" over ", "\nover "), pad=8)
        panel.set_xlim(0, 1.18)
        panel.set_xticks([])
        panel.spines["bottom"].set_visible(False)
        panel.tick_params(axis="y", length=0)
    panels[0][0].set_yticks(range(len(methods)), [names.METHODS[method][1] for method in methods])
    panels[0][0].invert_yaxis()
    figure.tight_layout(w_pad=1.2)
    return figure


def cost(rows: Sequence[Row]) -> Any:
    """Waits, memory, start and adding over the number of passages, with the goals as broken lines."""
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(2, 2, figsize=(9.6, 5.6))
    goals: dict[str, float] = next((row["goals"] for row in rows if "goals" in row), {})
    waits, memory, ready, adding = panels.flat
    _curve(waits, rows, "p50_ms", _OURS, "median")
    _curve(waits, rows, "p95_ms", _PEERS, "95th percentile")
    _goal(waits, goals.get("p50_ms"), _OURS)
    _goal(waits, goals.get("p95_ms"), _PEERS)
    _curve(memory, rows, "memory", _OURS, "asking", _MEGABYTE)
    _curve(memory, rows, "imports_memory", _FUSED, "of which imports", _MEGABYTE)
    _goal(memory, goals.get("memory"), _GOAL, _MEGABYTE)
    _curve(ready, rows, "ready_s", _OURS, "ready")
    _goal(ready, goals.get("ready_s"), _GOAL)
    _curve(adding, rows, "build_s", _OURS, "whole library")
    _curve(adding, rows, "add_one_s", _PEERS, "one more article")
    adding.set_yscale("log")
    titles = ("A warm question, ms", "Peak memory, MB", "Ready after imports, s", "Adding, s")
    for panel, title in zip(panels.flat, titles, strict=True):
        _dress(panel, title, [row["size"] for row in rows])
    figure.supxlabel("passages in the library (log)", fontsize=10)
    figure.tight_layout(h_pad=1.6)
    return figure


def _curve(panel: Any, rows: Sequence[Row], name: str, colour: str, label: str, unit: float = 1.0) -> None:
    sizes, values = [row["size"] for row in rows], [row[name] / unit for row in rows]
    panel.plot(sizes, values, color=colour, marker="o", markersize=5, linewidth=1.8, label=label)


def _goal(panel: Any, value: float | None, colour: str, unit: float = 1.0) -> None:
    if value is not None:
        panel.axhline(value / unit, color=colour, linestyle=(0, (4, 3)), linewidth=1.2)
        beside = panel.get_yaxis_transform()
        panel.text(0.01, value / unit, "goal", color=colour, fontsize=8.5, va="bottom", transform=beside)


def _dress(panel: Any, title: str, sizes: Sequence[int]) -> None:
    panel.set_title(title)
    panel.set_xscale("log")
    panel.set_xlim(min(sizes) * 0.7, max(sizes) * 1.45)
    panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
    panel.minorticks_off()
    panel.grid(axis="y", color=_LINES, linewidth=0.7)
    panel.set_axisbelow(True)
    if panel.get_yscale() == "linear":
        panel.set_ylim(0, panel.get_ylim()[1] * 1.05)
    if len(panel.get_legend_handles_labels()[1]) > 1:
        panel.legend(
            frameon=False, fontsize=8.5, ncols=2, loc="lower right", bbox_to_anchor=(1.02, 0.98),
            borderpad=0, columnspacing=1.0, handlelength=1.6, handletextpad=0.5,
        )  # fmt: skip


def _colour(method: str) -> str:
    if method == "kassoro":
        return _OURS
    if method.endswith("-rrf"):
        return _FUSED
    return _OUR_PARTS if method.startswith("kassoro") else _PEERS


def _save(draw: Callable[[], Any], path: Path) -> Path:
    """Draw and save without a window, a date or random ids in the file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(_STYLE):
        figure = draw()
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return path
