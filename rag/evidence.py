"""Which sentences answer a question: a weighted coverage of all that the question names.

A sentence meets each need wholly, in part (through its heading or its neighbour) or not at all. The score is the
share of the weight that is met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.figures import Figure, SentenceReading
from index.periods import Period
from index.quantity import find_quantities, same
from index.vocabulary import fold
from index.words import names_a_firm
from rag.needs import ROUND, SIGNS_OF_KIND, Need
from rag.negation import NEGATION
from rag.question import Question

ENOUGH = 0.52  # share of a question's weight a sentence must meet to answer it; tuned on questions of our own
ENOUGH_FOR_FIGURE = 0.55
SURE = 0.72
_KANA = re.compile(r"[ぁ-ヿ]")
_JAPANESE = re.compile(r"[一-鿿ァ-ヴー]{2,}$")
LEAST_SHARE = 0.3  # a need met by less is not met
_FOREIGN_WORD = 0.25  # an English word no table translates says little about a Japanese sentence
_LEAST_WORDS = 0.34  # share of the plain words that a sentence about no measure asked for must hold
_ALIKE = 0.42  # cosine from which two words are taken to mean nearly the same
_NEARLY_THE_SAME = 0.6  # cosine from which a word stands for another
_FAR = 1500  # characters behind which a name said before no longer holds
_SENTENCE = re.compile(r"[^。！？\n]+?(?:[。！？\n]|[.!?](?=\s)|$)")
_TRANSLATED = 0.9  # a word of the other language stands for it
_DENYING = 0.02
_ELSEWHERE = 0.6  # met by the heading or the sentence before, not by the sentence itself

# Measures whose wordings overlap: asked for one, a figure of the other may still answer.
RELATED: dict[str, tuple[str, ...]] = {
    "burn": ("cash_spent", "capex"), "cash_spent": ("burn",), "raise": ("investment",), "investment": ("raise", "stake"),
    "stake": ("investment",), "price": ("subscribers", "valuation"), "subscribers": ("price",), "revenue_target": ("revenue",),
    "interest_rate": ("debt",), "cost_per_launch": ("price", "launches"), "failures": ("launches", "cost_per_launch"),
    "launches": ("failures", "cost_per_launch", "subscribers"), "gpus": ("compute",), "compute": ("gpus",), "loan": ("investment",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (and the figure in it, for figure questions) with the share of the question's weight it meets.

    `on_subject` is False where it shares no more with the question than names and times.
    """

    reading: SentenceReading
    score: float
    failed: tuple[Need, ...]
    figure: Figure | None = None
    on_subject: bool = True

    @property
    def sound(self) -> bool:
        """Nothing required is missing."""
        return not any(need.required for need in self.failed)


_UNDATED = 0.4  # a reason is seldom told with its time
_QUOTED = re.compile(r"「([^「」]{2,16})」|“([^“”]{2,24})”")
# A yes, a name or a reason must rest on the sentence itself; only whom it is about may be said before.
_FROM_ITSELF = frozenset({"yes_no", "name", "reason"})


class Lexicon(Protocol):
    """What weighing needs to know about words."""

    def likeness(self, word: str, words: tuple[str, ...]) -> float:
        """The greatest cosine of a word with any of a sentence's: near synonyms count in part."""

    def text_before(self, reading: SentenceReading) -> str:
        """The article up to the sentence."""

    def names(self, text: str) -> tuple[str, ...]:
        """Proper names in `text`."""

    def heard(self, name: str, text: str) -> bool:
        """Whether `text`, in the other script, holds a name that sounds like `name`."""

    def subjects(self, text: str) -> tuple[str, ...]:
        """Names that `text` is about, or whose measures it tells ("松本薬品は", "松本薬品の売上")."""


def weigh(question: Question, needs: Sequence[Need], reading: SentenceReading, lexicon: Lexicon) -> Evidence:
    """How much of `needs` the sentence meets, apart from any figure."""
    shares = [(need, share_met(question, need, reading, lexicon)) for need in needs]
    weights = [weight_of(question, need, reading) for need in needs]
    failed = [need for need, share in shares if share < LEAST_SHARE]
    met = sum(weight * share for weight, (_, share) in zip(weights, shares, strict=True))
    words = [
        (weight, share)
        for weight, (need, share) in zip(weights, shares, strict=True)
        if need.kind == "word" and need.key not in question.names
    ]
    total, words_total = sum(weights), sum(weight for weight, _ in words)
    measured = any(need.kind == "metric" and need not in failed for need in needs)
    # Two names that stand together in a sentence tell its subject, whatever the verb between them.
    named = [
        share
        for need, share in shares
        if need.kind == "name" or (need.owns and need.surfaces and need.key in question.names)
    ]
    told = len(named) > 1 and min(named) >= _TRANSLATED
    if (
        not measured
        and not told
        and words_total > 0.3
        and sum(w * s for w, s in words) < _LEAST_WORDS * words_total
    ):
        failed.append(Need("words", "", 0.0, required=True))
    return Evidence(
        reading, (met / total if total else 0.0) + _topic(question, reading) - _denial(question, reading), tuple(failed),
        on_subject=measured or any(share >= LEAST_SHARE for _, share in words),
    )  # fmt: skip


