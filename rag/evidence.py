"""Which sentences, and which figures in them, answer a question: a weighted coverage of all that the question names.

A question becomes a list of `Need`s (names, measures, periods, words), each with a weight; a sentence meets each need
wholly, in part (through its heading or its neighbour) or not at all. The score is the share of the weight that is met.
Needs that a sentence may not fail (a company, a measure of a figure, a period) are `required`: what fails one is
kept only as "the nearest thing known".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.figures import Figure, SentenceReading
from index.periods import Period
from index.quantity import Quantity, find_quantities, same
from index.vocabulary import Vocabulary, fold
from rag.question import Question

NAME_WEIGHT, METRIC_WEIGHT, PERIOD_WEIGHT, KIND_WEIGHT, QUANTITY_WEIGHT = 1.3, 1.6, 1.2, 0.8, 1.6
_FOREIGN_WORD = 0.25  # an English word no table translates says little about a Japanese sentence
_LEAST_WORDS = 0.34  # share of the plain words that a sentence about no measure asked for must hold
_ALIKE = 0.42  # cosine from which two words are taken to mean nearly the same
_ELSEWHERE = 0.6  # met by the heading or the sentence before, not by the sentence itself
_ASKING = frozenset(
    "教える 知る 分かる 解る 言う 思う 現在 今 具体 具体的 詳しい 説明 記事 下さる くださる 願う 聞く 答える 見る どれ 何 事 時点 時 場合 内容 情報 "
    "関する 対する つく 就く 一体 結局 ほう 方 額 金額 数 数字 規模 水準 程度 くらい 位 どの よう 様 是非 だ そう 回答 つまり 実際 いま 頂く 致す 書く 載る 述べる "
    "tell article articles say says said accord according pleas please know give much mani many exact exactli current about did doe amount figur figure number "
    "report reported compani company it its their they that this there which what would could can you me".split()
)
_UNITS = {
    "money": lambda unit: len(unit) == 3 and unit.isupper(),
    "rate": lambda unit: "/" in unit,
    "price": lambda unit: len(unit.split("/")[0]) == 3 and unit.split("/")[0].isupper(),
    "percent": lambda unit: unit in ("percent", "point"),
    "count": lambda unit: unit == "count",
    "duration": lambda unit: unit in ("month", "hour", "day", "year") or unit == "count",
}
# What a sentence that tells a place, a date or a reason looks like.
_SIGNS_OF_KIND = {
    "place": re.compile(
        r"[州県市国町村区]に|[州県市国]の|に(?:ある|位置|所在)|本社|拠点|located|based in|headquarter", re.I
    ),
    "date": re.compile(
        r"[0-9]{1,2}月|(?:19|20)[0-9]{2}年|四半期|年末|年初|\b(?:20[0-9]{2}|january|february|march|april|june|july|august|september|october|november|december)\b",
        re.I,
    ),
    "reason": re.compile(
        r"ため|から、|ので|により|によって|理由|原因|背景|because|due to|in order to|as a result", re.I
    ),
}
_CURRENCY_LIKE = frozenset({"money", "rate", "price"})


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a question names. `kind` is "name", "metric", "period" or "word"; `key` is what is looked for.

    `words` are normalised words and `surfaces` folded spellings, any of which meets a "word" need.
    """

    kind: str
    key: str
    weight: float
    required: bool = False
    words: frozenset[str] = frozenset()
    surfaces: tuple[str, ...] = ()
    period: Period | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (and the figure in it, for figure questions) with the share of the question's weight it meets."""

    reading: SentenceReading
    score: float
    failed: tuple[Need, ...]
    figure: Figure | None = None

    @property
    def sound(self) -> bool:
        """Nothing required is missing."""
        return not any(need.required for need in self.failed)


