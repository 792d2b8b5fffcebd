# On a machine with Python 3.11 and make: `make demo` shows what kg does, `make test` runs the tests.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
BUILD  := build
# Where the labelled pages lie for `make score` and `make bench`; they are no part of the project.
KG_EVAL ?= ../shared/eval
export KG_EVAL

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint types imports bench score notebooks ontology lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/run.stamp  ## build, check, ask and draw the sample profiles
	@mkdir -p $(BUILD)
	$(BIN)/kg build data/profiles -o $(BUILD)/graph.ttl
	$(BIN)/kg check $(BUILD)/graph.ttl
	@printf '\nWho was in Göttingen in the same years?\n'
	$(BIN)/kg query $(BUILD)/graph.ttl overlap --org Göttingen
	@printf '\nWho won a Nobel Prize, and when?\n'
	$(BIN)/kg query $(BUILD)/graph.ttl laureates --award 'Nobel Prize'
	$(BIN)/kg draw $(BUILD)/graph.ttl -o $(BUILD)/network.html

test: $(VENV)/dev.stamp  ## run the tests
	$(BIN)/pytest -rs

lint: $(VENV)/dev.stamp  ## ruff: style and formatting mistakes
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp  ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/dev.stamp  ## import-linter: the rooms never import one another
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp  ## pages a second, peak memory, and how soon a drawing of each size is there
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/draw_large.py

score: $(VENV)/dev.stamp  ## quality on the labelled pages in KG_EVAL, against the last run
	$(BIN)/python benchmarks/score.py

notebooks: $(VENV)/dev.stamp  ## run the notebooks anew and keep what they print
	$(BIN)/python scripts/notebooks.py

ontology: build/pylode/bin/pylode  ## the ontology as a page, build/ontology.html
	build/pylode/bin/pylode ontology/rkg.ttl -o build/ontology.html

# 3.4.1 of pyLODE does not run. It stands apart: nothing of kg needs it.
build/pylode/bin/pylode:
	$(PYTHON) -m venv build/pylode
	build/pylode/bin/python -m pip install --quiet --disable-pip-version-check pylode==3.2.1

# Two stamps: `make demo` needs no test tools. Hashes pin every file; the index is whatever pip is set up to use.
$(VENV)/run.stamp: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# What builds the package is locked too, so that installing the package itself fetches nothing.
BUILDERS := printf 'hatchling\neditables\n'
LOCK := build/lock/bin/uv pip compile --quiet pyproject.toml - --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

lock:  ## resolve the dependencies anew into requirements*.txt
	test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv; }
	$(BUILDERS) | $(LOCK) --upgrade -o requirements.txt
	$(BUILDERS) | $(LOCK) --upgrade --extra dev -c requirements.txt -o requirements-dev.txt

clean:  ## remove what was built, and the virtual environment
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
