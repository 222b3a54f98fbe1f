"""The report of a run: cases.jsonl for programs, and one HTML file for people that needs nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval import risk
from eval.outcome import Outcome, Score
from eval.page import SCRIPT, STYLE
from index.errors import EvaluationError

# A table of thousands of rankings helps nobody: beyond this many cases the page shows the first and says so.
MOST_ROWS = 1000
_VERDICTS = ("right", "silent", "wrong")
_SAYINGS = {"right": "right", "silent": "silent without need", "wrong": "wrong"}
_BAR, _LABELS, _WIDTH, _ROW = 620, 150, 900, 34


def write_report(folder: Path, result: Mapping[str, Any], outcomes: Sequence[Outcome]) -> None:
    """Write report.html and cases.jsonl into `folder`; EvaluationError if that cannot be done."""
    lines = [json.dumps(outcome.line(), ensure_ascii=False) for outcome in outcomes]
    try:
        (folder / "cases.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        (folder / "report.html").write_text(page(result, outcomes), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The report cannot be written to {folder} ({error.strerror or error}): name another folder."
        ) from error


def page(result: Mapping[str, Any], outcomes: Sequence[Outcome]) -> str:
    """The whole HTML page. Everything that comes from a case or an article is escaped."""
    name = f"{result['suite']} {result['split']}".strip()
    times = result["ms"]
    judged = any(outcome.scores for outcome in outcomes)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ",
        "script-src 'unsafe-inline'\">",
        f"<title>Kassoro evaluation: {escape(name)}</title><style>{STYLE}</style></head><body><main>",
        f"<h1>Evaluation: {escape(name)}</h1>",
        f'<p class="sub">{result["n"]} cases · median {times["p50"]:.1f} ms · 95th percentile {times["p95"]:.1f} ms</p>',
        _tiles(result["metrics"]),
        f"<h2>Results by type</h2><figure>{plot(outcomes)}</figure>" if judged else _ranking_figure(result["metrics"]),
        _risk_figure(outcomes),
        "<h2>Cases</h2>",
        _filters(outcomes, judged),
        _table(outcomes[:MOST_ROWS]),
        f'<p class="sub">The first {MOST_ROWS} of {len(outcomes)}; all are in cases.jsonl.</p>' if len(outcomes) > MOST_ROWS else "",
        f"</main><script>{SCRIPT}</script></body></html>",
    ]  # fmt: skip
    return "".join(parts)


def plot(outcomes: Sequence[Outcome]) -> str:
    """An SVG of stacked bars, a type a row: the shares right, silent without need, and wrong."""
    types = list(dict.fromkeys(outcome.type for outcome in outcomes))
    height = _ROW * len(types) + 44
    drawn = [_legend()]
    for row, type in enumerate(types):
        verdicts = [verdict(outcome) for outcome in outcomes if outcome.type == type]
        counts = {name: verdicts.count(name) for name in _VERDICTS}
        drawn.append(_stacked(44 + row * _ROW, type.replace("_", " "), counts))
    return _svg(height, "Share of cases right, silent and wrong, by type", drawn)


def verdict(outcome: Outcome) -> str:
    """`right`, `silent` (no answer where one was to be had, nothing else amiss) or `wrong`."""
    if outcome.right or not outcome.scores:
        return "right"
    abstention = outcome.scores.get("abstention")
    return "silent" if abstention is not None and abstention.value == 0 else "wrong"


def _risk_figure(outcomes: Sequence[Outcome]) -> str:
    """Risk against coverage, where the answerer's confidence was asked."""
    attempts = risk.attempts_of(outcomes)
    if not attempts:
        return ""
    return f"<h2>Risk and coverage</h2><figure>{risk.plot(attempts, len(outcomes))}</figure>"


def _ranking_figure(measured: Mapping[str, float]) -> str:
    """Bars of a ranking's metrics, or nothing where there was no gold."""
    if not measured:
        return '<p class="sub">There is no gold for these questions, so nothing is scored.</p>'
    drawn = [
        _bar(14 + row * _ROW, name, [("right", value)], f"{value:.3f}")
        for row, (name, value) in enumerate(measured.items())
    ]
    svg = _svg(_ROW * len(measured) + 14, "Ranking metrics", drawn)
    return f"<h2>Ranking</h2><figure>{svg}</figure>"


