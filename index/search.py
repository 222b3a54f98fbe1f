"""The product's ranker, a llama-index retriever: candidates by words, characters and vectors, then a second look."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray

from index.embed import Embedding, StaticWordEmbedding, WordVectors
from index.expansion import Alternatives, QueryExpansion
from index.features import passage_features, word_features
from index.lexical import K1, WordIndex
from index.matching import Floats, Matches, Query
from index.passage_index import PassageIndex
from index.passages import in_context
from index.ranker import Ranker
from index.rerank import Reranker
from index.vectors import VectorStore
from index.vocabulary import Vocabulary
from index.words import Analyser, well_formed

# How many of the best by words, by pairs of characters and by vectors are looked at again; together some hundred.
POOL = 40
# How many of the best a CrossEncoder reads again, where one is used.
RERANKED = 30
# How many of the nearest vectors are asked for where repeated passages crowd out others; Chroma looks at so many.
_WIDER = 200
_NOWHERE = np.zeros(0, dtype=np.int64)
# Words of a question beyond these, the least telling ones, are left out of the second look.
MOST_WORDS = 48


@dataclass(frozen=True)
class Examined:
    """Candidates with all that the ranker is told of them; rows of `columns` and `meetings` belong to `places`."""

    places: NDArray[np.int64]
    names: list[str]
    columns: Floats
    meetings: Floats
    kinds: Floats
    vectors: Floats


class HybridRetriever(BaseRetriever):
    """Passages for a question, best first.

    The best by BM25 over words, the best by BM25 over pairs of characters and the nearest vectors are united, and
    a small learned network looks at each of them again. `index` may be exchanged for a newer one between questions.
    """

    def __init__(
        self,
        index: PassageIndex,
        vectors: VectorStore,
        embedding: Embedding,
        analyser: Analyser,
        fetch: Callable[[list[str]], list[TextNode]],
        vocabulary: Vocabulary | None = None,
        top_k: int = 24,
        reranker: Reranker | None = None,
        ranker: Ranker | None = None,
        word_vectors: WordVectors | None = None,
        repeated: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`repeated` gives the ids of passages that only repeat another article of the same story."""
        super().__init__()
        self.vectors = vectors
        self.embedding = embedding
        self.analyser = analyser
        self.top_k = top_k
        self.reranker = reranker
        self.ranker = ranker or Ranker.load()
        vectors_of_words = word_vectors or WordVectors.of(embedding, analyser)
        # One value, so that a question never sees one index with the words of another.
        self._repeated = repeated
        self._searched = index, vectors_of_words.over(index.passages.numbers), _places_of(repeated(), index)
        self._fetch = fetch
        self._expansion = QueryExpansion(analyser, vocabulary)

    @property
    def index(self) -> PassageIndex:
        """What is searched besides the vectors."""
        return self._searched[0]

    @index.setter
    def index(self, index: PassageIndex) -> None:
        words = self.word_vectors.over(index.passages.numbers)
        self._searched = index, words, _places_of(self._repeated(), index)

    @property
    def word_vectors(self) -> WordVectors:
        """The vectors of single words, by the numbers that `index` gives them."""
        return self._searched[1]

    @property
    def word_index(self) -> WordIndex:
        """BM25 over words, as it stands."""
        return self.index.words

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        ranking = self.ranking(query_bundle.query_str, self.top_k, once=True)
        nodes = {node.node_id: node for node in self._fetch([id for id, _ in ranking])}
        return [NodeWithScore(node=nodes[id], score=score) for id, score in ranking if id in nodes]

    def ranking(self, query: str, k: int, once: bool = False) -> list[tuple[str, float]]:
        """Ids of the best `k` passages with scores, best first; [] if nothing in `query` can be searched.

        With `once`, passages that only repeat another article of the same story are passed over.
        """
        index, word_vectors, repeated = self._searched
        query = well_formed(query)
        asked = self.query(query, index, word_vectors)
        examined = self.examine(asked, index, word_vectors, max(POOL, k // 2), repeated if once else _NOWHERE)
        if examined is None:
            return []
        scores = self.ranker.scores(examined.columns, examined.meetings, examined.kinds, examined.vectors)
        order = np.lexsort((examined.places, -scores))
        ranking = [(index.ids[examined.places[row]], float(scores[row])) for row in order]
        return self._reranked(query, ranking)[:k]

    def idf(self, word: str) -> float:
        """How telling a normalised word is in this library; see WordIndex.idf."""
        return self.index.words.idf(word)

    def alternatives(self, query: str) -> list[Alternatives]:
        """What words of `query` are called in the other language, or in other spellings."""
        return self._expansion.alternatives(query)

    def holds(self, word: str) -> bool:
        """Whether any passage holds a normalised word."""
        return bool(self.index.words.holds(word))

    def query(self, text: str, index: PassageIndex, word_vectors: WordVectors) -> Query:
        """The question's words with what is known of them; the least telling are left out where there are many."""
        sequence = self.analyser.words(text)
        words = list(dict.fromkeys(sequence))
        idf = {word: index.words.idf(word) for word in words}
        if len(words) > MOST_WORDS:
            telling = set(sorted(words, key=lambda word: -idf[word])[:MOST_WORDS])
            words = [word for word in words if word in telling]
        place = {word: number for number, word in enumerate(words)}
        inside = [place[word] for word in sequence if word in place]
        neighbours = {pair for pair in pairwise(inside) if pair[0] != pair[1]}
        return Query(
            text,
            tuple(words),
            np.array([idf[word] for word in words], dtype=np.float32),
            word_vectors.of_words(words),
            tuple(sorted(neighbours)),
            tuple(self._expansion.alternatives(text)),
        )

    def examine(
        self,
        query: Query,
        index: PassageIndex,
        word_vectors: WordVectors,
        pool: int = POOL,
        left_out: NDArray[np.int64] = _NOWHERE,
    ) -> Examined | None:
        """The candidates for a query and their features; None where there is nothing to look for or at.

        Passages at the places `left_out` are none.
        """
        if not len(index) or not query.words:
            return None
        words = self._word_scores(index.words, query)
        characters = index.characters.score(np.unique(query.pairs))
        words[left_out] = characters[left_out] = 0
        vector = np.asarray(self.embedding.get_query_embedding(query.text), dtype=np.float32)
        near = self._nearest(vector, index, pool, left_out)
        places = np.unique(
            np.concatenate(
                [_best(words, pool), _best(characters, pool), [index.places[id] for id in near]]
            ).astype(np.int64)
        )
        if not len(places):
            return None
        missing = [index.ids[place] for place in places if index.ids[place] not in near]
        near |= self.vectors.cosines(vector, missing)
        cosine = np.array([near.get(index.ids[place], 0.0) for place in places], dtype=np.float32)
        if not isinstance(self.embedding, StaticWordEmbedding):
            cosine = self.ranker.as_usual("cosine", cosine)
        scores = {"words": words[places], "characters": characters[places], "cosine": cosine}
        return _examined(query, index, places, scores, word_vectors)

    def _nearest(
        self, vector: Floats, index: PassageIndex, pool: int, left_out: NDArray[np.int64]
    ) -> dict[str, float]:
        """The nearest passages with their cosine; more are asked for where those left out took their places."""
        unwanted = {index.ids[place] for place in left_out}

        def nearest(k: int) -> dict[str, float]:
            found = self.vectors.query(vector, k)
            wanted = {id: cosine for id, cosine in found if id in index.places and id not in unwanted}
            return dict(list(wanted.items())[:pool])

        near = nearest(pool)
        return nearest(max(pool, _WIDER)) if unwanted and len(near) < pool // 2 else near

    def _word_scores(self, index: WordIndex, query: Query) -> NDArray[np.float32]:
        """BM25 of the query's words as a share of what a passage that holds them all may reach.

        A term counts by its best spelling, own or other, not by their sum.
        """
        words = dict.fromkeys(query.words, 1.0)
        scores = index.score(words)
        for term in query.alternatives:
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
        worth = sum(index.idf(word) for word in words if index.holds(word)) * (K1 + 1)
        return scores / max(worth, float(scores.max(initial=0.0)), 1e-3)  # synonyms may score above it

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


def _examined(
    query: Query,
    index: PassageIndex,
    places: NDArray[np.int64],
    scores: dict[str, Floats],
    word_vectors: WordVectors,
) -> Examined:
    matches = Matches(query, index, places, word_vectors)
    names, columns = passage_features(matches, scores)
    meetings, kinds = word_features(matches)
    return Examined(places, names, columns, meetings, kinds, query.vectors)


def _places_of(ids: Collection[str], index: PassageIndex) -> NDArray[np.int64]:
    """Where in the index passages stand; those it does not hold are left out."""
    if not ids:
        return _NOWHERE
    return np.array(sorted(index.places[id] for id in ids if id in index.places), dtype=np.int64)


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Places of the up to `k` highest scores above 0."""
    places = np.argpartition(-scores, k - 1)[:k] if len(scores) > k else np.arange(len(scores))
    return places[scores[places] > 0]


def _in_context(node: TextNode) -> str:
    return in_context(node.metadata["title"], node.metadata["heading"], node.text)
