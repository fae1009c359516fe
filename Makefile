# Every target sets up what it needs: python3, make and a package index are enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup demo test test-all check regenerate api-diff constraints docs docs-serve transcripts pictures bench bench-quick soak build build-lowest surface licences clean

help:  ## Show the targets.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[gateway,rf,plot,fsspec,dask,dev,docs]'
	touch $@

setup: $(VENV)/.ready  ## Create .venv with the exact versions of constraints.txt.

demo: $(VENV)/.ready  ## Send a real recording to an embedded gateway and back, and compare.
	@$(BIN)/python -m spectrumx demo $(if $(wildcard ../shared/recordings/westford-vpol),--recording ../shared/recordings/westford-vpol)

check: $(VENV)/.ready  ## Lint and type-check.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy spectrumx spectrumx_program.py generated/spectrumx_api tests/typing_api.py tools benchmarks
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

docs: $(VENV)/.ready  ## Build the documentation in build/site; a warning is an error.
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/site

docs-serve: $(VENV)/.ready  ## Show the documentation at http://127.0.0.1:8100 while you write.
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:8100

transcripts: $(VENV)/.ready  ## Record the documentation's terminal sessions anew.
	$(BIN)/python -m tools.transcripts

pictures: $(VENV)/.ready  ## Draw the documentation's spectrogram anew.
	$(BIN)/python -m tools.pictures

$(VENV)/.bench: $(VENV)/.ready
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[bench]'
	touch $@

bench: $(VENV)/.bench  ## Measure all cases against the published SDK, and renew docs/images/scaling.png and docs/benchmark.txt.
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.plot build/benchmarks/results.json docs/images/scaling.png
	cp build/benchmarks/results.txt docs/benchmark.txt

bench-quick: $(VENV)/.bench  ## Measure the most important cases, within three minutes.
	$(BIN)/python -m benchmarks --quick

build: $(VENV)/.ready  ## Build dist/, and try the wheel on every installed Python (from 3.11 on).
	$(BIN)/python tools/try_wheel.py

build-lowest: $(VENV)/.ready  ## The same on Python 3.11 with the lowest versions of all dependencies.
	$(BIN)/python tools/try_wheel.py --python 3.11 --lowest

surface: $(VENV)/.ready  ## Write the public names and signatures to tests/surface.txt.
	$(BIN)/python tools/surface.py

licences: $(VENV)/.ready  ## Write the dependencies' licences to docs/licences.md.
	$(BIN)/python tools/licences.py

clean:  ## Remove what the targets made.
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis demo-data
