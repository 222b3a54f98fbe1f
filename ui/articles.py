"""The articles tab: what the library holds, and a place to add to it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import gradio as gr

from index import readers
from index.errors import KassoroError
from ui.i18n import text
from ui.operations import Operations, added
from ui.render import articles_html, notice_html

log = logging.getLogger(__name__)
_LONGEST_TEXT = 2_000_000


class ArticlesPanel:
    """Builds the tab's components and wires them; `relabel` gives their texts in another language."""

    def __init__(self, operations: Operations, language: gr.Radio) -> None:
        self._operations = operations
        self.table = gr.HTML(elem_id="k-articles")
        self.heading = gr.Markdown(f"### {text('add_heading', 'ja')}")
        with gr.Row():
            self.file = gr.File(
                label=text("upload", "ja"),
                file_types=[".txt", ".md", ".html", ".htm"],
                height=150,
                elem_id="k-file",
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
            self._add, [self.file, self.title, self.body, self.published, language],
            [self.message, self.table, self.file, self.title, self.body, self.published], api_visibility="private",
        )  # fmt: skip

    def table_html(self, language: str) -> str:
        """The table as it stands."""
        return articles_html(self._operations.run("list", {}), language)

    def relabel(self, language: str) -> list[Any]:
        """Updates for `labelled()`, in that order."""
        labels = [gr.update(label=text(key, language)) for key in ("upload", "title", "paste", "date_hint")]
        return [
            self.table_html(language),
            f"### {text('add_heading', language)}",
            *labels,
            gr.update(value=text("add", language)),
        ]

    def labelled(self) -> list[Any]:
        """The components whose texts change with the language."""
        return [self.table, self.heading, self.file, self.title, self.body, self.published, self.add]

    def _add(self, file: str | None, title: str, body: str, published: str, language: str) -> tuple[Any, ...]:
        """Add what was given; the form is emptied only when that worked."""
        try:
            rows = self._rows(file, title.strip(), body, published.strip() or None, language)
        except KassoroError as error:
            rows = [{"status": "refused", "title": "", "reason": str(error)}]
        except Exception:  # as in the chat: one sentence for the person, the rest for the log
            log.exception("The article could not be added.")
            rows = [{"status": "refused", "title": "", "reason": text("failed", language)}]
        done = all(row["status"] != "refused" for row in rows)
        messages = [
            f"{text(row['status'], language)}: {row['title'] if row['status'] != 'refused' else row['reason']}"
            for row in rows
        ]
        emptied = [None, "", "", ""] if done else [gr.skip()] * 4
        return (
            notice_html(" ".join(messages), "good" if done else "bad"),
            self.table_html(language),
            *emptied,
        )

    def _rows(
        self, file: str | None, title: str, body: str, published: str | None, language: str
    ) -> list[dict[str, Any]]:
        if file:
            return list(self._operations.run("add", {"sources": [file], "published": published}))
        if not title or not body.strip():
            return [{"status": "refused", "title": "", "reason": text("nothing", language)}]
        date = readers.read_date(published, text("published", language)) if published else None
        if published and date is None:
            return [{"status": "refused", "title": "", "reason": text("date_hint", language)}]
        document = replace(readers.pasted(body, title), published=date)
        return [added(self._operations.add_document(document))]
