"""What README says can be run is there, and every command shows an example."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from index.settings import Settings
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_the_contract_s_commands_are_all_there():
    assert set(COMMANDS) == {
        "chat",
        "ask",
        "add",
        "list",
        "show",
        "remove",
        "refresh",
        "rebuild",
        "doctor",
        "figures",
        "runway",
        "eval",
        "export",
        "import",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"Example: kassoro {command}" in " ".join(result.output.split())


def test_readme_names_only_commands_and_targets_there_are():
    named = set(re.findall(r"\bkassoro ([a-z]+)\b", README)) - {"chat"}
    assert named <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets


def test_readme_names_only_settings_there_are():
    known = {f"KASSORO_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"KASSORO_[A-Z_]+", README)) <= known


def test_both_commands_stand_in_the_first_screen():
    first_screen = README.splitlines()[:25]
    assert any(line.startswith("make chat") for line in first_screen)
    assert any(line.startswith("make test") for line in first_screen)


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
