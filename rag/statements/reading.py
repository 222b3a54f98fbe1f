"""A question about statements, read: whose, which measures, of which times, and what is to be done with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.vocabulary import Vocabulary, fold
from rag.formulas import FORMULAS
from rag.statements.book import Book
from rag.statements.measures import Measure, joined
from rag.statements.mentions import find_measures
from rag.statements.times import TimeMention, find_times

Operation = Literal[
    "value", "growth", "change", "multiple", "average", "direction", "balance", "larger", "larger_time"
]
_PERCENT = re.compile(r"何\s?(?:%|％|パーセント|割)|[%％]|パーセント|\bper\s?cent(?:age)?\b(?! points?)|\bin % |率(?!直)|growth rate|割合|proportion|how sharply")
_POINT = re.compile(r"ポイント|\bpoints?\b|\bpp\b")
_AMOUNT = re.compile(
    r"いくら|どれだけ|どれくらい|どのくらい|何円|何百万円|何億|金額|増収額|減収幅|増益額|幅|差額|前期差|前年差|差は|how much|by how much|\bamount\b|in (?:millions of )?yen|in dollars|absolute|what was the (?:increase|decrease|drop|rise|fall|change)|the difference"
)
_MULTIPLE = re.compile(r"何倍|倍率|how many times|\btimes (?:as|the|its|larger|higher|bigger)|multiple")
_AVERAGE = re.compile(r"平均(?!成長|年成長)|\baverage\b|\bmean\b")
_UP = (
    r"増収|増益|増加(?:した|しました)?|増え(?:ました|た|ている|ています)?|上回(?:りました|った|る)?|伸び(?:ました|た|ている|ています)?|拡大(?:した|しました)?|改善(?:した|しました)?|良くな(?:った|りました)?|"
    r"上が(?:った|りました)?|上昇(?:しました|した)?|高(?:まった|くなった|まりました)|膨らんだ|多かった|プラス|超えた|大きくなった|好転|"
    r"\b(?:went up|increased?|up|higher|ris(?:e|en)|rose|grow(?:n)?|grew|improved?|expand(?:ed)?|widen(?:ed)?|larger|more|better|gain(?:ed)?|bigger|greater|positive|beat)\b"
)
_DOWN = (
    r"減収|減益|減少(?:した|しました)?|減(?:りました|った|っている|っています)|下回(?:りました|った|る)?|落ち(?:込みました|込んだ|ました|た)|縮小(?:した|しました)?|悪化(?:した|しました)?|悪くな(?:った|りました)?|"
    r"下が(?:った|りました)?|低下(?:しました|した)?|低くな(?:った|りました)|縮んだ|少なかった|マイナス|届かなかった|小さくなった|"
    r"\b(?:went down|decreased?|down|lower|fall(?:en)?|fell|drop(?:ped)?|declin(?:e|ed)|deteriorated?|contract(?:ed)?|narrow(?:ed)?|smaller|less|worse(?:ned)?|worsen|shr[iau]nk|lost|lose|miss(?:ed)?|negative)\b"
)
_RISES, _FALLS = re.compile(_UP), re.compile(_DOWN)
_CHANGES = re.compile(
    rf"{_UP}|{_DOWN}|増減|変化|変わ|動いた|動き|前期比|前年比|前年同期比|前期差|前年差|前の?期(?:に|と|より|から)|前年(?:度)?(?:に|と|より|から)|比べ|比較|成長|伸び|増え|減り|減っ|増(?=と|し|の)|増収|減収|縮ん|落ち|アップ|ダウン|"
    r"\b(?:chang(?:e|ed|es)|growth|grew|grow|year[- ]on[- ]year|yoy|versus|vs|compared|moved|move|jumped|swing|swung|added?|halved|doubled|shr[iau]nk|drop|increase|decrease|than)\b"
)
_LOSS_OF = re.compile(r"lost|lose|減収|減益|減っ|減り|減少|縮|落ち|下が|低下|fell|fall|drop|shrink|short of|shortfall|decreas|declin")
_EQUAL = re.compile(r"一致|等し|イコール|合って|合う(?!計)|ぴったり|バランスして|同じ(?:額|金額|値|か)|\b(?:match(?:es)?|equals?|balances?(?= for|\?| in|,)|tie out|agree|same figure|same total)\b")
_RATIO = re.compile(
    r"何\s?(?:%|％|パーセント|割)|[%％]|割合|比率|占め|割っ|割る|割り|割れ|除し|除す|÷|何倍|率\b|ratio|percent|proportion|share of|divid|\bover\b|fraction|how (?:far|much) (?:of|did|does).{0,80}(?:cover|eaten|absorbed|went|funded)|カバー|まかな|賄"
)
_SUM = re.compile(r"合計|合算|合わせ|足し|足す|足せば|足した|加え|総和|(?<!小)計は|の和|全部|プラス|\b(?:sum|total(?:s)? of|add(?:s|ed)?|combined|together|plus|come to|come in|net out|altogether)\b")
_MINUS = re.compile(
    r"引い|引く|引き|差し引|差額|の差|開き|控除|取り除|除い|マイナス|をいくら上回|をいくら超|\b(?:less|minus|subtract|deduct|after|difference|gap|take .{1,40} off|exceed(?:ed|s)?|left of)\b"
)
_WHICH_LARGER = re.compile(r"どちら(?:の(?:ほう|方))?が(?:大き|多|高|上)|which (?:is|was|were) (?:the )?(?:larger|bigger|higher|greater|more)")
_WHICH_TIME = re.compile(r"どちらの(?:期|年|年度)|どの(?:期|年度)|(?:in )?which (?:fiscal |financial )?(?:year|quarter|period)|どっちの(?:期|年)")
_OPERATORS = (
    (re.compile(r"\s*(?:の)?\s*(?:[+＋]|プラス|\bplus\b)\s*(?:の|the )?\s*"), "+"),
    (re.compile(r"\s*(?:の)?\s*(?:[-−–ー－]|マイナス|\bminus\b|\bless\b)\s*(?:の|the |its )?\s*"), "-"),
    (re.compile(r"\s*(?:の)?\s*(?:[/／÷]|\bdivided by\b|\bover\b)\s*(?:the |its )?\s*"), "/"),
    (re.compile(r"\s*(?:の)?\s*(?:[×*＊]|\bx\b|\btimes\b|\bmultiplied by\b|掛ける)\s*(?:the |its )?\s*"), "*"),
)
_THAT_TOTAL = re.compile(r"that (?:total|sum)|その(?:合計|和|額)|それを|これを")


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: an operation on measures at times. `falls`: the question takes a fall for granted ("how much was lost").

    `asks` is what a change is to be given in: "percent", "amount", "point" or "" (whatever fits).
    """

    operation: Operation
    measures: tuple[Measure, ...]
    times: tuple[TimeMention, ...]
    asks: str = ""
    falls: bool = False


