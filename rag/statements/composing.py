"""Several measures of a question as the one it asks for: explicit arithmetic, then sums and differences, then quotients."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from rag.formulas import FORMULAS
from rag.statements import cues
from rag.statements.book import DERIVED
from rag.statements.measures import Measure, joined
from rag.statements.quotients import quotient

_OPERATORS = (
    (re.compile(r"\s*(?:の)?\s*(?:[+＋]|プラス|\bplus\b)\s*(?:の|the )?\s*"), "+"),
    (re.compile(r"\s*(?:の)?\s*(?:[-−–ー－]|マイナス|\bminus\b|\bless\b)\s*(?:の|the |its )?\s*"), "-"),
    (re.compile(r"\s*(?:の)?\s*(?:[/／÷]|\bdivided by\b|\bover\b)\s*(?:the |its )?\s*"), "/"),
    (
        re.compile(r"\s*(?:の)?\s*(?:[×*＊]|\bx\b|\btimes\b|\bmultiplied by\b|掛ける)\s*(?:the |its )?\s*"),
        "*",
    ),
)
_THAT_TOTAL = re.compile(r"that (?:total|sum)|その(?:合計|和|額)|それを|これを")


def one_measure(text: str, measures: list[Measure]) -> Measure | None:
    """All the measures of a question as one; None where how they belong together is not said. `text` is folded."""
    if dupont := _dupont(text, measures):
        return dupont
    measures = _without_inputs(_without_doubles(measures))
    measures, made = _explicit(text, measures)
    measures = _without_inputs(_without_explanations(text, measures, made))
    if len(measures) == 3 and (three := _share_of_that(text, measures) or _of_three(text, measures)):
        return three
    if len(measures) >= 3:
        measures = _joined_in_words(text, measures)
    if len(measures) == 1:
        return _shown_in_percent(text, measures[0])
    if len(measures) == 2:
        return quotient(text, measures) or _difference(text, measures) or _sum(text, measures)
    if cues.SUM.search(text):
        unique = list({measure.key: measure for measure in measures}.values())
        return joined(" + ".join(f"{{{n}}}" for n in range(len(unique))), unique)
    return None


_MULTIPLIED = re.compile(r"掛け|×|分解|\bmultipl|\bproduct of\b|three[- ](?:step|factor|way)")
_FACTORS = ("net_margin", "asset_turnover", "equity_multiplier")


def _dupont(text: str, measures: list[Measure]) -> Measure | None:
    """Return on equity by its three factors, however they are told."""
    keys = [key for measure in measures for key in measure.formulas]
    factors = sum(factor in keys for factor in _FACTORS)
    named = "roe" in keys or "roe_dupont" in keys or bool(re.search(r"equity|純資産", text))
    if (
        "roe_dupont" in keys
        or (cues.DUPONT.search(text) and named)
        or factors == len(_FACTORS)
        or ("roe" in keys and factors >= 2)
    ):
        return Measure(measures[0].start, measures[-1].end, "", formulas=("roe_dupont",))
    return None


def _without_doubles(measures: list[Measure]) -> list[Measure]:
    """A formula named twice is asked for once."""
    kept: list[Measure] = []
    for measure in measures:
        if not (measure.formulas and any(measure.formulas == one.formulas for one in kept)):
            kept.append(measure)
    return kept


def _without_inputs(measures: list[Measure]) -> list[Measure]:
    """A named formula beside all that it is worked out of ("flow ratio (A ÷ B)") is what is asked for."""
    for measure in measures:
        others = {leaf.item for one in measures if one is not measure for leaf in one.leaves}
        if not others or "" in others:
            continue
        leaves = [leaf for one in measures if one is not measure for leaf in one.leaves]
        if len(leaves) == len(others) and any(
            set(parts) == others for _, parts in DERIVED.get(measure.item, ())
        ):
            return [measure]  # "free cash flow, that is operating plus investing cash flow"
        if "roa" in measure.formulas and len(others) == 1 and (basis := _BASES.get(next(iter(others)))):
            return [replace(measure, formulas=(basis,))]
        for key in measure.formulas:
            if others <= {metric for taken in FORMULAS[key].inputs for metric in taken.metrics}:
                return [replace(measure, formulas=(key, *(k for k in measure.formulas if k != key)))]
    return measures


_BASES = {"ordinary_income": "ordinary_roa", "operating_income": "operating_roa"}


def _shown_in_percent(folded: str, measure: Measure) -> Measure:
    """A turnover asked for in percent is a hundred times itself."""
    if measure.formulas and is_multiple(measure) and re.search(r"[%％]|パーセント|percent", folded):
        return joined("{0} * 100", [measure], "percent")
    return measure


def _explicit(folded: str, measures: list[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Runs of measures with signs between them, each as one measure; (all measures, those that were put together)."""
    runs: list[list[Measure]] = [[measures[0]]]
    signs: list[list[str]] = [[]]
    for before, after in pairwise(measures):
        between = folded[before.end : after.start]
        sign = next((sign for pattern, sign in _OPERATORS if pattern.fullmatch(between)), None)
        if sign:
            runs[-1].append(after)
            signs[-1].append(sign)
        else:
            runs.append([after])
            signs.append([])
    out, made = [], []
    for run, between_signs in zip(runs, signs, strict=True):
        if len(run) == 1:
            out.append(run[0])
            continue
        measure = _by_signs(run, between_signs)
        out.append(measure)
        made.append(measure)
    return out, made


