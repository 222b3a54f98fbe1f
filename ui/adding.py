"""How `kassoro add` shows its rows: a line each, previews in a few lines, and at the end what became of all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ui.console import print_json

Row = dict[str, Any]
_SAID = ("added", "updated", "syndicated", "unchanged", "refused")
_MOST_ENDINGS = 6
_WOULD = {"added": "would be added", "updated": "would be updated", "syndicated": "would be added as a copy"}


class Adding:
    """Prints the rows of one `add` as they come, and counts them."""

    def __init__(self, as_json: bool, dry_run: bool = False) -> None:
        self._as_json = as_json
        self._dry_run = dry_run
        self._counts: Counter[str] = Counter()

    @property
    def refused(self) -> int:
        """How many sources were refused so far."""
        return self._counts["refused"]

    def show(self, row: Row) -> None:
        """One row: on stdout what goes in, on stderr why something does not."""
        self._counts[row["status"]] += 1
        if self._as_json:
            print_json(row)
        elif row["status"] != "refused":
            print(_preview(row) if "passages" in row else _line(row), flush=True)
        if row["status"] == "refused":
            print(row["reason"], file=sys.stderr, flush=True)

    def closing(self, sources: Sequence[str]) -> list[str]:
        """The last sentences: what became of all that came, and what of the folders was not looked at."""
        from index.readers import passed_over

        endings = sum((passed_over(source) for source in sources), Counter[str]())
        told = [f"{count} {ending}" for ending, count in endings.most_common(_MOST_ENDINGS)]
        more = " and others" if len(endings) > _MOST_ENDINGS else ""
        left = f"Passed over, as they are of no kind that is read: {', '.join(told)}{more}." if told else ""
        return [sentence for sentence in (self.summary(), left) if sentence]

    def summary(self) -> str:
        """What became of all that came, in one sentence; "" where there was but one source."""
        if sum(self._counts.values()) < 2:
            return ""
        said = [f"{self._counts[status]} {self._worded(status)}" for status in _SAID if self._counts[status]]
        reasons = " (the reasons stand above)" if self.refused else ""
        return f"{', '.join(said)}{reasons}."

    def _worded(self, status: str) -> str:
        return _WOULD.get(status, status) if self._dry_run else status


def _line(row: Row) -> str:
    note = f"  ({row['reason']})" if row["reason"] else ""
    return f"{row['status']:<10} {row['article_id']}  {row['title']}{note}"


def _preview(row: Row) -> str:
    """Title, date, language, what would be cut and read from it, and its first lines."""
    counts = f"{_count(row['passages'], 'passage')}, {_count(row['figures'], 'figure')}"
    facts = [row["published"] or "no date", row["language"], counts, row["url"] or row["path"]]
    opening = "\n".join(f"    {line}" for line in row["opening"].splitlines())
    return f"{_WOULD.get(row['status'], row['status'])}: {row['title']}\n  {' · '.join(facts)}\n{opening}"


def _count(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"