def read_ask(text: str, names: Sequence[tuple[int, int]], book: Book, vocabulary: Vocabulary) -> Ask | None:
    """The statement question in `text`, whose company names stand at `names`; None where it names no measure."""
    plain = _blank(text, names)
    times = find_times(plain)
    plain = _blank(plain, [(time.start, time.end) for time in times])
    folded = fold(plain)
    measures = find_measures(plain, book.labels, vocabulary)
    if not measures:
        return None
    asks = _asked_for(folded)
    falls = bool(_LOSS_OF.search(folded)) and not _RISES.search(folded)
    if _EQUAL.search(folded) and (sides := _sides(folded, measures)):
        return Ask("balance", sides, tuple(times), asks)
    if not any(m.item or m.formulas for m in measures):
        return None
    if _WHICH_LARGER.search(folded) and len(measures) == 2:
        return Ask("larger", tuple(measures), tuple(times), asks)
    measure = _one_measure(folded, plain, measures)
    if measure is None:
        return None
    operation = _operation(folded, measure, times, asks)
    return Ask(operation, (measure,), tuple(times), asks, falls)


def choice(text: str) -> tuple[str, str] | None:
    """(word for a rise, word for a fall) as the question offers them, or None where it offers no choice."""
    folded = fold(text)
    for rise in _RISES.finditer(folded):
        for fall in _FALLS.finditer(folded):
            first, second = sorted((rise, fall), key=lambda match: match.start())
            between = folded[first.end() : second.start()]
            if len(between) <= 16 and re.search(r"か|それとも|or|[?？・/、,]|→", between):
                return _noun(text[rise.start() : rise.end()]), _noun(text[fall.start() : fall.end()])
    return None


