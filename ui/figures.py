"""`kassoro figures`: a row of the ledger as a line of text."""

from __future__ import annotations

from typing import Any

_LABEL = 24


def figure_line(row: dict[str, Any]) -> str:
    """Whose, of what, when, how much, how sure, from which article; disagreements are numbered."""
    what = row["metric"] or f"“{row['label'][:_LABEL]}…”"
    amount = f"{row['qualifier']} {row['text']}".strip()
    sure = "" if row["kind"] == "reported" else f" ({row['kind']})"
    said = f" [{row['attributed']}]" if row["attributed"] else ""
    mark = f"  !! {row['clash']['kind']} disagree, {row['clash']['number']}" if row["clash"] else ""
    return f"{row['company'] or '-':<14} {what:<18} {row['as_of'] or '-':<10} {amount}{sure}{said}  {row['article_id']}{mark}"
