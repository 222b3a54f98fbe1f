"""`make bench`: how long a person waits, measured from outside. Prints three figures with their goals.

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

from eval.runner import run
from index.errors import EvaluationError
from index.settings import Settings

QUESTION = "xAIの資金は何か月もつ？"
COLD_GOAL, WARM_GOAL, PAGE_GOAL = 5.0, 0.05, 20.0
_LIMIT = 180.0


def main() -> int:
    """Measure and print; exit code 1 if a goal is missed."""
    try:
        with tempfile.TemporaryDirectory(prefix="kassoro-bench-", ignore_cleanup_errors=True) as folder:
            environment = _environment(Path(folder) / "home")
            first = cold_ask(environment)
            cold = cold_ask(environment)
            page = page_ready(environment)
        warm = run("seeds", settings=Settings.read())["ms"]
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"first ask of a new home      {first:6.2f} s   (indexes the shipped articles)")
    measured = [
        ("cold kassoro ask", cold, COLD_GOAL),
        ("warm question, median", warm["p50"] / 1000, WARM_GOAL),
        ("chat page ready", page, PAGE_GOAL),
    ]
    for name, seconds, goal in measured:
        print(f"{name:<28} {seconds:6.2f} s   goal {goal:g} s   {'met' if seconds <= goal else 'MISSED'}")
    print(f"warm question, 95th perc.    {warm['p95'] / 1000:6.2f} s")
    return 0 if all(seconds <= goal for _, seconds, goal in measured) else 1


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


if __name__ == "__main__":
    sys.exit(main())
