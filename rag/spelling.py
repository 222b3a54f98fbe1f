"""Questions as they were meant: slips of the keyboard in Latin words, mended where one known word is near enough.

What is known are the words of the vocabulary, of the articles and of questions; a word that is none of these and lies a
slip away from one of them is taken for it. Japanese spellings are in `rag.kana`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from index.vocabulary import Vocabulary
from index.words import Analyser
from rag.across import Across
from rag.kana import Kana
from rag.question import LONGEST

# Words that questions are made of, besides measures and names: a slip may be mended to one of them.
_ASKING = frozenset(
    "about what which when where whose does many much long how who why the and its their they have been with from than that this these those there "
    "company companies first second third fourth quarter quarters half year years month months last next previous before after same other one "
    "how's what's total amount report reported raised raise money people employ employees million billion trillion percent percentage interest rate "
    "target margin operating gross net annual annually monthly quarterly yearly cumulative difference compared growth increase decrease launch open "
    "factory headquarters president founder investor investors round valued lead led based located parent product model customers subscribers users price plan runway survive".split()
)
# Ordinary words near those above that are no slips of them.
_ORDINARY = frozenset(
    "a an i is it in on of or to at by be as if so no do we us he me my up am go ok vs "
    "are was were has had did can may not but for you his her our out all any own now new old low high too two ten one six per via due set get got let put see say ask add end use used run ran way day days "
    "case case's cast cost costs lost less list last late lead lean lend lent like line link live load loan loans long look loss love made mail main make male many mark mass math mean meet mile mind mine miss mode more most move must "
    "debt deal dear dept done down draw drop each earn east easy else ever even exit face fact fail fair fall fast feel fell felt file fill film find fine fire firm five flat flow fly focus food foot form four free fuel full fund funds gain game gave give goal goes gold gone good grew grow grows hand hard head held help here hire hold home hope hour huge idea into item jobs join just keep kept key kind knew know land large "
    "stage stages state states stake stakes stock stocks store share shares shape sharp short show side sides sale sales scale seem sell send sent sign site size small soft some soon spend spent start stay still stop such sure take taken talk tall team tell term terms test text then they thin thing think time told took tool turn type unit upon very wait want warm wave week well went wide will wind wish word work works worth would write yard yes yet your "
    "price prices prize prizes pride profit profits product products project projects range reach read real rest rich rise risk road role room rose rule safe said save says secure seat "
    "trial trail train trade track treat trend trust value values valve volume right light night might fight eight build built bought brought could should about above again agree along among "
    "quartet revenge expanse mouth mouths losers looses burns turns borne born sold cold hold cash dash mash lash wash crash clash class glass grass cross gross press dress".split()
)
_WORD = re.compile(r"(?<![A-Za-z0-9.'’/@_-])[A-Za-z]{3,}(?![A-Za-z0-9@_]|[.'’/-][A-Za-z0-9]{2,})")
_LEAST, _LONG = 5, 9  # letters from which one slip, and two, are mended
_KEPT = 1000  # texts
_SHORT_TARGETS = frozenset("cash debt loss loan gross the and net its what does cost".split())


class Speller:
    """Mends questions. `holds` says whether the articles hold a (normalised) word, `firms` are their companies' names."""

    def __init__(
        self, vocabulary: Vocabulary, firms: Iterable[str], analyser: Analyser, holds: Callable[[str], bool]
    ) -> None:
        self._analyser, self._holds = analyser, holds
        firms = list(firms)
        self._before: dict[str, str] = {}  # the turns of a conversation come again with every question
        spelt = [_names_of(vocabulary, key) for key in vocabulary.entities]
        told = [name for names in spelt if any(map(self._told, names)) for name in names]
        names = list(dict.fromkeys((*told, *firms)))
        self._kana = Kana(vocabulary, names, analyser)
        self._across = Across(vocabulary, firms, analyser, holds)
        measures = {
            word
            for metric in vocabulary.metrics.values()
            for phrase in metric.words
            for word in _latin(phrase)
        }
        self._targets = _by_opening({*measures, *_ASKING})
        self._names = _by_opening(
            {word.lower() for name in names for word in _latin(name) if len(word) >= _LEAST}
        )
        self._written = {word.lower(): word for name in names for word in _latin(name)}
        self._known = _ASKING | _ORDINARY | measures | set(self._written)

    def mended(self, text: str) -> str:
        """`text` with its slips mended; as it is where nothing known is near.

        >>> speller.mended("Velrtane net losss"), speller.mended("純損矢は？")
        ('Veltrane net loss', '純損失は？')
        """
        if len(text) > LONGEST:
            return text
        if text not in self._before:
            if len(self._before) >= _KEPT:
                self._before.clear()
            self._before[text] = self._read(text)
        return self._before[text]

    def _read(self, text: str) -> str:
        text = _WORD.sub(
            lambda match: self._mended(match.group(), opens=not text[: match.start()].strip()), text
        )
        # Whole names first: of "Amagiri Kaiun" the kana would leave アマギリ Kaiun.
        text = self._kana.mended(self._across.in_japanese(text))
        return self._across.mended(text)

    def _told(self, name: str) -> bool:
        """Whether the articles name it: a firm nobody told of is not what a slip means."""
        words = self._analyser.words(name)
        return bool(words) and all(self._holds(word) for word in words)

    def _mended(self, word: str, *, opens: bool) -> str:
        """`word`, or what it is a slip of; a capital in the midst of a sentence writes a name."""
        lower = word.lower()
        if word.isupper() or lower in self._known:
            return word
        for target in self._targets.get(lower[0], ()) if len(lower) > _LEAST else ():
            if _single(lower) == _single(target):  # "employes", whose stem is a word of the articles
                return target
        stems = self._analyser.words(word)
        if not stems or any(map(self._holds, stems)):  # a stop word, or a word of the articles
            return word
        if name := _nearest(lower, self._names.get(lower[0], ())):
            return self._written[name]
        if not word.islower():
            near = _nearest(lower, self._targets.get(lower[0], ())) if opens and word[1:].islower() else None
            return near.capitalize() if near else word
        near = _nearest(lower, self._targets.get(lower[0], ()))
        if near is None and len(lower) < _LEAST:
            near = next((short for short in _SHORT_TARGETS if _slips_short(lower, short)), None)
        return near or word


