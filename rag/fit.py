"""Which of a sentence's figures answers: by unit, measure, owner, period, nearness, and fact or plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from index.attribution import is_denied
from index.figures import Figure, SentenceReading
from index.quantity import Quantity, same
from index.vocabulary import Vocabulary, fold
from rag.evidence import RELATED, Evidence, agree
from rag.needs import Need
from rag.question import Question
from rag.shares import is_part, taken_by_another

_UNITS = {
    "money": lambda unit: len(unit) == 3 and unit.isupper(),
    "rate": lambda unit: "/" in unit,
    "price": lambda unit: len(unit.split("/")[0]) == 3 and unit.split("/")[0].isupper(),
    "percent": lambda unit: unit in ("percent", "point"),
    "count": lambda unit: unit == "count",
    "duration": lambda unit: unit in ("month", "hour", "day", "year") or unit == "count",
}
_CONTINUED = 0.5  # how far a measure is met that only the sentence before names
_CURRENCY_LIKE = frozenset({"money", "rate", "price"})


_VAGUE_TIME = re.compile(r"数.*(?:月|四半期|年|週|時間|日)間?$")
_VAGUE_COUNT = re.compile(r"数.*(?:人|社|件|台|基|回|国)$")


def fits(figure: Figure, unit: str | None) -> bool:
    """Whether a figure can answer a question for `unit`; vague amounts fit by their currency word or 桁."""
    if unit is None:
        return True
    if figure.quantity is None:
        if _VAGUE_TIME.search(figure.text) or _VAGUE_COUNT.search(figure.text):
            return unit == ("duration" if _VAGUE_TIME.search(figure.text) else "count")
        return (unit in _CURRENCY_LIKE) == (figure.text.endswith(("ドル", "円", "ユーロ", "規模")))
    if _SMALL_MONEY.match(figure.quantity.counter):
        return unit in _CURRENCY_LIKE
    return fits_unit(figure.quantity, unit)


_SMALL_MONEY = re.compile(
    r"(?:pence|penny|cents?)\b"
)  # counted, as the ledger knows no unit below a currency's


def fits_unit(quantity: Quantity, unit: str) -> bool:
    """Whether an amount is of the kind `unit` names."""
    return _UNITS["price" if unit in _CURRENCY_LIKE else unit](quantity.unit)


def weigh_figures(
    question: Question, needs: Sequence[Need], evidence: Evidence, unit: str | None, vocabulary: Vocabulary
) -> Iterable[Evidence]:
    """One `Evidence` for each figure of the sentence that can answer; the score counts what stands near the figure."""
    for figure in evidence.reading.figures:
        if not fits(figure, unit):
            continue
        continues = _continues(figure, evidence.reading, question, vocabulary)
        measured = _measures(figure, question) or continues or _told_in_full(needs, evidence)
        failed = [need for need in evidence.failed if need.kind != "metric" or not measured]
        adjust = _CONTINUED * _share_of_metrics(needs, evidence) if continues else 0.0
        for need in needs:
            if continues and need.kind == "metric":
                continue  # the sentence before names the measure, and what it is of
            value, fails = _figure_met(need, figure, question, vocabulary, evidence.reading)
            adjust += value
            if fails:
                failed.append(replace(need, required=True))
        if question.kind != "yes_no" and figure.quantity and _given(question, figure.quantity):
            failed.append(Need("asked", figure.text, 0.0, required=True))  # the asker knows that one
        if _of_another_year(question, figure):
            failed.append(Need("year", figure.text, 0.0, required=True))
        if _no_rate(question, figure, evidence.reading):
            failed.append(Need("rate", figure.text, 0.0, required=True))
        if _miscounted(question, figure):
            failed.append(Need("counter", figure.text, 0.0, required=True))
        if _flows(question, figure):
            failed.append(Need("flow", figure.text, 0.0, required=True))
        if _moves_otherwise(question, figure):
            failed.append(Need("change", figure.text, 0.0, required=True))
        if question.kind != "yes_no" and is_part(needs, figure, evidence.reading):
            failed.append(Need("part", figure.text, 0.0, required=True))
        if _of_another_measure(question, figure, evidence.reading):
            failed.append(Need("measure", figure.text, 0.0, required=True))
        adjust += 0.10 if unit and (figure.quantity is None or _exact_unit(figure, unit)) else 0.0
        adjust -= (
            0.02 if figure.quantity is None else 0.0
        )  # "billions of" only where no article says how many
        adjust -= 0.03 * min(3, len(evidence.reading.entity_keys - set(question.entity_keys)))
        adjust += _nearness(needs, figure, evidence.reading)
        adjust += _counted(question, figure)
        adjust += _plan(question, figure) + _cumulative(question, figure)
        adjust += _old_value(question, figure, evidence.reading)
        adjust -= 0.3 * taken_by_another(
            needs, figure, evidence.reading, lambda other: fits(other, unit) and not other.former
        )
        yield replace(evidence, score=evidence.score + adjust, failed=tuple(failed), figure=figure)


def _share_of_metrics(needs: Sequence[Need], evidence: Evidence) -> float:
    """The part of the question's weight that lies on measures the sentence itself does not name."""
    unmet = sum(need.weight for need in needs if need.kind == "metric" and need in evidence.failed)
    return unmet / sum(need.weight for need in needs) if needs else 0.0


