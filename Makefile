# Three commands on a fresh clone: `make demo`, `make chat` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help install dev chat demo bot check docs recording screenshot animations test lint statements safety models encoder fuzz audit bench lock clean

help:            ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Halfway needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version). Try: make PYTHON=python3.12 chat"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Halfway into $(VENV) (once; about half a minute)"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

install: $(VENV)/.installed        ## Build .venv with what Halfway needs to run
dev: $(VENV)/.installed-dev        ## ... and with what its tests need

chat: install    ## Talk to the coach in this terminal (no token, no network)
	@$(BIN)/halfway chat

demo: install    ## See and try the whole bot in a browser (no token, no network)
	@$(BIN)/halfway demo $(ARGS)

bot: install     ## Run the Telegram bot (needs TELEGRAM_BOT_TOKEN)
	@$(BIN)/halfway run

check: install   ## Check dialogs and words (halfway check)
	@$(BIN)/halfway check --quiet

docs: install    ## Write the diagrams into docs/
	@$(BIN)/halfway diagram

animations: install  ## Draw the breathing animations anew
	@$(BIN)/python -m bot.animations

recording: dev   ## Record the conversation in the README and docs/chat.svg anew
	@$(BIN)/python -m tests.e2e.recording
	@$(BIN)/python -m tests.e2e.picture

screenshot: dev  ## Take docs/sandbox.png anew (needs Chromium)
	@$(BIN)/python -m tests.sandbox.screenshot

lint: dev        ## Types, style, import directions
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test: dev        ## Run all tests (two at a time)
	@$(BIN)/python -m pytest -n 2 --dist worksteal

statements: dev  ## Measure the statement engine on both halves of its data (see docs/statements.md)
	@$(BIN)/python -m benchmarks.statements

safety: dev      ## Measure the safety detectors (see docs/safety.md)
	@$(BIN)/python -m benchmarks.safety

encoder: requirements-encoder.lock  ## Train the encoder (BASE=folder with MiniLM's files: anew, two hours; BASE=onward; BASE=branch)
	@test -x .venv-encoder/bin/python || $(PYTHON) -m venv .venv-encoder
	@.venv-encoder/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements-encoder.lock
	@.venv-encoder/bin/python -m benchmarks.encoder $(BASE)

models: requirements-train.lock  ## Fit the linear models of the statement engine anew
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@.venv-train/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements-train.lock
	@.venv-train/bin/python -m benchmarks.statements train

fuzz: dev        ## Put a million generated updates through the real handler (half an hour)
	@$(BIN)/python -m tests.fuzz --updates 1000000

audit: requirements-audit.lock   ## Look the locked versions up among known vulnerabilities (needs the network)
	@test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements-audit.lock
	@.venv-audit/bin/pip-audit --disable-pip --requirement requirements.lock

bench: dev       ## Measure, beside other bots (see docs/performance.md)
	@$(BIN)/python -m benchmarks

lock:            ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-dev.lock
	uv pip compile --group audit --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-audit.lock
	uv pip compile --group encoder --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-encoder.lock
	uv pip compile --group train --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-train.lock

clean:           ## Remove what was installed and cached
	rm -rf $(VENV) .venv-train .venv-encoder .venv-audit .mypy_cache .ruff_cache .pytest_cache .hypothesis
