"""One library of the scale benchmark, in a process of its own so that its memory and its start are its own.

    python -m eval.bench.scale_probe build HOME PASSAGES DATA
    python -m eval.bench.scale_probe ask HOME QUESTIONS.json
    python -m eval.bench.scale_probe grow HOME

Each prints one JSON object. `eval.bench.scale` starts them.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from eval.bench.scale_corpus import holding, originals, repeated
from eval.metrics import percentile
from index.article import Document
from index.library import Library
from index.settings import Settings
from index.words import Analyser

# What the chat asks the retriever for.
TOP_K = 24
# Questions asked first, so that the dictionary and the files in use are in memory as in a chat that runs.
WARM_UP = 40
_IMPORTED = ("index.embed", "index.search", "index.vectors", "chromadb")
NEW_ARTICLE = Document(
    title="ミナト電子、電池部品の新工場を建設",
    text="ミナト電子は2025年7月3日、電池部品の新工場を建設すると発表した。投資額は約120億円で、"
    "2027年4月の稼働を予定する。同社の2025年3月期の売上高は860億円、営業利益は41億円だった。"
    "資金は手元の現金と銀行からの借り入れでまかなう。",
    source="scale-benchmark/new",
)


def main(arguments: list[str]) -> int:
    """Run one measurement and print it."""
    kind, home, *rest = arguments
    if kind == "build":
        measured = build(Path(home), int(rest[0]), Path(rest[1]))
    elif kind == "ask":
        measured = ask(Path(home), json.loads(Path(rest[0]).read_text(encoding="utf-8")))
    else:
        measured = grow(Path(home))
    print(json.dumps(measured))
    return 0


def build(home: Path, passages: int, data: Path) -> dict[str, Any]:
    """Make the library: seconds, passages, and bytes on disk by what they hold."""
    documents = list(holding(passages, repeated(originals(data))))
    began = time.perf_counter()
    with Library.open(_settings(home)) as library:
        added = sum(result.status == "added" for result in library.add_many(documents))
        seconds = time.perf_counter() - began
        count = library.passage_count()
    return {
        "documents": len(documents),
        "added": added,
        "passages": count,
        "build_s": seconds,
        "passages_per_s": count / seconds,
        "build_memory": peak_memory(),
    }


def ask(home: Path, questions: list[str]) -> dict[str, Any]:
    """Open and ask: seconds until ready, milliseconds of a question, peak resident bytes."""
    _import_all()
    imported = peak_memory()
    began = time.perf_counter()
    with Library.open(_settings(home)) as library:
        retriever = library.retriever
        ready = time.perf_counter() - began
        waits = [_wait(retriever, question) for question in questions]
        memory = peak_memory()
        passages = library.passage_count()
    warm = waits[WARM_UP:] or waits
    return {
        "passages": passages,
        "questions": len(warm),
        "ready_s": ready,
        "first_ms": waits[0],
        "p50_ms": percentile(warm, 0.5),
        "p95_ms": percentile(warm, 0.95),
        "memory": memory,
        "imports_memory": imported,
        "disk": sum(path.stat().st_size for path in home.rglob("*") if path.is_file()),
    }


def grow(home: Path) -> dict[str, Any]:
    """Add one article and take it away again: seconds, and how much text was cut into words meanwhile."""
    read = 0
    cut = Analyser.words

    def counted(self: Analyser, text: str) -> list[str]:
        nonlocal read
        read += len(text)
        return cut(self, text)

    with Library.open(_settings(home)) as library:
        _wait(library.retriever, "準備")
        Analyser.words = counted  # type: ignore[method-assign]
        began = time.perf_counter()
        result = library.add(NEW_ARTICLE)
        seconds = time.perf_counter() - began
        Analyser.words = cut  # type: ignore[method-assign]
        library.remove([result.article_id or ""])
        memory = peak_memory()
    return {
        "add_one_s": seconds,
        "characters_given": len(NEW_ARTICLE.title) + len(NEW_ARTICLE.text),
        "characters_cut": read,
        "grow_memory": memory,
    }


def peak_memory() -> int:
    """The most resident bytes this process has had.

    From Linux's own line for this program: `ru_maxrss` there counts the memory of the parent it was forked from.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS counts bytes


def _wait(retriever: Any, question: str) -> float:
    began = time.perf_counter()
    retriever.ranking(question, TOP_K)
    return (time.perf_counter() - began) * 1000


def _settings(home: Path) -> Settings:
    return Settings.read(home=home, seeds="none", database_url="", chroma_url="")


def _import_all() -> None:
    """What a start imports anyway, so that `ready_s` is the library's own."""
    for name in _IMPORTED:
        import_module(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