def _by_signs(run: list[Measure], signs: list[str]) -> Measure:
    template = "{0}" + "".join(f" {sign} {{{n}}}" for n, sign in enumerate(signs, start=1))
    if set(signs) == {"/"} and len(run) == 2:
        return joined(f"{template} * 100", run, "percent")
    if signs == ["-", "/"]:  # "current assets minus inventories divided by current liabilities"
        return joined("{0} / {1} * 100", [joined("{0} - {1}", run[:2]), run[2]], "percent")
    return joined(template, run)


def _without_explanations(folded: str, measures: list[Measure], made: list[Measure]) -> list[Measure]:
    """Drop what only explains a measure beside it: the bracket that says how it is worked out, or the parts it is what is left of."""
    kept = list(measures)
    for measure in made:
        in_bracket = folded[: measure.start].rstrip()[-1:] in ("(", "（") or re.search(
            r"(?:i\.e\.|つまり|すなわち|:|：)\s*$", folded[: measure.start]
        )
        place = kept.index(measure)
        if in_bracket and place and not kept[place - 1].parts:
            explained = kept[place - 1]
            # "総資産回転率(売上高/総資産*100)": the bracket is how it is to be worked out.
            if _is_total_of(explained, measure) or _is_formula_of(explained, measure):
                del kept[place]
            else:
                kept[place - 1 : place + 1] = [replace(measure, start=explained.start)]
    for measure in list(kept):
        if measure not in kept:
            continue
        place = kept.index(measure)
        if place and (inputs := _inputs_of(measure)):
            before = kept[:place]
            names = [leaf.item for one in before for leaf in one.leaves]
            if any(set(need) <= set(names) and len(need) > 1 for need in inputs):
                need = next(need for need in inputs if set(need) <= set(names) and len(need) > 1)
                kept = [
                    one
                    for one in kept
                    if not (one in before and all(leaf.item in need for leaf in one.leaves))
                ]
    return _without_glosses(folded, kept)


def _without_glosses(folded: str, measures: list[Measure]) -> list[Measure]:
    """A bracket that names the measure before it again, or what it leaves out, says nothing new."""
    kept: list[Measure] = []
    for measure in measures:
        opened = re.search(r"[(（][^)）]*$", folded[: measure.start])
        if opened and kept and kept[-1].end <= opened.start() + 1:
            inside = folded[opened.start() :].partition(")")[0].partition("）")[0]
            if (
                len([one for one in measures if opened.start() <= one.start < opened.start() + len(inside)])
                == 1
            ):
                if kept[-1].key == measure.key or re.search(r"before|除|excluding|控除前|splitting", inside):
                    continue
                kept[-1] = measure if not kept[-1].formulas else kept[-1]
                continue
        kept.append(measure)
    return kept


def _is_total_of(explained: Measure, measure: Measure) -> bool:
    inputs = _inputs_of(explained)
    names = {leaf.item for leaf in measure.leaves}
    return any(set(need) == names for need in inputs) and not explained.formulas


def _is_formula_of(explained: Measure, measure: Measure) -> bool:
    """Whether the bracket holds just what a formula takes and asks for nothing more ("* 100")."""
    names = {leaf.item for leaf in measure.leaves}
    return any(
        names == {metric for taken in FORMULAS[key].inputs for metric in taken.metrics[:1]}
        for key in explained.formulas
    )


def _inputs_of(measure: Measure) -> list[tuple[str, ...]]:
    if measure.item:
        return [parts for _, parts in DERIVED.get(measure.item, ())]
    return []


_AND = re.compile(r"\s*(?:と|・|、|および|及び|,|and|\s)+\s*(?:the |its )?")


def _of_three(folded: str, measures: list[Measure]) -> Measure | None:
    """ "AとBを足してCを引く", "AからBとCを引く", "Aに対するBとCの合計の割合"; None for other wordings."""
    first, second, third = measures
    one, two, tail = folded[first.end : second.start], folded[second.end : third.start], folded[third.end :]
    if (
        re.match(r"\s*(?:に対する|に占める|に対して)", one)
        and _AND.fullmatch(two)
        and re.match(r"\s*(?:の|を)?(?:合計|合わせ|和)", tail)
    ):
        return joined("{0} / {1} * 100", [joined("{0} + {1}", [second, third]), first], "percent")
    if re.match(r"\s*から", one) and _AND.fullmatch(two) and re.search(r"引|控除|除", tail):
        return joined("{0} - {1} - {2}", measures)
    if (
        _AND.fullmatch(one)
        and re.search(r"足し|加え|プラス|合わせ", two)
        and re.search(r"引|控除|マイナス", tail)
    ):
        return joined("{0} + {1} - {2}", measures)
    return None


