"""The articles tab: what the library holds, and a place to add to it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from index import readers
from index.errors import KassoroError
from index.readers.kinds import READERS
from ui.i18n import text
from ui.operations import Operations, Progress, Row, added, piece_of
from ui.render import added_html, articles_html

log = logging.getLogger(__name__)
_LONGEST_TEXT = 2_000_000
_LABELS = ("upload", "address", "title", "paste", "date_hint")
_PROGRESS = gr.Progress()  # Gradio finds it among the defaults, and draws what it is told


class ArticlesPanel:
    """Builds the tab's components and wires them; `relabel` gives their texts in another language."""

    def __init__(self, operations: Operations, language: gr.Radio) -> None:
        self._operations = operations
        self.table = gr.HTML(elem_id="k-articles")
        self.heading = gr.Markdown(f"### {text('add_heading', 'ja')}")
        with gr.Row():
            self.file = gr.File(
                label=text("upload", "ja"),
                file_count="multiple",
                file_types=sorted(suffix for suffix in READERS if suffix),
                height=150,
                elem_id="k-file",
            )
            self.address = gr.Textbox(
                label=text("address", "ja"), lines=4, max_length=20_000, elem_id="k-address"
            )
        with gr.Row():
            self.title = gr.Textbox(label=text("title", "ja"), max_lines=1, max_length=300, elem_id="k-title")
            self.published = gr.Textbox(
                label=text("date_hint", "ja"), max_lines=1, max_length=10, elem_id="k-published"
            )
        self.body = gr.Textbox(label=text("paste", "ja"), lines=6, max_length=_LONGEST_TEXT, elem_id="k-body")
        self.add = gr.Button(text("add", "ja"), variant="primary", elem_id="k-add")
        self.message = gr.HTML(elem_id="k-added")
        self.add.click(
            self._add, [self.file, self.address, self.title, self.body, self.published, language],
            [self.message, self.table, self.file, self.address, self.title, self.body, self.published], api_visibility="private",
        )  # fmt: skip

    def table_html(self, language: str) -> str:
        """The table as it stands."""
        return articles_html(self._operations.run("list", {}), language)

    def relabel(self, language: str) -> list[Any]:
        """Updates for `labelled()`, in that order."""
        labels = [gr.update(label=text(key, language)) for key in _LABELS]
        return [
            self.table_html(language),
            f"### {text('add_heading', language)}",
            *labels,
            gr.update(value=text("add", language)),
        ]

    def labelled(self) -> list[Any]:
        """The components whose texts change with the language."""
        fields = [self.file, self.address, self.title, self.body, self.published]
        return [self.table, self.heading, *fields, self.add]

    def _add(
        self,
        files: list[str] | None,
        addresses: str,
        title: str,
        body: str,
        published: str,
        language: str,
        progress: gr.Progress = _PROGRESS,
    ) -> tuple[Any, ...]:
        """Add what was given; the form is emptied only when all of that worked."""

        def report(label: str, done: int, total: int) -> None:
            progress((done, total), desc=text("adding", language))

        try:
            date = published.strip() or None
            rows = self._rows(files or [], addresses.split(), title.strip(), body, date, language, report)
        except KassoroError as error:
            rows = [_refusal(str(error))]
        except Exception:  # as in the chat: one sentence for the person, the rest for the log
            log.exception("The article could not be added.")
            rows = [_refusal(text("failed", language))]
        done = all(row["status"] != "refused" for row in rows)
        emptied = [None, "", "", "", ""] if done else [gr.skip()] * 5
        return added_html(rows, language), self.table_html(language), *emptied

    def _rows(
        self,
        files: list[str],
        addresses: list[str],
        title: str,
        body: str,
        published: str | None,
        language: str,
        report: Progress,
    ) -> list[Row]:
        """What became of files and addresses, or, where there are none, of the text."""
        if files or addresses:
            pieces = [piece_of(Path(file).name, Path(file).read_bytes(), "upload") for file in files]
            arguments = {"sources": addresses, "pieces": pieces, "published": published}
            return list(self._operations.run("add", arguments, report))
        if not title or not body.strip():
            return [_refusal(text("nothing", language))]
        date = readers.read_date(published, text("published", language)) if published else None
        if published and date is None:
            return [_refusal(text("date_hint", language))]
        document = replace(readers.pasted(body, title), published=date)
        return [added(self._operations.add_document(document))]


def _refusal(reason: str) -> Row:
    return {"status": "refused", "title": "", "reason": reason}