def _figure_met(
    need: Need, figure: Figure, question: Question, vocabulary: Vocabulary, reading: SentenceReading
) -> tuple[float, bool]:
    """(score to add, whether a required need fails) of one need for one figure."""
    if need.kind == "metric" and question.kind == "duration":
        return 0.0, False  # how long the cash lasts is no amount of cash
    if need.kind == "metric":
        if figure.metric == need.key:
            return (0.15 if need.key == question.metric_keys[0] else 0.05), False
        if _measures(figure, question):
            return 0.05, False
        return -0.15, figure.metric is not None
    if need.kind == "name" and vocabulary.entities[need.key].is_company:
        companies = vocabulary.companies(figure.companies[: figure.own])
        if not need.words.isdisjoint(companies):
            return 0.0, False
        if (
            need.key in companies
            and _acts(question, need.key)
            and need.key not in (*reading.topics, *figure.owners)
        ):
            return -0.10, True  # named beside others: what all of them did is not what it did
        if need.key in companies:
            return (0.08 if companies[0] == need.key else 0.0), False
        others = vocabulary.companies(figure.owners)
        if need.key in figure.owners:
            return 0.06, False
        # Left unsaid, it is the company named last, or another of the sentence before.
        said = {entity.key for entity in vocabulary.find_entities(reading.before)}
        context = vocabulary.companies(figure.companies[figure.own :])
        near = [*context[:1], *(key for key in context if key in said)]
        absent = need.key not in near and need.words.isdisjoint(near)
        return (-0.10, True) if others or absent else (0.0, False)
    if (
        need.kind == "name"
    ):  # a product or a person: the figure's sentence or its surroundings must speak of it
        others = [key for key in figure.companies[: figure.own] if not vocabulary.entities[key].is_company]
        owns = _owns_the_answer(question, need.key)
        if owns and need.key not in others and not question.earlier:
            return -0.20, bool(others)
        if need.key in others or (need.key in figure.companies and not (owns and others)):
            return 0.0, False
        return -0.10, bool(others) or owns
    if need.kind == "period" and need.period and figure.period:
        return (0.15, False) if agree(need.period, figure.period) else (-0.2, True)
    return 0.0, False


def _continues(figure: Figure, reading: SentenceReading, question: Question, vocabulary: Vocabulary) -> bool:
    """A figure that names no measure goes on with that of the sentence before it or of the heading."""
    if figure.metric is not None or not reading.denied.isdisjoint(question.metric_keys):
        return False
    near = f"{reading.heading} {reading.before}"
    around = {metric.key for metric in vocabulary.find_metrics(near) if not is_denied(near, metric.end)}
    return not around.isdisjoint(question.metric_keys) or not question.metric_keys


def _given(question: Question, quantity: Quantity) -> bool:
    return any(same(mention.quantity, quantity) for mention in question.quantities)


def _acts(question: Question, key: str) -> bool:
    """Whether the question asks what `key` put into, lent to or holds of another ("NVIDIAはxAIにいくら")."""
    first = question.entities[0] if question.entities else None
    if first is None or first.key != key or len(question.entity_keys) < 2:
        return False
    if question.language == "ja":
        given = {"investment", "loan"} & set(question.metric_keys)
        return bool(given and re.match(r"社?(?:は|が|も)", question.text[first.end :]))
    return bool(
        re.match(
            rf"how much (?:did|has|have) {re.escape(question.text[first.start : first.end])}",
            question.text,
            re.I,
        )
    )


def _owns_the_answer(question: Question, key: str) -> bool:
    """ "Starlinkの料金は" asks of Starlink; "マスク氏のAI企業は" asks of something of Musk's."""
    for entity in question.entities:
        if entity.key != key:
            continue
        after = question.text[entity.end :]
        if re.search(r"\b(?:does|did|do|has|have) (?:the )?$", question.text[: entity.start], re.I):
            return True
        measured = any(metric.start == entity.end + 1 for metric in question.metrics)
        if re.match(r"は|って|が|を|'s|’s", after) or (after[:1] == "の" and measured):
            return True
    return False


