# Everything runs in .venv, which each target makes if it has to.
PYTHON ?= python3
BIN := .venv/bin
# constraints.txt pins what was tested. PyTorch comes as its CPU build from its own index, since
# the build on PyPI brings gigabytes of CUDA; where that index is out of reach, pip takes what it has.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test coverage lint bench clean

demo: .venv/installed
	$(BIN)/search build seeds
	$(BIN)/search query "arms control talks" -k 3
	@echo
	@echo 'Now your own: source .venv/bin/activate; search "who saw the ferry burn"'

test: .venv/developer
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

coverage: .venv/developer
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile \
	    --cov --cov-report term:skip-covered

lint: .venv/developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/developer
	$(BIN)/python -m benchmarks.speed

clean:
	rm -rf .venv .search-index build dist *.egg-info .*_cache .hypothesis .coverage*

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing into .venv: a minute or two the first time, most of it for PyTorch"
	$(PIP) --quiet install --no-deps --retries 0 --extra-index-url $(TORCH_INDEX) -c constraints.txt torch
	$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/developer: .venv/installed
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@
