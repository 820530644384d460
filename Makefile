# Briefing Watch. `make` lists what can be made; everything here can be run again and again.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON ?= python3
PORT ?= 8501
# How many processes share the tests; each starts a server and a browser of its own. With two, two
# cores are busy for 91 % of the time; a third would open every page for the first time once more.
WORKERS ?= 2

PY := .venv/bin/python
# A stamp is named after the contents of what was installed: a changed pin installs again, and a
# `git checkout`, which changes dates only, does not.
RUN_STAMP := .venv/run-$(shell cat requirements.txt constraints.txt | cksum | cut -d ' ' -f 1)
TEST_STAMP := .venv/test-$(shell cat requirements*.txt constraints.txt | cksum | cut -d ' ' -f 1)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help run test lint check build bench simulate fuzz crash siege hostile screenshots clean style venv install install-test fonts browser

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: install fonts  ## Set up what is missing, then serve the dashboard on http://localhost:8501
	@echo "Briefing Watch is on http://localhost:$(PORT) (Ctrl-C stops it)"
	@exec $(PY) -P -m streamlit run dashboard/server.py --server.port $(PORT) \
	  --server.headless true --logger.hideWelcomeMessage true

# mypy takes a minute of one core the first time, and the fonts half a minute: neither is waited for
# alone. Its report comes behind that of the tests where it found something, so that what goes wrong
# is not lost between their dots; `make lint` has it at once.
test: style browser  ## Set up what is missing, then run every check and every test
	@echo "Checking types ($(PY) -m mypy) while the tests run"; \
	$(PY) -m mypy >.venv/types.log 2>&1 & types=$$!; trap 'kill $$types 2>/dev/null || :' EXIT; \
	failed=0; $(PY) -m dashboard.web_fonts && $(PY) -m pytest -n $(WORKERS) || failed=$$?; \
	wait $$types || { failed=$$?; cat .venv/types.log >&2; }; exit $$failed

lint: style  ## Check format, style, types and who may import whom
	$(PY) -m mypy

style: install-test
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -c 'import sys, importlinter.cli as cli; sys.exit(cli.lint_imports(no_logo=True))'

check: install  ## Check that data/corpus is what the pages in $BRIEFING_SOURCES give
	$(PY) -m loaders build --check

build: install  ## Rebuild data/corpus from the pages in $BRIEFING_SOURCES
	$(PY) -m loaders build

bench: install-test fonts  ## Print the time of pages, parsing and adding, and the server's memory
	$(PY) -m benchmarks.bench

simulate: install  ## Measure how often the comparison errs, into data/simulation.json
	$(PY) -m benchmarks.simulate

# Seconds of processor time, and what is tried: make fuzz SECONDS=600 SEED=7
fuzz: install-test  ## Try to break the parser with damaged pages, and see how its time grows
	$(PY) -m benchmarks.fuzz --seconds $(or $(SECONDS),120) --seed $(or $(SEED),0)

crash: install-test  ## Try to break the store: killed writers, reads during writes, a full disk
	$(PY) -m benchmarks.crash

siege: install-test fonts  ## Let one hostile visitor do everything at once, and time the pages of another
	$(PY) -m benchmarks.siege

# make hostile QUERIES=500 SEED=7; 10,000 queries take 20 minutes, the pages in a browser another 10
hostile: install-test fonts browser  ## Send a server hostile queries and pages, and see that text stays text
	$(PY) -m benchmarks.hostile --queries $(or $(QUERIES),10000) --seed $(or $(SEED),0)

screenshots: install-test fonts browser  ## Draw every page, wide and narrow, in both languages
	$(PY) -m benchmarks.screenshots

clean:  ## Remove what was made: the environment, the web fonts, screenshots, caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf benchmarks/output dashboard/static/bw-*.woff2 dashboard/static/bw-fonts.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv that was cut short, moved away from its Python or never finished is made again.
venv:
	@test ! -e .venv/unfinished || { echo "Removing a half-made .venv"; rm -rf .venv; }
	@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Briefing Watch needs Python 3.11 or newer, and $(PYTHON) is" \
	      "$$($(PYTHON) --version 2>/dev/null || echo 'not to be found'):" \
	      "install one and name it, as in: make run PYTHON=python3.12" >&2; exit 1; }; \
	  echo "Making .venv with $$($(PYTHON) --version)"; \
	  rm -rf .venv; $(PYTHON) -m venv .venv; }

install: venv
	@test -e $(RUN_STAMP) || { $(call pip_install,requirements.txt); \
	  rm -f .venv/run-* .venv/test-*; touch $(RUN_STAMP); }

install-test: venv
	@test -e $(TEST_STAMP) || { $(call pip_install,requirements-test.txt); \
	  rm -f .venv/run-* .venv/test-*; touch $(RUN_STAMP) $(TEST_STAMP); }

fonts: install
	@$(PY) -m dashboard.web_fonts

browser: install-test
	@$(PY) -m tests.support.browser

# One dot a package; what pip says goes to a log, which is shown when it fails.
define pip_install
echo "Installing what $(1) pins (about a minute the first time)"; touch .venv/unfinished; \
$(PY) -m pip install --progress-bar off -r $(1) 2>&1 | tee .venv/install.log | \
  while read -r word _; do [ "$$word" != Collecting ] || printf .; done && echo " done" || { \
  echo " failed; .venv/install.log ends:" >&2; tail -n 15 .venv/install.log >&2; exit 1; }; \
rm .venv/unfinished
endef
