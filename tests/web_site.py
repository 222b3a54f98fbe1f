"""A real web server on loopback for the tests of what fetches: its pages are set by the test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = tuple[int, dict[str, str], bytes] | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the site's page of the path; 404 for others."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        page = self.server.pages.get(self.path.partition("?")[0], (404, {}, b"no such page"))
        if callable(page):
            page(self)
            self.close_connection = True
        else:
            self.answer(*page)

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data):
        """Bytes as they are: what is no HTTP, too."""
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_):
        pass


class Site(ThreadingHTTPServer):
    """`pages` maps paths to (status, headers, body) or to what answers by itself; `asked` is what was asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = self.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def html(self, path, body, **headers):
        """Put a page there; `headers` with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8", **named}, data)

    def redirect(self, path, to, status=302):
        self.pages[path] = (status, {"Location": to}, b"")

    def paths(self):
        """What was asked for but robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request, client_address):
        """A client that hangs up is no fault here."""

    def end(self):
        self.ended.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


def article(title, text, published="2025-08-05"):
    """A page with one article."""
    return (
        f'<html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{published}T09:00:00+09:00"></head>'
        f"<body><nav>ホーム</nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
