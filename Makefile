# Eraser's commands. `make run` and `make test` need nothing but this file's machine, make and Python 3.11 or newer.
.PHONY: help run test lint bench chaos pictures messages lock ready ready-dev
.DEFAULT_GOAL := help
SHELL := /bin/sh
python := .venv/bin/python
export PYTHON

help: ## Show these lines
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: ready ## Start Eraser and print the link to open; Ctrl-C stops it
	@exec $(python) manage.py start

test: ready-dev ## Run all tests: Python, browser and JavaScript (needs the network once)
	@$(python) -m tests.browser.chromium
	@failed=0; \
	$(python) -m pytest || failed=1; \
	tools/node --test tests/js/*.test.js || failed=1; \
	exit $$failed

lint: ready-dev node_modules/.installed ## Check style, types, imports, templates and JavaScript
	@failed=0; \
	step() { echo "· $$*"; "$$@" || failed=1; }; \
	step $(python) -m ruff check --quiet .; \
	step $(python) -m ruff format --quiet --check .; \
	step $(python) -m mypy --no-error-summary; \
	step .venv/bin/lint-imports --no-cache --no-logo; \
	step $(python) -m djlint --quiet --lint templates; \
	step tools/node node_modules/typescript/bin/tsc --noEmit; \
	step tools/node node_modules/eslint/bin/eslint.js static/texts.js static/editor static/pages tests/js tests/bench; \
	exit $$failed

bench: ready-dev ## Measure and print the figures
	@for each in $$(ls tests/bench/*.py | grep -v __init__ | sed 's/\.py$$//; s,/,.,g'); do $(python) -m $$each || exit 1; done

chaos: ready-dev ## Kill processes while 200 orders are processed; nothing may be lost
	@$(python) -m tests.chaos.storm --worker-kills 34 --web-kills 6

pictures: ready-dev ## Take the pictures of the README and of docs/editor.md anew
	@$(python) -m tools.pictures

messages: ready-dev ## Gather the texts for translation into locale/ (needs GNU gettext)
	@$(python) -m tools.messages

lock: ## Choose the newest versions of all packages anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs the program uv." >&2; exit 1; }
	@set -e; \
	compile="uv pip compile --quiet --upgrade --universal --python-version 3.11"; \
	compile="$$compile --generate-hashes --no-emit-index-url --no-annotate --no-header"; \
	$$compile pyproject.toml -o requirements.lock; \
	$$compile --group pyproject.toml:dev -c requirements.lock -o requirements-dev.lock; \
	$$compile --group pyproject.toml:engine -c requirements.lock -o requirements-engine.lock

ready:
	@python=$$(tools/find-python) && "$$python" tools/install.py

ready-dev:
	@python=$$(tools/find-python) && "$$python" tools/install.py --dev

node_modules/.installed: package-lock.json package.json | ready-dev
	@echo "Installing the JavaScript checkers (once) …"
	@tools/npm ci --silent --no-audit --no-fund
	@touch $@
