"""Serves the page and, beside it, the control address through which other commands reach the same home."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Any

from index.errors import KassoroError
from index.library import Library
from index.settings import Settings
from ui.control import ControlServer
from ui.operations import Operations

_LARGEST_UPLOAD = "20mb"


class Served:
    """A running chat; `close` ends it and lets the home go."""

    def __init__(
        self, page: Any, control: ControlServer, library: Library, address: str, notice: str = ""
    ) -> None:
        """`notice` says to which host passages are sent, "" where no language model is asked."""
        self.notice = notice
        self._page = page
        self._control = control
        self._library = library
        self.address = address

    def wait(self) -> None:
        """Serve until interrupted."""
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            self.close()

    def close(self) -> None:
        """Stop serving and close the library."""
        self._library.interrupt()  # or a rebuild would be waited for
        self._control.close()
        self._page.close(verbose=False)
        self._library.close()


def serve(
    settings: Settings,
    host: str,
    port: int,
    progress: Callable[[str, int, int], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> Served:
    """Open the library and serve the chat at `host:port`; KassoroError if the port is taken or the home is not usable."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before gradio is imported: it reads this once
    if settings.embedding_name == "builtin" and not settings.reranker_name:
        os.environ.setdefault(
            "HF_HUB_OFFLINE", "1"
        )  # nothing is to be fetched, unless a person names a model
    logging.getLogger("httpx").setLevel(logging.WARNING)
    library = Library.open(settings, progress=progress, notice=notice)
    try:
        operations = Operations(library)
        _ = operations.assistant  # opened now, so that the first question does not wait for it
        control = ControlServer(operations)
        control.start(library.lock.announce(control.address))
        page = _launch(operations, host, port)
        told = next(operations.run("model", {}))["notice"].get("en", "")
    except BaseException:
        library.close()
        raise
    return Served(page, control, library, f"http://{host}:{port}", told)


def _launch(operations: Operations, host: str, port: int) -> Any:
    import gradio as gr

    from ui.app import ASSETS, build

    page = build(operations)
    page.queue(max_size=64, default_concurrency_limit=8)
    try:
        page.launch(
            server_name=host, server_port=port, prevent_thread_lock=True, quiet=True, share=False, show_error=False, ssr_mode=False,
            strict_cors=True, enable_monitoring=False, max_file_size=_LARGEST_UPLOAD, theme=gr.themes.Default(primary_hue="teal"),
            css_paths=ASSETS / "kassoro.css", head=f"<script>{(ASSETS / 'kassoro.js').read_text('utf-8')}</script>", footer_links=[],
        )  # fmt: skip
    except OSError as error:
        raise KassoroError(
            f"Port {port} of {host} cannot be used ({error}): close what uses it, or give another --port."
        ) from error
    return page