def weight_of(question: Question, need: Need, reading: SentenceReading) -> float:
    """What a need counts for a sentence; words of the other language that no table translates count little."""
    foreign = bool(_KANA.search(reading.text)) if question.language == "en" else reading.text.isascii()
    plain = need.kind == "word" and not (need.surfaces or need.translations or need.required)
    return need.weight * _FOREIGN_WORD if foreign and plain else need.weight


def share_met(question: Question, need: Need, reading: SentenceReading, lexicon: Lexicon) -> float:
    """How far the sentence meets one need: 0 not at all, 1 in its own words."""
    if need.kind == "name" and need.required and _of_another_firm(need, reading, lexicon):
        return 0.0
    if need.kind == "kind" and need.key == "name":
        return float(_names_another(question, need, reading, lexicon))
    if need.kind == "round":
        return _round_met(need.key, reading, lexicon)
    share = (
        _owner_met(question, need, reading, lexicon) if need.owns and need.surfaces else _met(need, reading)
    )
    if need.owns and share < _ELSEWHERE and lexicon.heard(need.key, reading.text):
        share = _TRANSLATED
    if need.kind == "period" and question.kind == "reason" and not reading.periods:
        return max(share, _UNDATED)
    if need.kind != "word":
        return share
    if question.kind in _FROM_ITSELF and share == _ELSEWHERE:
        share = share if need.owns else 0.0 if need.exact else share / 2
    if share < _ELSEWHERE and not need.exact:
        alike = _alike(need, reading, lexicon)
        # Whether something is so, no neighbouring notion tells: being listed is not being invested in.
        share = max(share, alike if question.kind != "yes_no" or alike >= _NEARLY_THE_SAME else alike / 2)
    return share


def _of_another_firm(need: Need, reading: SentenceReading, lexicon: Lexicon) -> bool:
    """Whether a sentence that does not name the company asked for tells another firm's measures: 相模軸受の売上高."""
    if need.key in reading.entity_keys or need.words & reading.entity_keys:
        return False
    told = fold(need.key)
    return any(
        names_a_firm(name) and fold(name) not in told and f"{name}の" in reading.text
        for name in lexicon.subjects(reading.text)
    )


def _names_another(question: Question, need: Need, reading: SentenceReading, lexicon: Lexicon) -> bool:
    """Asked for a name, the sentence holds one that the question does not."""
    if reading.entity_keys - need.words:
        return True
    asked = fold(" ".join((question.text, *question.entity_keys, *question.names)))
    quoted = [match[1] or match[2] for match in _QUOTED.finditer(reading.text)]
    return any(fold(name) not in asked for name in (*lexicon.names(reading.text), *quoted))


_LOOKS_BACK = 320  # characters within which "the plant" is the plant named before


def _refers_back(question: Question, name: str, reading: SentenceReading, lexicon: Lexicon) -> bool:
    """Whether a sentence goes on about a thing named right before it: "the round" of a "Series D round", what follows 「第二工場」."""
    before = fold(lexicon.text_before(reading)[-_LOOKS_BACK:])
    if name not in before:
        return False
    head = re.search(re.escape(name) + r"(?:['’]s)? ([a-z]{3,})", fold(question.text))
    if head and re.search(rf"\b(?:the|this|that) {head[1]}\b", fold(reading.text)):
        return True
    quoted = re.search(rf"[「『][^「」『』]*{re.escape(name)}[^「」『』]*[」』]", fold(reading.before))
    return bool(quoted) and not re.search(r"[「『]", reading.text)


def _owner_met(question: Question, need: Need, reading: SentenceReading, lexicon: Lexicon) -> float:
    """A sentence is about the name it holds, else about the one named before it, unless another has come between."""
    name = need.surfaces[0]
    if name in (told := fold(reading.text)):
        return 0.0 if _longer_name(question, name, told, lexicon.text_before(reading)) else 0.95
    if _refers_back(question, name, reading, lexicon):
        return _ELSEWHERE
    if any(fold(other) != name for other in lexicon.subjects(reading.text)):
        return 0.0
    if name in fold(f"{reading.heading} {reading.title}"):
        return _ELSEWHERE
    if lexicon.heard(name, reading.text):
        return _TRANSLATED
    if lexicon.heard(name, f"{reading.title} {reading.before}"):
        return _ELSEWHERE
    # What the sentences before are about, the sentence is about too: the nearest that has a subject decides.
    for sentence in reversed(_SENTENCE.findall(lexicon.text_before(reading)[-_FAR:])):
        if subjects := lexicon.subjects(sentence):
            return _ELSEWHERE if any(fold(subject) == name for subject in subjects) else 0.0
    return 0.0


