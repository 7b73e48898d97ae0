# One door for those who try ppitui and those who work on it. Set-up happens once: each stamp
# in .venv is newer than the files that it was made from, or is made again.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
PYTHON ?= python3.13 python3.12 python3.11 python3
# Debian's Python comes without ensurepip until python3-venv is there: asked before, not met half-way.
NEW_ENOUGH := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
# No index address may enter a lock file: where a package came from is the business of each machine.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	--strip-extras --allow-unsafe $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test lint check format bench mutate pictures lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run-ready ## try ppitui on invented cases; sets up what is missing
	@$(BIN)/ppitui demo

# With more workers than cores a terminal is served later: that is no fault of what runs in it.
test: $(VENV)/.dev-ready ## run the tests, the wheel's among them; sets up what is missing
	@PPITUI_TEST_PATIENCE=$${PPITUI_TEST_PATIENCE:-60} \
		$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(VENV)/.dev-ready ## format, lint, types and the direction of imports, changing nothing
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test ## everything that must hold before a change goes in
	@$(BIN)/ppitui check

format: $(VENV)/.dev-ready ## put the code into the house format
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

bench: $(VENV)/.bench-ready ## measure speed, as ratios with the raw figures beside them
	@$(BIN)/python tests/bench.py

mutate: $(VENV)/.dev-ready ## take each part of the shipped rules away in turn: does a case file notice?
	@$(BIN)/python tests/mutation.py

pictures: $(VENV)/.run-ready ## draw the pictures of the documents anew, from invented cases
	@$(BIN)/python scripts/pictures.py
	@$(BIN)/python scripts/letters.py

lock: $(VENV)/.dev-ready ## write the hashed lists in requirements/ anew (UPGRADE=--upgrade takes newer releases)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo "Lock with Python 3.11, the oldest that ppitui supports:" >&2; \
		echo "make clean, then make lock PYTHON=python3.11" >&2; exit 1; }
	@$(COMPILE) --extra dev --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) --constraint requirements/dev.txt --extra prove \
		--output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --constraint requirements/dev.txt --all-build-deps --only-build-deps \
		--output-file requirements/build.txt pyproject.toml
	@$(COMPILE) --constraint requirements/dev.txt --extra bench \
		--output-file requirements/bench.txt pyproject.toml
	@if grep -n '://' requirements/*.txt; then \
		echo "A lock file names a network address: take it out." >&2; exit 1; fi

clean: ## remove what make made, .venv among it
	rm -rf $(VENV) build dist .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache snapshot_report.html
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@for python in $(PYTHON); do \
		if $$python -c '$(NEW_ENOUGH)' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)."; \
			$$python -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "ppitui needs Python 3.11 or newer with its venv module; looked for: $(PYTHON)." >&2; \
	echo "Install one (Debian and Ubuntu: python3 and python3-venv), or name yours:" >&2; \
	echo "make PYTHON=/where/it/is/python3.12 $(MAKECMDGOALS)" >&2; \
	exit 1

$(VENV)/.run-ready: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what ppitui needs into $(VENV), every file checked against its hash."
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready
	@echo "Installing the tools for work on ppitui into $(VENV)."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench-ready: requirements/bench.txt $(VENV)/.run-ready
	@echo "Installing what the measures compare with into $(VENV)."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
