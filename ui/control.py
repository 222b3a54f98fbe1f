"""How other commands reach the home while a chat owns it: JSON lines over loopback HTTP, with a token.

The chat's process serves `POST /run`; its address and token stand in the home's owner file, which only this account
can read. Requests without the token, or made by a web page (they carry an Origin), are turned away.
"""

from __future__ import annotations

import hmac
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn import Config, Server

from index.errors import HomeBusy, KassoroError
from index.lock import Owner
from ui.operations import LONG, Operations, Progress, Row
from ui.reporting import reporting

_HALT_SECONDS = 5.0


class ControlServer:
    """Serves `operations` at a loopback address of the system's choice, in a thread, until closed."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._token = ""
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        app = Starlette(routes=[Route("/run", self._run, methods=["POST"])])
        self._server = Server(Config(app, log_level="critical", lifespan="off"))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def start(self, token: str) -> None:
        """Begin to answer requests that show `token`."""
        self._token = token
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._server.should_exit = True
        self._thread.join(_HALT_SECONDS)
        self._socket.close()

    async def _run(self, request: Request) -> Response:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        host = request.headers.get("host", "")
        if (
            "origin" in request.headers
            or host not in self._hosts
            or not hmac.compare_digest(shown, self._token)
        ):
            return JSONResponse({"error": "This address is for Kassoro's own commands."}, status_code=403)
        try:
            body = await request.json()
            name, arguments = str(body["operation"]), dict(body.get("arguments", {}))
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "The request is no operation."}, status_code=400)
        return StreamingResponse(self._lines(name, arguments), media_type="application/x-ndjson")

    def _lines(self, name: str, arguments: Mapping[str, Any]) -> Iterator[str]:
        try:
            for part in self._parts(name, arguments):
                yield json.dumps(part, ensure_ascii=False) + "\n"
        except KassoroError as error:
            yield json.dumps({"error": str(error)}, ensure_ascii=False) + "\n"
        except TypeError:
            yield (
                json.dumps({"error": f"The operation {name!r} was given arguments it does not take."}) + "\n"
            )

    def _parts(self, name: str, arguments: Mapping[str, Any]) -> Iterator[Row]:
        """{"row": …} as rows come, and {"progress": [label, done, total]} between them where it takes long."""
        if name not in LONG:
            return ({"row": row} for row in self._operations.run(name, arguments))
        return reporting(lambda progress: self._operations.run(name, arguments, progress))


class RemoteOperations:
    """The operations of the chat that owns the home; same `run` as `ui.operations.Operations`."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def run(self, name: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Iterator[Row]:
        """The rows of operation `name`, as they come; KassoroError as the chat's process raised it."""
        headers = {"Authorization": f"Bearer {self._owner.token}"}
        timeout = httpx.Timeout(10.0, read=None)
        try:
            with (
                httpx.Client(base_url=self._owner.address or "", timeout=timeout, trust_env=False) as client,
                client.stream(
                    "POST", "/run", json={"operation": name, "arguments": arguments}, headers=headers
                ) as response,
            ):
                for line in response.iter_lines():
                    answer = json.loads(line)
                    if "error" in answer:
                        raise KassoroError(answer["error"])
                    if "row" in answer:
                        yield answer["row"]
                    elif progress:
                        progress(*answer["progress"])
        except (httpx.HTTPError, ValueError) as error:
            raise HomeBusy(
                f"The chat that owns the home (process {self._owner.pid}) does not answer: close it and try again."
            ) from error
