"""`python -m eval.scripted`: a scripted model on loopback, to look at the chat without one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from eval.scripted.lies import LIES, Liar
from eval.scripted.script import FAULTS, Reply, Script, honest
from eval.scripted.server import ScriptedServer


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m eval.scripted", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose")
    parser.add_argument("--lie", choices=sorted(LIES), help="tell lies of this kind")
    parser.add_argument("--fault", choices=[fault for fault in FAULTS if fault], help="fail in this way")
    told = parser.parse_args(arguments)
    with ScriptedServer(script_of(told.lie, told.fault), told.port) as server:
        print(f"export KASSORO_LLM=openai-like/scripted KASSORO_LLM_BASE_URL={server.address}/v1")
        print(f"export KASSORO_LLM=ollama/scripted KASSORO_LLM_BASE_URL={server.address}", flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            return


def script_of(lie: str | None, fault: str | None) -> Script:
    """What is played: a lie, a fault, or the truth."""
    if lie:
        return Liar(lie)
    if fault:
        return lambda request: Reply(f"{honest(request).text} "[:400], fault=fault)  # type: ignore[arg-type]
    return honest


if __name__ == "__main__":
    main()
