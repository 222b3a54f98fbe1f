"""The chat tab: ask, see the steps and the answer, open the sentences behind it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import gradio as gr

from index.article import Article, Version
from index.errors import KassoroError
from rag.answer import Answer, Done, Step, Token
from rag.assistant import Assistant
from rag.llm.notes import notice
from ui.following import usage_text
from ui.i18n import EXAMPLES, text
from ui.render import answer_html, escape, model_html, notice_html, sources_html, working_html

log = logging.getLogger(__name__)
_LONGEST_INPUT = 2000
Messages = list[dict[str, Any]]
Turns = list[
    dict[str, Any]
]  # {"question": str, "answer": contract object or None}, one for each pair of messages


class ChatPanel:
    """Builds the tab's components and wires them; `relabel` gives their texts in another language."""

    def __init__(self, assistant: Assistant, language: gr.Radio) -> None:
        self._assistant = assistant
        self._build()
        self._wire(language)

    def _build(self) -> None:
        with gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=320):
                self.model = gr.HTML(
                    self._notice("ja"), visible=self._assistant.model is not None, elem_id="k-model"
                )
                self.chatbot = gr.Chatbot(
                    show_label=False, height="min(56vh, 640px)", layout="panel", buttons=[], feedback_options=None, latex_delimiters=[],
                    placeholder=notice_html(text("empty", "ja")), elem_id="k-chat", container=False, allow_tags=True,
                )  # fmt: skip
                with gr.Row(equal_height=True):
                    self.box = gr.Textbox(
                        show_label=False, placeholder=text("ask_placeholder", "ja"), scale=7, max_length=_LONGEST_INPUT, lines=1,
                        max_lines=4, autofocus=True, elem_id="k-question", container=False,
                    )  # fmt: skip
                    self.send = gr.Button(
                        text("send", "ja"), variant="primary", scale=2, min_width=96, elem_id="k-send"
                    )
                with gr.Row(elem_classes="k-examples"):
                    self.examples = [
                        gr.Button(question, size="sm", variant="secondary") for question in EXAMPLES["ja"]
                    ]
                with gr.Row():
                    self.stop = gr.Button(text("stop", "ja"), size="sm", elem_id="k-stop")
                    self.retry = gr.Button(text("retry", "ja"), size="sm", elem_id="k-retry")
                    self.clear = gr.Button(text("clear", "ja"), size="sm", elem_id="k-clear")
            with gr.Column(scale=5, min_width=320):
                self.sources = gr.HTML(sources_html(None, self._cited, "ja"), elem_id="k-sources")
        self.turns = gr.State([])

    def _wire(self, language: gr.Radio) -> None:
        shown: list[Any] = [self.box, self.chatbot, self.turns, self.sources]
        inputs: list[Any] = [self.box, self.chatbot, self.turns, language]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        running = [
            gr.on(
                [self.send.click, self.box.submit], self._ask, inputs, shown, concurrency_limit=8, **private
            ),
            self.retry.click(self._ask_again, inputs, shown, concurrency_limit=8, **private),
        ]
        for button in self.examples:
            running.append(
                button.click(
                    self._ask,
                    [button, self.chatbot, self.turns, language],
                    shown,
                    concurrency_limit=8,
                    **private,
                )
            )
        self.stop.click(
            self._stopped,
            [self.chatbot, self.turns, language],
            [self.chatbot, self.turns],
            cancels=running,
            **private,
        )
        self.clear.click(
            lambda tongue: ("", [], [], sources_html(None, self._cited, tongue)),
            [language],
            shown,
            cancels=running,
            **private,
        )
        self.chatbot.select(self._open, [self.turns, language], [self.sources], **private)

    def relabel(self, language: str) -> list[Any]:
        """Updates for `labelled()`, in that order."""
        buttons = [gr.update(value=text(key, language)) for key in ("send", "stop", "retry", "clear")]
        return [
            gr.update(placeholder=notice_html(text("empty", language))), gr.update(placeholder=text("ask_placeholder", language)),
            *buttons, gr.update(value=self._notice(language)), *(gr.update(value=question) for question in EXAMPLES[language]),
        ]  # fmt: skip

    def labelled(self) -> list[Any]:
        """The components whose texts change with the language."""
        buttons = [self.send, self.stop, self.retry, self.clear]
        return [self.chatbot, self.box, *buttons, self.model, *self.examples]

    def _notice(self, language: str) -> str:
        """Which language model answers, and to which host passages are sent; "" for none."""
        model = self._assistant.model
        return model_html(notice(model, language)) if model else ""

    def _ask(
        self, question: str, messages: Messages, turns: Turns, language: str
    ) -> Iterator[tuple[Any, ...]]:
        """Ask and show each step; whatever happens, the last thing shown is an answer or one sentence."""
        question = (question or "").strip()
        if not question:
            yield "", messages, turns, gr.skip()
            return
        messages = [
            *messages,
            {"role": "user", "content": escape(question)},
            {"role": "assistant", "content": working_html([])},
        ]
        turns = [*turns, {"question": question, "answer": None}]
        steps: list[str] = []
        shown = taken = ""
        answer: dict[str, Any] | None = None
        try:
            for event in self._assistant.ask(question, _history(turns[:-1])):
                if isinstance(event, Step):
                    steps.append(event.text)
                elif isinstance(event, Token):
                    shown += event.text
                elif isinstance(event, Done):
                    answer = event.answer.to_json()
                    taken = usage_text(asdict(event.usage), event.answer.language) if event.usage else ""
                messages[-1]["content"] = working_html(steps, shown)
                yield "", messages, turns, gr.skip()
        except Exception:  # a frozen chat would be worse than a vague sentence; the log has the rest
            log.exception("The question could not be answered.")
            answer = Answer(question, "error", language, text("failed", language)).to_json()
        if answer is not None:
            turns[-1]["answer"] = answer
            messages[-1]["content"] = answer_html(answer, [taken] if taken else steps)
        yield "", messages, turns, self._sources(answer, language)

    def _ask_again(
        self, _: str, messages: Messages, turns: Turns, language: str
    ) -> Iterator[tuple[Any, ...]]:
        """Ask the last question anew, in place of its answer."""
        if not turns:
            yield "", messages, turns, gr.skip()
            return
        yield from self._ask(turns[-1]["question"], messages[:-2], turns[:-1], language)

    def _stopped(self, messages: Messages, turns: Turns, language: str) -> tuple[Messages, Turns]:
        if turns and turns[-1]["answer"] is None:
            messages = [
                *messages[:-1],
                {"role": "assistant", "content": notice_html(text("stopped", language))},
            ]
        return messages, turns

    def _open(self, event: gr.SelectData, turns: Turns, language: str) -> Any:
        """Show the sources of the answer that was clicked."""
        place = int(event.index if isinstance(event.index, int) else event.index[0]) // 2
        return self._sources(turns[place]["answer"], language) if 0 <= place < len(turns) else gr.skip()

    def _sources(self, answer: dict[str, Any] | None, language: str) -> str:
        try:
            return sources_html(answer, self._cited, language)
        except KassoroError as error:
            return notice_html(str(error), "bad")

    def _cited(self, citation: Mapping[str, Any]) -> Article | Version:
        """The text that a citation was cut from, be it replaced since."""
        return self._assistant.library.cited(
            citation["article_id"], citation["quote"], citation["start"], citation["end"]
        )


def _history(turns: Turns) -> list[dict[str, str]]:
    history = []
    for turn in turns:
        history.append({"role": "user", "content": turn["question"]})
        if turn["answer"]:
            history.append({"role": "assistant", "content": turn["answer"]["answer"]})
    return history
