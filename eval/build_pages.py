"""Makes the files of the suite `pages` from their definitions: `python -m eval.build_pages [ID …]`.

Needs the extra `test` and, for pages printed by a browser, /usr/bin/chromium. `digests.json` keeps which definition and
which bytes belong together, so that neither changes without the other.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from eval.pages.definitions import FOLDER, Page, read_pages
from eval.rendering import archive, data, office, pdf, templates

# Kinds whose bytes depend on nothing but the definition and the code here.
PLAIN = ("html", "md", "txt", "csv", "json", "jsonl")
DIGESTS = "digests.json"


def render(page: Page) -> bytes:
    """The bytes of a page's file."""
    if page.kind in ("html", "md", "txt"):
        return templates.text_of(page).encode(page.encoding)
    if page.kind in ("csv", "json", "jsonl"):
        return data.text_of(page).encode(page.encoding)
    if page.kind == "zip":
        return archive.bytes_of(page)
    return pdf.bytes_of(page) if page.kind == "pdf" else office.bytes_of(page)


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def build(folder: Path = FOLDER, only: list[str] | None = None) -> list[Path]:
    """Write the files of all pages, or of those named, and their digests; gives the paths."""
    target = folder / "files"
    target.mkdir(exist_ok=True)
    listed = target / DIGESTS
    digests = json.loads(listed.read_text("utf-8")) if listed.exists() else {}
    written = []
    for page in read_pages(folder):
        if only and page.id not in only:
            continue
        content = render(page)
        (target / page.file).write_bytes(content)
        digests[page.id] = {
            "definition": digest((folder / f"{page.id}.yaml").read_bytes()), "file": digest(content)
        }  # fmt: skip
        written.append(target / page.file)
    listed.write_text(json.dumps(dict(sorted(digests.items())), indent=1) + "\n", "utf-8")
    return written


if __name__ == "__main__":
    for path in build(only=sys.argv[1:]):
        print(path, path.stat().st_size)
