"""The question sets that judge retrieval, grouped by the corpus they are asked over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.results import Row
from eval.metrics import ranking_metrics
from eval.runner import waits
from eval.suites import read_beir
from index.article import Document

# Questions in one language over articles in the other; left out where the folder is not there.
CROSSLINGUAL = Path(__file__).resolve().parent.parent / "cases" / "crosslingual"
JAPANESE = ("jsquad_valid", "jaquad_dev", "niilc_dev")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions as (id, text) with gains by question and corpus id."""

    name: str
    questions: list[tuple[str, str]]
    gold: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents, whose `source` is the corpus id, and what is asked over them."""

    name: str
    documents: list[Document]
    sets: list[QuestionSet]


def corpora(data: Path, limit: int | None = None) -> Iterator[Corpus]:
    """All corpora with the first `limit` questions of each set."""
    folder = data / "ja-retrieval"
    yield _corpus("ja-retrieval", folder, JAPANESE, "all", limit)
    yield _corpus("jsquad-gold", folder, JAPANESE[:1], "gold", limit)
    splits = sorted({path.name.split(".")[1] for path in CROSSLINGUAL.glob("queries.*.jsonl*")})
    if splits:
        yield _corpus("crosslingual", CROSSLINGUAL, splits, "all", limit)


def _corpus(name: str, folder: Path, splits: Sequence[str], corpus: str, limit: int | None) -> Corpus:
    read = {split: read_beir(folder, split, corpus)[0] for split in splits}
    pattern = {"ja-retrieval": "{}", "jsquad-gold": "{}/gold"}.get(name, name + "/{}")
    sets = [
        QuestionSet(pattern.format(split), asked.questions[:limit], asked.gold)
        for split, asked in read.items()
    ]
    return Corpus(name, read[splits[0]].documents, sets)


def judged(
    method: str,
    corpus: Corpus,
    asked: QuestionSet,
    rankings: Sequence[Sequence[str]],
    milliseconds: Sequence[float],
) -> Row:
    """The row of a method over a set: how many questions and passages, the metrics, the waits."""
    golds = [asked.gold.get(id, {}) for id, _ in asked.questions]
    return {
        "method": method,
        "set": asked.name,
        "questions": len(asked.questions),
        "passages": len(corpus.documents),
        "metrics": ranking_metrics(rankings, golds),
        "ms": waits(milliseconds),
    }
