"""A follow-up made whole: what it leaves out is taken from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.errors import KassoroError
from index.vocabulary import Occurrence, Vocabulary
from index.words import Analyser
from rag.courtesy import courtesy
from rag.names import unknown_names
from rag.needs import ASKING, asks_thing
from rag.question import Question, detect_language, read_question
from rag.scenario import change_in, growth_in, supposes
from rag.turns import in_full, undoes

_REFERS = re.compile(
    r"^(?:じゃあ|じゃ|では|それ|その|そこ|そっち|同社|同じ|一方|ちなみに|あと|なら|もし|仮に|同)|(?:それ|その|同社|彼ら|なら|だったら|だと|場合は)"
    r"|^(?:and|so|then|what about|how about|what if|if|but)\b|\b(?:it|its|they|their|that|those|instead|he|his)\b",
    re.I,
)
_ELLIPSIS = re.compile(
    r"(?:じゃあ|では|それでは|一方)?、?.{1,24}(?:は|って|の方は|のほうは|については?|だと|なら)[?？。]*$|(?:and |so |then )*(?:what|how) about .{1,40}$",
    re.I,
)
_MOST_TURNS = 12


def complete(
    question: Question,
    history: Iterable[Mapping[str, Any]],
    vocabulary: Vocabulary,
    analyser: Analyser,
    mended: Callable[[str], str] = str,
) -> Question:
    """`question` with the company, measure, period, operation and figures it leaves out taken from earlier questions.

    `mended` mends the spelling of each.
    """
    told: list[Question] = []
    reply, asked = "", False
    for turn in list(history)[-2 * _MOST_TURNS :]:
        content = turn.get("content")
        if not isinstance(content, str):
            continue
        if turn.get("role") == "assistant" and asked:
            reply = content
        if turn.get("role") != "user":
            continue
        try:
            earlier = _heard(content, told, reply, vocabulary, analyser, mended) if not courtesy(content) else None
        except KassoroError:
            earlier = None
        asked = earlier is not None
        if earlier is not None:
            told.append(earlier)
            reply = ""
    return _heard(question.text, told, reply, vocabulary, analyser, mended)


def without_taken_time(question: Question) -> Question | None:
    """The question without the time it took from the one before, or None where it took none: an article may tell a measure
    for other times, which the answer then names.
    """
    earlier = question.earlier
    taken = earlier is not None and question.periods and question.periods == earlier.periods
    return replace(question, periods=()) if taken else None


def _heard(
    text: str,
    told: Sequence[Question],
    reply: str,
    vocabulary: Vocabulary,
    analyser: Analyser,
    mended: Callable[[str], str],
) -> Question:
    """One turn, made whole by those `told` before it; QuestionError if it holds no word."""
    said = mended(text)
    # A name put into its own script changes no language, Japanese in Latin letters is Japanese.
    language = "ja" if _HIRAGANA.search(said) and not _HIRAGANA.search(text) else _language(text, told)
    full = in_full(said, language, told, reply, vocabulary)
    question = _named(read_question(full, vocabulary, language), vocabulary, analyser)
    if not told:
        return question
    before = told[-1]
    if len(told) > 1 and question.operation in _TAKES_METRIC and before.earlier is None:
        before = replace(before, earlier=told[-2])  # "what is the difference?" is between the last two
    if undoes(question) and (first := _unchanged(before)):
        return replace(first, language=language)
    return _merge(question, before, vocabulary, analyser)


def _language(text: str, told: Sequence[Question]) -> str:
    """The language of a turn; a name alone is of the conversation's."""
    bare = not re.search(r"[ぁ-ヿ一-鿿]", text) and len(text.split()) < 3 and not re.search(r"\b[a-z]{2,}", text)
    return told[-1].language if told and bare else detect_language(text)


def _unchanged(question: Question) -> Question | None:
    """The question whose inputs the questions up to this one changed, or None where nothing was calculated."""
    first: Question | None = question
    while first is not None and first.operation in ("runway", "formula") and first.earlier is not None:
        if not _changes_inputs(first):
            break
        first = first.earlier
    return first if first is not None and first.operation in ("runway", "formula") else None


