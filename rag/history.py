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
from rag.taken import aimed_at, is_of_the_measure, kind_meant, wants_time
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
            earlier = (
                _heard(content, told, reply, vocabulary, analyser, mended) if not courtesy(content) else None
            )
        except KassoroError:
            earlier = None
        asked = earlier is not None
        if earlier is not None:
            told.append(earlier)
            reply = ""
    return _heard(question.text, told, reply, vocabulary, analyser, mended)


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
    romanised = _HIRAGANA.search(said) and not _HIRAGANA.search(text) and not _ENGLISH_WORD.search(said)
    language = "ja" if romanised else _language(text, told)
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
    bare = (
        not re.search(r"[ぁ-ヿ一-鿿]", text) and len(text.split()) < 3 and not re.search(r"\b[a-z]{2,}", text)
    )
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
    compares = question.operation in _TAKES_METRIC and _COMPARING.issuperset(own_words)
    bare = not question.metrics and (len(own_words) <= 1 or compares or bool(_ELLIPSIS.match(question.text)))
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
    question = replace(question, kind=kind_meant(question))
    # "What was it spent on?" asks for something else than "How much?" did; "And SpaceX?" for the same.
    own_kind = question.kind not in ("open", "yes_no", "manner") or asks_thing(question)
    carries_metric = (
        (elliptical and not own_kind)
        or (question.operation in _TAKES_METRIC and bare)
        or is_of_the_measure(question, earlier, own_words, vocabulary)
    )
    carries_period = not question.periods and wants_time(
        question, carries_metric, elliptical or refers or not names_one
    )
    # "Who is its president?" or "the model's name?" after a runway asks for no runway.
    other_kind = question.kind in ("name", "place", "reason", "percent", "count", "date")
    moves = not own_words or names_one or bool(question.periods) or scenario
    operation = question.operation or (earlier.operation if elliptical and moves and not other_kind else None)
    # "SpaceXは？" after a question why asks why, "第2四半期は？" and "年間の目標は？" for figures.
    keeps_kind = earlier.kind != "reason" or not (own_words or question.periods)
    follows = scenario or elliptical or refers
    return replace(
        question,
        entities=_entities(question, earlier, bare, vocabulary)
        if follows or not question.entities
        else question.entities,
        names=question.names or (() if names_one else earlier.names),
        metrics=aimed_at(_metrics(question, earlier, carries_metric, refers), question),
        periods=earlier.periods if carries_period else question.periods,
        operation=earlier.operation if scenario else operation,
        kind=earlier.kind if elliptical and not own_kind and keeps_kind else question.kind,
        focus=_joined(question, earlier, own_words) if elliptical and keeps_kind else question.focus,
        earlier=earlier if follows or not names_one else None,
    )


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
        if question.entities or (
            question.metrics and companies and question.metric_keys != earlier.metric_keys
        ):
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
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]?[a-z]{2,}")
# Words of a comparison ("前四半期比でいくら増えた？") that name nothing to compare.
_COMPARING = frozenset(
    "四半 期 増える 減る 増加 減少 伸びる 伸び 成長 変化 変わる 拡大 縮小 悪化 改善 比 比べる 比較 前年 前期 四半期 前 年 期 同期 差 違う 違い 大きい 小さい 多い 少ない 高い 低い "
    "increas decreas grow growth chang rise rose fall fell higher lower larger smaller more less compar previous prior before quarter year".split()
)
_TAKES_METRIC = frozenset({"difference", "growth", "ratio", "average", "share", "sum", "yearly"})
