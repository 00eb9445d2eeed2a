# Everything runs from .venv, which these targets make themselves from the lock files (hashes checked, nothing else resolved).
# Where the environment forbids to keep bytecode, each of the processes that tests start would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
ARGS ?=
# What is marked slow measures rather than tests; `make test MARKED=` runs it too, as .ci/run does.
MARKED ?= -m "not slow"
# In the order of the folders: the long files come first, and the many short ones fill both sides up in the end.
SIDE_BY_SIDE = -n 2 --dist loadfile --no-loadscope-reorder
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
# $(call step,what it is,command): says what is being done and how long it took; at a terminal the seconds run meanwhile.
step = @began=$$(date +%s); { $(2); } & work=$$!; \
	while [ -t 2 ] && kill -0 $$work 2>/dev/null; do \
		printf '\r$(1) … %s s' $$(($$(date +%s) - began)) >&2; sleep 1; \
	done; \
	wait $$work && printf '\r$(1): %s s \n' $$(($$(date +%s) - began)) >&2

.PHONY: install demo run test bench simulate lint audit format lock pictures clean

install: .venv/runtime
demo: .venv/runtime
	.venv/bin/calibrate demo $(ARGS)
run: .venv/runtime
	.venv/bin/calibrate run $(ARGS)
# One file runs in this process: starting two others takes longer than most files.
test: .venv/dev
	.venv/bin/python -m pytest $(if $(findstring .py,$(ARGS)),,$(SIDE_BY_SIDE)) $(MARKED) $(ARGS)
# All of it takes a quarter of an hour; `make bench ARGS="events growth"` measures some.
bench: .venv/dev
	.venv/bin/python -m benchmarks $(ARGS)
# Years of a channel from seeds, with what can go wrong: ARGS="--years 20", "--seed 7", or "--planted" for bugs to find.
simulate: .venv/dev
	.venv/bin/python -m simulation $(ARGS)
lint: .venv/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
# Says so where the data of pip-audit cannot be reached.
audit: .venv/dev
	.venv/bin/python .ci/audit.py
format: .venv/dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# Needs a chromium on the path.
pictures: .venv/dev
	.venv/bin/python docs/pictures.py

.venv/bin/python:
	$(call step,Making .venv,$(PYTHON) -m venv .venv)
.venv/runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(call step,Installing what Calibrate needs (a minute or two),$(PIP) install --require-hashes --no-deps -r requirements.lock)
	$(call step,Installing Calibrate,$(PIP) install --no-deps --no-build-isolation -e .)
	@touch $@
.venv/dev: requirements-dev.lock .venv/runtime
	$(call step,Installing what its tests need (a minute or two),$(PIP) install --require-hashes --no-deps -r requirements-dev.lock)
	@touch $@

# Needs uv on the path; pins every package with its hashes and names no index.
LOCK = uv pip compile pyproject.toml --universal --generate-hashes --no-annotate --no-header --python-version 3.11 --quiet --group build
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock

clean:
	rm -rf .venv
