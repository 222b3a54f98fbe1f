"""Build the ranker: features of the product's own candidates, a small network over them.

    python -m eval.build_embedding --half --wheel WHEEL --data DATA --out HALF
    python -m eval.build_ranker --data DATA --embedding HALF --out FOLDER

Steps: vary jaquad_train's passages and generate questions (`eval.ranker_data`); let the product's own retriever
find and describe candidates for each question; train several networks to put the right passage first; write them. Half an hour on two cores, most of it spent on describing candidates.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from eval.build_embedding import is_held_out
from eval.ranker_data import Asked, Generator, Row, abroad, generated, read_rows, vary
from index.embed import BUILTIN, StaticWordEmbedding
from index.features import VERSION
from index.matching import Floats
from index.passage_index import PassageIndex
from index.ranker import CLIP, FILE, Ranker
from index.search import Examined, HybridRetriever
from index.vectors import VectorStore
from index.vocabulary import Vocabulary
from index.words import Analyser

SEED = 20_250_801
# How often the corpus is varied, and how many questions each time: written, reduced, blind, foreign.
VARIANTS = 2
WRITTEN, REDUCED, BLIND, FOREIGN = 9_000, 2_500, 4_500, 2_500
CANDIDATES = 40
WORDS = 16
# Networks that learn with vectors which have not seen the questions, and with vectors which have. The first know how
# little vectors are worth beside words where a question was written from the passage; the second trust vectors
# more, as a question written blindly deserves. Their scores are averaged.
UNSEEN, SEEN = 2, 1
EPOCHS = 5
BATCH = 64
RATE = 2e-3
DROPOUT = 0.1
HIDDEN, MEETING, POOLED, VECTOR = 96, 32, 16, 16


class MemoryVectors:
    """Passage vectors in an array, as `index.vectors.VectorStore` gives them out of Chroma."""

    def __init__(self, ids: Sequence[str], rows: Floats) -> None:
        self._ids = ids
        self._place = {id: place for place, id in enumerate(ids)}
        self._rows = rows

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The `k` nearest ids with their cosine."""
        cosines = self._rows @ vector
        best = np.argsort(-cosines)[:k]
        return [(self._ids[place], float(cosines[place])) for place in best] if vector.any() else []

    def cosines(self, vector: NDArray[np.float32], ids: Sequence[str]) -> dict[str, float]:
        """The cosine with the stored vector of each id."""
        rows = self._rows[[self._place[id] for id in ids]]
        return dict(zip(ids, (rows @ vector).tolist(), strict=True))


@dataclass
class Example:
    """A question's candidates, cut to size and laid out for training."""

    columns: NDArray[np.float16]
    meetings: NDArray[np.float16]
    kinds: NDArray[np.float16]
    vectors: NDArray[np.float16]
    right: NDArray[np.bool_]


_retriever: HybridRetriever
_row_of: list[str]
_texts: list[str]
_names: list[str] = []


def retriever_over(
    rows: Sequence[Row], analyser: Analyser, ranker: Ranker | None = None, folder: Path = BUILTIN
) -> HybridRetriever:
    """The product's retriever over rows, all in memory, with the embedding of `folder`."""
    passages = [one for row in rows for one in row.passages]
    embedding = StaticWordEmbedding(folder, analyser)
    words = [
        [*one.title_words, *one.heading_words, *(word for s in one.passage.sentences for word in s.words)]
        for one in passages
    ]
    index = PassageIndex.empty().updated((), passages, analyser)
    vectors = cast(VectorStore, MemoryVectors(index.ids, embedding.embed_words(words)))
    return HybridRetriever(
        index, vectors, embedding, analyser, lambda ids: [], Vocabulary.read(), ranker=ranker or Ranker([])
    )


def describe(asked: Asked) -> tuple[Example | None, list[str]]:
    """The candidates for a question; None where the right passage is not among them."""
    examined = examined_for(_retriever, asked.text, asked.foreign)
    if examined is None:
        return None, []
    right = np.array([_row_of[place] == asked.row for place in examined.places])
    holding = right & np.array([any(a in _texts[place] for a in asked.answers) for place in examined.places])
    right = holding if holding.any() else right
    if not right.any() or right.all():
        return None, []
    return _laid_out(examined, right), examined.names


