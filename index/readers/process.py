"""Reads sources in a child process with limits, so that no file can take the memory, the time or the program itself."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from index.article import Document
from index.readers.child import OUT_OF_MEMORY
from index.readers.raw import Raw, Refusal

_START = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from index.readers.child import main; main()"
# What the child may know of the environment: no keys, no addresses.
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may take: bytes of address space, seconds of processor time, seconds until the next document."""

    memory: int = 1_500_000_000
    cpu_seconds: int = 60
    wait_seconds: float = 120.0
    # A document is a line; no honest one is longer (see `readers.LARGEST`; JSON writes a character in six or twelve).
    line_bytes: int = 300_000_000


class ReaderProcess:
    """A child process that reads one source after the other; begun with the first, begun anew where one broke it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._reading = threading.Lock()

    def documents(self, raw: Raw) -> Iterator[Document | Refusal]:
        """What `readers.documents` gives, or a refusal that says which limit the source met. Threads take turns."""
        with self._reading:
            child = self._started()
            ended = False
            try:
                sender = threading.Thread(target=_send, args=(child, raw), daemon=True)
                sender.start()
                for message in self._messages(child):
                    if "end" in message:
                        ended = True
                        break
                    if "broken" in message:
                        yield Refusal(raw.source, _sentence(raw, message["broken"]))
                    elif "document" in message:
                        yield Document(**message["document"])
                    else:
                        yield Refusal(**message["refusal"])
                if not ended:
                    yield Refusal(raw.source, _sentence(raw, self._cause(child)))
            finally:
                if not ended:  # it died, was too slow, or nobody wants the rest
                    self._end()

    def close(self) -> None:
        """End the child; a later source begins another."""
        with self._reading:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
            paths = [path or os.getcwd() for path in sys.path]  # noqa: PTH109  (sys.path holds strings)
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, json.dumps(paths), json.dumps(asdict(self._limits))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            )  # fmt: skip
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not yet sent can no longer be
                    pipe.close()

    def _messages(self, child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
        """Lines as they come, until the child ends or lets us wait too long."""
        assert child.stdout is not None
        while True:
            overdue = threading.Timer(self._limits.wait_seconds, child.kill)
            overdue.start()
            try:
                line = child.stdout.readline(self._limits.line_bytes)
            finally:
                overdue.cancel()
            if not line.endswith(b"\n"):
                return
            yield json.loads(line)

    def _cause(self, child: subprocess.Popen[bytes]) -> str:
        """Why the child gave no more, from how it ended."""
        try:
            code = child.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "gives more text than an article may have"
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return f"takes more than {self._limits.cpu_seconds} s to be read"
        if hasattr(signal, "SIGKILL") and code == -signal.SIGKILL:
            return f"takes more than {self._limits.wait_seconds:.0f} s to be read"
        return OUT_OF_MEMORY.format(memory=self._limits.memory / 1e6)


def _send(child: subprocess.Popen[bytes], raw: Raw) -> None:
    """The source to the child, from a thread of its own: the child may die, or answer, before it has all."""
    about = {name: getattr(raw, name) for name in ("name", "source", "charset", "media_type")}
    header = json.dumps(about | {"size": len(raw.data)}).encode() + b"\n"
    try:
        assert child.stdin is not None
        child.stdin.write(header)
        child.stdin.write(raw.data)
        child.stdin.flush()
    except (OSError, ValueError):  # it is gone; how it ended says why
        return


def _sentence(raw: Raw, fault: str) -> str:
    return f"{PurePath(raw.name).name or raw.name} {fault}: save its text as .txt or .html and add that."
