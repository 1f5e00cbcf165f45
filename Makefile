# make run: everything, from nothing. make test: every check. What is installed stands in requirements.txt, with hashes.

PYTHON ?= python3
VENV := .venv
IN := $(VENV)/bin/python
LAB_SETTINGS := $(VENV)/share/jupyter/lab/settings

# All that Jupyter, matplotlib and pip want to keep stays in .venv; nothing is read from or written to the user's own settings.
export IPYTHONDIR := $(CURDIR)/$(VENV)/etc/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/etc/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/$(VENV)/share/jupyter
export JUPYTER_RUNTIME_DIR := $(CURDIR)/$(VENV)/var/jupyter
export JUPYTER_PREFER_ENV_PATH := 1
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/etc/matplotlib
unexport MPLBACKEND
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USE_PEP517 := 1
export PYTHONNOUSERSITE := 1

.PHONY: run test lab notebooks accuracy bench lock wheel clean

run: $(VENV)/installed  ## execute the notebooks, write charts and tables to notebooks/exports, say what they say
	@$(IN) scripts/notebooks.py run

test: $(VENV)/installed  ## lint, tests, and every notebook against its stored output
	$(IN) -m ruff check .
	$(IN) -m ruff format --check .
	$(IN) -m pytest
	$(IN) -m pytest --nbval --nbval-current-env notebooks

lab: $(VENV)/installed  ## open the notebooks, on the page that leads to them
	@mkdir -p $(LAB_SETTINGS)
	@echo '{"@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}}}' > $(LAB_SETTINGS)/overrides.json
	$(IN) -m jupyter lab notebooks --LabApp.default_url=/lab/tree/README.md

notebooks: accuracy  ## execute the notebooks in place: their output is what `make test` expects from then on
	$(IN) scripts/notebooks.py refresh
	$(IN) scripts/docs.py

accuracy: $(VENV)/installed  ## score the reading of the five reports: data/accuracy.csv, data/misses.csv, the READMEs
	$(IN) scripts/accuracy.py

bench: $(VENV)/installed  ## time loading and reading against jieba
	$(IN) benchmarks/speed.py
	$(IN) benchmarks/build.py

$(VENV)/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "$(PYTHON) is `$(PYTHON) --version 2>&1`, but reportkit needs Python 3.10 or newer: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(IN) -m pip install --quiet --require-hashes --requirement requirements.txt
	$(IN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(IN) -c 'import matplotlib.font_manager'
	@touch $@

lock: $(VENV)/installed  ## lock the newest versions that pyproject.toml allows, for every Python from 3.10 on
	$(IN) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.10 --all-extras --generate-hashes \
	  --no-emit-index-url --custom-compile-command "make lock" --output-file requirements.txt pyproject.toml

wheel: $(VENV)/installed  ## build the wheel and the source archive into dist
	$(IN) -m hatchling build

clean:
	rm -rf $(VENV) dist build notebooks/exports .pytest_cache .ruff_cache .hypothesis