def _told_in_full(needs: Sequence[Need], evidence: Evidence) -> bool:
    """A sentence without any measure that holds nearly all other words of the question tells what was asked."""
    words = [need for need in needs if need.kind == "word"]
    total = sum(need.weight for need in words)
    missed = sum(need.weight for need in words if need in evidence.failed)
    return len(words) >= 2 and not evidence.reading.metrics and missed <= 0.25 * total


def _measures(figure: Figure, question: Question) -> bool:
    """The figure is of a measure the question names, or of one whose wordings overlap with it."""
    return any(
        figure.metric == key
        or (figure.metric in RELATED.get(key, ()) and not (key in _AIMS and figure.kind == "reported"))
        for key in question.metric_keys
    )


def _exact_unit(figure: Figure, unit: str) -> bool:
    assert figure.quantity is not None
    return _UNITS[unit](figure.quantity.unit)


def _nearness(needs: Sequence[Need], figure: Figure, reading: SentenceReading) -> float:
    """Up to 0.12 for words of the question that stand close around the figure."""
    low, high = figure.start - reading.start, figure.end - reading.start
    around = fold(reading.text[max(0, low - 22) : high + 16])
    weights = [(need.weight, _near(need, around)) for need in needs if need.kind == "word"]
    total = sum(weight for weight, _ in weights)
    return 0.12 * sum(weight for weight, near in weights if near) / total if total else 0.0


@lru_cache(maxsize=4096)
def _near(need: Need, around: str) -> bool:
    return any(piece in around for piece in (*need.surfaces, *need.words))


_AIMS = frozenset({"revenue_target"})  # what was reached is no aim
_YEAR_EARLIER = re.compile(r"前年|昨年同|a year (?:earlier|ago|before)|(?:last|previous|prior) year", re.I)
_CHANGES = re.compile(
    r"増|減|伸び|成長|上昇|下落|低下|拡大|縮小|上回|下回|rose|risen|grew|grow|up|down|fell|drop|increas|decreas|jump|climb|gain|widen|narrow",
    re.I,
)
_AVERAGE = re.compile(
    r"平均|あたり|当たり|毎月|月間|月々|average|a month|per month|monthly|a quarter|quarterly", re.I
)
_MARGIN = re.compile(r"利益率|粗利率|マージン|margin", re.I)


def _of_another_year(question: Question, figure: Figure) -> bool:
    """Asked for the year before without a date, only a value told as that year's answers; a change since then is no value."""
    if figure.quantity and figure.quantity.unit in ("percent", "point"):
        return False
    return not question.period_values and bool(_YEAR_EARLIER.search(question.text)) and not figure.earlier


def _no_rate(question: Question, figure: Figure, reading: SentenceReading) -> bool:
    """A figure answers for a growth rate, a margin or an average only where the words around it call it one."""
    if figure.quantity is None or (figure.quantity.unit != "percent" and question.operation != "average"):
        return False
    low, high = figure.start - reading.start, figure.end - reading.start
    around = reading.text[max(0, low - 24) : high + 16]
    sign = {"growth": _CHANGES, "margin": _MARGIN, "average": _AVERAGE}.get(question.operation or "")
    return sign is not None and not sign.search(around)


_COUNTER = re.compile(
    r"何(?:十|百|千|万|億)?(か国|カ国|ヶ国|言語|種類|時間|店舗|都市|か所|カ所|GW|ギガワット|[人名社基機回件台個本枚日歳才店位票軒戸頭隻便])"
)
_PEOPLE = re.compile(
    r"(?:どの|どれ)(?:くらい|ぐらい|だけ|ほど)(?:の人(?:数|が)?)?い(?:る|ます|た|まし)|how many people", re.I
)
# Counters that count the same things.
_COUNTED_ALIKE = (
    ("人", "名", "people", "persons", "employees", "staff", "workers"),
    "基機台個本枚",
    "回件",
    "歳才",
    "店舗",
    ("か国", "カ国", "ヶ国"),
    ("か所", "カ所"),
    ("GW", "ギガワット"),
)


def _counted(question: Question, figure: Figure) -> float:
    """ "何時間" wants hours and "何社" companies: the counter asked for is told from the others."""
    counter = _counter(question)
    return 0.25 if counter and any(other in figure.text for other in _alike(counter)) else 0.0


def _miscounted(question: Question, figure: Figure) -> bool:
    """Asked for a counter, a figure with another one is no answer; one without any may be (200,000 GPUs)."""
    counter = _counter(question)
    if not counter or any(other in figure.text for other in _alike(counter)):
        return False
    return not figure.text[-1:].isdigit()


