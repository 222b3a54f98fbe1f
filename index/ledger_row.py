"""One row of the ledger: a figure of an article, and everything known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.format import format_quantity
from index.periods import Period
from index.quantity import Quantity


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A figure: whose (`company`), of what (`metric`, as the article words it: `label`), how much, for when, how sure.

    `company` is a vocabulary key, or the name as written; `metric` a key of the vocabulary's metrics or items, None
    where it knows none. `kind` is "reported", "forecast", "target", "plan" or "possible"; `hedged` is True where the
    article passes on what others say, `attributed` who that is. `quantity` is None for an amount that names no number
    ("数億ドル"). The amount, `text`, stands at `text[start:end]` of the article,
    in the sentence, heading or table row (`place` says which) at `text[sentence_start:sentence_end]`.
    """

    article_id: str
    company: str | None
    metric: str | None
    label: str
    text: str
    quantity: Quantity | None
    period: Period | None
    kind: str
    hedged: bool
    attributed: str | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    place: str = "sentence"

    def to_json(self) -> dict[str, Any]:
        """The row as `kassoro figures --json` prints it: values as decimal strings in base units."""
        quantity, period = self.quantity, self.period
        return {
            "article_id": self.article_id, "company": self.company, "metric": self.metric, "label": self.label,
            "text": self.text, "value": f"{quantity.value:f}" if quantity else None,
            "upper": f"{quantity.upper:f}" if quantity and quantity.upper is not None else None,
            "unit": quantity.unit if quantity else None, "qualifier": quantity.qualifier if quantity else "",
            "as_of": period.as_of() if period else None,
            "period": [period.start.isoformat(), period.end.isoformat()] if period else None,
            "kind": self.kind, "hedged": self.hedged, "attributed": self.attributed,
            "place": self.place, "start": self.start, "end": self.end,
        }  # fmt: skip

    def shown(self, language: str) -> str:
        """The amount as a sentence of `language` writes it."""
        return format_quantity(self.quantity, language) if self.quantity else self.text
