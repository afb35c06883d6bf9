# `make run` sets up and starts studyplan, `make test` sets up and runs its tests; `make help` lists the rest.
# Needs GNU make and Python 3.11 or newer; all else goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
# pip compiles what it copies, but not what it links to; uncompiled, a start takes twice as long.
COMPILE := $(BIN)/python -m compileall -q src
SET_UP_FAILED := { echo "Set-up failed for the reason above. Try again, or start afresh with: make clean" >&2; exit 1; }
# The package's first file holds the version that an installation records.
MADE_FROM := pyproject.toml constraints.txt src/studyplan/__init__.py $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: run test anki check format build screenshots bench clean help

run: $(VENV)/ready-to-run ## start studyplan (ARGS="list --json" passes arguments)
	@$(BIN)/python -m studyplan $(ARGS)

test: $(VENV)/ready-to-develop ## run the tests (ARGS="-k queue" passes arguments)
	@$(BIN)/python -m pytest $(ARGS)

anki: $(VENV)/ready-for-anki ## let Anki's own engine import what we export
	@$(BIN)/python -m pytest -n0 tests/exchange/test_anki.py

check: $(VENV)/ready-to-develop ## format, lint, types, import borders, spelling, counts of the content
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy src tests benchmarks
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/python -m tests.spelling
	@$(BIN)/python -m tests.content.counts

format: $(VENV)/ready-to-develop ## put the code into shape
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

build: $(VENV)/ready-to-develop ## make the sdist, and from it the wheel, in dist/
	@rm -rf dist
	@$(BIN)/python -m build

screenshots: $(VENV)/ready-to-develop ## draw the pictures of the README from the running app
	@$(BIN)/python docs/make_screenshots.py

bench: $(VENV)/ready-to-measure ## measure the planner against what people do, and how fast all is (ARGS="--quick")
	@$(BIN)/python benchmarks/planner.py $(ARGS)
	@$(BIN)/python -m benchmarks.speed $(ARGS)

clean: ## remove .venv and all that was built (a person's data lies elsewhere and stays)
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s%s\n", $$1, $$2 }' Makefile

# A stamp is younger than what its installation was made from; ready-to-develop includes ready-to-run.
# Where the Python of .venv has gone (it was a link to one since removed), all of it is made again.
$(shell test -x $(BIN)/python || rm -f $(VENV)/ready-to-run $(VENV)/ready-to-develop)

$(VENV)/ready-to-run: $(MADE_FROM)
	@echo "Installing studyplan and what it needs into $(VENV); once, about a minute …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --editable . || $(SET_UP_FAILED)
	@$(COMPILE)
	@touch $@

# A dependency group needs pip 25.1, and a Python may bring an older one.
$(VENV)/ready-to-develop: $(MADE_FROM)
	@echo "Installing studyplan and its development tools into $(VENV); once, about a minute …" >&2
	@$(PIP_INSTALL) --upgrade 'pip>=25.1' || $(SET_UP_FAILED)
	@$(PIP_INSTALL) --constraint constraints.txt --editable . --group dev || $(SET_UP_FAILED)
	@$(COMPILE)
	@touch $(VENV)/ready-to-run $@

$(VENV)/ready-for-anki: $(VENV)/ready-to-develop
	@echo "Installing Anki's engine into $(VENV) …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --group anki || $(SET_UP_FAILED)
	@touch $@

$(VENV)/ready-to-measure: $(VENV)/ready-to-develop
	@echo "Installing what studyplan is measured against into $(VENV) …" >&2
	@$(PIP_INSTALL) --constraint constraints.txt --group speed || $(SET_UP_FAILED)
	@$(BIN)/python -m venv $(VENV)/harlequin
	@$(VENV)/harlequin/bin/python -m pip install --quiet --quiet --disable-pip-version-check \
	  harlequin==2.17.0 || echo "harlequin could not be installed; its row is left out." >&2
	@touch $@

# A name on the path proves nothing (a version manager's shim may have no Python behind it), so each is run.
# One that cannot make an environment with pip in it (Debian packs that apart) is passed over too.
$(BIN)/python:
	@for python in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11 python3; do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "studyplan needs Python 3.11 or newer with its venv module (on Debian: apt install python3-venv);" \
	  "none was found. Name one with: make run PYTHON=/path/to/python" >&2; \
	exit 1
