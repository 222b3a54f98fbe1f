"""The Gradio page: a head, a chat tab, an articles tab, a language switch, and the `ask` endpoint for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr

from rag.answer import Answer
from rag.question import detect_language
from ui.articles import ArticlesPanel
from ui.chat import ChatPanel
from ui.i18n import text
from ui.operations import Operations

ASSETS = Path(__file__).with_name("assets")
_RUNWAY = (
    '<svg viewBox="0 0 48 48" aria-hidden="true"><rect width="48" height="48" rx="11" fill="#0f5c6e"/>'
    '<path d="M19 8h10l9 32H10z" fill="#e9f1f2"/><path d="M24 11v5m0 4v6m0 4v8" stroke="#0f5c6e" stroke-width="2.6"/></svg>'
)
_BROWSER_LANGUAGE = "() => (navigator.language || 'ja').startsWith('ja') ? 'ja' : 'en'"


def build(operations: Operations) -> gr.Blocks:
    """The page over `operations`; nothing is served yet."""
    with gr.Blocks(title="Kassoro 滑走路", analytics_enabled=False) as page:
        with gr.Row(equal_height=True):
            head = gr.HTML(_head("ja"))
            language = gr.Radio(
                [("日本語", "ja"), ("English", "en")],
                value="ja",
                show_label=False,
                container=False,
                min_width=180,
                elem_id="k-language",
            )
        with gr.Tab(text("chat_tab", "ja")) as chat_tab:
            chat = ChatPanel(operations.assistant, language)
        with gr.Tab(text("articles_tab", "ja")) as articles_tab:
            articles = ArticlesPanel(operations, language)

        def relabel(tongue: str) -> list[Any]:
            tabs = [gr.update(label=text("chat_tab", tongue)), gr.update(label=text("articles_tab", tongue))]
            return [_head(tongue), *tabs, *chat.relabel(tongue), *articles.relabel(tongue)]

        outputs = [head, chat_tab, articles_tab, *chat.labelled(), *articles.labelled()]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # The page is built in Japanese; one event at a time relabels it, so that none overtakes a later one.
        language.change(relabel, [language], outputs, trigger_mode="always_last", **private)
        page.load(None, None, [language], js=_BROWSER_LANGUAGE, **private)
        articles_tab.select(articles.table_html, [language], [articles.table], **private)

        def ask(question: str, history: str = "[]") -> dict[str, Any]:
            """Answer a question; `history` is a JSON list of {"role", "content"} objects."""
            return answer_json(operations, question, history)

        gr.api(ask, api_name="ask", concurrency_limit=8)
    return page


def answer_json(operations: Operations, question: str, history: str = "[]") -> dict[str, Any]:
    """The contract's object for one question; a history that is no JSON list gives status "error"."""
    try:
        turns = json.loads(history or "[]")
        if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
            raise ValueError
    except (ValueError, RecursionError):
        reason = 'The history is no JSON list of {"role", "content"} objects.'
        return Answer(str(question)[:600], "error", detect_language(str(question)), reason).to_json()
    return operations.assistant.answer(question, turns).to_json()


def _head(language: str) -> str:
    return f'<header class="k-head">{_RUNWAY}<div><h1>Kassoro 滑走路</h1><p>{text("tagline", language)}</p></div></header>'