def needs_of(
    question: Question,
    vocabulary: Vocabulary,
    words: Callable[[str], list[str]],
    idf: Callable[[str], float],
    most: float,
) -> list[Need]:
    """What `question` names, weighted; `idf` is scaled by `most`, the weight of a word no article holds."""
    needs = [
        Need("name", key, NAME_WEIGHT, vocabulary.entities[key].is_company) for key in question.entity_keys
    ]
    measured = wanted_unit(question, vocabulary) is not None and question.kind != "yes_no"
    needs += [Need("metric", key, METRIC_WEIGHT, measured) for key in question.metric_keys]
    needs += [Need("period", "", PERIOD_WEIGHT, True, period=period) for period in question.period_values]
    if question.kind != "yes_no":
        needs += [
            Need("quantity", question.text[m.start : m.end], QUANTITY_WEIGHT, quantity=m.quantity)
            for m in question.quantities
        ]
    if question.kind in _SIGNS_OF_KIND or question.kind == "name":
        groups = (
            key for key, entity in vocabulary.entities.items() if set(entity.also) & set(question.entity_keys)
        )
        needs.append(
            Need("kind", question.kind, KIND_WEIGHT, words=frozenset((*question.entity_keys, *groups)))
        )
    focus = question.focus
    for surface, others in vocabulary.synonyms(focus):
        tokens = words(surface)
        weight = max((idf(token) for token in tokens), default=most) / most
        surfaces = tuple(fold(word) for word in (surface, *others))
        needs.append(Need("word", surface, min(1.0, 0.25 + weight), False, frozenset(tokens), surfaces))
        focus = re.sub(re.escape(surface), " ", focus, flags=re.I)
    for word in dict.fromkeys(words(focus)):
        if word in _ASKING or (len(word) == 1 and not ("一" <= word <= "鿿")):
            continue
        unknown_name = idf(word) >= most and _looks_like_a_name(word, question)
        needs.append(Need("word", word, idf(word) / most, unknown_name, frozenset((word,))))
    return needs


def _looks_like_a_name(word: str, question: Question) -> bool:
    """A word no article holds that is written as names are: katakana or Latin letters in Japanese, a capital in English."""
    if question.language == "ja":
        return bool(re.fullmatch(r"[a-z][a-z0-9.\-]+|[ァ-ヴー・]{4,}", word))
    match = re.search(rf"(?<!^)(?<![.?!] )\b{re.escape(word[:4])}\w*", question.text, re.I)
    return bool(match and match.group()[:1].isupper())


Likeness = Callable[[str, tuple[str, ...]], float]


def weigh(
    question: Question, needs: Sequence[Need], reading: SentenceReading, likeness: Likeness
) -> Evidence:
    """How much of `needs` the sentence meets, apart from any figure.

    `likeness(word, words)` is the greatest cosine of a word with any of a sentence's: near synonyms count in part.
    """
    met = total = words_met = words_total = 0.0
    failed: list[Need] = []
    japanese = bool(re.search(r"[ぁ-ヿ]", reading.text))
    for need in needs:
        weight = need.weight
        if (
            need.kind == "word"
            and not need.surfaces
            and question.language == "en"
            and japanese
            and not need.required
        ):
            weight *= _FOREIGN_WORD
        share = _met(need, reading)
        if question.kind == "yes_no" and need.kind == "word" and share == _ELSEWHERE:
            share /= 2  # a yes or no must rest on the sentence itself
        if need.kind == "word" and share < _ELSEWHERE:
            alike = max((likeness(word, reading.words) for word in need.words), default=0.0)
            share = max(share, alike if alike >= _ALIKE else 0.0)
        met += weight * share
        total += weight
        if need.kind == "word":
            words_met, words_total = words_met + weight * share, words_total + weight
        if share < 0.3:
            failed.append(need)
    on_subject = any(need.kind == "metric" and need not in failed for need in needs)
    if not on_subject and words_total > 0.3 and words_met < _LEAST_WORDS * words_total:
        failed.append(Need("words", "", 0.0, required=True))
    return Evidence(reading, (met / total if total else 0.0) + _topic(question, reading), tuple(failed))


def _topic(question: Question, reading: SentenceReading) -> float:
    """Of two names in a question ("SpaceXはxAIの…") the first is who acts: so it should be in the sentence."""
    if len(question.entity_keys) < 2 or not reading.topics:
        return 0.0
    first = question.entities[0]
    if question.language == "ja" and not re.match(r"(?:社|自体|氏)?(?:は|が|も)", question.text[first.end :]):
        return 0.0
    return 0.08 if first.key in reading.topics else -0.08


