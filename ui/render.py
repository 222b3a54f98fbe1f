"""Answers and articles as HTML. Everything that comes from outside is escaped here, down to Markdown's own signs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from index.article import Article, Version
from index.format import format_expression, format_quantity
from index.periods import month_span
from index.quantity import Quantity
from index.vocabulary import Vocabulary
from rag.curve import curve_of
from rag.formulas import name_of_input
from ui.curve import curve_html
from ui.i18n import INPUT_NAMES, text
from ui.tables import with_tables

# Lines of what was added; a feed or an archive may hold many.
_MOST_ADDED = 30
_MARKER = re.compile(r"\[(\d+)\]")
# Signs that the chat's Markdown or its link and math finders would act on, written as character references.
_MARKDOWN = {ord(sign): f"&#{ord(sign)};" for sign in "*_`~|[]()!\\$:+"} | {ord("\n"): " "}
Row = Mapping[str, Any]


def escape(value: object) -> str:
    """`value` as text inside HTML that may pass through a Markdown renderer: shown as written, never acted on."""
    return html.escape(str(value), quote=True).translate(_MARKDOWN)


def answer_html(answer: Row, steps: Sequence[str] = ()) -> str:
    """An answer as a chat message: the direct answer large, the evidence below it."""
    direct, _, support = str(answer["answer"]).partition("\n\n")
    kind = "k-error" if answer["status"] == "error" else f"k-{answer['status']}"
    lines = _lines_html(support)
    taken = f'<div class="k-steps">{" · ".join(escape(step) for step in steps)}</div>' if steps else ""
    return f'<div class="k-answer {kind}"><div class="k-direct">{_marked(direct)}</div>{lines}{taken}</div>'


def working_html(steps: Sequence[str], shown: str = "") -> str:
    """The message while the assistant works: its steps, and what is known of the answer."""
    items = "".join(f'<div class="k-step">{escape(step)}</div>' for step in steps)
    first, _, more = shown.partition("\n\n")
    direct = f'<div class="k-direct">{_marked(first)}</div>{_lines_html(more)}' if shown else ""
    return f'<div class="k-answer">{direct}<div class="k-working">{items}</div></div>'


def _lines_html(support: str) -> str:
    """What stands below a direct answer: quotes, sentences of a language model, and lines that cite nothing."""
    return "".join(
        f'<div class="{_kind_of(line)}">{_marked(line)}</div>' for line in support.split("\n") if line.strip()
    )


def _kind_of(line: str) -> str:
    if not _MARKER.search(line):
        return "k-lead"
    return "k-quote" if line.lstrip().startswith(("「", "“")) else "k-said"


def model_html(notice: str) -> str:
    """One quiet line that says to which host passages are sent."""
    return f'<div class="k-sent">{html.escape(notice)}</div>'


def notice_html(message: str, kind: str = "") -> str:
    """One sentence in a quiet box; `kind` "good" or "bad" colours it."""
    return f'<div class="k-notice {escape(kind)}">{html.escape(message)}</div>'


def added_html(rows: Sequence[Row], language: str) -> str:
    """What became of everything that was to be added, a line each, refusals with their reasons first."""
    ordered = sorted(rows, key=lambda row: row["status"] != "refused")
    lines = []
    for row in ordered[:_MOST_ADDED]:
        refused = row["status"] == "refused"
        said = row["reason"] if refused else row["title"]
        lines.append(f"<div>{html.escape(text(row['status'], language))}: {html.escape(said or '')}</div>")
    if len(rows) > _MOST_ADDED:
        lines.append(f"<div>… {len(rows) - _MOST_ADDED}</div>")
    kind = "bad" if any(row["status"] == "refused" for row in rows) else "good"
    return f'<div class="k-notice {kind}">{"".join(lines)}</div>'


def sources_html(answer: Row | None, cited: Callable[[Row], Article | Version], language: str) -> str:
    """The side panel: the calculation, then each cited article with its quotes marked.

    `cited` gives the text that a citation was cut from; one that was replaced since is shown as it was, with a note.
    """
    if answer is None or not (answer["citations"] or answer["calculation"]):
        return f'<div class="k-panel k-hint">{html.escape(text("no_sources", language))}</div>'
    cards = [calculation_html(answer["calculation"], language)] if answer["calculation"] else []
    opened: dict[tuple[str, str], tuple[Article | Version, list[Row]]] = {}
    for citation in answer["citations"]:
        text_of = cited(citation)
        key = (citation["article_id"], text_of.content_hash)
        opened.setdefault(key, (text_of, []))[1].append(citation)
    cards += [_article_html(citations, text_of, language) for text_of, citations in opened.values()]
    return f'<div class="k-panel">{"".join(cards)}</div>'


def calculation_html(calculation: Row, language: str) -> str:
    """Formula, inputs with their markers, the expression in full, the result and what it assumes."""
    rows = "".join(_input_html(item, language) for item in calculation["inputs"])
    result = _amount(calculation["result"], language)
    out = ""
    if calculation["cash_out"]:
        out = f'<div class="k-out">{html.escape(text("cash_out", language))} <b>{html.escape(_month(calculation["cash_out"], language))}</b></div>'
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in calculation["assumptions"])
    return (
        f'<section class="k-card k-calc"><h3>{html.escape(text("calculation", language))}</h3>'
        f'<div class="k-formula">{html.escape(calculation["formula"])}</div><table>{rows}</table>'
        f'<div class="k-expression"><code>{html.escape(format_expression(calculation["expression"]))}</code></div>'
        f'<div class="k-result">= {html.escape(result)}</div>{out}{_curve(calculation, language)}<ul>{notes}</ul></section>'
    )


def _curve(calculation: Row, language: str) -> str:
    """The cash curve of a runway, "" for any other calculation."""
    rows = curve_of(calculation)
    return curve_html(rows, calculation["inputs"][0]["unit"], language) if rows else ""


def articles_html(articles: Iterable[Row], language: str) -> str:
    """The table of the library."""
    rows = "".join(
        f"<tr><td>{html.escape(row['title'])}{_copy_html(row, language)}</td>"
        f"<td>{html.escape(row.get('publisher') or '')}</td><td>{html.escape(_short(row['source']))}</td>"
        f"<td>{html.escape(row['published'] or text('undated', language))}</td><td><code>{html.escape(row['article_id'])}</code></td></tr>"
        for row in articles
    )
    if not rows:
        return notice_html(text("no_articles", language))
    heads = (
        "".join(
            f"<th>{html.escape(text(key, language))}</th>"
            for key in ("title", "publisher", "source", "published")
        )
        + "<th>ID</th>"
    )
    return f'<div class="k-table"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _copy_html(row: Row, language: str) -> str:
    """A quiet line below the title of a copy that names the article whose story it tells again."""
    if not row.get("story"):
        return ""
    told = text("copy_of", language).format(id=row["story"])
    return f'<div class="k-copy">{html.escape(told)}</div>'


def _marked(line: str) -> str:
    """A line with its markers as buttons-to-be: the page's script opens the quote they name."""
    pieces = _MARKER.split(line)
    shown = [
        f'<sup class="k-mark k-mark-{piece}">{piece}</sup>' if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return "".join(shown)


def _article_html(citations: Sequence[Row], cited: Article | Version, language: str) -> str:
    first, body = citations[0], cited.text
    note = ""
    if isinstance(cited, Version):
        told = text("earlier_version", language).format(day=cited.replaced_at[:10])
        note = f'<div class="k-notice k-earlier">{html.escape(told)}</div>'
    date = first["published"] or text("undated", language)
    pieces, place = [], 0
    for citation in sorted(citations, key=lambda item: item["start"]):
        if citation["start"] < place:
            continue
        marker = int(citation["marker"])
        quote = html.escape(body[citation["start"] : citation["end"]])
        pieces += [
            _prose(body[place : citation["start"]]),
            f'<mark id="k-quote-{marker}"><sup>{marker}</sup>{quote}</mark>',
        ]
        place = citation["end"]
    pieces.append(_prose(body[place:]))
    return (
        f'<section class="k-card"><h3>{html.escape(first["title"])}</h3>'
        f'<div class="k-meta">{html.escape(_short(first["source"]))} · {html.escape(date)}</div>{note}'
        f'<div class="k-article" tabindex="0">{with_tables("".join(pieces))}</div></section>'
    )


def _input_html(item: Row, language: str) -> str:
    marker = (
        f'<sup class="k-mark k-mark-{int(item["marker"])}">{int(item["marker"])}</sup>'
        if item["marker"]
        else ""
    )
    origin = "" if item["marker"] else html.escape(text("from_question", language))
    date = f"{html.escape(item['as_of'])} {html.escape(text('as_of', language))}" if item["as_of"] else ""
    if date and language == "en":
        date = f"{html.escape(text('as_of', language))} {html.escape(item['as_of'])}"
    name = _input_name(item["name"], language)
    return f"<tr><td>{html.escape(name)}</td><td>{html.escape(_amount(item, language))}{marker}</td><td>{origin}{date}</td></tr>"


def _input_name(name: str, language: str) -> str:
    if name in INPUT_NAMES:
        return INPUT_NAMES[name][language]
    if metric := Vocabulary.read().metrics.get(name):
        return metric.name(language)
    return name_of_input(name, language) or name


def _amount(item: Row, language: str) -> str:
    return format_quantity(Quantity(Decimal(item["value"]), item["unit"]), language)


def _month(month: str, language: str) -> str:
    return month_span(int(month[:4]), int(month[5:7]), int(month[5:7])).label(language)


def _prose(body: str) -> str:
    """Article text, escaped, with Markdown headings shown as headings."""
    return re.sub(r"(?m)^#{1,6}[ \t]+(.+)$", r"<b>\1</b>", html.escape(body))


def _short(source: str) -> str:
    """The last part of a path or an upload; a URL or a description stays as it is."""
    path = source.startswith(("/", "\\", "upload:")) and "://" not in source
    return re.split(r"[/\\]", source)[-1] if path else source