def examined_for(retriever: HybridRetriever, text: str, foreign: bool = False) -> Examined | None:
    """The retriever's candidates for a question, described."""
    query = retriever.query(text, retriever.index, retriever.word_vectors)
    if foreign:
        query = abroad(query, random.Random(text))
    return retriever.examine(query, retriever.index, retriever.word_vectors)


def _laid_out(examined: Examined, right: NDArray[np.bool_]) -> Example:
    """The right passages and the best of the others by any first score; the most telling words."""
    ranks = [examined.names.index(f"{name}_rank") for name in ("words", "characters", "cosine")]
    first = examined.columns[:, ranks].min(axis=1) - 1e3 * right
    chosen = np.argsort(first, kind="stable")[:CANDIDATES]
    words = np.sort(np.argsort(-examined.kinds[:, 0], kind="stable")[:WORDS])
    return Example(
        examined.columns[chosen].astype(np.float16),
        examined.meetings[np.ix_(chosen, words)].astype(np.float16),
        examined.kinds[words].astype(np.float16),
        examined.vectors[words].astype(np.float16),
        right[chosen],
    )


def make_examples(data: Path, embedding: Path, variants: int = VARIANTS) -> tuple[list[str], list[Example]]:
    """(names of the columns, examples) of all variants of the corpus.

    An embedding built with --half is asked only about the articles it has not seen.
    """
    global _retriever, _row_of, _texts
    analyser = Analyser()
    rows, news, asked = read_rows(data)
    names: list[str] = []
    examples: list[Example] = []
    for variant in range(variants):
        began = time.time()
        chance = random.Random(SEED + variant)
        varied, questions = vary(rows, asked, chance)
        _retriever = retriever_over([*varied, *news], analyser, folder=embedding)
        passages = [(row.id, one) for row in [*varied, *news] for one in row.passages]
        _row_of, _texts = [id for id, _ in passages], [one.passage.text for _, one in passages]
        unseen = [row for row in varied if embedding == BUILTIN or is_held_out(row.title)]
        ids = {row.id for row in unseen}
        questions = [one for one in questions if one.row in ids]
        generator = Generator(unseen, analyser, _retriever.idf, chance)
        chosen = chance.sample(questions, min(WRITTEN, len(questions)))
        chosen += generated(generator, unseen, questions, (REDUCED, BLIND, FOREIGN), chance)
        with multiprocessing.get_context("fork").Pool() as pool:
            for example, found in pool.imap_unordered(describe, chosen, chunksize=100):
                if example is not None:
                    examples.append(example)
                    names = found
        print(f"variant {variant + 1}: {len(chosen)} questions, {time.time() - began:.0f} s", flush=True)
    return names, examples


def tensors_of(examples: Sequence[Example]) -> dict[str, Any]:
    """The examples as padded tensors, with masks of candidates and words."""
    import torch

    first = examples[0]
    count = len(examples)
    shapes: dict[str, tuple[tuple[int, ...], Any]] = {
        "columns": ((count, CANDIDATES, first.columns.shape[1]), np.float16),
        "meetings": ((count, CANDIDATES, WORDS, first.meetings.shape[2]), np.float16),
        "kinds": ((count, WORDS, first.kinds.shape[1]), np.float16),
        "vectors": ((count, WORDS, first.vectors.shape[1]), np.float16),
        "right": ((count, CANDIDATES), np.bool_),
        "there": ((count, CANDIDATES), np.bool_),
        "asked": ((count, WORDS), np.bool_),
    }
    arrays = {name: np.zeros(shape, dtype) for name, (shape, dtype) in shapes.items()}
    for row, one in enumerate(examples):
        candidates, words = len(one.right), len(one.kinds)
        arrays["columns"][row, :candidates] = one.columns
        arrays["meetings"][row, :candidates, :words] = one.meetings
        arrays["kinds"][row, :words], arrays["vectors"][row, :words] = one.kinds, one.vectors
        arrays["right"][row, :candidates] = one.right
        arrays["there"][row, :candidates], arrays["asked"][row, :words] = True, True
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def train(tensors: dict[str, Any], seed: int, epochs: int = EPOCHS) -> dict[str, NDArray[np.float32]]:
    """One network's weights, by the names that `index.ranker` reads."""
    import torch

    torch.manual_seed(seed)
    there = tensors["there"]
    filled = tensors["columns"][there][:400_000].float()
    mean, deviation = filled.mean(dim=0), filled.std(dim=0) + 1e-3
    net = _network(tensors)
    count = len(there)
    steps = max(1, count // BATCH)  # what is left over of an epoch is passed over, unless it is all there is
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=epochs * steps + 1, pct_start=0.1
    )
    for epoch in range(epochs):
        total, order = 0.0, torch.randperm(count)
        for start in range(0, steps * BATCH, BATCH):
            batch = {name: tensor[order[start : start + BATCH]] for name, tensor in tensors.items()}
            columns = ((batch["columns"].float() - mean) / deviation).clamp(-CLIP, CLIP)
            scores = _scores(net, columns, batch).masked_fill(~batch["there"], -1e4)
            likely = torch.log_softmax(scores, dim=1).masked_fill(~batch["right"], -1e4)
            loss = -torch.logsumexp(likely, dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"seed {seed}, epoch {epoch + 1}/{epochs}: loss {total / steps:.4f}", flush=True)
    weights = {name: tensor.detach().numpy().astype(np.float32) for name, tensor in net.state_dict().items()}
    layers = {name: array for name, array in weights.items() if name != "vector.weight"}
    return layers | {"vector": weights["vector.weight"], "mean": mean.numpy(), "deviation": deviation.numpy()}


