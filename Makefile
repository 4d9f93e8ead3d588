# Each target sets up what it needs; on a fresh machine Python 3.11 and make are enough.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?=
CHECKPOINT ?=
NAME ?= mnist
ARGUMENTS ?=
COMPARE ?=
WRITE ?=
SECONDS ?= 120
EXAMPLES ?= 1000
# Processes that run tests; each has a browser and a server of its own. One more than there are
# cores: each waits for its page a third of the time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

BIN := .venv/bin
# The system's Node where there is one, else the one that requirements-dev.txt brings.
export PATH := $(PATH):$(CURDIR)/$(BIN)

.PHONY: run test lint format bench lighthouse conditions load hostile fuzz train evaluate screenshots vendor clean

run: .venv/run
	$(BIN)/python run_visualization.py --host $(HOST) $(addprefix --port ,$(PORT)) $(addprefix --checkpoint ,$(CHECKPOINT)) $(ARGUMENTS)

test: .venv/test node_modules/.set-up
	@# The page's unit tests run beside all others, and tell what they found when those have ended.
	@told=$$(mktemp); npm test >$$told 2>&1 & page=$$!; \
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 $(ARGUMENTS); rest=$$?; \
	wait $$page; page=$$?; cat $$told; rm $$told; \
	exit $$((rest || page))

lint: .venv/dev node_modules/.set-up
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	npm run --silent check

format: .venv/dev node_modules/.set-up
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	npm run --silent format

bench: .venv/test
	$(BIN)/python -m benchmarks $(addprefix --compare ,$(COMPARE)) $(addprefix --write ,$(WRITE)) $(ARGUMENTS)

lighthouse: .venv/test node_modules/.set-up
	$(BIN)/python -m benchmarks.lighthouse $(ARGUMENTS)

conditions: .venv/test
	$(BIN)/python -m benchmarks.conditions $(ARGUMENTS)

load: .venv/test
	$(BIN)/python -m benchmarks.load --kill --steps $(ARGUMENTS)

hostile: .venv/test
	$(BIN)/python -m tests.hostile.mixed $(ARGUMENTS)

fuzz: .venv/test
	HOSTILE_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/hostile
	$(BIN)/python -m tests.hostile.fuzz picture --seconds $(SECONDS)
	$(BIN)/python -m tests.hostile.fuzz checkpoint --seconds $(SECONDS)

train: .venv/run
	$(BIN)/python -m model.train $(NAME) $(ARGUMENTS)

evaluate: .venv/run
	$(BIN)/python -m model.evaluate $(NAME) $(ARGUMENTS)

screenshots: .venv/test
	$(BIN)/python -m tests.browser.screenshots $(ARGUMENTS)

vendor: .venv/dev node_modules/.set-up
	npm run --silent vendor

clean:
	rm -rf .venv node_modules screenshots .pytest_cache .mypy_cache .ruff_cache

# Stamps: each is older than what it was made from when that has to be made again.
.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	touch $@ .venv/run

.venv/test: .venv/dev
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.firefox
	touch $@

node_modules/.set-up: package.json package-lock.json .venv/dev
	npm ci --no-fund --no-audit
	touch $@
