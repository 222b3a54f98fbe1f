"""The product's ranker, a llama-index retriever: BM25 over normalised words plus cosine of vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from index.embed import Embedding
from index.expansion import QueryExpansion
from index.lexical import K1, WordIndex
from index.vectors import VectorStore
from index.vocabulary import Vocabulary
from index.words import Analyser

# Chosen on questions of jaquad_train over 14,209 passages; a little below the best there (0.4), since the
# built-in vectors have seen those questions.
DENSE_WEIGHT = 0.3
# How many of the best by words, and as many of the nearest by vector, are ranked together.
POOL = 100


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
    ) -> None:
        super().__init__()
        self.word_index = word_index
        self.vectors = vectors
        self.embedding = embedding
        self.analyser = analyser
        self.top_k = top_k
        self._fetch = fetch
        self._expansion = QueryExpansion(analyser, vocabulary)

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
        return sorted(scored, key=lambda passage: (-passage[1], passage[0]))[:k]

    def idf(self, word: str) -> float:
        """How telling a normalised word is in this library; see WordIndex.idf."""
        return self.word_index.idf(word)

    def _word_scores(self, index: WordIndex, query: str, words: dict[str, float]) -> NDArray[np.float32]:
        """BM25 of the query's words; a term counts by its best spelling, own or other, not by their sum."""
        scores = index.score(words)
        for term in self._expansion.alternatives(query):
            others = [
                index.score(dict.fromkeys(spelling, weight), every=True)
                for spelling, weight in term.others.items()
                if all(index.holds(word) for word in spelling)
            ]
            if others:
                own = index.score(dict.fromkeys(term.words, 1.0))
                gain = np.maximum(np.max(others, axis=0) - own, 0)
                if term.exact:
                    gain[index.score(dict.fromkeys(term.words, 1.0), every=True) > 0] = 0
                scores += gain
        return scores


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Places of the up to `k` highest scores above 0."""
    places = np.argpartition(-scores, k - 1)[:k] if len(scores) > k else np.arange(len(scores))
    return places[scores[places] > 0]
