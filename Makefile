# Two commands do everything: `make demo` and `make test`. Each does all of its own set-up.
#
#   make demo    the demonstration county, worked through from dirty rosters to maps
#   make test    every check that CI runs; RURALMAP_NO_SKIP=1 fails where a test would be skipped
#   make format  let the formatter have its way
#   make bench   the linker against its peers, then a county's whole job (make bench-county: only that)
#   make bench-exact  ten million points against the exact predicate
#   make bench-funds  the fund ledger on 200,000 rows
#   make bench-policies  the rules of all policies on 150,000 persons
#   make bench-assets  the registry of 20,000 assets with 100,000 events
#   make dictionary  write docs/data-dictionary.md again, after a change of the schema
#   make clean   remove what was made (not the virtual environment)

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test format clean system-parts dictionary bench bench-exact bench-county bench-funds bench-policies bench-assets

demo: $(VENV)/.runtime
	@$(BIN)/ruralmap demo

test: $(VENV)/.dev system-parts
	@BIN=$(BIN) .ci/checks

system-parts:
	@.ci/system-parts

$(BIN)/python:
	@.ci/make-venv $(VENV)

$(VENV)/.runtime: $(BIN)/python pyproject.toml
	@echo "安装运行所需的组件 (installing what it needs to run) ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	@echo "安装测试所需的组件 (installing what the tests need) ..."
	@$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@# Its validate_gpkg alone: what it depends on, GDAL's own bindings, would have to be compiled.
	@$(BIN)/python -m pip install --quiet --no-deps "gdal-utils>=3.11"
	@touch $@ $(VENV)/.runtime

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	@git clean -fdXq -e '!$(VENV)' layers assets maps
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*

dictionary: $(VENV)/.runtime
	@$(BIN)/python -c "from ruralmap.schema.dictionary import data_dictionary; print(data_dictionary(), end='')" >docs/data-dictionary.md

bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/link.py
	@$(BIN)/python benchmarks/county.py

bench-exact: $(VENV)/.dev
	@$(BIN)/python benchmarks/exactness.py

bench-county: $(VENV)/.dev
	@$(BIN)/python benchmarks/county.py

bench-funds: $(VENV)/.dev
	@$(BIN)/python benchmarks/funds.py

bench-policies: $(VENV)/.dev
	@$(BIN)/python benchmarks/policies.py

bench-assets: $(VENV)/.dev
	@$(BIN)/python benchmarks/assets.py
