"""What statements answer about two measures or two companies, in a sentence of the asker's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.draft import Draft
from rag.statements.book import Value
from rag.statements.measures import Measure
from rag.statements.telling import Telling, capital, lower, told


def larger_of(
    telling: Telling, names: tuple[str, str], values: tuple[Value, Value], difference: Value
) -> Draft:
    """Which of two is larger, by how much."""
    first = values[0].value >= values[1].value
    winner, loser = names if first else names[::-1]
    big, small = (telling.amount(value) for value in (values if first else values[::-1]))
    steps = [f"{winner}: {big}", f"{loser}: {small}"]
    if telling.language == "ja":
        return told(
            telling,
            f"{winner}です。{winner}は{big}、{loser}は{small}です。",
            difference,
            "差 = 大きい方 − 小さい方",
            steps,
        )
    direct = f"{capital(winner)}. {capital(winner)} was {big}, {loser} {small}."
    return told(telling, direct, difference, "difference = larger − smaller", steps)


_Told = tuple[tuple[str, Value], tuple[str, Value]]


def pair_of(telling: Telling, measure: Measure, pair: _Told, result: Value, kind: str) -> Draft:
    """Two companies' values added, subtracted or divided."""
    (first, one), (second, other) = pair
    amount, shown = telling.amount(result), (telling.amount(one), telling.amount(other))
    name = telling.name(measure)
    steps = [f"{first}: {shown[0]}", f"{second}: {shown[1]}"]
    if telling.language == "ja":
        verb = {"sum": "合計は", "difference": "差は", "multiple": "倍率は"}[kind]
        direct = f"{first}と{second}の{name}の{verb}{amount}です（{shown[0]}と{shown[1]}）。"
        formula = {"sum": "合計", "difference": "差", "multiple": "倍率 = 前者 ÷ 後者"}[kind]
    else:
        verb = {"sum": "come to", "difference": "differ by", "multiple": "are in the proportion of"}[kind]
        direct = f"{capital(name)} of {first} ({shown[0]}) and {second} ({shown[1]}) {verb} {amount}."
        formula = {
            "sum": "sum",
            "difference": "difference",
            "multiple": "multiple = the former ÷ the latter",
        }[kind]
    return told(telling, direct, result, formula, steps)


def winner_of(telling: Telling, measure: Measure, pair: _Told, apart: Value) -> Draft:
    """Which of two companies is ahead by a measure."""
    (first, one), (second, other) = pair
    shown = (telling.amount(one), telling.amount(other))
    steps = [f"{first}: {shown[0]}", f"{second}: {shown[1]}"]
    if telling.language == "ja":
        direct = f"{first}です。{telling.name(measure)}は{first}が{shown[0]}、{second}が{shown[1]}です。"
        return told(telling, direct, apart, "差 = 大きい方 − 小さい方", steps)
    direct = f"{first}. Its {lower(telling.name(measure))} was {shown[0]}, that of {second} {shown[1]}."
    return told(telling, direct, apart, "difference = larger − smaller", steps)


def mover_of(
    telling: Telling, measure: Measure, moved: Sequence[tuple[str, Value | None, Value, Value]]
) -> Draft:
    """Which of two companies grew or shrank, told by both changes."""
    parts = [
        (name, telling.amount(before) if before else "", telling.amount(value))
        for name, before, value, _ in moved
    ]
    steps = [f"{name}: {old} → {new}" for name, old, new in parts]
    first, other = moved[0], moved[1]
    rows = tuple(dict.fromkeys((*first[3].rows, *other[3].rows)))
    change = replace(first[3], rows=rows)
    told_of = "、".join(f"{name}は{old} → {new}" for name, old, new in parts)
    if telling.language == "ja":
        return told(
            telling,
            f"{first[0]}です。{telling.name(measure)}は{told_of}です。",
            change,
            "変化 = 後 − 前",
            steps,
        )
    english = "; ".join(f"{name}: {old} → {new}" for name, old, new in parts)
    return told(
        telling,
        f"{first[0]}. {capital(telling.name(measure))}, {english}.",
        change,
        "change = later − earlier",
        steps,
    )
