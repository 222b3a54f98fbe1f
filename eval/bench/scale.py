"""Cost at 1,000, 10,000 and 100,000 passages: libraries kept in a cache, each measured in a process of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.bench import scale_corpus
from eval.bench.results import Row
from eval.bench.scale_probe import WARM_UP
from eval.retrieval import Progress
from index.derived import recipe
from index.errors import EvaluationError
from index.words import Analyser

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".bench" / "scale"
SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 200
# How often a library is opened and asked, each time in a new process.
PROCESSES = 3
# What a library of the largest size must keep to.
GOALS = {"p50_ms": 60.0, "p95_ms": 120.0, "memory": 1.2e9, "ready_s": 3.0}
_STAMP = "scale.json"
_BUILD_LIMIT, _LIMIT = 7_200.0, 900.0


def measure(
    data: Path,
    limit: int | None,
    progress: Progress | None,
    sizes: Sequence[int] = SIZES,
    reuse: bool = False,
    cache: Path = CACHE,
) -> list[Row]:
    """A row for each size. With `reuse`, libraries that an earlier state of the code built will do."""
    asked = scale_corpus.questions(data, WARM_UP + (limit or QUESTIONS))
    cache.mkdir(parents=True, exist_ok=True)
    questions = cache / "questions.json"
    questions.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    rows: list[Row] = []
    for size in sizes:
        if progress:
            progress("Scale", len(rows), len(sizes))
        home = cache / str(size)
        built = _library(home, size, data, reuse)
        asks = [_probe("ask", home, questions) for _ in range(PROCESSES)]
        row = {"size": size} | built | typical(asks) | _probe("grow", home)
        rows.append(row | ({"goals": GOALS} if size == SIZES[-1] else {}))
    return rows


def typical(asks: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure over processes that did the same, but the highest memory."""
    return {
        name: (max if name == "memory" else statistics.median_low)(one[name] for one in asks)
        for name in asks[0]
    }


def _library(home: Path, size: int, data: Path, reuse: bool) -> dict[str, Any]:
    """What building the library took; it is built if none of the same recipe is in the cache."""
    stamp = home / _STAMP
    wanted = {"recipe": library_recipe(size), "code": code_hash()}
    known = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else {}
    same = ("recipe",) if reuse else ("recipe", "code")
    if any(known.get(key) != wanted[key] for key in same):
        shutil.rmtree(home, ignore_errors=True)
        measured = _probe("build", home, size, data, limit=_BUILD_LIMIT)
        known = wanted | {"measured": measured}
        stamp.write_text(json.dumps(known), encoding="utf-8")
    elif known["code"] != wanted["code"]:
        _probe("grow", home)  # opens and so repairs what other code left, before anything is measured
    return dict(known["measured"])


def library_recipe(size: int) -> str:
    """What the articles and words of a library of the cache depend on."""
    return f"{scale_corpus.RECIPE}/{scale_corpus.SEED}/{size}/{recipe(Analyser())}"


def code_hash() -> str:
    """What the time of building depends on besides: the code and data of index/."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "index").rglob("*")):
        if path.suffix in (".py", ".toml", ".json", ".safetensors"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _probe(kind: str, home: Path, *rest: object, limit: float = _LIMIT) -> dict[str, Any]:
    """One measurement in a process of its own; EvaluationError with its last words if it fails."""
    command = [sys.executable, "-m", "eval.bench.scale_probe", kind, str(home), *map(str, rest)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        raise EvaluationError(f"'{kind}' of {home.name} passages was not done after {limit:g} s.") from error
    if done.returncode != 0:
        said = done.stderr.strip()[-400:]
        raise EvaluationError(f"'{kind}' of {home.name} passages ended with {done.returncode}: {said}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured
