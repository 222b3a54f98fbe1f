"""Sources are read in another process: it is limited, may die, and takes nothing along when it does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from index.article import Document
from index.library import Library
from index.readers import Raw, Refusal
from index.readers.process import Limits, ReaderProcess

GOOD = Raw("甲社の資金\n甲社の現金は80億ドルに増えた。".encode(), "a.txt", "/news/a.txt")
# A reader that does what its source says, as a broken or captured parser might.
READER = """
import os, socket, subprocess, sys, time
from index.article import Document
from index.readers.kinds import READERS

def read(raw):
    yield Document("題", "本文です。", raw.source)
    exec(raw.data.decode(), globals())
    yield from globals().get("rest", list)()
"""


Does = Callable[[str], list[Document | Refusal]]


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    one = ReaderProcess(Limits(memory=700_000_000, cpu_seconds=1, wait_seconds=12, line_bytes=1_000_000))
    yield one
    one.close()


@pytest.fixture
def does(reader: ReaderProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Does:
    """Calls the child with a kind of file that is Python to be run in it."""
    (tmp_path / "captured.py").write_text(READER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    hook = "import index.readers.kinds as k; k.READERS['.run'] = 'captured:read'; "
    monkeypatch.setattr("index.readers.process._START", _with(hook))

    def run(code: str) -> list[Document | Refusal]:
        return list(reader.documents(Raw(dedent(code).encode(), "x.run", "/news/x.run")))

    return run


def _with(hook: str) -> str:
    from index.readers import process

    start = process._START
    return start.replace("from index.readers.child", hook + "from index.readers.child")


def test_what_is_read_there_is_what_is_read_here(reader: ReaderProcess) -> None:
    from index.readers import documents

    assert list(reader.documents(GOOD)) == list(documents(GOOD))


def test_one_child_reads_many_sources(reader: ReaderProcess) -> None:
    list(reader.documents(GOOD))
    child = reader._child
    list(reader.documents(GOOD))
    assert child is not None and reader._child is child


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "more than 1 s"),
        ("time.sleep(60)", "more than 12 s"),
        ("x = bytearray(2_000_000_000)", "MB of memory"),
        ("os.abort()", "MB of memory"),
        ("def deep(n): deep(n + 1)\ndeep(0)", "nested too deeply"),
        ("1 / 0", "ZeroDivisionError"),
        ("print('x' * 100)\nraise ValueError", "ValueError"),
        ("open('/tmp/kassoro-was-here', 'w')", "PermissionError"),
        ("os.open('/tmp/kassoro-was-here', os.O_CREAT | os.O_RDWR)", "PermissionError"),
        ("socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("subprocess.run(['true'])", "PermissionError"),
        ("os.system('true')", "PermissionError"),
        ("os.fork()", "PermissionError"),
    ],
)
def test_a_reader_that_goes_astray_costs_one_source(
    reader: ReaderProcess, does: Does, code: str, reason: str
) -> None:
    document, refusal = does(code)
    assert isinstance(document, Document) and isinstance(refusal, Refusal)
    assert reason in refusal.reason and refusal.reason.startswith("x.run ") and refusal.reason.endswith(".")
    assert not Path("/tmp/kassoro-was-here").exists()
    assert [one.title for one in reader.documents(GOOD) if isinstance(one, Document)] == ["甲社の資金"]


def test_the_child_knows_no_keys(does: Does, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KASSORO_LLM_API_KEY", "secret")
    _, refusal = does("raise KeyError if 'secret' in str(os.environ) else LookupError")
    assert isinstance(refusal, Refusal) and "LookupError" in refusal.reason


def test_an_endless_text_is_not_waited_for(does: Does) -> None:
    _, refusal = does("def rest(): yield Document('題', 'あ' * 2_000_000, 's')")
    assert isinstance(refusal, Refusal) and "more text" in refusal.reason


def test_who_takes_only_the_first_leaves_a_child_that_works(reader: ReaderProcess) -> None:
    rows = reader.documents(GOOD)
    next(rows)
    rows.close()
    assert len(list(reader.documents(GOOD))) == 1


def test_close_ends_the_child(reader: ReaderProcess) -> None:
    list(reader.documents(GOOD))
    child = reader._child
    assert child is not None
    reader.close()
    assert child.poll() is not None


@pytest.mark.skipif(not hasattr(os, "kill"), reason="needs signals")
def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    code = """
    import os, sys
    from index.readers import Raw
    from index.readers.process import ReaderProcess
    reader = ReaderProcess()
    list(reader.documents(Raw(b"Acme raised money.", "a.txt", "a.txt")))
    print(reader._child.pid, flush=True)
    os._exit(1)
    """
    shown = subprocess.run(
        [sys.executable, "-c", dedent(code)], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    pid, until = int(shown.stdout), time.monotonic() + 10
    while time.monotonic() < until:
        if not _runs(pid):
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} outlives its parent")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_rest_of_a_folder_goes_in(library: Library, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("甲社\n甲社の現金は増えた。", encoding="utf-8")
    (news / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    (news / "c.txt").write_text("乙社\n乙社の現金は減った。", encoding="utf-8")
    assert [one.status for one in library.add_sources([str(news)])] == ["added", "refused", "added"]
