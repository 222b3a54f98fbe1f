"""The two source articles as received, measured like the pages of our own making.

Their texts are not shipped; `received.json` says by line numbers, from 1, which lines are the article's and which stand
around it. The files are outside test data, in the folder that `--data` names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.pages.definitions import FOLDER, Block, Page, PageArticle
from index.errors import EvaluationError
from index.sentences import split_sentences

PART = "received"
TABLE = FOLDER / "received.json"


def read_received(folder: Path | None) -> list[tuple[Page, Path]]:
    """Each article as received, with its file; EvaluationError if one is missing or not the one that was counted."""
    if folder is None:
        raise EvaluationError(f"--split {PART} measures outside files: name their folder with --data.")
    return [_page(row, folder / row["file"]) for row in json.loads(TABLE.read_text("utf-8"))]


def _page(row: Mapping[str, Any], path: Path) -> tuple[Page, Path]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be read ({error.strerror}): --data names the folder it is in."
        ) from error
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise EvaluationError(
            f"{path} is not the file whose lines were counted: bring back the one as received."
        )
    lines = content.decode("utf-8").splitlines()
    numbered = {number: Block("heading", lines[number - 1]) for number in row["headings"]}
    numbered |= {number: Block("paragraph", lines[number - 1]) for number in _numbers(row["article"])}
    known = {"title", "language"} if row["title"] else {"language"}
    article = PageArticle(
        lines[row["title"] - 1] if row["title"] else "", row["language"],
        tuple(numbered[number] for number in sorted(numbered)), judged=frozenset(known),
    )  # fmt: skip
    around = {
        sort: _units([lines[number - 1] for number in _numbers(spans)])
        for sort, spans in row["around"].items()
    }
    return Page(path.stem, PART, "txt", "as-received", (article,), around), path


def _numbers(spans: Sequence[Sequence[int]]) -> list[int]:
    return [number for first, last in spans for number in range(first, last + 1)]


def _units(lines: Sequence[str]) -> tuple[str, ...]:
    """Sentences, each once: these lines are long."""
    units = [line[start:end] for line in lines for start, end in split_sentences(line)]
    return tuple(dict.fromkeys(units))
