# Everything runs in .venv, which each target makes if it has to.
PYTHON ?= python3
BIN := .venv/bin
# constraints.txt pins what was tested; torch among it, so that a CPU build is taken.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint bench clean

demo: .venv/installed
	$(BIN)/search build seeds
	$(BIN)/search query "arms control talks" -k 3

test: .venv/developer
	$(BIN)/python -m pytest

lint: .venv/developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/developer
	$(BIN)/python -m benchmarks.speed

clean:
	rm -rf .venv .search-index build dist *.egg-info .*_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing into .venv (PyTorch is large; this takes a minute or two the first time)"
	$(PIP) install -c constraints.txt torch
	$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/developer: .venv/installed
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@