def _longer_name(question: Question, name: str, told: str, before: str) -> bool:
    """Whether a sentence holds only a longer name, as ナギ・プラス is another than ナギ where the article speaks of both."""
    if "・" not in told:
        return False
    bare = re.compile(rf"{re.escape(name)}(?!・[ァ-ヴ])")
    return not bare.search(told) and bool(bare.search(fold(question.text)) and bare.search(fold(before)))


def _round_met(letter: str, reading: SentenceReading, lexicon: Lexicon) -> float:
    """A sentence is of the round of funding it names, else of the one named last before it."""
    before = lexicon.text_before(reading)[-_FAR:]
    for text, share in ((reading.text, 1.0), (before, _ELSEWHERE), (reading.title, _ELSEWHERE)):
        if told := [fold(match["letter"]) for match in ROUND.finditer(text)]:
            return share if letter in (told if text == reading.text else told[-1:]) else 0.0
    return 0.0


def _alike(need: Need, reading: SentenceReading, lexicon: Lexicon) -> float:
    """How near in meaning the sentence comes to the need: through its words or, for a thing no article names
    ("the rocket's test flight"), through what it is about.
    """
    if need.key.isascii() and need.key.isupper():
        return 0.0  # CFO is near no word but its own full form, which its surfaces hold
    around = tuple(key.lower() for key in reading.context_entities[:3]) if need.required else ()
    # Of a term of several words each must be near something: 者 alone brings no 最高財務責任者.
    alike = min((lexicon.likeness(word, (*reading.words, *around)) for word in need.words), default=0.0)
    return alike if alike >= _ALIKE else 0.0


def _denial(question: Question, reading: SentenceReading) -> float:
    """Of two sentences that meet as much, one that denies something is the worse answer to what was or is."""
    asserts = question.kind == "yes_no" or NEGATION.search(question.text)
    return 0.0 if asserts or not NEGATION.search(reading.text) else _DENYING


def _topic(question: Question, reading: SentenceReading) -> float:
    """Of two names in a question ("SpaceXはxAIの…") the first is who acts: so it should be in the sentence."""
    if not question.entity_keys or not reading.topics:
        return 0.0
    if len(question.entity_keys) < 2:  # a follow-up goes on about its company, not about another that acts
        return -0.08 if question.earlier and question.entity_keys[0] not in reading.topics else 0.0
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
        found = {metric.key for metric in reading.metrics} | (reading.denied if need.exact else frozenset())
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
        sign = SIGNS_OF_KIND.get(need.key)
        return float(bool(sign and sign.search(reading.text)))
    # Of a term of several words ("最高財務責任者") all must be there; 者 alone says nothing.
    if need.words and (
        need.words <= set(reading.words) if need.surfaces else not need.words.isdisjoint(reading.words)
    ):
        return 1.0
    if not need.forms.isdisjoint(reading.words):
        return 1.0
    if need.surfaces and any(_holds(surface, fold(reading.text)) for surface in need.surfaces):
        return 0.95
    if any(words <= set(reading.words) for words in need.translations):
        return _TRANSLATED
    if need.words and all(_JAPANESE.match(word) and word in fold(reading.text) for word in need.words):
        return 0.95  # プレゼン in プレゼンテーション
    before = "" if _turns_to_another(reading) else reading.before
    around = fold(f"{reading.title} {reading.heading} {before}")
    told = any(surface in around for surface in need.surfaces)
    told = told or (
        not need.exact and any(all(word in around for word in words) for words in need.translations)
    )
    return _ELSEWHERE if told or (need.words and all(word in around for word in need.words)) else 0.0


def _holds(surface: str, text: str) -> bool:
    """Whether a text holds a word, or in English begins one with it: "close" is in "closes" and not in "disclosed"."""
    start = text.find(surface)
    while start > 0 and surface.isascii() and text[start - 1].isascii() and text[start - 1].isalpha():
        start = text.find(surface, start + 1)
    return start >= 0


_OWN_TOPIC = re.compile(r"(?!それ|これ|同社|両社|一方|また)(?P<topic>[^、。は]{2,24}?)は")


def _turns_to_another(reading: SentenceReading) -> bool:
    """Whether a Japanese sentence opens with a topic that the one before does not speak of, so that it does not go on with it."""
    topic = _OWN_TOPIC.match(reading.text)
    return topic is not None and topic["topic"] not in reading.before


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
