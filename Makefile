# Commonward: `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := $(patsubst %/pyproject.toml,%,$(wildcard core/pyproject.toml deploy/local/pyproject.toml services/*/pyproject.toml plugins/*/pyproject.toml))
STACK := $(BIN)/commonward-stack run
KEYCLOAK := --keycloak $(patsubst %,--realm %,$(wildcard deploy/keycloak/*-realm.json))
# Hundreds of small databases: in memory, where the machine has a gigabyte of it to lend.
SCRATCH := $(shell free=$$(df -Pm /dev/shm 2>/dev/null | awk 'NR==2 {print $$4}'); [ "$${free:-0}" -gt 1000 ] && echo /dev/shm || echo $${TMPDIR:-/tmp})
PYTEST := env TMPDIR=$(SCRATCH) $(BIN)/pytest -n 2 --dist loadfile -q -o tmp_path_retention_policy=failed
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --root-user-action=ignore

# Stamps: a file here says that what it names is installed as its inputs say.
PYTHON_READY := $(VENV)/.python-ready
MEMBERS_READY := $(VENV)/.members-ready
ASSETS_READY := node_modules/.assets-ready

.DEFAULT_GOAL := help
.SILENT:
.PHONY: help setup run check test prove bench pictures lock

help: ## List the targets
	awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(MEMBERS_READY) $(ASSETS_READY) ## Install everything into .venv and node_modules, and nothing else

run: setup ## Serve the whole platform on this machine (no broker, no database server): http://127.0.0.1:8080
	COMMONWARD_CONFIG=deploy/regions/development.toml exec $(BIN)/commonward up

check: setup ## Lint, types, import contracts, pure and embedded tests (below 2 minutes)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet || { echo "to format: $(BIN)/ruff format"; exit 1; }
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(PYTEST) -m "not stack and not thorough" --ignore tests/browser --ignore tests/end_to_end

test: setup ## Run every test against a real Kafka, PostgreSQL and Keycloak, started for the run
	.ci/system-packages
	$(STACK) $(KEYCLOAK) -- $(PYTEST) $(ARGS)

prove: setup ## Disable each declaration that cites a rule, in turn: the rule's tests must fail (about ten minutes)
	$(BIN)/python -m tests.proof $(ARGS)

bench: setup ## Measure, beside the floor of the same machine, with a real Kafka and PostgreSQL
	.ci/system-packages
	$(STACK) -- $(BIN)/python -m bench $(ARGS)

pictures: setup ## Retake the pictures of the main pages (docs/pictures)
	.ci/system-packages
	$(BIN)/python -m tests.browser.pictures

# Members are named one by one: the lock is for what others made.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(foreach package,commonward commonward-national,--no-emit-package $(package))

lock: ## Renew the hashed locks after a change of dependencies (needs uv; UPGRADE=--upgrade takes newer releases)
	command -v uv > /dev/null || { echo "uv is not installed: pip install uv"; exit 1; }
	$(LOCK) $(UPGRADE) --group dev pyproject.toml $(MEMBERS:%=%/pyproject.toml) -o requirements/dev.txt
	$(LOCK) --constraint requirements/dev.txt --group build pyproject.toml \
		$(patsubst %,%/pyproject.toml,$(filter-out deploy/local,$(MEMBERS))) -o requirements/runtime.txt
	npm install --package-lock-only --loglevel=error > /dev/null

$(PYTHON_READY): requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null \
		|| { echo "Commonward needs Python 3.11 or later: sudo apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
		|| { echo "Python's venv is not installed: sudo apt-get install python3-venv"; exit 1; }
	echo "installing Python packages (about a minute) ..."
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r $<
	touch $@

$(MEMBERS_READY): $(PYTHON_READY) $(MEMBERS:%=%/pyproject.toml)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(INSTALL) --no-deps --no-build-isolation $(MEMBERS:%=--editable %)
	touch $@

$(ASSETS_READY): package-lock.json
	command -v npm > /dev/null || { echo "Node.js is not installed: sudo apt-get install nodejs npm"; exit 1; }
	echo "installing the portal's styles ..."
	npm ci --loglevel=error > /dev/null
	touch $@
