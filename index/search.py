"""The product's ranker, a llama-index retriever: BM25 over normalised words plus cosine of vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from index.embed import Embedding
from index.lexical import K1, WordIndex
from index.passages import in_context
from index.rerank import Reranker
from index.vectors import VectorStore
from index.vocabulary import Vocabulary
from index.words import Analyser

# Chosen on questions of jaquad_train over 14,209 passages; a little below the best there (0.4), since the
# built-in vectors have seen those questions.
DENSE_WEIGHT = 0.3
# How many of the best by words, and as many of the nearest by vector, are ranked together.
POOL = 100
# How many of the best a reranker reads anew.
RERANKED = 30
# What a synonym counts against the question's own word.
SYNONYM_WEIGHT = 0.6


class HybridRetriever(BaseRetriever):
    """Passages for a question, best first.

    A passage's score is its BM25, as a share of the summed idf of the question's words, plus the weighted
    cosine of its vector. Both parts are known for every candidate, so that a weak vector never outvotes a
    strong match of words, as ranks fused blindly do. `word_index` may be exchanged for a newer one between
    questions.
    """

    def __init__(
        self,
        word_index: WordIndex,
        vectors: VectorStore,
        embedding: Embedding,
        analyser: Analyser,
        fetch: Callable[[list[str]], list[TextNode]],
        vocabulary: Vocabulary | None = None,
        top_k: int = 24,
        reranker: Reranker | None = None,
    ) -> None:
        super().__init__()
        self.word_index = word_index
        self.vectors = vectors
        self.embedding = embedding
        self.analyser = analyser
        self.vocabulary = vocabulary
        self.top_k = top_k
        self.reranker = reranker
        self._fetch = fetch
        self._words_of_term: dict[str, tuple[str, ...]] = {}

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        ranking = self.ranking(query_bundle.query_str, self.top_k)
        nodes = {node.node_id: node for node in self._fetch([id for id, _ in ranking])}
        return [NodeWithScore(node=nodes[id], score=score) for id, score in ranking if id in nodes]

    def ranking(self, query: str, k: int) -> list[tuple[str, float]]:
        """Ids of the best `k` passages with scores, best first; [] if nothing in `query` can be searched."""
        index = self.word_index  # one index for the whole question, even if it is exchanged meanwhile
        words = dict.fromkeys(self.analyser.words(query), 1.0)
        word_scores = self._word_scores(index, query, words)
        vector = np.asarray(self.embedding.get_query_embedding(query), dtype=np.float32)
        pool = max(POOL, k)
        cosines = dict(self.vectors.query(vector, pool))
        by_words = [index.ids[place] for place in _best(word_scores, pool)]
        cosines.update(self.vectors.cosines(vector, [id for id in by_words if id not in cosines]))
        worth = sum(index.idf(word) for word in words if index.holds(word))
        worth = (
            max(worth, float(word_scores.max(initial=0.0)) / (K1 + 1)) or 1.0
        )  # synonyms may score above it
        scored = [
            (id, float(word_scores[index.places[id]]) / worth + DENSE_WEIGHT * cosines.get(id, 0.0))
            for id in cosines.keys() | set(by_words)
            if id in index.places
        ]
        ranking = sorted(scored, key=lambda passage: (-passage[1], passage[0]))
        return self._reranked(query, ranking)[:k]

    def _reranked(self, query: str, ranking: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """The best of `ranking` in the reranker's order, if there is one.

        The scores stay where they were, best first: a passage takes the score of its new place, so that what
        comes after reads the same scale with and without a reranker.
        """
        best = ranking[:RERANKED]
        if self.reranker is None or len(best) < 2:
            return ranking
        nodes = self._fetch([id for id, _ in best])
        scores = self.reranker.scores(query, [_in_context(node) for node in nodes])
        score_of = {node.node_id: float(score) for node, score in zip(nodes, scores, strict=True)}
        order = sorted((id for id, _ in best), key=lambda id: -score_of.get(id, -np.inf))
        return [(id, score) for id, (_, score) in zip(order, best, strict=True)] + ranking[RERANKED:]

    def idf(self, word: str) -> float:
        """How telling a normalised word is in this library; see WordIndex.idf."""
        return self.word_index.idf(word)

    def _word_scores(self, index: WordIndex, query: str, words: dict[str, float]) -> NDArray[np.float32]:
        """BM25 of the query's words; a term counts by its best spelling, own or synonym, not by their sum."""
        scores = index.score(words)
        used: set[tuple[str, ...]] = set()
        for term, others in self.vocabulary.synonyms(query) if self.vocabulary else ():
            spellings = {self._words_of(other) for other in others} - used
            spellings = {spelling for spelling in spellings if not words.keys() >= set(spelling)}
            if not spellings:
                continue
            used |= spellings
            weighted = [dict.fromkeys(spelling, SYNONYM_WEIGHT) for spelling in spellings]
            best = np.max([index.score(spelling, every=True) for spelling in weighted], axis=0)
            scores += np.maximum(best - index.score(dict.fromkeys(self._words_of(term), 1.0)), 0)
        return scores

    def _words_of(self, term: str) -> tuple[str, ...]:
        """The words of a vocabulary entry, remembered: the table is small and asked again and again."""
        if term not in self._words_of_term:
            self._words_of_term[term] = tuple(dict.fromkeys(self.analyser.term_words(term)))
        return self._words_of_term[term]


def _in_context(node: TextNode) -> str:
    return in_context(node.metadata.get("title", ""), node.metadata.get("heading", ""), node.text)


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Places of the up to `k` highest scores above 0."""
    places = np.argpartition(-scores, k - 1)[:k] if len(scores) > k else np.arange(len(scores))
    return places[scores[places] > 0]
