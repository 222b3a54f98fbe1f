"""The stamp beside vectors and words: for which library, generation and recipe they were made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from index.errors import LibraryError

STAMP = "derived.json"


def read_stamp(home: Path) -> dict[str, str]:
    """What the stamp says; {} where there is none to read."""
    try:
        stamp = json.loads((home / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(home: Path, stamp: Mapping[str, str]) -> None:
    """Write the stamp in one step; LibraryError where it cannot be written."""
    path = home / STAMP
    try:
        path.with_suffix(".part").write_text(json.dumps(dict(stamp)), encoding="utf-8")
        path.with_suffix(".part").replace(path)
    except OSError as error:
        raise LibraryError(f"{path} cannot be written ({error.strerror}): make room in the home.") from error
