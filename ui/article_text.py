"""An article as `kassoro show` and `kassoro list` print it for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def article_line(row: Row) -> str:
    """One line of `kassoro list`; "= id" behind a title says whose story the article tells again."""
    copied = f"  = {row['story']}" if row["story"] else ""
    return f"{row['article_id']}  {row['published'] or '-':<10}  {row['title']}{copied}"


def article_text(row: Row) -> str:
    """Title, origin, what else is known of the article, and its text."""
    head = [row["title"], f"{row['source']}  {row['published'] or ''}".rstrip()]
    if row["publisher"]:
        head.append(f"Publisher: {row['publisher']}")
    if row["url"] and row["url"] != row["source"]:
        head.append(f"Address: {row['url']}")
    if row["found"]:
        head.append("Found: " + "; ".join(f"{name}: {how}" for name, how in row["found"].items()))
    if row["story"]:
        head.append(f"The same story as {row['story']}.")
    return "\n".join([*head, *_versions(row)]) + f"\n\n{row['text']}"


def _versions(row: Row) -> list[str]:
    if "version" in row:
        return [f"Version {row['version']} of {row['versions'] + 1}, replaced {day(row['replaced_at'])}."]
    if not row["versions"]:
        return []
    many = "1 earlier version" if row["versions"] == 1 else f"{row['versions']} earlier versions"
    return [f"{many}: kassoro show {row['article_id']} --version {row['versions']}"]


def day(moment: str) -> str:
    """The day of a moment written as ISO 8601."""
    return moment[:10]
