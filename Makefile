# make check: everything a machine can judge. make docs: what is generated. make help: this list.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: help check lint types layers labels test docs docs-fresh picture gallery bench licences lowest wheels audit size corpus-report train \
	quality coverage mutants
help:        ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'
check: lint types layers labels docs-fresh licences  ## style, types, layers, labels, generated docs, licences
lint:        ## ruff
	$(BIN)ruff check .
types:       ## mypy, strict
	$(BIN)mypy
layers:      ## import-linter: stages never import each other
	$(BIN)lint-imports
labels:      ## every corpus text has its labels, in order
	$(PYTHON) benchmarks/corpus.py labels
corpus-report:  ## what the shipped corpus holds
	$(PYTHON) benchmarks/corpus.py report
train:       ## train the models: roles from the labels, what words keep company, what stands under which heading, what facts are for and what is wrong in them (needs scikit-learn)
	$(PYTHON) benchmarks/train_roles.py
	$(PYTHON) benchmarks/train_meaning.py
	$(PYTHON) benchmarks/train_belonging.py
	$(PYTHON) benchmarks/train_uses.py
	$(PYTHON) benchmarks/train_faultkinds.py
	$(PYTHON) benchmarks/train_suitability.py
quality:     ## how well roles are found in texts the model was not trained on (needs scikit-learn)
	$(PYTHON) benchmarks/quality.py
test:        ## all tests
	$(PYTHON) -m pytest
coverage:    ## which lines of drafter/ the tests run, file by file; fails under 92 %
	$(BIN)coverage erase
	$(BIN)coverage run -m pytest
	$(BIN)coverage combine -q
	$(BIN)coverage report
mutants:     ## which small changes to the code no test notices (needs cosmic-ray: pip install -e '.[mutants]')
	$(PYTHON) benchmarks/mutants.py
docs:        ## write docs/cli.md and the README's terminal run anew
	$(PYTHON) docs/generate.py
docs-fresh:  ## fails where a generated page is out of date
	$(PYTHON) docs/generate.py --check
picture:     ## render the example's first page for the README (needs LibreOffice)
	$(PYTHON) docs/picture.py
gallery:     ## render six made-up documents to docs/gallery (needs LibreOffice)
	$(PYTHON) docs/gallery/make.py
licences:    ## the licence of every installed dependency; fails on GPL and AGPL, names LGPL
	@$(PYTHON) benchmarks/licences.py
lowest:      ## all tests with the lowest versions that setup.cfg allows (new environment, needs the network)
	bash .ci/lowest tests
wheels:      ## the table of docs/install.md: what PyPI has for which system (needs the network)
	$(PYTHON) benchmarks/wheels.py
audit:       ## known holes in what is installed, by pip-audit (needs PyPI's JSON service; not part of .ci/run)
	$(BIN)pip install -q pip-audit && $(BIN)pip freeze --exclude-editable | $(BIN)pip-audit --strict --no-deps --disable-pip -r /dev/stdin
size:        ## what an installation weighs and how long it takes, in a new environment (needs the network)
	$(PYTHON) benchmarks/size.py
bench:       ## one table of speed and memory beside other programs, to docs/benchmarks.md (BENCH=--quick only prints; extras bench, plot)
	$(PYTHON) benchmarks/table.py $(BENCH)