def _svg(height: int, title: str, drawn: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _stacked(y: int, label: str, counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    shares = [(name, count / total) for name, count in counts.items()]
    return _bar(y, label, shares, f"{counts['right']} of {total}")


def _bar(y: int, label: str, shares: Sequence[tuple[str, float]], note: str) -> str:
    """One row: label, stacked shares on a track, note."""
    pieces, x = (
        [f'<rect class="track" x="{_LABELS}" y="{y}" width="{_BAR}" height="20" rx="4"/>'],
        float(_LABELS),
    )
    for name, share in shares:
        width = max(0.0, share) * _BAR
        if width:
            pieces.append(
                f'<rect class="bar-{name}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="20" rx="4">'
                f"<title>{escape(label)}: {share:.0%} {escape(_SAYINGS[name])}</title></rect>"
            )
        x += width
    return (
        f'<text x="{_LABELS - 12}" y="{y + 15}" text-anchor="end">{escape(label)}</text>{"".join(pieces)}'
        f'<text class="soft" x="{_LABELS + _BAR + 12}" y="{y + 15}">{escape(note)}</text>'
    )


def _legend() -> str:
    drawn, x = [], _LABELS
    for name in _VERDICTS:
        drawn.append(f'<rect class="bar-{name}" x="{x}" y="10" width="12" height="12" rx="3"/>')
        drawn.append(f'<text class="soft" x="{x + 18}" y="21">{_SAYINGS[name]}</text>')
        x += 44 + 8 * len(_SAYINGS[name])
    return "".join(drawn)


def _tiles(measured: Mapping[str, float]) -> str:
    shown = {name: value for name, value in measured.items() if not name.startswith("right_")}
    tiles = [
        f'<div class="tile"><b>{value:.3f}</b><span>{escape(name)}</span></div>'
        for name, value in shown.items()
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _filters(outcomes: Sequence[Outcome], judged: bool) -> str:
    types = dict.fromkeys(outcome.type for outcome in outcomes)
    choices = "".join(
        f'<option value="{escape(type)}">{escape(type.replace("_", " "))}</option>' for type in types
    )
    verdicts = "".join(f'<option value="{name}">{_SAYINGS[name]}</option>' for name in _VERDICTS if judged)
    return (
        '<div class="filters"><input id="words" type="search" placeholder="Words in a case" aria-label="Words in a case">'
        f'<select id="type" aria-label="Type"><option value="">every type</option>{choices}</select>'
        f'<select id="verdict" aria-label="Verdict"><option value="">every verdict</option>{verdicts}</select>'
        '<span id="shown" aria-live="polite"></span></div>'
    )


def _table(outcomes: Iterable[Outcome]) -> str:
    head = "<tr><th>Case</th><th>Question</th><th>Answer and quotes</th><th>Verdicts</th></tr>"
    return f'<div class="scroll"><table><thead>{head}</thead><tbody>{"".join(map(_row, outcomes))}</tbody></table></div>'


def _row(outcome: Outcome) -> str:
    judged = verdict(outcome)
    turns = "".join(
        f'<span class="turn">{escape(turn["role"])}: {escape(turn["content"])}</span>'
        for turn in outcome.history
    )
    wanted = f'<div class="wanted">wanted: {escape(outcome.expected)}</div>' if outcome.expected else ""
    mark = f'<span class="mark {judged}">{_SAYINGS[judged]}</span>' if outcome.scores else ""
    return (
        f'<tr data-type="{escape(outcome.type)}" data-verdict="{judged}">'
        f'<td class="id">{escape(outcome.id)}<span class="kind">{escape(outcome.type.replace("_", " "))}</span></td>'
        f'<td class="question">{turns}{escape(outcome.question)}{wanted}</td><td class="answer">{_answer(outcome)}</td>'
        f"<td>{mark}{_scores(outcome.scores)}<span class=\"kind\">{outcome.ms:.1f} ms</span></td></tr>"
    )  # fmt: skip


def _answer(outcome: Outcome) -> str:
    if outcome.answer is None:
        return f"<pre>{escape(' '.join(outcome.ranking[:10]))}</pre>"
    quotes = "".join(
        f"<blockquote>[{citation['marker']}] {escape(citation['quote'])}<br>{escape(citation['title'])}</blockquote>"
        for citation in outcome.answer["citations"]
    )
    calculation = outcome.answer["calculation"]
    sum_ = ""
    if calculation:
        shown = f"{calculation['expression']} = {calculation['result']['value'][:16]} {calculation['result']['unit']}"
        sum_ = f"<p>{escape(calculation['formula'])}<br>{escape(shown)} {escape(calculation['cash_out'] or '')}</p>"
    count = len(outcome.answer["citations"])
    shown = "Calculation and " * bool(calculation) + f"{count} quote{'s' * (count != 1)}"
    more = f"<details><summary>{shown}</summary>{sum_}{quotes}</details>" if sum_ or quotes else ""
    return f'<span class="kind">{escape(outcome.status)}</span><pre>{escape(outcome.answer["answer"])}</pre>{more}'


def _scores(scores: Mapping[str, Score]) -> str:
    """Faults a line each, what passed together on one."""
    lines = []
    for name, score in scores.items():
        if score.failed:
            lines.append(f'<li class="none">{escape(name)}: unscored, {escape(score.note)}</li>')
        elif score.value is not None and score.value != 1:
            lines.append(f'<li class="bad">{escape(name)} {score.value:g}: {escape(score.note)}</li>')
    passed = [name for name, score in scores.items() if score.value == 1]
    if passed:
        lines.append(f'<li class="none">passed: {escape(", ".join(passed))}</li>')
    return f'<ul class="scores">{"".join(lines)}</ul>'
