"""Where the ledger's rows contradict each other: one measure of one company at one time, told with different values.

Two dates of a moving figure are no clash, nor is an average below a stated maximum, nor a rounding. Copies of one
sentence, or of one story, count once. A headline that none of its own article's figures bears out is a clash within that article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from index.ledger_row import LedgerRow
from index.periods import Period
from index.quantity import Quantity

_ABOUT = Decimal("0.05")  # what "about" may be off by
_EXACT = Decimal("0.005")
_PER_MONTH = {"month": Decimal(1), "quarter": Decimal(1) / 3, "year": Decimal(1) / 12}


@dataclass(frozen=True, slots=True)
class ClashValue:
    """One of the values, with every row that tells it; `sources` counts those that differ in sentence and story."""

    quantity: Quantity
    rows: tuple[LedgerRow, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Values that cannot all be true. `newest` is the place of the value that was published last, None where unknown.

    `kind` is "articles", or "headline" where an article's headline contradicts its text.
    """

    company: str
    metric: str
    period: Period | None
    values: tuple[ClashValue, ...]
    newest: int | None
    kind: str


def clashes(
    rows: Iterable[LedgerRow],
    published: Callable[[str], str | None],
    sentence: Callable[[LedgerRow], str],
    story: Callable[[str], str] = str,
) -> list[Clash]:
    """Every clash among `rows`, articles' first, then headlines'.

    `published` dates an article by its id, `story` names the story it tells, `sentence` gives the text a row stands in.
    """
    known = [row for row in rows if row.company and row.metric and row.quantity is not None]
    found: list[Clash] = []
    groups: dict[tuple[str, str, str, Period | str], list[LedgerRow]] = {}
    for row in known:
        when: Period | str | None = row.period or _month(published(row.article_id))
        if row.kind == "reported" and when is not None and row.place != "heading":
            groups.setdefault((row.company or "", row.metric or "", _kind_of_unit(row), when), []).append(row)
    for (company, metric, _, time), group in groups.items():
        values = _values(group, sentence, story)
        if len(values) > 1 and len({row.article_id for row in group}) > 1 and _across_articles(values):
            found.append(
                Clash(
                    company,
                    metric,
                    time if isinstance(time, Period) else None,
                    values,
                    _newest(values, published),
                    "articles",
                )
            )
    return found + _headlines(known, sentence, story)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts may both be true of one thing: equal, one a rounding of the other, or within what it allows."""
    first, second = _monthly(one), _monthly(other)
    if first.unit != second.unit:
        return True  # nothing to compare
    return _allows(first, second) and _allows(second, first)


def _allows(one: Quantity, other: Quantity) -> bool:
    """Whether what `one` says leaves room for `other`."""
    low, high = other.value, other.value if other.upper is None else other.upper
    if one.upper is not None:
        return low <= one.upper * (1 + _EXACT) and high >= one.value * (1 - _EXACT)
    if one.qualifier == "up to" or one.qualifier == "under":
        return low <= one.value * (1 + _EXACT)
    if one.qualifier in ("at least", "over"):
        return high >= one.value * (1 - _EXACT)
    if other.qualifier or other.upper is not None:
        return True  # judged from the other side
    slack = _ABOUT if "about" in (one.qualifier, other.qualifier) else _EXACT
    near = abs(one.value - other.value) <= slack * max(abs(one.value), abs(other.value))
    return near or _rounds_to(one.value, other.value) or _rounds_to(other.value, one.value)


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    digits = len(rounded.normalize().as_tuple().digits)
    return digits >= 2 and Context(prec=digits, rounding=ROUND_HALF_UP).plus(exact) == rounded


def _monthly(quantity: Quantity) -> Quantity:
    currency, _, per = quantity.unit.partition("/")
    if per not in _PER_MONTH:
        return quantity
    factor = _PER_MONTH[per]
    upper = None if quantity.upper is None else quantity.upper * factor
    return Quantity(quantity.value * factor, f"{currency}/month", quantity.counter, quantity.qualifier, upper)


def _kind_of_unit(row: LedgerRow) -> str:
    """What amounts must share to be compared: currency and whether they are spread over time, or what is counted."""
    assert row.quantity is not None
    unit = _monthly(row.quantity).unit
    return f"{unit}:{row.quantity.counter}" if unit == "count" else unit


def _month(published: str | None) -> str | None:
    """The month in which an undated figure was told."""
    return published[:7] if published else None


def _values(
    rows: Sequence[LedgerRow], sentence: Callable[[LedgerRow], str], story: Callable[[str], str]
) -> tuple[ClashValue, ...]:
    """The rows by value: each joins the first value it agrees with."""
    groups: list[list[LedgerRow]] = []
    for row in rows:
        home = next((group for group in groups if all(_both(row, other) for other in group)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    values = []
    for group in groups:
        quantity = group[0].quantity
        assert quantity is not None
        told = [("".join(sentence(row).split()), story(row.article_id)) for row in group]
        values.append(ClashValue(quantity, tuple(group), _sources(told)))
    return tuple(values)


def _sources(told: Sequence[tuple[str, str]]) -> int:
    """How many of (sentence, story) tell a thing of their own: one sentence, or one story, counts once."""
    groups: list[set[tuple[str, str]]] = []
    for sentence, story in told:
        one = {("sentence", sentence), ("story", story)}
        apart = [group for group in groups if not group & one]
        groups = [*apart, one.union(*(group for group in groups if group & one))]
    return len(groups)


def _both(one: LedgerRow, other: LedgerRow) -> bool:
    return one.quantity is not None and other.quantity is not None and agree(one.quantity, other.quantity)


def _across_articles(values: Sequence[ClashValue]) -> bool:
    """Whether no article tells all the values: one that gives two figures for one time tells of two things."""
    told = [{row.article_id for row in value.rows} for value in values]
    return not set.intersection(*told)


def _newest(values: Sequence[ClashValue], published: Callable[[str], str | None]) -> int | None:
    dates = [max((published(row.article_id) or "" for row in value.rows), default="") for value in values]
    best = max(dates)
    return dates.index(best) if best and dates.count(best) == 1 else None


def _headlines(
    rows: Sequence[LedgerRow], sentence: Callable[[LedgerRow], str], story: Callable[[str], str]
) -> list[Clash]:
    found = []
    for head in rows:
        if head.place != "heading":
            continue
        body = [
            row
            for row in rows
            if row.article_id == head.article_id and row.place != "heading" and row.metric == head.metric
            and _kind_of_unit(row) == _kind_of_unit(head) and (row.period == head.period or None in (row.period, head.period))
        ]  # fmt: skip
        if body and not any(_both(head, row) for row in body):
            values = (*_values([head], sentence, story), *_values(body, sentence, story))
            found.append(Clash(head.company or "", head.metric or "", head.period, values, None, "headline"))
    return found
