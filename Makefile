# The commands of the project; `make help` tells them. Needs a Python from 3.12 on, git and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PYTHON_IN := $(VENV)/bin/python
PIP := $(PYTHON_IN) -m pip --disable-pip-version-check install --quiet --quiet --require-hashes

# What `make check` pretends, so that the checks see a blog as it is in production.
PRODUCTION := BLOG_SITE_URL=https://blog.example BLOG_TRUSTED_PROXIES=1 EMAIL_URL=smtp://mail.example \
	SECRET_KEY=0123456789-only-for-the-checks-abcdefghijklmnopqrstuvwxyz

.PHONY: help
help: ## Tell the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

.PHONY: run
run: $(VENV)/.base ## Run the blog (the demo, when it is empty); Ctrl-C ends it
	@BLOG_DEMO=$${BLOG_DEMO:-True} exec $(PYTHON_IN) manage.py serve

.PHONY: test
test: $(VENV)/.dev ## Run all tests
	@.ci/find-chromium
	@$(PYTHON_IN) -m pytest $(ARGS)

.PHONY: bench
bench: $(VENV)/.dev ## Run the benchmarks
	@.ci/find-chromium
	@$(PYTHON_IN) -m tests.benchmarks

.PHONY: bench-queue
bench-queue: $(VENV)/.dev ## Ask the moderation queue of a million comments (fills them first, in minutes)
	@$(PYTHON_IN) -m tests.benchmarks moderation $(ARGS)

.PHONY: check
check: lint types settings audit test test-elsewhere ## Run every check, and all tests

.PHONY: lint
lint: $(VENV)/.dev ## Check style and format
	@$(PYTHON_IN) -m ruff check
	@$(PYTHON_IN) -m ruff format --check

.PHONY: types
types: $(VENV)/.dev ## Check types
	@$(PYTHON_IN) -m mypy accounts blog tests manage.py

.PHONY: settings
settings: $(VENV)/.dev ## Check settings and migrations
	@$(PRODUCTION) $(PYTHON_IN) manage.py check --deploy --fail-level WARNING
	@$(PYTHON_IN) manage.py makemigrations --check --dry-run accounts blog comments importing subscriptions

.PHONY: audit
audit: $(VENV)/.dev ## Look for known holes in the dependencies
	@.ci/audit

# A second pass on a server elsewhere, of all that does not start a server of its own.
.PHONY: test-elsewhere
test-elsewhere: $(VENV)/.dev
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
		DATABASE_URL="$$TEST_DATABASE_URL" $(PYTHON_IN) -m pytest tests/accounts tests/blog tests/comments \
			tests/importing tests/exporting tests/moving tests/wordpress tests/markdown_files tests/ghost tests/disqus tests/subscriptions tests/e2e; \
	else \
		echo "TEST_DATABASE_URL is not set: the tests ran on the database that comes with the blog only."; \
	fi

.PHONY: lock
lock: ## Lock the dependencies anew, with hashes (needs uv)
	@for set in base dev; do \
		uv pip compile --universal --generate-hashes --python-version 3.12 --no-emit-index-url \
			$$(test $$set = base || echo --group dev) --upgrade --quiet pyproject.toml -o requirements/$$set.txt \
			|| exit 1; \
	done

.PHONY: clean
clean: ## Remove what make has installed; the blog's data stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache test-results

$(VENV)/.python: .ci/make-venv
	@.ci/make-venv $(VENV)
	@touch $@

$(VENV)/.base: requirements/base.txt $(VENV)/.python
	@echo "Installing what the blog needs…"
	@$(PIP) -r requirements/base.txt
	@touch $@

# Holds all of base.txt in the same versions. The order keeps two installations from running at once.
$(VENV)/.dev: requirements/dev.txt $(VENV)/.python | $(VENV)/.base
	@echo "Installing what the tests need…"
	@$(PIP) -r requirements/dev.txt
	@touch $@