def counts(question: Question, text: str) -> bool:
    """Whether `text` holds a number, with the counter that was asked for if one was ("何歳")."""
    counter = _counter(question)
    return bool(re.search(r"\d", text)) and (not counter or any(other in text for other in _alike(counter)))


def _counter(question: Question) -> str | None:
    match = _COUNTER.search(question.text)
    if match:
        return match[1]
    return "人" if _PEOPLE.search(question.text) else None


def _alike(counter: str) -> tuple[str, ...]:
    return next((tuple(group) for group in _COUNTED_ALIKE if counter in group), (counter,))


_ASKS_TOTAL = re.compile(
    r"累計|通算|これまで|年初来|合計|月末?までに|total|cumulative|so far|to date|year to date|\bby (?:the end of )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)


def _cumulative(question: Question, figure: Figure) -> float:
    """Asked for a running total, a cumulative figure is preferred."""
    if figure.period is None or not _ASKS_TOTAL.search(question.text):
        return 0.0
    return 0.15 if figure.period.cumulative else -0.1


_FROM = re.compile(r"(?:の規模|程度)?から[^、。]{1,24}(?:に|へ|まで)|\s?to\s(?:[$€£¥]|about |around )?[0-9]")
_ASKS_OLD = re.compile(
    r"前は|前の|もともと|元は|当初|以前|従来|から|\b(?:from|before|previous\w*|original\w*|used to)\b", re.I
)


# What there is at a time, whatever goes in or out.
_STOCKS = frozenset({"cash", "debt", "valuation", "headcount"})


def _flows(question: Question, figure: Figure) -> bool:
    """Asked for what there is, an amount per time is none: "spends 3 million of its cash a month"."""
    keys = question.metric_keys
    return (
        bool(keys)
        and _STOCKS.issuperset(keys)
        and figure.quantity is not None
        and "/" in figure.quantity.unit
    )


def _moves_otherwise(question: Question, figure: Figure) -> bool:
    """Asked what something is, by how much it moved is no answer; asked that, no value is."""
    if figure.quantity is None or question.kind == "yes_no" or figure.quantity.unit in ("percent", "point"):
        return False
    asks = bool(ASKS_CHANGE.search(question.text))
    return figure.change != asks if asks or figure.metric in question.metric_keys else False


# "何人増えた", "by how much did it rise".
ASKS_CHANGE = re.compile(
    r"(?:何|いく|どれ|どの)[^、。?？はがを]{1,8}(?:増え|減っ|増や|減ら|増加|減少|増員|減員|上回っ|下回っ|伸び)|増減(?:数|額|は)|(?:増加|減少)(?:数|額)|"
    r"\bhow (?:much|many) (?:more|fewer|less|did .{1,80}\b(?:rise|fall|grow|increase|decrease|drop|change|decline))\b|\bby how (?:much|many)\b",
    re.I,
)
# A measure that is more than the word for it that the vocabulary knows: 営業損失 is no 純損失.
_COMPOUND = re.compile(
    r"[一-鿿ァ-ヴー]{2,}(?:費用?|額|率|数|高|料|単価|利益|損失|資産|コスト|比率|赤字|黒字|収入|負債)(?=[はをがのも、?？]|について|$)"
)


def _of_another_measure(question: Question, figure: Figure, reading: SentenceReading) -> bool:
    """Asked for a measure no vocabulary knows (営業損失), a figure of a known one answers only where the sentence names both."""
    if question.metric_keys or figure.metric is None or question.kind == "yes_no":
        return False
    asked = [match.group() for match in _COMPOUND.finditer(question.text)]
    return bool(asked) and asked[-1] not in reading.text


def _old_value(question: Question, figure: Figure, reading: SentenceReading) -> float:
    """Of "cut from 130 to 118" the second is what holds now, unless the first is asked for."""
    changed = figure.former or _FROM.match(reading.text, figure.end - reading.start)
    return -0.2 if changed and not _ASKS_OLD.search(question.text) else 0.0


_ASKS_PLAN = re.compile(
    r"目標|予想|見通し|見込|計画|予測|想定|可能性|検討|非公式|将来|予定|増や|ゴール|ターゲット|future|target|goal|forecast|expect|plan|project|might|could|unofficial|consider",
    re.I,
)


def _plan(question: Question, figure: Figure) -> float:
    """Asked for a plan, a planned figure is preferred; asked for a fact, a reported one."""
    if figure.kind == "reported":
        return -0.15 if _ASKS_PLAN.search(question.text) else 0.0
    return 0.1 if _ASKS_PLAN.search(question.text) else -0.15