def _share_of_that(folded: str, measures: list[Measure]) -> Measure | None:
    """ "Add A and B: what percentage of that total is C?" """
    first, second, third = measures
    if re.search(
        r"(?:percent(?:age)?|%|share|proportion) of that|その(?:合計|和|額)(?:の何|に占め|のうち)", folded
    ) and cues.SUM.search(folded):
        return joined("{0} / {1} * 100", [third, joined("{0} + {1}", [first, second])], "percent")
    return None


def _joined_in_words(folded: str, measures: list[Measure]) -> list[Measure]:
    """Three measures or more: a sum or difference of the first two (or the last two) stands for them."""
    if len(measures) < 3 or not cues.RATIO.search(folded):
        return measures
    first, second, third = measures[:3]
    head, tail = folded[: third.start], folded[second.end :]
    if cues.SUM.search(head) and (
        _THAT_TOTAL.search(tail) or re.search(r"割|÷|divid|占め|percent|%|％", tail)
    ):
        return [joined("{0} + {1}", [first, second]), *measures[2:]]
    if cues.MINUS.search(folded[first.start : third.start + 12]):
        return [joined("{0} - {1}", [first, second]), *measures[2:]]
    return measures


def _difference(folded: str, measures: list[Measure]) -> Measure | None:
    if not cues.MINUS.search(folded):
        return None
    first, second = measures
    between = folded[first.end : second.start]
    reversed_order = re.search(
        r"\b(?:take|taking|subtract|deduct)\w*\s[^.,:]*$", folded[: first.start]
    ) and re.search(r"^[^.,:]*(?<!knock )(?<!take )\b(?:off|from|away)\b", between)
    top, bottom = (second, first) if reversed_order else (first, second)
    return joined("{0} - {1}", [top, bottom])


def _sum(folded: str, measures: list[Measure]) -> Measure | None:
    return joined("{0} + {1}", measures) if cues.SUM.search(folded) else None


_ASSET_SIDE = frozenset(("total_assets", "current_assets", "fixed_assets"))
_OTHER_SIDE = frozenset(
    (
        "liabilities",
        "current_liabilities",
        "fixed_liabilities",
        "net_assets",
        "shareholders_equity",
        "liabilities_and_net_assets",
    )
)


def sides(folded: str, measures: list[Measure]) -> tuple[Measure, Measure] | None:
    """The two sides of a balance: the assets, and what they are owed to; or any two measures held to be equal."""
    left = [m for m in measures if m.item in _ASSET_SIDE]
    right = [m for m in measures if m.item in _OTHER_SIDE]
    if left and not right and len(left) > 1 and any(m.item == "total_assets" for m in left):
        parts = [m for m in left if m.item != "total_assets"]
        return _side(parts, "total_assets"), next(m for m in left if m.item == "total_assets")
    if left and right:
        return _side(left, "total_assets"), _side(right, "liabilities_and_net_assets")
    if re.search(r"バランスシート|貸借対照表|balance sheet", folded):
        return Measure(0, 0, "", item="total_assets"), Measure(0, 0, "", item="liabilities_and_net_assets")
    apart = _explicit(folded, measures)[0] if measures else []
    return (apart[0], apart[1]) if len(apart) == 2 else None


def _side(measures: list[Measure], total: str) -> Measure:
    parts = [m for m in measures if m.item != total] or measures[:1]
    whole = {"liabilities": ("current_liabilities", "fixed_liabilities")}
    items = {m.item for m in parts}
    parts = [m for m in parts if not set(whole.get(m.item, ("-",))) <= items]
    unique = list({m.item: m for m in parts}.values())
    if {m.item for m in unique} == {"liabilities", "net_assets"}:
        return replace(unique[0], item="liabilities_and_net_assets")
    return (
        unique[0] if len(unique) == 1 else joined(" + ".join(f"{{{n}}}" for n in range(len(unique))), unique)
    )


def is_share(measure: Measure) -> bool:
    """Whether it is a percentage already, which moves by points."""
    if measure.parts:
        return measure.template.endswith("* 100")
    return _unit_of(measure) == "percent"


def is_multiple(measure: Measure) -> bool:
    """Whether it is so many times something."""
    return "/" in measure.template if measure.parts else _unit_of(measure) == "ratio"


def _unit_of(measure: Measure) -> str:
    if not measure.formulas:
        return ""
    formula = FORMULAS[measure.formulas[0]]
    return formula.unit(["USD"] * len(formula.inputs))