def _named(question: Question, vocabulary: Vocabulary, analyser: Analyser) -> Question:
    """`question` with the names the vocabulary does not know told from its other words."""
    names = unknown_names(question.text, question.focus, vocabulary, analyser)
    focus = question.focus
    for name in names:
        focus = focus.replace(name, " ")
    return replace(question, names=names, focus=focus)


def _merge(question: Question, earlier: Question, vocabulary: Vocabulary, analyser: Analyser) -> Question:
    while (
        _changes_inputs(question)
        and _changes_inputs(earlier)
        and earlier.operation is None
        and earlier.earlier
    ):
        earlier = earlier.earlier  # a supposition that could not be read does not end the subject
    own_words = [word for word in analyser.words(question.focus) if word not in ASKING]
    names_one = bool(_companies(question, vocabulary) or question.names)
    bare = not question.metrics and (len(own_words) <= 1 or bool(_ELLIPSIS.match(question.text)))
    refers = bool(_REFERS.search(question.text))
    scenario = (
        _changes_inputs(question)
        and (question.operation in (None, earlier.operation) or _averages_burn(question, earlier))
        and earlier.operation in ("runway", "formula")
        and not names_one
    )
    if names_one and not bare and not refers:
        return question
    elliptical = bare and (question.operation is None or scenario)
    question = replace(question, kind=_kind_meant(question))
    # "What was it spent on?" asks for something else than "How much?" did; "And SpaceX?" for the same.
    own_kind = question.kind not in ("open", "yes_no", "manner") or asks_thing(question)
    carries_metric = (
        (elliptical and not own_kind)
        or (question.operation in _TAKES_METRIC and bare)
        or _is_of_the_measure(question, earlier, own_words, vocabulary)
    )
    carries_period = not question.periods and _wants_time(
        question, carries_metric, elliptical or refers or not names_one
    )
    # "Who is its president?" or "the model's name?" after a runway asks for no runway.
    other_kind = question.kind in ("name", "place", "reason", "percent", "count", "date")
    moves = not own_words or names_one or bool(question.periods) or scenario
    operation = question.operation or (earlier.operation if elliptical and moves and not other_kind else None)
    follows = scenario or elliptical or refers
    return replace(
        question,
        entities=_entities(question, earlier, bare, vocabulary)
        if follows or not question.entities
        else question.entities,
        names=question.names or (() if names_one else earlier.names),
        metrics=_aimed(_metrics(question, earlier, carries_metric, refers), question),
        periods=earlier.periods if carries_period else question.periods,
        operation=earlier.operation if scenario else operation,
        kind=earlier.kind if elliptical and not own_kind else question.kind,
        focus=_joined(question, earlier, own_words) if elliptical else question.focus,
        earlier=earlier if follows or not names_one else None,
    )


def _kind_meant(question: Question) -> str:
    """The kind of answer to a follow-up whose noun says it: "目的は？" asks why, "モデルの名前は？" for a name."""
    if question.kind not in ("open", "yes_no") or question.metrics:
        return question.kind
    return next((kind for kind, noun in _NOUNS if noun.search(question.text)), question.kind)


