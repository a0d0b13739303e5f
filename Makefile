# Needs Python 3.11 or later and make. Everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
NODE := $(VENV)/node/.installed

.PHONY: demo test check lint types imports drift tests docs generate check-generated benchmark lock sbom clean

demo: $(STAMP) ## validate the article's package and show its casualties by source
	@$(BIN)/conflictdp validate examples/khasham-2018
	@echo
	@$(BIN)/python examples/casualties_by_source.py examples/khasham-2018

test: check ## what CI runs: lint, types, import direction, drift, documentation, tests

check: lint types imports drift docs tests

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports --no-cache

drift: check-generated

tests: $(DEV) $(NODE)
	$(BIN)/pytest -n auto

docs: $(DEV) ## build the documentation into build/docs; a dead link or an odd heading fails
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going docs build/docs

generate: $(DEV) ## write everything that is made from the hand-written files of the standard
	$(BIN)/python -m conflictdp.generate

check-generated: $(DEV)
	$(BIN)/python -m conflictdp.generate --check

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml | $(VENV)/bin/python
	@echo "setting up $(VENV) ..." >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml requirements-dev.txt | $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[all]" --requirement requirements-dev.txt
	@touch $@

$(NODE): tests/targets/package.json | $(VENV)/bin/python
	@mkdir -p $(VENV)/node && cp $< $(VENV)/node
	@command -v npm >/dev/null || echo "npm is not there: TypeScript is not compiled, and pyright not run" >&2
	@! command -v npm >/dev/null || npm install --prefix $(VENV)/node --silent --no-package-lock --no-audit --no-fund
	@touch $@

benchmark: $(DEV) ## measure against others; see benchmarks/README.md
	$(BIN)/python -m benchmarks
lock: $(DEV) ## write requirements.lock anew: what the package needs at run time, by version and hash
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" --output-file requirements.lock

SBOM ?= build/conflictdp.cdx.json

sbom: $(VENV)/bin/python ## write a bill of materials (CycloneDX) of the package as the lock file installs it
	rm -rf build/sbom && mkdir -p $(dir $(SBOM))
	$(BIN)/python -m venv build/sbom
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check --no-deps .
	build/sbom/bin/python -m pip uninstall --quiet --yes pip setuptools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "cyclonedx-bom>=7"
	$(BIN)/cyclonedx-py environment build/sbom --pyproject pyproject.toml --output-reproducible --output-file $(SBOM)

clean: ## remove the virtual environment and caches
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
