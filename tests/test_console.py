"""What a person sees of long work: a bar while it lasts, and a way to stop it."""

from __future__ import annotations

import os
import signal

import pytest

from ui.console import stoppable
from ui.progress import ProgressBar, progress_bar


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Rich take the captured stderr for a terminal."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")


def test_the_bar_shows_count_and_remaining_time(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as bar:
        bar("Making vectors", 1, 4)
    captured = capsys.readouterr()
    assert "Making vectors" in captured.err and "1/4" in captured.err and ":--" in captured.err
    assert captured.out == ""


def test_the_bar_goes_with_the_last_report_and_comes_again(
    terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    bar = ProgressBar()
    bar("Reading", 2, 2)
    capsys.readouterr()
    print("between")
    assert capsys.readouterr() == ("between\n", "")
    bar("Making vectors", 1, 2)
    bar.stop()
    assert "1/2" in capsys.readouterr().err


def test_no_bar_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as bar:
        bar("Making vectors", 1, 4)
    assert capsys.readouterr() == ("", "")


def test_sigterm_stops_as_ctrl_c_does() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), stoppable():
        os.kill(os.getpid(), signal.SIGTERM)
        signal.sigtimedwait([], 10)
    assert signal.getsignal(signal.SIGTERM) is before
