# The two commands: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# uv from the path when it answers, else one of our own: pyenv may hide a uv of another Python.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)
PY := .venv/bin/python
LOCK := requirements/dev.txt
# What tests import and `sam local` runs is built for this machine's processor. SAM keeps what it fetched for one
# build only in each folder that it runs in, so this build has a folder of its own beside the one that is deployed.
HOST_ARCHITECTURE := $(if $(filter arm64 aarch64,$(shell uname -m)),arm64,x86_64)
HOST_BUILD := .local/.aws-sam/build

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.tools/bin/uv:
	@echo "preparing a Python environment"
	@p=$$(for c in python3.13 python3 python; do $$c -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && echo $$c && break; done); \
	test -n "$$p" || { echo "Copydesk needs Python 3.13 or uv on the path: install one of them, then run this again."; exit 1; }; \
	$$p -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/.synced: $(LOCK) | $(if $(filter .tools/bin/uv,$(UV)),.tools/bin/uv)
	@test -d .venv || $(UV) venv --quiet --python 3.13 .venv
	@echo "installing the locked packages"
	@$(UV) pip sync --quiet --python $(PY) --require-hashes $(LOCK)
	@touch $@

setup: .venv/.synced ## make the Python environment (the other commands do it by themselves)

run: setup ## start the whole system on this machine; Ctrl-C stops it
	@$(PY) -m infra.local

test: $(HOST_BUILD)/.$(HOST_ARCHITECTURE) ## run all tests, on a real OpenSearch (set COPYDESK_DATA for those that need outside data)
	COPYDESK_BUILD=$(HOST_BUILD) $(PY) -m tests

quality: setup ## measure reading and search on whole collections (COPYDESK_DATA) and print the table of figures
	$(PY) -m pytest tests/quality tests/search/test_relevance.py tests/search/test_facet_truth.py --whole --timeout=900

chaos: setup ## let processes, networks, AWS and the search engine fail in their hundreds and print the table
	$(PY) -m tests --chaos

bench: setup ## measure searches among 200,000 articles against the engine alone, and write bench/results/
	$(PY) -m bench.search

bench-load: setup ## measure the bulk load against the engine's own _bulk on the same documents (COPYDESK_DATA)
	$(PY) -m bench.load

openapi: setup ## write the description of the HTTP API anew
	@$(PY) -m infra.openapi

# uv keeps the versions and hashes that stand in the file it writes: the layers' files are cut out of the lock.
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.13 --no-header
define cut_requirements # into the folder $(1)
	@$(COMPILE) --group dev pyproject.toml -o $(1)/$(LOCK)
	@cp $(1)/$(LOCK) $(1)/shared/requirements.txt
	@$(COMPILE) pyproject.toml -o $(1)/shared/requirements.txt
	@cp $(1)/$(LOCK) $(1)/infra/reading_layer/requirements.txt
	@$(COMPILE) --group pyproject.toml:reading -o $(1)/infra/reading_layer/requirements.txt
endef

lock: setup ## resolve the requirement files anew after a change of pyproject.toml
	$(call cut_requirements,.)

SHIPPED := template.yaml samconfig.toml $(wildcard infra/*.yaml) \
	$(shell find functions shared infra/reading_layer -name __pycache__ -prune -o -type f -print)
ARCHITECTURE ?= arm64
TRANSFORMED := .aws-sam/transformed.json
define sam_build # in the folder $(1), for the architecture $(2)
	@echo "building for $(2)"
	@mkdir -p $(1)/.aws-sam
	@cd $(1) && { "$(CURDIR)/infra/sam_tools.sh" sam build --template-file "$(CURDIR)/template.yaml" \
		--parameter-overrides Architecture=$(2) >.aws-sam/build.log 2>&1 || { cat .aws-sam/build.log; exit 1; }; }
	@$(PY) -m infra.checks.artifacts $(1)/.aws-sam/build
	@touch $@
endef

build: .aws-sam/build/.$(ARCHITECTURE) ## build what `sam deploy` ships, and add bytecode to it

# Changes when a file comes or goes, which the times of the files that are left do not tell.
.aws-sam/names: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(SHIPPED) | cmp --quiet - $@ || printf '%s\n' $(SHIPPED) >$@

.aws-sam/build/.$(ARCHITECTURE): $(SHIPPED) .aws-sam/names | setup
	$(call sam_build,.,$(ARCHITECTURE))

$(HOST_BUILD)/.$(HOST_ARCHITECTURE): $(SHIPPED) .aws-sam/names $(TRANSFORMED) | setup
	$(call sam_build,.local,$(HOST_ARCHITECTURE))

$(TRANSFORMED): template.yaml infra/checks/transformed.py | setup
	@infra/sam_tools.sh python infra/checks/transformed.py $@

check: setup ## all that CI checks beside the tests, in the same order
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	infra/sam_tools.sh sam validate
	infra/sam_tools.sh sam validate --lint
	@$(MAKE) --no-print-directory --silent $(TRANSFORMED)
	infra/sam_tools.sh cfn-lint --ignore-checks W3002 -- $(TRANSFORMED) infra/*.yaml # W3002: `sam deploy` uploads those
	@rm -rf .aws-sam/lock && mkdir -p .aws-sam/lock/{requirements,shared,infra/reading_layer} && cp $(LOCK) .aws-sam/lock/$(LOCK)
	$(call cut_requirements,.aws-sam/lock)
	@for file in $(LOCK) shared/requirements.txt infra/reading_layer/requirements.txt; do \
		diff -u $$file .aws-sam/lock/$$file || { echo "$$file is not what pyproject.toml asks for: make lock"; exit 1; }; done
	@$(MAKE) --no-print-directory build $(HOST_BUILD)/.$(HOST_ARCHITECTURE)
	COPYDESK_BUILD=$(HOST_BUILD) $(PY) -m pytest --quiet tests/contract/test_template.py tests/contract/test_artifact.py

sam-local: $(HOST_BUILD)/.$(HOST_ARCHITECTURE) ## run the built functions under `sam local start-api`; needs Docker
	@$(PY) -m infra.sam_local $(HOST_BUILD)

test-sam-local: $(HOST_BUILD)/.$(HOST_ARCHITECTURE) ## push, index and find an article under `sam local`; skips without Docker
	COPYDESK_SAM_LOCAL=$(HOST_BUILD) $(PY) -m pytest --quiet tests/e2e/test_sam_local.py

.PHONY: help setup run test quality chaos bench bench-load openapi lock build check sam-local test-sam-local FORCE