def _met(need: Need, reading: SentenceReading) -> float:
    if need.kind == "name":
        return max(
            _name_met(need.key, reading), *(0.8 * _name_met(other, reading) for other in need.words), 0.0
        )
    if need.kind == "metric":
        found = {metric.key for metric in reading.metrics}
        return 1.0 if need.key in found else 0.6 if found & set(RELATED.get(need.key, ())) else 0.0
    if need.kind == "period" and need.period:
        return _period_met(need.period, reading)
    if need.kind == "quantity" and need.quantity:
        if any(f.quantity and same(f.quantity, need.quantity) for f in reading.figures):
            return 1.0
        return (
            _ELSEWHERE
            if any(same(m.quantity, need.quantity) for m in find_quantities(reading.before))
            else 0.0
        )
    if need.kind == "kind":
        sign = _SIGNS_OF_KIND.get(need.key)
        return float(bool(sign.search(reading.text)) if sign else bool(reading.entity_keys - need.words))
    if not need.words.isdisjoint(reading.words):
        return 1.0
    if need.surfaces and any(surface in fold(reading.text) for surface in need.surfaces):
        return 0.95
    around = fold(f"{reading.heading} {reading.before}")
    return _ELSEWHERE if any(piece in around for piece in (*need.surfaces, *need.words)) else 0.0


def _name_met(key: str, reading: SentenceReading) -> float:
    if key in reading.entity_keys:
        return 1.0
    if key in reading.context_entities:
        return 0.75 if reading.context_entities.index(key) < 2 else 0.5
    return 0.0


def _period_met(period: Period, reading: SentenceReading) -> float:
    inside = [mention.period for mention in reading.periods]
    if any(agree(period, other) for other in inside):
        return 1.0
    if reading.context_period and agree(period, reading.context_period):
        return 0.8 if not inside else 0.4
    return 0.0


def agree(asked: Period, given: Period) -> bool:
    """The same span of time, or a point that closes it (2025年9月末 and 2025年第3四半期)."""
    asked = asked.in_year(given.end.year)
    if asked.start == given.start and asked.end == given.end:
        return True
    if asked.kind == "point" or given.kind == "point":
        return asked.end == given.end
    return (
        asked.start <= given.start
        and given.end <= asked.end
        and not given.cumulative
        and not asked.cumulative
    )


_ASKS_THING = re.compile(
    r"(?:何|なに|なん|どんな|どのような|どういう)(?:を|が|に(?!なり|なる)|から|と|の(?!くらい)|か[らを]|社|[^、。?？でだ]{1,8}[をがにと])"
    r"|(?:what|which) (?:did|does|do|has|have|had|will|would|can|could|kind|sort|type|risk|product|system|role|plan|[a-z]+ (?:did|does|do|has|have|will|can|is used|are used|was used))\b"
)


def wanted_unit(question: Question, vocabulary: Vocabulary) -> str | None:
    """The kind of unit the answer's figure must have: from the interrogative, else from the measure named."""
    if question.kind in ("money", "percent", "count", "duration"):
        return question.kind
    if question.interrogative and _ASKS_THING.match(fold(question.text[question.interrogative[0] :])):
        return None
    units = [vocabulary.metrics[key].unit for key in question.metric_keys]
    return units[0] if units and question.kind in ("amount", "open", "yes_no", "date", "manner") else None


def fits(figure: Figure, unit: str | None) -> bool:
    """Whether a figure can answer a question for `unit`; vague amounts fit by their currency word or 桁."""
    if unit is None:
        return True
    if figure.quantity is None:
        return (unit in _CURRENCY_LIKE) == (figure.text.endswith(("ドル", "円", "ユーロ", "規模")))
    if unit in _CURRENCY_LIKE:
        return _UNITS["price"](figure.quantity.unit)
    return _UNITS[unit](figure.quantity.unit)


def weigh_figures(
    question: Question, needs: Sequence[Need], evidence: Evidence, unit: str | None, vocabulary: Vocabulary
) -> Iterable[Evidence]:
    """One `Evidence` for each figure of the sentence that can answer; the score counts what stands near the figure."""
    for figure in evidence.reading.figures:
        if not fits(figure, unit):
            continue
        measured = figure.metric is None or _measures(figure, question)
        failed = [need for need in evidence.failed if need.kind != "metric" or not measured]
        adjust = 0.0
        for need in needs:
            value, fails = _figure_met(need, figure, question, vocabulary)
            adjust += value
            if fails and need not in failed:
                failed.append(need)
        adjust += 0.10 if unit and (figure.quantity is None or _exact_unit(figure, unit)) else 0.0
        adjust -= 0.03 * min(3, len(evidence.reading.entity_keys - set(question.entity_keys)))
        adjust += _nearness(needs, figure, evidence.reading)
        adjust += _counted(question, figure)
        adjust += _plan(question, figure) + _cumulative(question, figure)
        yield replace(evidence, score=evidence.score + adjust, failed=tuple(failed), figure=figure)


