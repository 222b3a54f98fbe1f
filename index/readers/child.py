"""The process in which sources are read: it takes bytes and gives documents, and can do little else.

Its parent is `index.readers.process`. On stdin comes a JSON line that describes a source, then its bytes; on stdout
go JSON lines, a document or a refusal each, and {"end": true}. Where the system knows limits, memory, processor time
and files are limited; nothing may be written, connected to or started, whatever a parser is brought to do.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

# Written on stdout in place of a document when memory ran out, and by the parent for a child that died.
OUT_OF_MEMORY = "needs more than {memory:.0f} MB of memory to be read"

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.kill",
              "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "shutil.")  # fmt: skip


def main() -> None:
    """Serve sources until stdin ends; argv holds the limits as JSON."""
    limits = json.loads(sys.argv[1])
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes nowhere near the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process itself
    _limit(limits)
    sys.addaudithook(_refuse)
    while header := source.readline():
        about = json.loads(header)
        data = source.read(about.pop("size"))
        _allow_seconds(limits["cpu_seconds"])
        _serve(about, data, answers, limits)


def _serve(about: dict[str, Any], data: bytes, answers: BinaryIO, limits: dict[str, int]) -> None:
    from index.article import Document
    from index.readers.kinds import documents
    from index.readers.raw import Raw

    raw = Raw(data=data, **about)
    try:
        for one in documents(raw):
            kind = "document" if isinstance(one, Document) else "refusal"
            _say({kind: asdict(one)}, answers)
    except MemoryError:
        reason = OUT_OF_MEMORY.format(memory=limits["memory"] / 1e6)
        _say({"broken": reason}, answers)
    except RecursionError:
        _say({"broken": "is nested too deeply to be read"}, answers)
    except (
        Exception
    ) as error:  # a parser's own fault on what it was not made for: one source is lost, not the rest
        _say({"broken": f"cannot be read ({type(error).__name__} in its reader)"}, answers)
    _say({"end": True}, answers)


def _say(message: dict[str, Any], answers: BinaryIO) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


def _limit(limits: dict[str, int]) -> None:
    """Memory, open files, and no writing; nothing where the system knows no such limits."""
    try:
        import resource
    except ImportError:
        return
    for kind, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 128),
    ):
        hard = resource.getrlimit(kind)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (wanted, hard))
        except (ValueError, OSError):  # macOS takes no limit of the address space
            continue


def _allow_seconds(seconds: int) -> None:
    """So much processor time from now on, after which the system ends this process."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
    )


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): no connection, no other process, no written file."""
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(f"{event} is not allowed while a source is read")
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            raise PermissionError("no file is written while a source is read")
