"""From a question to weighed sentences and figures: retrieval, reading, weighing."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.expansion import Alternatives
from index.figures import SentenceReading, read_passage
from index.ledger import day_of
from index.periods import Period
from index.quantity import Quantity, same
from index.vocabulary import Vocabulary, fold
from rag.evidence import LEAST_SHARE, Evidence, agree, share_met, weigh
from rag.fit import fits, weigh_figures
from rag.heard import Heard
from rag.inflection import inflected
from rag.learned_names import learned_names
from rag.names import is_subject, names_in, subjects
from rag.needs import Need, needs_of, translated
from rag.question import Question

_UNSEEN = "\N{NULL}"  # a word no article holds, to ask the word index for the greatest weight
_CACHED_PASSAGES = 4096
_CACHED_SENTENCES = 8192
_MOST_PASSAGES = 16
# Another's guess at a figure comes behind who reports it.
_UNSURE = re.compile(
    r"と[み見]られ|模様だ|もようだ|推定され|推計|\b(?:estimated|believed to|thought to)\b", re.I
)
# A word of a question by itself: a run of one script.
_PIECE = re.compile(r"[A-Za-z]{3,}|[ァ-ヴー]{3,}|[一-鿿々]{2}")
_QUOTED = re.compile(r"「([^「」 ]{2,16})」")
_FORMER = 0.3  # what a value that a change left behind lies below the new one


class Retriever(Protocol):
    """What a finder needs of `index.search.HybridRetriever`."""

    analyser: Any
    embedding: Any

    def retrieve(self, query: str) -> list[Any]:
        """Nodes with scores, best first."""

    def idf(self, word: str) -> float:
        """How rare a word is; the greatest value for a word no article holds."""

    def alternatives(self, query: str) -> list[Alternatives]:
        """What words of `query` are called otherwise."""


class Finder:
    """Finds evidence in the articles behind one retriever. Readings of passages are kept, as they cost most."""

    def __init__(
        self,
        retriever: Retriever,
        vocabulary: Vocabulary,
        article: Callable[[str], Article],
        article_nodes: Callable[[str], Sequence[Any]] = lambda id: (),
    ) -> None:
        """`article_nodes` gives the passages of an article, in its order."""
        self._retriever = retriever
        self._fetch_article = article
        self._articles: dict[str, Article] = {}
        self._article_nodes = article_nodes
        self._within = ""
        self._vocabulary = vocabulary
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._matrices: OrderedDict[tuple[str, ...], NDArray[np.float32]] = OrderedDict()
        self._readings: OrderedDict[str, list[SentenceReading]] = OrderedDict()
        self._names: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._subjects: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._passages: dict[str, list[Any]] = {}
        self._found: dict[tuple[str, int], list[SentenceReading]] = {}
        self._weighed: dict[tuple[Question, str], list[Evidence]] = {}
        self._needs: dict[Question, list[Need]] = {}
        self._learned: tuple[str, ...] = ()
        self._heard = Heard(retriever.analyser)
        self._article_names: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._left_out: Callable[[SentenceReading], bool] = lambda reading: False
        self._owners: tuple[tuple[Question, Need], ...] = ()

    def about(self, question: Question) -> Finder:
        """This finder, held to sentences that speak of the names in `question` that the vocabulary does not know."""
        owners = tuple((question, need) for need in self.needs(question) if need.owns)
        if not owners:
            return self
        held = copy(self)
        held._owners, held._found, held._weighed = owners, {}, {}
        return held

    def named(self, question: Question) -> Question:
        """`question` with the names in it that only the articles' own use tells to be names."""
        found = dict.fromkeys(
            hit.node.metadata["article_id"] for hit in self.passages(question.text)[:_MOST_PASSAGES]
        )
        learned = dict.fromkeys(name for id in found for name in self._names_of(self._article(id)))
        known = [question.text[one.start : one.end] for one in question.entities]
        unknown = (name for name in learned if not self._vocabulary.find_entities(name))
        self._learned = tuple(sorted(unknown, key=lambda name: (-len(name), name)))
        self._subjects.clear()
        names: list[str] = []
        for name in self._learned:
            inside = any(name in other for other in (*names, *known))
            if name in question.focus and not inside:
                names.append(name)
        # What the question puts in quotation marks, as an article does, is a name: 「ウスユキ」.
        for match in _QUOTED.finditer(question.focus):
            quoted = match[1]
            if not any(quoted in other for other in (*names, *known)) and self.knows(f"「{quoted}」"):
                names.append(quoted)
        terms = [name for name in question.names if name not in names and self._is_a_term(name)]
        if terms:
            held = tuple(name for name in question.names if name not in terms)
            question = replace(question, names=held, focus=" ".join((question.focus, *terms)))
        # A piece that a dictionary took for a name (港南 of 港南セル) gives way to the whole.
        others = [name for name in question.names if not any(name in whole for whole in names)]
        return (
            replace(question, names=(*names, *others), focus=_less(question.focus, names))
            if names
            else question
        )

    def within(self, article_id: str) -> Finder:
        """This finder, held to the sentences of one article."""
        held = copy(self)
        held._within, held._found, held._weighed = article_id, {}, {}
        return held

    def article_readings(self, article_id: str) -> list[SentenceReading]:
        """All sentences of an article, in its order."""
        return [reading for node in self._article_nodes(article_id) for reading in self.read(node)]

    def idf(self, word: str) -> float:
        """How rare a word is in the articles."""
        return self._retriever.idf(word)

    def passing_over(self, left_out: Callable[[SentenceReading], bool]) -> Finder:
        """This finder without the sentences for which `left_out` is true."""
        held = copy(self)
        held._left_out, held._found, held._weighed = left_out, {}, {}
        return held

    def begin(self) -> None:
        """Forget what was found for the question before: the library may have changed since."""
        self._articles, self._passages = {}, {}
        self._found, self._weighed, self._needs = {}, {}, {}

    def needs(self, question: Question) -> list[Need]:
        """What the question names, weighted by how rare it is in the articles."""
        if question not in self._needs:
            needs = needs_of(
                question,
                self._vocabulary,
                self._retriever.analyser,
                self._retriever.idf,
                self._retriever.idf(_UNSEEN),
            )
            needs = translated(needs, self._translations(question.text))
            self._needs[question] = inflected(needs, self._retriever.analyser.words)
        return self._needs[question]

    def _translations(self, text: str) -> list[Alternatives]:
        """What the terms of `text` are called in the other language, and what each of their words is."""
        found = self._retriever.alternatives(text)
        # Of an English phrase the words mean something else alone: a chief operating officer operates nothing.
        phrases = {word for one in found if len(one.words) > 1 for word in one.words}
        for piece in dict.fromkeys(_PIECE.findall(text)):
            if not piece.isascii() or phrases.isdisjoint(self.words(piece)):
                found += self._retriever.alternatives(piece)
        return found

    def _is_a_term(self, name: str) -> bool:
        """Whether a seeming name is a common term that the glossary knows: ナトリウム電池."""
        words = set(self.words(name))
        return any(set(one.words) == words for one in self._retriever.alternatives(name) if not one.exact)

    def knows(self, name: str) -> bool:
        """Whether an article holds `name` as it is written, letter case aside."""
        sought = fold(name)
        hits = self.passages(name)[:_MOST_PASSAGES]
        return any(sought in fold(f"{hit.node.metadata['title']} {hit.node.text}") for hit in hits)

    def speaks_of(self, names: Sequence[str], article_id: str) -> bool:
        """Whether an article holds one of `names`."""
        article = self._article(article_id)
        text = fold(f"{article.title} {article.text}")
        return any(fold(name) in text for name in names)

    def _article(self, article_id: str) -> Article:
        """An article, fetched once for a question."""
        if article_id not in self._articles:
            self._articles[article_id] = self._fetch_article(article_id)
        return self._articles[article_id]

    def words(self, text: str) -> list[str]:
        """Normalised content words of `text`."""
        return list(self._retriever.analyser.words(text))

    def passages(self, query: str) -> list[Any]:
        """Nodes with scores (`.node`, `.score`: natural-log odds), best first, found once for a question."""
        if query not in self._passages:
            self._passages[query] = self._retriever.retrieve(query)
        hits = self._passages[query]
        if self._within:
            return [hit for hit in hits if hit.node.metadata["article_id"] == self._within]
        return hits

    def readings(self, query: str, limit: int = _MOST_PASSAGES) -> list[SentenceReading]:
        """The sentences of the passages found for `query`, best passage first, each sentence once."""
        if (query, limit) in self._found:
            return self._found[query, limit]
        seen: dict[tuple[str, int], SentenceReading] = {}
        tellers: dict[
            tuple[str, str], str
        ] = {}  # who tells a sentence of a story: one of its copies suffices
        nodes = (
            self._article_nodes(self._within)
            if self._within
            else [hit.node for hit in self.passages(query)[:limit]]
        )
        for node in nodes:
            story = node.metadata.get("story") or node.metadata["article_id"]
            for reading in self.read(node):
                said = "".join(reading.text.split())
                if tellers.setdefault((story, said), reading.article_id) != reading.article_id:
                    continue
                if self._speaks(reading) and not self._left_out(reading):
                    seen.setdefault((reading.article_id, reading.start), reading)
        found = self._found[query, limit] = list(seen.values())
        return found

    def sentences(self, question: Question, query: str) -> list[Evidence]:
        """Sentences weighed against the question, best first; earlier passages win ties."""
        return sorted(self._weigh(question, query), key=lambda evidence: (-evidence.sound, -evidence.score))

    def figures(self, question: Question, query: str, unit: str | None) -> list[Evidence]:
        """Figures of a fitting unit weighed against the question, sound ones first, best first."""
        needs = self.needs(question)
        found: list[Evidence] = []
        for evidence in self._weigh(question, query):
            found += weigh_figures(question, needs, evidence, unit, self._vocabulary)
        return sorted(found, key=lambda evidence: (-evidence.sound, -evidence.score))

    def _weigh(self, question: Question, query: str) -> list[Evidence]:
        """Every sentence found for `query`, weighed once for a question."""
        if (question, query) not in self._weighed:
            needs = self.needs(question)
            weighed = [weigh(question, needs, reading, self) for reading in self.readings(query)]
            self._weighed[question, query] = weighed
        return self._weighed[question, query]

    def ledger(
        self, company: str | None, metric: str, period: Period | None = None, *, rate: bool | None = None
    ) -> list[Evidence]:
        """Exact figures of `metric` for `company` (and `period`, if given), the best supported first.

        `rate` True keeps amounts per time, False keeps plain amounts.
        """
        entity = self._vocabulary.entities.get(company or "")
        measure = self._vocabulary.metrics[metric]
        names = " ".join(dict.fromkeys((entity.ja, entity.en))) if entity else ""
        query = f"{names} {measure.ja} {measure.en} {period.label('ja') if period else ''}"
        found: list[Evidence] = []
        for reading in self.readings(query):
            for figure in reading.figures:
                if figure.quantity is None or figure.metric != metric or not fits(figure, measure.unit):
                    continue
                if figure.change:
                    continue
                if rate is not None and rate != ("/" in figure.quantity.unit):
                    continue
                if period and not (figure.period and agree(period, figure.period)):
                    continue
                strength = _belongs(company, figure.companies, figure.own)
                if strength:
                    kind = 0.2 if figure.kind == "reported" else 0.0
                    kind -= 0.1 if _UNSURE.search(reading.text) else 0.0
                    former = _FORMER if figure.former and not period else 0.0
                    found.append(Evidence(reading, strength + kind - former, (), figure))
        return sorted(found, key=lambda evidence: -evidence.score)

    def stating(self, query: str, company: str | None, quantity: Quantity) -> list[Evidence]:
        """Sentences found for `query` that state `quantity`, those about `company` first."""
        found = [
            Evidence(reading, _belongs(company, figure.companies, figure.own), (), figure)
            for reading in self.readings(query)
            for figure in reading.figures
            if figure.quantity and same(figure.quantity, quantity)
        ]
        return sorted(found, key=lambda evidence: -evidence.score)

    def share_met(self, question: Question, need: Need, reading: SentenceReading) -> float:
        """How far the sentence meets one need; see `rag.evidence.share_met`."""
        return share_met(question, need, reading, self)

    def _names_of(self, article: Article) -> tuple[str, ...]:
        """The names that an article itself uses as names."""
        if article.content_hash not in self._article_names:
            self._article_names[article.content_hash] = learned_names([(article.title, article.text)])
            if len(self._article_names) > _CACHED_PASSAGES:
                self._article_names.popitem(last=False)
        return self._article_names[article.content_hash]

    def _speaks(self, reading: SentenceReading) -> bool:
        return all(share_met(question, need, reading, self) >= LEAST_SHARE for question, need in self._owners)

    def text_before(self, reading: SentenceReading) -> str:
        """The article up to the sentence."""
        return self._article(reading.article_id).text[: reading.start]

    def names(self, text: str) -> tuple[str, ...]:
        """Proper names in `text`, of firms and persons."""
        if text not in self._names:
            self._names[text] = names_in(text, self._retriever.analyser)
            if len(self._names) > _CACHED_SENTENCES:
                self._names.popitem(last=False)
        return self._names[text]

    def heard(self, name: str, text: str) -> bool:
        """Whether `text`, in the other script, holds a name that sounds like `name`."""
        return self._heard.holds(name, text)

    def subjects(self, text: str) -> tuple[str, ...]:
        """Names that `text` is about, or whose measures it tells."""
        if text not in self._subjects:
            told = subjects(text, self._vocabulary, self._retriever.analyser)
            learned = tuple(name for name in self._learned if is_subject(name, text))
            self._subjects[text] = (
                tuple(name for name in told if not any(name in whole for whole in learned)) + learned
            )
            if len(self._subjects) > _CACHED_SENTENCES:
                self._subjects.popitem(last=False)
        return self._subjects[text]

    def likeness(self, word: str, words: tuple[str, ...]) -> float:
        """The greatest cosine between `word` and any of `words`, 0 where the embedding knows no single words."""
        embed_words = getattr(self._retriever.embedding, "embed_words", None)
        if embed_words is None or not words:
            return 0.0
        for missing in (word,) if word not in self._vectors else ():
            self._vectors[missing] = _unit(embed_words([[missing]]))
        if words not in self._matrices:
            self._matrices[words] = _unit(embed_words([[each] for each in words]))
            if len(self._matrices) > _CACHED_SENTENCES:
                self._matrices.popitem(last=False)
        cosines = self._matrices[words] @ self._vectors[word][0]
        opposites = [
            place
            for place, other in enumerate(words)
            if frozenset((word, other)) in self._vocabulary.opposites
        ]
        cosines[opposites] = 0.0
        return float(np.max(cosines))

    def read(self, node: Any) -> Sequence[SentenceReading]:
        """The sentences of a passage, read."""
        if node.node_id not in self._readings:
            data = node.metadata
            self._readings[node.node_id] = read_passage(
                data["article_id"], data["title"], data.get("heading", ""), node.text, data["start"], data["sentences"],
                self._vocabulary, reference=day_of(data.get("published")),
            )  # fmt: skip
            if len(self._readings) > _CACHED_PASSAGES:
                self._readings.popitem(last=False)
        return self._readings[node.node_id]


def _less(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _belongs(company: str | None, companies: tuple[str, ...], own: int) -> float:
    """How surely a figure is the company's: 1 named in its sentence (first nearest), less by context, 0 not at all."""
    if company is None:
        return 0.5
    if company not in companies:
        return 0.0
    place = companies.index(company)
    if place < own:
        return 1.0 if place == 0 else 0.8
    return 0.0 if own and place > own + 2 else 0.6
