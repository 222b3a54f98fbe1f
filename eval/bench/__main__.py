"""`make bench`: run the parts of the benchmark, keep what they measured, write docs/BENCHMARKS.md from it.

    python -m eval.bench                              # all parts
    python -m eval.bench --only quality peers         # some; the others stay as they were
    python -m eval.bench --only scale --sizes 1000 10000
    python -m eval.bench --only page                  # the page alone, from what is kept

A part that cannot run stays as it was, and the reason is printed. Figures of fewer questions than all (`--limit`) are
a trial: they and their page go to .bench/trial/, never into the repository.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from eval.bench import page, peers, quality, results, scale, waits
from eval.bench.results import PARTS, Row
from index.errors import EvaluationError, KassoroError
from index.settings import Settings

DOCS = scale.ROOT / "docs"
TRIAL = scale.ROOT / ".bench" / "trial"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; exit code 1 if a part could not run or a goal was missed."""
    asked = _parser().parse_args(arguments)
    trial = asked.limit is not None
    folder, docs = (TRIAL / "results", TRIAL) if trial else (results.FOLDER, DOCS)
    failed = False
    for part in PARTS:
        if part not in asked.only:
            continue
        began = time.perf_counter()
        try:
            rows = _measured(part, asked)
        except KassoroError as error:
            print(f"{part}: left as it was. {error}", file=sys.stderr)
            failed = True
            continue
        if part == "scale":
            rows = results.merged(results.read(folder).get(part, {}).get("rows", []), rows, "size")
        path = results.write(folder, part, rows)
        print(f"{part}: {len(rows)} rows in {time.perf_counter() - began:.0f} s, kept in {_shown(path)}")
    kept = results.read(folder)
    print(f"The page: {_shown(page.write(kept, docs))}")
    missed = page.missed_goals(kept)
    print("\n".join(missed) if missed else "Every goal measured is met.")
    return int(failed or bool(missed))


def _measured(part: str, asked: argparse.Namespace) -> list[Row]:
    if part == "waits":
        return waits.measure()
    data = _data()
    if part == "quality":
        return quality.measure(data, asked.limit, _progress)
    if part == "peers":
        return peers.measure(data, asked.limit, _progress)
    return scale.measure(data, asked.limit, _progress, asked.sizes, asked.reuse)


def _data() -> Path:
    """The outside test data; EvaluationError where there is none."""
    folder = Settings.read().test_data
    data = folder / "data" if folder else None
    if data is None or not (data / "ja-retrieval").is_dir():
        raise EvaluationError(
            "It needs outside test data: name their folder, which holds data/ja-retrieval, in KASSORO_TEST_DATA."
        )
    return data


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=(*PARTS, "page"), default=PARTS, metavar="PART",
                        help=f"of {', '.join(PARTS)}, or page: write the page anew and measure nothing")  # fmt: skip
    parser.add_argument("--limit", type=_count, help="the first N questions of each set, as a trial")
    parser.add_argument("--sizes", type=_count, nargs="+", default=scale.SIZES, help="passages of a library")
    parser.add_argument("--reuse", action="store_true", help="ask libraries that earlier code has built")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is below 1")
    return number


def _progress(step: str, done: int, total: int) -> None:
    """A line that is written over, where someone looks on."""
    if sys.stderr.isatty():
        print(f"\r{step} {done}/{total} ", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    return str(path.relative_to(scale.ROOT)) if path.is_relative_to(scale.ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
