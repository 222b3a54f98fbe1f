"""Imports run one way: index ← rag ← {ui, eval}; ui and eval never import each other; chromadb has one importer."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "index": {"index"},
    "rag": {"index", "rag"},
    "ui": {"index", "rag", "ui"},
    "eval": {"index", "rag", "eval"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_lies_below_it(package):
    for path in (ROOT / package).rglob("*.py"):
        ours = imported(path) & ALLOWED.keys()
        assert ours <= ALLOWED[package], f"{path.relative_to(ROOT)} imports {ours - ALLOWED[package]}"


def test_chromadb_is_imported_in_one_place():
    importers = [
        path.name
        for package in ALLOWED
        for path in (ROOT / package).rglob("*.py")
        if "chromadb" in imported(path)
    ]
    assert importers == ["vectors.py"]


def test_above_rag_nothing_knows_of_llama_index():
    """But for the benchmark of peers, of which llama-index's own retrievers are two."""
    importers = [
        path.name
        for package in ("ui", "eval")
        for path in (ROOT / package).rglob("*.py")
        if "llama_index" in imported(path)
    ]
    assert importers == ["peers.py"]