def _network(tensors: dict[str, Any]) -> Any:
    from torch import nn

    columns, met = tensors["columns"].shape[2], tensors["meetings"].shape[3]
    word = tensors["kinds"].shape[2] + VECTOR
    return nn.ModuleDict(
        {
            "vector": nn.Linear(tensors["vectors"].shape[2], VECTOR, bias=False),
            "meet": nn.Linear(met + word, MEETING),
            "meet2": nn.Linear(MEETING, POOLED),
            "gate": nn.Linear(word, 1),
            "words": nn.Linear(POOLED, 1),
            "sum": nn.Linear(POOLED, HIDDEN),
            "join": nn.Linear(columns, HIDDEN),
            "deep": nn.Linear(HIDDEN, HIDDEN),
            "out": nn.Linear(HIDDEN, 1),
            "line": nn.Linear(columns, 1),
        }
    )


def _scores(net: Any, columns: Any, batch: dict[str, Any], dropout: float = DROPOUT) -> Any:
    """What `index.ranker` computes, with dropout."""
    import torch
    from torch.nn import functional

    def drop(tensor: Any) -> Any:
        return functional.dropout(tensor, dropout)

    word = torch.cat([batch["kinds"].float(), drop(net["vector"](batch["vectors"].float()))], dim=-1)
    wide = word.unsqueeze(1).expand(-1, columns.shape[1], -1, -1)
    met = functional.relu(net["meet"](torch.cat([batch["meetings"].float(), wide], dim=-1)))
    met = functional.relu(net["meet2"](met))
    gate = functional.softplus(net["gate"](word)) * batch["asked"].unsqueeze(-1)
    pooled = (met * gate.unsqueeze(1)).sum(dim=2)
    hidden = functional.gelu(net["join"](columns) + net["sum"](pooled), approximate="tanh")
    hidden = functional.gelu(net["deep"](drop(hidden)), approximate="tanh")
    return (net["out"](drop(hidden)) + net["line"](columns) + net["words"](pooled)).squeeze(-1)


def write_folder(folder: Path, members: Sequence[dict[str, NDArray]], columns: Sequence[str]) -> None:
    """The weights, with the columns that they read."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{number}.{name}": np.ascontiguousarray(array)
        for number, member in enumerate(members)
        for name, array in member.items()
    }
    save_file(arrays, folder / FILE, {"features": VERSION, "columns": json.dumps(list(columns))})


def main() -> None:
    """Build the folder from the data that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ja-retrieval/ and wikinews.jsonl.gz"
    )
    parser.add_argument(
        "--embedding", type=Path, required=True, help="folder of an embedding built with --half"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--variants", type=int, default=VARIANTS, help="how often the corpus is varied")
    arguments = parser.parse_args()
    names, unseen = make_examples(arguments.data, arguments.embedding, arguments.variants)
    tensors = tensors_of(unseen)
    members = [train(tensors, SEED + member) for member in range(UNSEEN)]
    tensors = tensors_of(make_examples(arguments.data, BUILTIN, 1)[1])
    members += [train(tensors, SEED + member) for member in range(SEEN)]
    write_folder(arguments.out, members, names)


if __name__ == "__main__":
    main()
