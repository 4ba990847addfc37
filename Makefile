# Turnout's commands. `make run` and `make test` need git, make, Python 3.11 with pip, and a network.

.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
# What Python compiled is kept, whatever the environment says of it: Turnout is started a hundred times in a suite.
export PYTHONDONTWRITEBYTECODE :=

PY ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
UV := UV_PYTHON_DOWNLOADS=never .tools/bin/uv
# Compiled at once: the first start of each program would else be slow, and stay so where Python may not write.
INSTALL := $(UV) pip install -q -p $(BIN)/python --compile-bytecode --require-hashes
PIP = $(PY) -m pip install -qq --disable-pip-version-check --upgrade --require-hashes
NPM = $(shell command -v npm || echo PYTHONPATH=.tools/node .tools/node/bin/npm)
LOCK := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
SERVICES := $(BIN)/python -m tools.with_services --
TYPES := $(BIN)/mypy --no-error-summary
# As many workers as tests/workers.py says, and each does what it says.
WORKERS := -n auto

.PHONY: help install run test check quick-checks drill attack hammer faults axe bench lock clean machine-for-tests new-venv

help: ## these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed build/static/.built ## everything that the product needs, in .venv and build

run: install ## the site with its worker, its schedule and a demonstration, on this machine
	@exec $(BIN)/python -m tools.serve

# The suite runs twice, at the same time, for much of each is waiting: on SQLite, the embedded default, and on PostgreSQL,
# as in production, with pages and the browser. What the one on SQLite says is kept until the other is done, and so is
# what is said of types, which takes one core and a minute.
test: quick-checks machine-for-tests ## the checks, then the whole suite on both databases
	@echo "The suite on PostgreSQL; types (build/types.log) and the suite on SQLite (build/suite-on-sqlite.log) meanwhile"
	@$(TYPES) > build/types.log 2>&1 & types=$$!; \
		$(SERVICES) env -u DATABASE_URL $(BIN)/python -m pytest $(WORKERS) -m "not browser and not page" \
			> build/suite-on-sqlite.log 2>&1 & sqlite=$$!; \
		$(SERVICES) $(BIN)/python -m pytest $(WORKERS) -m "not once"; on_postgresql=$$?; \
		wait $$sqlite; on_sqlite=$$?; wait $$types; of_types=$$?; \
		echo "The suite on SQLite"; cat build/suite-on-sqlite.log build/types.log; \
		exit $$((on_postgresql | on_sqlite | of_types))

check: quick-checks ## lint, types, floors, migrations, templates
	@$(TYPES)

# That every test is found comes before any is run: what is compiled for it is there for each worker of both suites.
quick-checks: install .venv/installed-for-tests
	@$(BIN)/ruff check -q
	@$(BIN)/ruff format -q --check
	@$(BIN)/lint-imports > build/floors.log || { cat build/floors.log; exit 1; }
	@$(BIN)/python manage.py check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/djlint --lint --quiet templates
	@env -u DATABASE_URL $(BIN)/python -m pytest --collect-only -q > build/tests.log || { cat build/tests.log; exit 1; }

# What docs/proofs.md tells of. Each takes minutes or hours, and keeps its figures there; ON=PostgreSQL does a part.
drill: install .venv/installed-for-tests ## 200,000 random moves of the booking engine, half on each database
	@$(SERVICES) $(BIN)/python -m tools.drill $(ON) $(WORKERS)

attack: install .venv/installed-for-tests ## 10,000 simulated years, whose hidden numbers a solver tries to work out
	@$(SERVICES) $(BIN)/python -m tools.attack $(YEARS) $(WORKERS)

hammer: install .venv/installed-for-tests ## many people booking at the same instant, over HTTP, on both databases
	@$(SERVICES) $(BIN)/python -m tools.hammer $(ON)

faults: install .venv/installed-for-tests ## known faults planted one by one, which the tests must see
	@$(SERVICES) $(BIN)/python -m tools.faults

axe: install .venv/installed-for-tests machine-for-tests ## every page in a browser as everybody who may open it, in every state
	@$(SERVICES) $(BIN)/python -m tools.axe

# PostgreSQL waits for its disk here, as in production: what is measured is what a county would have.
bench: install .venv/installed-for-tests ## Turnout beside a bare Django and a bare database, 25 minutes; QUICK=1 makes it 5
	@$(BIN)/python -m tools.with_services --durable -- $(BIN)/python -m tools.bench $(if $(QUICK),quick,full)

lock: .tools/installed ## the locked lists in requirements, anew from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt
	$(LOCK) --group pyproject.toml:tools -o requirements/tools.txt
	$(LOCK) --group pyproject.toml:node -o requirements/node.txt

clean: ## all that was installed or built; your data in var stays
	rm -rf .venv .tools build node_modules .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each file below stands for a finished step, so that a second run has nothing to do.

.tools/installed: requirements/tools.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Turnout needs Python 3.11; name it with: make PY=/path/to/python3.11" >&2; exit 1; }
	@$(PY) -m pip --version > /dev/null 2>&1 \
		|| { echo "$(PY) has no pip; on Debian: apt-get install python3-pip" >&2; exit 1; }
	@echo "Fetching uv"
	@$(PIP) --target .tools -r $<
	@touch $@

# A .venv whose Python is gone (moved, upgraded) is made anew.
.venv/installed: requirements/run.txt $(shell test -x $(BIN)/python || echo new-venv) | .tools/installed
	@echo "Installing Turnout's packages"
	@$(INSTALL) -r $<
	@touch $@

new-venv: | .tools/installed
	@$(UV) venv -q --clear -p $(PY) .venv

.venv/installed-for-tests: requirements/test.txt | .venv/installed
	@echo "Installing the packages for tests"
	@$(INSTALL) -r $<
	@touch $@

node_modules/.installed: package-lock.json | .venv/installed
	@if ! command -v npm > /dev/null; then \
		echo "Fetching npm"; $(PIP) --target .tools/node -r requirements/node.txt || exit 1; fi
	@echo "Fetching styles and fonts"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error > /dev/null
	@touch $@

build/static/.built: node_modules/.installed .venv/installed tools/build_static.py tools/reference_bundles.py \
		static/turnout.css static/reference.css static/reference.js
	@$(BIN)/python -m tools.build_static
	@touch $@

machine-for-tests:
	@sh tools/machine_for_tests.sh
