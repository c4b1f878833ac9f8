# make check: everything a machine can judge. make docs: what is generated. make help: this list.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: help check lint types layers labels test docs docs-fresh picture gallery bench corpus-report train quality
help:        ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'
check: lint types layers labels docs-fresh  ## style, types, layers, labels, generated docs
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
train:       ## train the role model from the labels, and what words keep company from the corpus (needs scikit-learn)
	$(PYTHON) benchmarks/train_roles.py
	$(PYTHON) benchmarks/train_meaning.py
quality:     ## how well roles are found in texts the model was not trained on (needs scikit-learn)
	$(PYTHON) benchmarks/quality.py
test:        ## all tests
	$(PYTHON) -m pytest
docs:        ## write docs/cli.md and the README's terminal run anew
	$(PYTHON) docs/generate.py
docs-fresh:  ## fails where a generated page is out of date
	$(PYTHON) docs/generate.py --check
picture:     ## render the example's first page for the README (needs LibreOffice)
	$(PYTHON) docs/picture.py
gallery:     ## render six made-up documents to docs/gallery (needs LibreOffice)
	$(PYTHON) docs/gallery/make.py
bench:       ## measure speed, as ratios of two things in one run
	$(PYTHON) benchmarks/speed.py
	$(PYTHON) benchmarks/mining.py
	$(PYTHON) benchmarks/encodings.py
	$(PYTHON) benchmarks/templates.py
	$(PYTHON) benchmarks/docx.py
