# `make chat` and `make test` need only Python 3.11 or later and make.
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
BIN := .venv/bin

.PHONY: chat test lint bench eval stress
chat: .venv/installed
	$(BIN)/kassoro chat

test: .venv/installed-test
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# The shipped articles' whole suite against a language model that lies: 148 questions, four lies each.
stress: .venv/installed-test
	STRESS=1 $(BIN)/python -m pytest tests/test_llm_lies.py

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-bench
	$(BIN)/python -m eval.bench

eval: .venv/installed
	$(BIN)/kassoro eval --report .bench/eval

.venv/installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and none was found: install it, then run make again."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Kassoro into .venv (about 2.5 GB, 3 to 4 minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet -e .
	@touch $@

.venv/installed-bench: pyproject.toml .venv/installed
	@$(BIN)/python -m pip install --quiet -e '.[bench]'
	@touch $@

.venv/installed-test: pyproject.toml .venv/installed
	@$(BIN)/python -m pip install --quiet -e '.[test]'
	@touch $@
