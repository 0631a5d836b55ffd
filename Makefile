# The commands of this project. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
CATALOGUE := locale/nl/LC_MESSAGES/django
# Who has the tests' tools keeps them: `make run` after `make test` takes nothing away.
INSTALLED := $(or $(wildcard $(VENV)/.installed-dev),$(VENV)/.installed)
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--custom-compile-command "make requirements"

export PYTHON PORT

.DEFAULT_GOAL := help
.PHONY: help
help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Serve -----------------------------------------------------------------------------------------------------------

.PHONY: run dev
run: setup var/static/.collected  ## set everything up and serve on http://127.0.0.1:8000 with demo data (PORT=…)
	@exec bin/serve

dev: setup  ## the same, reloading on each change and with Django's error pages
	@exec bin/serve --reload

# --- Set up ----------------------------------------------------------------------------------------------------------

.PHONY: setup setup-tests
setup:  ## install what is missing to serve: Debian's packages, .venv, translations
	@mkdir -p var
	@bin/packages run
	@$(MAKE) --silent --no-print-directory $(INSTALLED) $(CATALOGUE).mo

setup-tests:  ## the same, and what the tests need: Chromium, PostgreSQL, tools
	@mkdir -p var
	@bin/packages test
	@$(MAKE) --silent --no-print-directory $(VENV)/.installed-dev $(CATALOGUE).mo

$(VENV)/.installer: requirements-uv.txt
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.installer
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installer
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch $@

$(CATALOGUE).mo: $(CATALOGUE).po
	@msgfmt --check-format --output-file=$@ $<

var/static/.collected: $(shell find static) $(INSTALLED)
	@DEBUG=false SECURE_COOKIES=false ALLOWED_HOSTS=localhost \
		SECRET_KEY=nothing-is-signed-while-the-static-files-are-collected-here \
		$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0 \
			--ignore '*.ttf' --ignore django_htmx
	@touch $@

# --- Test ------------------------------------------------------------------------------------------------------------

.PHONY: test test-fast check fix bench bench-figures
test: setup-tests  ## everything: make check, the suite on SQLite and on PostgreSQL, the browser
	@exec bin/test

test-fast: setup-tests  ## the suite on SQLite, without the browser (ARGS="tests/agreements -k renew")
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not browser" $(ARGS)

check: setup-tests  ## format, lint, types, imports, migrations, translations, deployment
	@bin/check

fix: setup-tests  ## format and repair what can be repaired without thought
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djhtml --tabwidth 2 templates

bench: setup-tests  ## time of the main pages, the PDF and a batch of them (ARGS="--batch 60" for a small one)
	@$(BIN)/python -m tests.bench $(ARGS)

bench-figures: setup-tests  ## the figures on 1, 10 and 100 times Flanders, on both databases (ARGS="--sizes 1,10")
	@DATABASE_URL= $(BIN)/python -m tests.bench.figures $(ARGS)
	@bin/with_postgres $(BIN)/python -m tests.bench.figures $(ARGS)

# --- Renew -----------------------------------------------------------------------------------------------------------

.PHONY: requirements vendor
requirements: $(VENV)/.installer  ## lock what pyproject.toml asks for (ARGS=--upgrade for newer versions)
	@$(COMPILE) $(ARGS) pyproject.toml --output-file requirements.txt
	@$(COMPILE) $(ARGS) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(COMPILE) $(ARGS) --group installer --output-file requirements-uv.txt
	@! grep -nE '://|--(extra-)?index-url|--find-links' requirements*.txt \
		|| { echo "The lock must not name a host." >&2; exit 1; }

vendor:  ## renew static/vendor/ from npm (ARGS=--update for newer versions)
	@bin/vendor $(ARGS)
