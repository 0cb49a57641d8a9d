# The two commands of the README are `make run` and `make test`; each sets up what it needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test bench check format lock clean

run: $(VENV)/.run  ## build the evidence base, print what it says, write a profile
	$(BIN)/python -m gmg.first_look

test: $(VENV)/.dev  ## lint, types, tests
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/pytest

bench: $(VENV)/.dev  ## measure, side by side in one run
	$(BIN)/python -m bench

$(VENV)/.run: requirements.lock pyproject.toml tools/set-up
	sh tools/set-up $(PYTHON) $(VENV) requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml tools/set-up
	sh tools/set-up $(PYTHON) $(VENV) requirements-dev.lock
	touch $@ $(VENV)/.run

lock: $(VENV)/.dev  ## write the lock files anew from pyproject.toml
	sh tools/lock $(BIN)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix src tests bench
	$(BIN)/ruff format src tests bench

clean:
	rm -rf $(VENV) .gmg build dist
