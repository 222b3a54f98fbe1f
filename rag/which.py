"""Which company is meant: "もう一方", "the former", or a question that two companies fit alike, which is asked back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.vocabulary import Vocabulary
from rag.question import Question

_OTHER = {
    "ja": re.compile(
        r"もう(?:一方|片方|一社|1社|１社)(?:の(?:会社|企業|方|ほう))?|もう(?:一つ|ひとつ|1つ|１つ)の(?:会社|企業|方|ほう)|もう(?:一つ|ひとつ|1つ|１つ)(?=は|って|だと)|(?<![一-鿿])他方(?:の(?:会社|企業))?|(?<!もう)片方|(?:別|ほか|他|残り|逆)の(?:会社|企業|方|ほう|一社)|相手(?:の会社|企業|先|方)?(?=は|の|って)"
    ),
    "en": re.compile(
        r"\b(?:the )?other (?:one|company|firm|business|of the two|party)(?=['’\s?.,!]|$)|\bthe other(?=['’]s|[?.,!]|$)",
        re.I,
    ),
}
_PLACES = {
    "ja": (
        (re.compile(r"前者|(?:最初|はじめ|初め|1つ目|一つ目|1番目|一番目|先)の(?:方|ほう|会社|企業)"), 0),
        (re.compile(r"後者|(?:最後|後|あと|2つ目|二つ目|2番目|二番目)の(?:方|ほう|会社|企業)"), 1),
    ),
    "en": (
        (re.compile(r"\bthe former\b|\bthe first(?: one| company| firm|(?=[?.,!]|$))", re.I), 0),
        (re.compile(r"\bthe (?:latter|second)(?: one| company| firm|(?=[?.,!]|$))|\bthe latter\b", re.I), 1),
    ),
}  # fmt: skip
# Measures that lie between two companies, or of which the question before says whose is meant.
_BETWEEN = frozenset({"investment", "loan", "stake", "raise", "interest_rate"})
_ONE_OF_THEM = re.compile(
    r"^(?:その|同社|この会社|その会社|それの)|同社|\b(?:its|it|the company|that company|this company)\b", re.I
)
_BOTH = re.compile(
    r"両社|両方|双方|それぞれ|2社|二社|合計|合わせ|差|違い|比|\b(?:both|each|their|they|them|together|combined|difference|respectively|versus|vs)\b",
    re.I,
)


def companies_of(question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The companies a question is about: those of the vocabulary, and names it does not know."""
    known = [key for key in question.entity_keys if vocabulary.entities[key].is_company]
    return (*known, *question.names)


def with_company(text: str, language: str, told: Sequence[Question], vocabulary: Vocabulary) -> str:
    """`text` with the name of the company that it calls the other, the former or the latter one; as it is where none fits.

    The other one is the company last spoken of that the question before was not about.
    """
    pairs = [companies_of(question, vocabulary) for question in reversed(told)]
    for pattern, place in _PLACES[language]:
        if match := pattern.search(text):
            named = next((pair for pair in pairs if len(pair) > 1), _last_two(pairs))
            return _put(text, match, named[place], language, vocabulary) if len(named) > 1 else text
    match = _OTHER[language].search(text)
    if match is None or not pairs:
        return text
    now = set(pairs[0])
    other = next((name for pair in pairs[1:] for name in reversed(pair) if name not in now), None)
    if other is None or len(now) > 1:
        return text
    return _put(text, match, other, language, vocabulary)


def _last_two(pairs: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The two companies last spoken of, the older first."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))[:2]
    return tuple(reversed(names))


def _put(text: str, match: re.Match[str], name: str, language: str, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entities.get(name)
    shown = entity.name(language) if entity else name
    return text[: match.start()] + shown + text[match.end() :]


def in_doubt(question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two companies that a follow-up may mean alike, or () where it is clear which.

    "What is its revenue?" after "How much did A invest in B?" has two readings; of their difference it has one.
    """
    earlier = question.earlier
    if earlier is None or not question.metric_keys or question.operation not in (None, "runway"):
        return ()
    candidates = companies_of(earlier, vocabulary)
    own = {entity.key for entity in vocabulary.find_entities(question.text)}
    if (
        len(candidates) != 2
        or own.intersection(candidates)
        or set(companies_of(question, vocabulary)) - set(candidates)
    ):
        return ()
    if not _BETWEEN.isdisjoint(question.metric_keys) or set(question.metric_keys) == set(earlier.metric_keys):
        return ()
    if question.kind not in ("open", "amount", "money", "percent", "count", "duration") or _BOTH.search(
        question.text
    ):
        return ()
    compared = earlier.operation is not None and not _ONE_OF_THEM.search(question.text)
    return () if compared else candidates
