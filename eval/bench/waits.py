"""How long a person waits, measured from outside.

Every process started here has a home of its own, a time limit, and is ended by its id.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError

from eval.bench.results import Row
from eval.runner import run
from index.errors import EvaluationError
from index.settings import Settings

QUESTION = "xAIの資金は何か月もつ？"
COLD_GOAL, WARM_GOAL, PAGE_GOAL = 5.0, 0.05, 20.0
_LIMIT = 180.0


def measure() -> list[Row]:
    """A row for each wait: what for, seconds, and the goal where there is one."""
    with tempfile.TemporaryDirectory(prefix="kassoro-bench-", ignore_cleanup_errors=True) as folder:
        environment = _environment(Path(folder) / "home")
        first = cold_ask(environment)
        cold = cold_ask(environment)
        page = page_ready(environment)
    warm = run("seeds", settings=Settings.read())["ms"]
    return [
        {"wait": "first", "seconds": first},
        {"wait": "cold", "seconds": cold, "goal": COLD_GOAL},
        {"wait": "warm_p50", "seconds": warm["p50"] / 1000, "goal": WARM_GOAL},
        {"wait": "warm_p95", "seconds": warm["p95"] / 1000},
        {"wait": "page", "seconds": page, "goal": PAGE_GOAL},
    ]


def cold_ask(environment: Mapping[str, str]) -> float:
    """Seconds from starting `kassoro ask` to its end."""
    began = time.perf_counter()
    try:
        done = subprocess.run(
            _command("ask", QUESTION),
            env=environment,
            capture_output=True,
            text=True,
            timeout=_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EvaluationError(
            f"'kassoro ask' was not done after {_LIMIT:g} s: run it alone to see why."
        ) from error
    if done.returncode != 0:
        raise EvaluationError(f"'kassoro ask' ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return time.perf_counter() - began


def page_ready(environment: Mapping[str, str]) -> float:
    """Seconds from starting `kassoro chat` until its page answers."""
    port = _free_port()
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        chat = subprocess.Popen(
            _command("chat", "--port", str(port)), env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while not _answers(f"http://127.0.0.1:{port}/"):
                if chat.poll() is not None:
                    output.seek(0)
                    said = output.read().decode("utf-8", "replace").strip()[-300:]
                    raise EvaluationError(f"'kassoro chat' ended with {chat.returncode}: {said}")
                if time.perf_counter() - began > _LIMIT:
                    raise EvaluationError(f"The chat's page did not answer within {_LIMIT:g} s.")
                time.sleep(0.05)
            return time.perf_counter() - began
        finally:
            _end(chat)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=15)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from ui.cli import main; main()", *arguments]


def _environment(home: Path) -> dict[str, str]:
    """This process's, with a new home of its own and the shipped articles."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KASSORO_")}
    return kept | {"KASSORO_HOME": str(home)}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