def _is_of_the_measure(
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


def _wants_time(question: Question, carries_metric: bool, follows: bool) -> bool:
    """Whether the time of the question before holds for this one: for its measure, or for another that is told by periods.

    What a company owes, employs or aims at is told for the day the article was written.
    """
    if question.kind not in _OF_FIGURES or asks_thing(question):
        return False
    if question.metrics:
        return follows and not _BY_PERIOD.isdisjoint(question.metric_keys)
    return carries_metric or follows


def _aimed(metrics: tuple[Occurrence, ...], question: Question) -> tuple[Occurrence, ...]:
    """ "年間の目標は？" after a question for revenue asks for the revenue aimed at, "どこまでいってる？" after its aim for the revenue."""
    if question.metrics or question.operation:
        return metrics
    swapped = {"revenue": "revenue_target"} if _AIM.search(question.text) else {}
    if _REACHED.search(question.text):
        swapped = {"revenue_target": "revenue"}
    return tuple(replace(one, key=swapped.get(one.key, one.key)) for one in metrics)


def _averages_burn(question: Question, earlier: Question) -> bool:
    """ "9か月の平均ペースなら？" after a runway supposes another burn; it does not ask for it."""
    return question.operation == "average" and earlier.operation == "runway" and supposes(question.text)


def _changes_inputs(question: Question) -> bool:
    """ "月12億ドルなら？", "支出が2倍なら？", "もっと節約したら？" suppose other inputs and ask nothing else."""
    bare = question.interrogative is None and not (question.metrics or question.entities or question.names)
    grows = change_in(question) is not None or growth_in(question) is not None
    return bool(question.quantities) or grows or (bare and supposes(question.text))


def _metrics(question: Question, earlier: Question, carries: bool, refers: bool) -> tuple[Occurrence, ...]:
    """Measures meant; "less its gross profit" takes one from what the question before asked for."""
    compared = question.operation in _TAKES_METRIC and refers and len(question.metrics) == 1
    if compared and earlier.metrics and question.metric_keys != earlier.metric_keys:
        return (*earlier.metrics[:1], *question.metrics)
    return earlier.metrics if carries else question.metrics


def _companies(question: Question, vocabulary: Vocabulary) -> tuple[Occurrence, ...]:
    return tuple(entity for entity in question.entities if vocabulary.entities[entity.key].is_company)


def _entities(
    question: Question, earlier: Question, bare: bool, vocabulary: Vocabulary
) -> tuple[Occurrence, ...]:
    """The names of both, where a new company takes the place of the old one."""
    companies = _companies(earlier, vocabulary)
    if not (_companies(question, vocabulary) or question.names):
        if question.entities or (question.metrics and companies and question.metric_keys != earlier.metric_keys):
            # "その売上は？" after "マスク氏のxAIの持ち株比率は？" is of xAI.
            things = tuple(one for one in earlier.entities if not _is_person(one, vocabulary))
            return (*question.entities, *companies) if question.entities else things
        return earlier.entities
    others = tuple(entity for entity in earlier.entities if entity not in companies)
    return (*others, *question.entities) if bare else question.entities


def _joined(question: Question, earlier: Question, own_words: list[str]) -> str:
    """The words of both; where the follow-up names a new subject, only what the earlier question said of its own."""
    if not own_words:
        return f"{earlier.focus} {question.focus}"
    _, mark, said = earlier.focus.partition("は")
    return f"{said if mark else ''} {question.focus}"


def _is_person(entity: Occurrence, vocabulary: Vocabulary) -> bool:
    named = vocabulary.entities[entity.key]
    return any(word.endswith("氏") for word in (named.ja, *named.words))


_HIRAGANA = re.compile(r"[ぁ-ゖ]")
# Nouns that say what kind of answer is wanted, where no interrogative does.
_NOUNS = (
    ("reason", re.compile(r"目的|狙い|ねらい|使い道|使途|用途|動機|\bwhat for\b|\bfor what\b|\bpurpose\b", re.I)),
    ("name", re.compile(r"(?:名前|名称|社名|商品名|製品名)(?:は|って)|\bname of\b|['’]s name\b", re.I)),
    ("place", re.compile(r"(?:場所|所在地|住所)(?:は|って)|\b(?:location|address) of\b|['’]s (?:location|address)\b", re.I)),
    ("date", re.compile(r"(?:時期|日程|日付|期日|年月日?|発売日|公開日)(?:は|って)", re.I)),
)
_AIM = re.compile(r"目標|ゴール|ターゲット|\b(?:target|goal|aim)\b", re.I)
_THAT_FIGURE = re.compile(r"(?:で、?|では、?|じゃあ、?)?(?:それ|これ)(?:は|って|が)")
_REACHED = re.compile(r"どこまで|実績|今のところ|これまで(?:に|の)|\b(?:so far|reached|achieved|made|earned|to date)\b", re.I)
_UNITS_OF_KIND = {"money": ("money", "rate", "price"), "percent": ("percent",), "count": ("count",)}
_OF_FIGURES = frozenset({"open", "amount", "money", "percent", "count", "duration", "yes_no"})
# Measures that add up over a time, and are told for it.
_BY_PERIOD = frozenset(
    "revenue net_loss net_income gross_profit operating_income ebitda_loss capex cash_spent launches failures".split()
)
_TAKES_METRIC = frozenset({"difference", "growth", "ratio", "average", "share", "sum", "yearly"})
