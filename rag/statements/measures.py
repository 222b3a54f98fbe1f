"""What a question measures: a line of a statement, a named formula, or lines joined by arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.periods import Period
from index.vocabulary import Vocabulary
from rag.formulas import FORMULAS, plain
from rag.formulas.base import percent, ratio
from rag.statements.book import Book, Value, combined


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure named at `text[start:end]` of a question; `is_loss` where it is called a loss, and counts as one.

    Exactly one of `item` (a ledger metric or a folded label), `formulas` (keys, first computable wins) and `parts` (with
    `template`) says what it is.
    """

    start: int
    end: int
    surface: str
    item: str = ""
    formulas: tuple[str, ...] = ()
    template: str = ""
    parts: tuple[Measure, ...] = ()
    unit: Callable[[Sequence[str]], str] | None = field(default=None, compare=False)
    is_loss: bool = False

    @property
    def key(self) -> str:
        """What tells two measures apart."""
        return (
            self.item
            or "/".join(self.formulas)
            or f"{self.template}({','.join(part.key for part in self.parts)})"
        )

    @property
    def leaves(self) -> tuple[Measure, ...]:
        """The lines and formulas it is made of."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) if self.parts else (self,)

    def value(self, book: Book, period: Period, article: str) -> Value | None:
        """Its value at a time by the tables of one article, None where they do not hold it."""
        if self.parts:
            values = [part.value(book, period, article) for part in self.parts]
            if self.template.startswith("{0} / {1}") and self.parts[1].item in _OUTFLOWS:
                values[1] = _spent(values[1])
            return combined(self.template, values, self.unit)
        if self.item:
            found = book.item(self.item, period, article)
            if self.is_loss or self.item in _SPENDING:
                found = _spent(found)
            return (
                found
                if found or self.item not in _ITEM_FORMULAS
                else book.formula(_ITEM_FORMULAS[self.item], period, article)
            )
        return book.formula(self.formulas, period, article)

    def name(self, language: str, vocabulary: Vocabulary) -> str:
        """Its usual name, or the words of the question where it has none."""
        if self.parts:
            names = [part.name(language, vocabulary) for part in self.parts]
            if "/" in self.template:
                names = [
                    f"({name})" if part.parts else name for name, part in zip(names, self.parts, strict=True)
                ]
            return (
                self.template.replace(" * 100", "")
                .replace("/", "÷")
                .replace("*", "×")
                .replace("-", "−")
                .format(*names)
            )
        if self.formulas:
            formula = FORMULAS[self.formulas[0]]
            names = [name for name in formula.names if name.isascii() == (language == "en")]
            return names[0] if names else (formula.ja if language == "ja" else formula.en).split(" = ")[0]
        if self.is_loss:
            return self.surface
        try:
            return vocabulary.measure(self.item).name(language)
        except KeyError:
            return self.surface


# Tables write spending as an outflow or as a cost; a question asks how much was spent.
_SPENDING = frozenset(("capex", "interest_expense", "dividends_paid"))
_OUTFLOWS = frozenset(("investing_cash_flow", "financing_cash_flow"))


def _spent(value: Value | None) -> Value | None:
    """An outflow as the amount that is to be covered, without its sign."""
    if value is None or value.value >= 0 or not value.is_direct:
        return value
    return Value(-value.value, value.unit, plain(-value.value), value.rows)


# Items that are also ratios or sums of other lines, where no table states them.
_ITEM_FORMULAS: dict[str, tuple[str, ...]] = {"cash_change": ("net_cash_flow",)}


def joined(template: str, parts: Sequence[Measure], kind: str = "") -> Measure:
    """Measures under one template; `kind` "percent" or "ratio" gives a quotient its unit."""
    unit = {"percent": percent, "ratio": ratio}.get(kind)
    return Measure(
        min(part.start for part in parts),
        max(part.end for part in parts),
        "",
        template=template,
        parts=tuple(parts),
        unit=unit,
    )