def _noun(word: str) -> str:
    """ "増加した" answers as 増加; "増えた" stays as it is."""
    return re.sub(r"(?<=[一-龠]{2})(?:した|しました)$", "", word)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _asked_for(folded: str) -> str:
    if _POINT.search(folded):
        return "point"
    if _PERCENT.search(folded) and not re.search(r"(?:いくら|何円|金額|in yen|amount)", folded):
        return "percent"
    return "amount" if _AMOUNT.search(folded) else ""


def _operation(folded: str, measure: Measure, times: Sequence[TimeMention], asks: str) -> Operation:
    """What is done with one measure: a value at a time, or what became of it from one time to another."""
    two = len([time for time in times if time.readings]) > 1
    compares = any(time.relative == "before" for time in times) and any(time.readings or time.relative == "now" for time in times)
    if two and _WHICH_TIME.search(folded):
        return "larger_time"
    if _AVERAGE.search(folded) and two:
        return "average"
    if _MULTIPLE.search(folded) and (two or compares or _CHANGES.search(folded)) and not _is_multiple(measure):
        return "multiple"
    offered = choice(folded) is not None
    share = _is_share(measure)
    if two and _MINUS.search(folded):
        return "change"
    if offered or (_asks_whether(folded) and _CHANGES.search(folded)):
        return "direction"
    if not (two or _CHANGES.search(folded)):
        return "value"
    if share:
        return "change" if asks in ("point", "amount") or two else ("value" if not _moved(folded) else "change")
    if measure.parts and not (two or _moved(folded)):
        return "value"
    if asks == "percent":
        return "growth"
    return "change" if asks == "amount" or two or _moved(folded) or compares else "value"


def _asks_whether(folded: str) -> bool:
    return bool(
        re.search(r"(?:ますか|ましたか|でしたか|のでしょうか|でしょうか|といえるか|本当か|(?:た|る)か)[?？。]*\s*(?:[(（].*[)）])?$", folded.strip(" 。?？"))
        or re.search(r"(?:ますか|ましたか|でしたか|たのでしょうか|といえるか|が本当か)", folded)
        or re.match(r"\s*(?:did|was|were|is|are|has|have|do|does)\b", folded)
        or re.search(r"\bright\?\s*$", folded)
    ) and not re.search(r"何|いくら|どれ|どの|how|what|by how much|教えて", folded)


def _moved(folded: str) -> bool:
    return bool(_CHANGES.search(folded))


def _is_share(measure: Measure) -> bool:
    """Whether it is a percentage already, which moves by points."""
    if measure.parts:
        return measure.template.endswith("* 100")
    return bool(measure.formulas) and FORMULAS[measure.formulas[0]].unit(["USD"] * len(FORMULAS[measure.formulas[0]].inputs)) == "percent"


def _is_multiple(measure: Measure) -> bool:
    if measure.parts:
        return "/" in measure.template
    return bool(measure.formulas) and FORMULAS[measure.formulas[0]].unit(["USD"] * len(FORMULAS[measure.formulas[0]].inputs)) == "ratio"


def _one_measure(folded: str, text: str, measures: list[Measure]) -> Measure | None:
    """All the measures of a question as one: explicit arithmetic first, then sums and differences, then quotients."""
    measures, explained = _explicit(text, measures)
    measures = _without_explanations(folded, measures, explained)
    if len(measures) == 1:
        return _shown_in_percent(folded, measures[0])
    if len(measures) >= 2:
        measures = _joined_in_words(folded, measures)
    if len(measures) == 2:
        return _quotient(folded, measures) or _difference(folded, measures) or _sum(folded, measures)
    if len(measures) > 2 and _SUM.search(folded):
        return joined(" + ".join(f"{{{n}}}" for n in range(len(measures))), measures)
    return measures[0] if len(measures) == 1 else None


def _shown_in_percent(folded: str, measure: Measure) -> Measure:
    """A turnover asked for in percent is a hundred times itself."""
    if measure.formulas and _is_multiple(measure) and re.search(r"[%％]|パーセント|percent", folded):
        return joined("{0} * 100", [measure], "percent")
    return measure


