# Everything happens in .venv, inside the checkout; nothing needs root. `make help` lists the commands.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BENCH_READY := .venv/.bench-ready
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
EXAMPLE := examples/servicenow-2016
REPORT := build/servicenow-2016.html
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --python-version 3.11
APT := DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300
# A file is tested by one process, so that what its tests share is made once.
SHORT := --quiet --numprocesses 2 --dist loadfile --no-loadscope-reorder
PYTEST := $(BIN)/python -m pytest $(SHORT)

.DEFAULT_GOAL := help
.PHONY: help setup run replay test chromium check docs words screens bench lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## set up .venv with everything that the other commands need

# The stamp is older than what it was made from: install again. pip skips what is already there.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Upheld needs Python 3.11 or newer; name one: make PYTHON=python3.11 ..." >&2; exit 1; }
	@echo "Setting up .venv (the first time takes about a minute) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m upheld_desk.catalogues --compile
	@touch $@

run: setup ## run the desk with its demo; prints where, and a link to sign in for everybody
	@$(BIN)/upheld desk demo

replay: setup ## replay the shipped year of cases under its agreement and write the report
	@mkdir -p build
	@$(BIN)/upheld replay $(EXAMPLE)/incident_event_log.csv.gz --agreement $(EXAMPLE)/agreement.yaml \
		--mapping $(EXAMPLE)/mapping.yaml --report $(REPORT)

test: setup chromium ## run the tests; the desk's on an installed PostgreSQL too
	@$(PYTEST) --ignore tests/docs $$(command -v chromium >/dev/null || echo --ignore tests/desk/browser)
	@$(BIN)/python -m tests.desk.installed $(SHORT) tests/desk

# Root installs the browser where it is missing; without it everything else is tested, and this says so.
chromium:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && echo "Installing Chromium ..." && $(APT) update -qq >/dev/null && \
		$(APT) install -qq --no-install-recommends chromium >/dev/null; } || \
		echo "The tests in the browser are left out: there is no chromium; install it with: sudo apt-get install chromium"

check: setup ## everything else that must hold: style, types, arrows, examples in docstrings and pages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(PYTEST) --doctest-modules --ignore src/upheld_desk/server/wsgi.py src tests/docs # that file starts a desk

docs: setup ## write the tables of the format reference again, after a change of the format
	@$(BIN)/python -m upheld.reading.reference docs/reference/agreement-file.md

words: setup ## bring the catalogues of texts up to date and say what is missing: make words ROOM=staff
	@$(BIN)/python -m upheld_desk.catalogues $(ROOM)

screens: setup chromium ## take the pictures of docs/screens again
	@$(BIN)/python -m tests.desk.browser.screens

bench: $(BENCH_READY) ## measure, beside other libraries for the same
	@set -e; for file in benchmarks/*.py; do $(BIN)/python "$$file"; done

$(BENCH_READY): $(READY) benchmarks/requirements.lock
	@$(PIP) install --require-hashes --only-binary :all: -r benchmarks/requirements.lock
	@touch $@

lock: setup ## choose the newest allowed versions and write the lock files again
	@$(COMPILE) --extra replay --extra desk --group dev pyproject.toml -o requirements.lock
	@$(COMPILE) --constraint requirements.lock benchmarks/requirements.txt -o benchmarks/requirements.lock

clean: ## remove what the commands made, .venv included
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