def _figure_met(need: Need, figure: Figure, question: Question, vocabulary: Vocabulary) -> tuple[float, bool]:
    """(score to add, whether a required need fails) of one need for one figure."""
    if need.kind == "metric":
        if figure.metric == need.key:
            return (0.15 if need.key == question.metric_keys[0] else 0.05), False
        if _measures(figure, question):
            return 0.05, False
        return -0.15, figure.metric is not None
    if need.kind == "name" and vocabulary.entities[need.key].is_company:
        companies = [key for key in figure.companies[: figure.own] if vocabulary.entities[key].is_company]
        if not need.words.isdisjoint(companies):
            return 0.0, False
        if need.key in companies:
            return (0.08 if companies[0] == need.key else 0.0), False
        others = [key for key in figure.owners if vocabulary.entities[key].is_company]
        if need.key in figure.owners:
            return 0.06, False
        near = [key for key in figure.companies[figure.own :] if vocabulary.entities[key].is_company][:3]
        absent = need.key not in near and need.words.isdisjoint(near)
        return (-0.10, True) if others or absent else (0.0, False)
    if need.kind == "period" and need.period and figure.period:
        return (0.15, False) if agree(need.period, figure.period) else (-0.2, True)
    return 0.0, False


def _measures(figure: Figure, question: Question) -> bool:
    """The figure is of a measure the question names, or of one whose wordings overlap with it."""
    return any(figure.metric == key or figure.metric in RELATED.get(key, ()) for key in question.metric_keys)


# Measures whose wordings overlap: asked for one, a figure of the other may still answer.
RELATED: dict[str, tuple[str, ...]] = {
    "burn": ("cash_spent", "capex"), "cash_spent": ("burn",), "raise": ("investment",), "investment": ("raise", "stake"),
    "stake": ("investment",), "price": ("subscribers", "valuation"), "subscribers": ("price",), "revenue_target": ("revenue",),
    "interest_rate": ("debt",), "cost_per_launch": ("price", "launches"), "failures": ("launches", "cost_per_launch"),
    "launches": ("failures", "cost_per_launch", "subscribers"), "gpus": ("compute",), "compute": ("gpus",), "loan": ("investment",),
}  # fmt: skip


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


_COUNTER = re.compile(r"何(?:万)?(人|社|基|機|回|件|台|時間|か国|カ国|言語|個|本|枚|種類|GW|日)")


def _counted(question: Question, figure: Figure) -> float:
    """ "何時間" wants hours and "何社" companies: the counter asked for is told from the others."""
    match = _COUNTER.search(question.text)
    if not match:
        return 0.0
    return 0.25 if figure.text.endswith(match[1]) else -0.1


_ASKS_TOTAL = re.compile(r"累計|通算|これまで|年初来|合計|total|cumulative|so far|to date|year to date", re.I)


def _cumulative(question: Question, figure: Figure) -> float:
    """Asked for a running total, a cumulative figure is preferred."""
    if figure.period is None or not _ASKS_TOTAL.search(question.text):
        return 0.0
    return 0.15 if figure.period.cumulative else -0.1


_ASKS_PLAN = re.compile(
    r"目標|予想|見通し|見込|計画|予測|想定|可能性|検討|非公式|将来|予定|増や|ゴール|ターゲット|future|target|goal|forecast|expect|plan|project|might|could|unofficial|consider",
    re.I,
)


def _plan(question: Question, figure: Figure) -> float:
    """Asked for a plan, a planned figure is preferred; asked for a fact, a reported one."""
    if figure.kind == "reported":
        return -0.15 if _ASKS_PLAN.search(question.text) else 0.0
    return 0.1 if _ASKS_PLAN.search(question.text) else -0.15
