# Every target sets up what it needs: python3, make and a package index are enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup demo test test-all check regenerate api-diff constraints bench bench-quick soak clean

help:  ## Show the targets.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[gateway,rf,dev]'
	touch $@

setup: $(VENV)/.ready  ## Create .venv with the exact versions of constraints.txt.

demo: $(VENV)/.ready  ## Send a real recording to an embedded gateway and back, and compare.
	@$(BIN)/python -m spectrumx demo $(if $(wildcard ../shared/recordings/westford-vpol),--recording ../shared/recordings/westford-vpol)

check: $(VENV)/.ready  ## Lint and type-check.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy spectrumx generated/spectrumx_api tests/typing_api.py tools benchmarks
	$(BIN)/basedpyright

test: check  ## Lint, type-check and run the tests.
	$(BIN)/pytest -q -rs -m "not slow" -n 2

test-all: check  ## The same with the tests that take minutes.
	$(BIN)/pytest -q -rs -n 2

soak: $(VENV)/.ready  ## Let transfers fail and die for SOAK_MINUTES (20), or repeat one SEED.
	@SOAK_MINUTES="$(SOAK_MINUTES)" SEED="$(SEED)" $(BIN)/python -m tests.faults.soak

regenerate: $(VENV)/.ready  ## Renew generated/ from openapi/gateway.yaml.
	$(BIN)/python tools/regenerate.py

api-diff: $(VENV)/.ready  ## Compare openapi/gateway.yaml with a live gateway's own: make api-diff SCHEMA=file-or-url
	@$(BIN)/python tools/api_diff.py "$(SCHEMA)"

constraints: $(VENV)/.ready  ## Write the installed versions to constraints.txt.
	$(BIN)/python -m pip freeze --exclude-editable | grep -v '@' > constraints.txt

$(VENV)/.bench: $(VENV)/.ready
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[bench]'
	touch $@

bench: $(VENV)/.bench  ## Measure all cases against the published SDK, and draw docs/images/scaling.png.
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.plot build/benchmarks/results.json docs/images/scaling.png

bench-quick: $(VENV)/.bench  ## Measure the most important cases, within three minutes.
	$(BIN)/python -m benchmarks --quick

clean:  ## Remove what the targets made.
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis demo-data