def _latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{3,}", text)


def _names_of(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    entity = vocabulary.entities[key]
    return (key, entity.ja, entity.en, *entity.words)


def _by_opening(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first letter, which hardly anybody mistypes."""
    found: dict[str, list[str]] = {}
    for word in sorted(word.lower() for word in words):
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(those) for letter, those in found.items()}


@lru_cache(maxsize=4096)
def _nearest(word: str, targets: tuple[str, ...]) -> str | None:
    """The one target a slip away (two in a long word), or None where there is none or more than one as near."""
    if len(word) < _LEAST:
        return None
    most = 2 if len(word) >= _LONG else 1
    near = sorted(
        (distance, _single(word) != _single(target), target)
        for target in targets
        if len(target) >= _LEAST
        and (distance := OSA.distance(word, target, score_cutoff=most)) <= most
        and word not in (f"{target}s", target.removesuffix("s"))
    )
    if not near or (
        len(near) > 1 and near[1][:2] == near[0][:2] and near[1][2].rstrip("s") != near[0][2].rstrip("s")
    ):
        return None
    return near[0][2]


def _single(word: str) -> str:
    """`word` with doubled letters single, which are doubled or left out most often: employes, losss."""
    return re.sub(r"(.)\1+", r"\1", word)


def _slips_short(word: str, target: str) -> bool:
    """In short words only two letters swapped, or one of a pair left out, are slips: "csah", "los"."""
    if len(word) == len(target):
        return sorted(word) == sorted(target) and OSA.distance(word, target) == 1
    return len(target) > len(word) and word == _single(target)
