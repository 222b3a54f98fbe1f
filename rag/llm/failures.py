"""What can go wrong between here and a model, told apart by what a person can do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Each kind has a sentence in `notes.py`.
KINDS = (
    "timeout", "unreachable", "server", "key", "missing", "busy", "context", "endless", "empty", "long", "cut", "malformed",
)  # fmt: skip
_CONTEXT = re.compile(
    r"context|maximum.{0,20}tokens|too (?:long|many tokens)|prompt is too|n_ctx|num_ctx", re.I
)
_TOOLS = re.compile(r"\btools?\b|\bfunctions?\b|tool_choice|--jinja", re.I)
_ENDLESS = re.compile(r"max(?:imum)? iterations", re.I)


class Failure(Exception):
    """A model that gave no usable reply; `kind` is one of KINDS."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(detail or kind)
        self.kind = kind


def kind_of(error: BaseException) -> str:
    """The kind of failure behind an error of a model's client, of HTTP or of the agent."""
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, Failure):
            return one.kind
    names = {cls.__name__ for one in chain for cls in type(one).__mro__}
    text = " ".join(str(one) for one in chain)
    status = next((code for one in chain if isinstance(code := getattr(one, "status_code", None), int)), None)
    if status in (400, 413, 422, 500, None) and _CONTEXT.search(text) and not names & _NETWORK:
        return "context"
    if status in (401, 403):
        return "key"
    if status == 404:
        return "missing"
    if status == 429:
        return "busy"
    if status is not None:
        return "server" if status >= 500 or 300 <= status < 400 else "malformed"
    if _ENDLESS.search(text):
        return "endless"
    if names & _LATE:
        return "timeout"
    if names & _CUT:
        return "cut"
    if names & _NETWORK:
        return "unreachable"
    return "malformed"


def takes_no_tools(error: BaseException) -> bool:
    """Whether a server refused a request because it, or its model, cannot be given functions."""
    chain = list(_chain(error))
    refused = any(getattr(one, "status_code", None) in (400, 404, 422, 500, 501) for one in chain)
    return refused and any(_TOOLS.search(str(one)) for one in chain)


_LATE = {"TimeoutError", "APITimeoutError", "TimeoutException"}
_CUT = {"RemoteProtocolError", "ReadError", "IncompleteRead"}
_NETWORK = {
    "ConnectionError",
    "APIConnectionError",
    "ConnectError",
    "NetworkError",
    "TransportError",
    "OSError",
}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and those it was made of."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__