def _explicit(text: str, measures: list[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Runs of measures with signs between them, each as one measure; (all measures, those that were put together)."""
    runs: list[list[Measure]] = [[measures[0]]]
    signs: list[list[str]] = [[]]
    folded = fold(text)
    for before, after in zip(measures, measures[1:], strict=False):
        between = folded[before.end : after.start]
        sign = next((sign for pattern, sign in _OPERATORS if pattern.fullmatch(between)), None)
        if sign and not (sign == "-" and re.fullmatch(r"\s*[-–]\s*", between) and "-to-" in folded[before.start : after.end]):
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
    if set(signs) == {"*"} and all(m.formulas for m in run):
        return replace(run[0], end=run[-1].end, surface="", formulas=("roe_dupont",)) if len(run) == 3 else joined(template, run)
    return joined(template, run)


def _without_explanations(folded: str, measures: list[Measure], made: list[Measure]) -> list[Measure]:
    """Drop what only explains a measure beside it: the bracket that says how it is worked out, or the parts it is what is left of."""
    kept = list(measures)
    for measure in made:
        in_bracket = folded[: measure.start].rstrip()[-1:] in ("(", "（") or re.search(r"(?:i\.e\.|つまり|すなわち|:|：)\s*$", folded[: measure.start])
        place = kept.index(measure)
        if in_bracket and place and not kept[place - 1].parts:
            explained = kept[place - 1]
            # "総資産回転率(売上高/総資産*100)": the bracket is how it is to be worked out.
            if _is_total_of(explained, measure):
                del kept[place]
            else:
                kept[place - 1 : place + 1] = [replace(measure, start=explained.start)]
    for measure in list(kept):
        if measure not in kept:
            continue
        place = kept.index(measure)
        if place and (inputs := _inputs_of(measure)):
            before = [one for one in kept[:place]]
            names = [leaf.item for one in before for leaf in one.leaves]
            if any(set(need) <= set(names) and len(need) > 1 for need in inputs):
                need = next(need for need in inputs if set(need) <= set(names) and len(need) > 1)
                kept = [one for one in kept if not (one in before and all(leaf.item in need for leaf in one.leaves))]
    return _without_glosses(folded, kept)


def _without_glosses(folded: str, measures: list[Measure]) -> list[Measure]:
    """A bracket that names the measure before it again, or what it leaves out, says nothing new."""
    kept: list[Measure] = []
    for measure in measures:
        opened = re.search(r"[(（][^)）]*$", folded[: measure.start])
        if opened and kept and kept[-1].end <= opened.start() + 1:
            inside = folded[opened.start() :].partition(")")[0].partition("）")[0]
            if len([one for one in measures if opened.start() <= one.start < opened.start() + len(inside)]) == 1:
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


def _inputs_of(measure: Measure) -> list[tuple[str, ...]]:
    from rag.statements.book import _DERIVED

    if measure.item:
        return [parts for _, parts in _DERIVED.get(measure.item, ())]
    return []


def _joined_in_words(folded: str, measures: list[Measure]) -> list[Measure]:
    """Three measures or more: a sum or difference of the first two (or the last two) stands for them."""
    if len(measures) < 3 or not _RATIO.search(folded):
        return measures
    first, second, third = measures[:3]
    head, tail = folded[: third.start], folded[second.end :]
    if _SUM.search(head) and (_THAT_TOTAL.search(tail) or re.search(r"割|÷|divid|占め|percent|%|％", tail)):
        return [joined("{0} + {1}", [first, second]), *measures[2:]]
    if _MINUS.search(folded[first.start : third.start + 12]):
        return [joined("{0} - {1}", [first, second]), *measures[2:]]
    return measures


_DENOMINATOR_BEHIND = re.compile(
    r"^\s*(?:合計|総額|全体|額)?\s*(?:に占め|に対す|に対し|のうち|の\s?何\s?(?:%|％|パーセント|割)|の(?:どれ|どの|いくら)|を?分母|比(?:で|の|は)|で割|で除|の\s?(?:約)?[%％]|を\s?100)"
)
_DENOMINATOR_BEFORE = re.compile(
    r"(?:\b(?:percent(?:age)?|%|share|proportion|fraction|part|much|portion)\b.{0,30}\bof (?:every yen of |each yen of |its |the |total )*|\b(?:to|by|over|on each yen of|of every yen of|relative to|against|per) (?:its |the |total )*|\bcover(?:ed|s)? (?:its |the )*)\s*(?:['’]s?\s+)?$"
)
_NUMERATOR_BEHIND = re.compile(r"^\s*(?:合計)?\s*(?:が占め|を|の割合|の比率|は.{0,12}何|で)")


def _quotient(folded: str, measures: list[Measure]) -> Measure | None:
    """Which of two measures is held against which; None where no quotient is asked for."""
    if not _RATIO.search(folded):
        return None
    first, second = measures
    kind, factor = ("ratio", "") if _MULTIPLE.search(folded) else ("percent", " * 100")
    over = _denominator(folded, first, second)
    top, bottom = (second, first) if over is first else (first, second)
    return joined(f"{{0}} / {{1}}{factor}", [top, bottom], kind)


def _denominator(folded: str, first: Measure, second: Measure) -> Measure:
    between = folded[first.end : second.start]
    if re.search(r"ratio of\s*(?:the\s+|its\s+)?$", folded[: first.start]):
        return second
    for measure in (second, first):
        if _DENOMINATOR_BEHIND.match(folded[measure.end :]):
            return measure
    if re.search(r"^\s*(?:['’]s?)?\s*(?:divided by|to|over|as a (?:percent(?:age)?|share|proportion|fraction) of|in relation to|relative to|[- ]to[- ])", between):
        return second
    if re.search(r"(?:was|were|is|are|did|does|went|goes|ended up|made up|funded|covered|eaten|absorbed|comes?|came|represent).*", between) and re.search(
        r"(?:percent(?:age)?|%|share|proportion|how much|fraction|how far)", folded[: first.start]
    ):
        return second if re.search(r"how far did|how many times", folded[: first.start]) else first
    if re.search(r"^\s*divide|\bdivide\b", folded[: first.start]):
        return second
    if _DENOMINATOR_BEFORE.search(folded[: first.start]) and not _DENOMINATOR_BEFORE.search(folded[: second.start]):
        return first
    return second


def _difference(folded: str, measures: list[Measure]) -> Measure | None:
    if not _MINUS.search(folded):
        return None
    first, second = measures
    reversed_order = re.search(r"(?:take|subtract|deduct)\b[^.]*$", folded[: first.start]) and re.search(r"\b(?:off|from)\b", folded[first.end : second.start])
    top, bottom = (second, first) if reversed_order else (first, second)
    return joined("{0} - {1}", [top, bottom])


def _sum(folded: str, measures: list[Measure]) -> Measure | None:
    return joined("{0} + {1}", measures) if _SUM.search(folded) or re.search(r"\band\b", folded) else None


_ASSET_SIDE = frozenset(("total_assets", "current_assets", "fixed_assets"))
_OTHER_SIDE = frozenset(("liabilities", "current_liabilities", "fixed_liabilities", "net_assets", "shareholders_equity", "liabilities_and_net_assets"))


def _sides(folded: str, measures: list[Measure]) -> tuple[Measure, Measure] | None:
    """The two sides of a balance: the assets, and what they are owed to; or any two measures held to be equal."""
    left = [m for m in measures if m.item in _ASSET_SIDE]
    right = [m for m in measures if m.item in _OTHER_SIDE]
    if left and right:
        return _side(left, "total_assets"), _side(right, "liabilities_and_net_assets")
    if re.search(r"バランスシート|貸借対照表|balance sheet", folded):
        return Measure(0, 0, "", item="total_assets"), Measure(0, 0, "", item="liabilities_and_net_assets")
    return (measures[0], measures[1]) if len(measures) == 2 else None


def _side(measures: list[Measure], total: str) -> Measure:
    parts = [m for m in measures if m.item != total] or measures[:1]
    whole = {"liabilities": ("current_liabilities", "fixed_liabilities")}
    items = {m.item for m in parts}
    parts = [m for m in parts if not set(whole.get(m.item, ("-",))) <= items]
    unique = list({m.item: m for m in parts}.values())
    return unique[0] if len(unique) == 1 else joined(" + ".join(f"{{{n}}}" for n in range(len(unique))), unique)
