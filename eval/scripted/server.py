"""The HTTP side: one request in, a scripted reply out, in OpenAI's or Ollama's words, whole or streamed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from eval.scripted import ollama, openai
from eval.scripted.script import Reply, Request, Script

_DRIP_SECONDS = 0.05


class ScriptedServer:
    """Serves a script on loopback within a `with` block. `requests` keeps what was asked."""

    def __init__(self, script: Script, port: int = 0) -> None:
        self.script = script
        self.requests: list[Request] = []
        self._closing = threading.Event()
        self._counting = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def address(self) -> str:
        """Where it listens: for Ollama's clients as it is, for OpenAI's with /v1 behind it."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the server closed within `seconds`."""
        return self._closing.wait(seconds)

    def reply(self, body: dict[str, Any], key: str) -> tuple[Request, Reply]:
        """Note the request and let the script reply."""
        tools = [one.get("function", {}).get("name", "") for one in body.get("tools") or []]
        messages = tuple(
            (str(one.get("role")), _text_of(one.get("content"))) for one in body.get("messages", [])
        )
        with self._counting:
            number = len(self.requests) + 1
            request = Request(
                number, str(body.get("model")), messages, tuple(tools), bool(body.get("stream")), key
            )
            self.requests.append(request)
        return request, self.script(request)

    def restart(self, script: Script) -> None:
        """Play another script, counting requests anew."""
        self.script = script
        self.requests.clear()

    def close(self) -> None:
        """Stop serving; replies that hang are let go."""
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _text_of(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _handler_of(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection."""

        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            """The models there are, for who asks."""
            self._send(
                200,
                json.dumps(
                    {"object": "list", "data": [{"id": "scripted"}], "models": [{"name": "scripted"}]}
                ),
            )

        def do_POST(self) -> None:
            """A chat request of either protocol."""
            speech = ollama if self.path.startswith("/api/") else openai
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
            if self.path.endswith("/show"):
                self._send(200, json.dumps({"model_info": {}, "capabilities": ["completion", "tools"]}))
                return
            request, reply = server.reply(body, self.headers.get("authorization", "").removeprefix("Bearer "))
            try:
                self._play(speech, request, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _play(self, speech: Any, request: Request, reply: Reply) -> None:
            if reply.fault == "hang":
                server.wait()
                self.close_connection = True
            elif reply.fault == "html":
                self._send(reply.status, "<html><body>Bad Gateway</body></html>", "text/html")
            elif reply.location:
                self._send(reply.status, "", headers={"Location": reply.location})
            elif reply.status != 200:
                self._send(reply.status, json.dumps(speech.error(reply)))
            elif request_streams(speech, request):
                self._stream(speech, request, reply)
            else:
                self._send(200, json.dumps(speech.whole(request, reply)))

        def _stream(self, speech: Any, request: Request, reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", speech.STREAM_TYPE)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in self._parts(speech, request, reply):
                data = part.encode()
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.flush()
                if reply.fault == "drip" and server.wait(_DRIP_SECONDS):
                    break
            if reply.fault == "cut":
                self.close_connection = True  # without the closing chunk
                return
            self.wfile.write(b"0\r\n\r\n")

        def _parts(self, speech: Any, request: Request, reply: Reply) -> Iterator[str]:
            parts = list(speech.parts(request, reply))
            if reply.fault in ("cut", "cut_quietly"):
                yield from parts[: max(1, len(parts) // 2)]
            elif reply.fault == "garbage":
                yield from (parts[0], "data: {not json\n\n", "<<<>>>\n")
            elif reply.fault == "drip":
                while not server.wait(0):
                    yield from parts[:-2] or parts[:1]
            else:
                yield from parts

        def _send(
            self,
            status: int,
            text: str,
            type_: str = "application/json",
            headers: dict[str, str] | None = None,
        ) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", type_)
            self.send_header("Content-Length", str(len(data)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

    return Handler


def request_streams(speech: Any, request: Request) -> bool:
    """Whether a request wants its reply in parts; Ollama's do unless they say otherwise."""
    return request.stream
