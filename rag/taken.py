"""What a follow-up takes of the question before: its measure, its time, the kind of its answer."""

from __future__ import annotations

import re
from dataclasses import replace

from index.vocabulary import Occurrence, Vocabulary
from rag.needs import asks_thing
from rag.question import Question

# Nouns that say what kind of answer is wanted, where no interrogative does.
_NOUNS = (
    (
        "reason",
        re.compile(r"目的|狙い|ねらい|使い道|使途|用途|動機|\bwhat for\b|\bfor what\b|\bpurpose\b", re.I),
    ),
    ("name", re.compile(r"(?:名前|名称|社名|商品名|製品名)(?:は|って)|\bname of\b|['’]s name\b", re.I)),
    (
        "place",
        re.compile(
            r"(?:場所|所在地|住所)(?:は|って)|\b(?:location|address) of\b|['’]s (?:location|address)\b", re.I
        ),
    ),
    ("date", re.compile(r"(?:時期|日程|日付|期日|年月日?|発売日|公開日)(?:は|って)", re.I)),
)
_AIM = re.compile(r"目標|ゴール|ターゲット|\b(?:target|goal|aim)\b", re.I)
_THAT_FIGURE = re.compile(r"(?:で、?|では、?|じゃあ、?)?(?:それ|これ)(?:は|って|が)")
_REACHED = re.compile(
    r"どこまで|実績|今のところ|これまで(?:に|の)|\b(?:so far|reached|achieved|made|earned|to date)\b", re.I
)
_UNITS_OF_KIND = {"money": ("money", "rate", "price"), "percent": ("percent",), "count": ("count",)}
_OF_FIGURES = frozenset({"open", "amount", "money", "percent", "count", "duration", "yes_no"})
# Measures that add up over a time, and are told for it.
_BY_PERIOD = frozenset(
    "revenue net_loss net_income gross_profit operating_income ebitda_loss capex cash_spent launches failures".split()
)


def kind_meant(question: Question) -> str:
    """The kind of answer to a follow-up whose noun says it: "目的は？" asks why, "モデルの名前は？" for a name."""
    if question.kind not in ("open", "yes_no") or question.metrics:
        return question.kind
    return next((kind for kind, noun in _NOUNS if noun.search(question.text)), question.kind)


def is_of_the_measure(
    question: Question, earlier: Question, own_words: list[str], vocabulary: Vocabulary
) -> bool:
    """Whether a question with an interrogative of its own is still of the measure before: "いくら？", "それはいつ？", "Why did it fall?"."""
    if question.metrics or not earlier.metrics:
        return False
    if question.kind == "reason":
        return True
    if _REACHED.search(question.text) and "revenue_target" in earlier.metric_keys:
        return True
    if asks_thing(question):
        return not own_words
    unit = vocabulary.metrics[earlier.metrics[0].key].unit
    if question.kind in _UNITS_OF_KIND and unit not in _UNITS_OF_KIND[question.kind]:
        return False
    if question.kind in _UNITS_OF_KIND and _THAT_FIGURE.match(question.text):
        return True
    return not own_words and question.kind in (*_UNITS_OF_KIND, "amount", "date", "name", "place")


def wants_time(question: Question, carries_metric: bool, follows: bool) -> bool:
    """Whether the time of the question before holds for this one: for its measure, or for another that is told by periods.

    What a company owes, employs or aims at is told for the day the article was written.
    """
    if question.kind not in _OF_FIGURES or asks_thing(question):
        return False
    if question.metrics:
        return follows and not _BY_PERIOD.isdisjoint(question.metric_keys)
    return carries_metric or follows


def aimed_at(metrics: tuple[Occurrence, ...], question: Question) -> tuple[Occurrence, ...]:
    """ "年間の目標は？" after a question for revenue asks for the revenue aimed at, "どこまでいってる？" after its aim for the revenue."""
    if question.metrics or question.operation:
        return metrics
    swapped = {"revenue": "revenue_target"} if _AIM.search(question.text) else {}
    if _REACHED.search(question.text):
        swapped = {"revenue_target": "revenue"}
    return tuple(replace(one, key=swapped.get(one.key, one.key)) for one in metrics)


def without_taken_time(question: Question) -> Question | None:
    """The question without the time it took from the one before, or None where it took none: an article may tell a measure
    for other times, which the answer then names.
    """
    earlier = question.earlier
    taken = earlier is not None and question.periods and question.periods == earlier.periods
    return replace(question, periods=()) if taken else None
