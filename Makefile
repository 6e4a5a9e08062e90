# What developers type. Everything runs in .venv, which `./run setup` makes from requirements-dev.lock.

export PYTHONPATH := src:.
PYTHON := .venv/bin/python
UV ?= uv
CORPUS ?= ../shared/corpus
PAGES ?= 10000
PINS = pyproject.toml --universal -p 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

check: static unit browser ## all that must hold before a commit

static: lint types imports words-check ## the checks that run no test

lint: setup ## style and common mistakes
	$(PYTHON) -m ruff format --check --quiet .
	$(PYTHON) -m ruff check --quiet .

types: setup ## mypy --strict
	$(PYTHON) -m mypy --no-error-summary

imports: setup ## the rules of the house: who may import whom
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

words-check: setup ## every sentence has its French
	$(PYTHON) scripts/words.py --check

unit: setup ## the tests that need no browser
	./run test -q -m "not browser"

browser: setup ## the tests that drive Chromium
	./run test -q -m browser

format: setup ## rewrite the code in the house's layout
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix-only --quiet .

words: setup ## put new sentences into the French catalogue, and compile it
	$(PYTHON) scripts/words.py

docs: docs-build docs-check ## build the documentation site in build/site, and check with delest that it is light; RUN=saved audit for its gallery

docs-build: setup ## write the tables that repeat the options, and build the documentation site
	$(PYTHON) scripts/commands.py
	$(PYTHON) scripts/site.py $(RUN:%=--run %)

docs-check: setup ## check again that the site in build/site is light; a busy machine gets ten minutes for each page
	@rm -rf build/site-check
	@$(PYTHON) -m delest check build/site --budget docs/theme/budget.toml --page-timeout 600 --run build/site-check --quiet \
	  || { code=$$?; [ $$code != 3 ] || echo "Pages were not measured, for the reasons above. If this machine was busy, try again: make docs-check"; exit $$code; }

schema: setup ## write the JSON Schema of the report and the golden reports anew
	DELEST_REBASELINE=1 $(PYTHON) -m pytest -q tests/report

demo: ## audit the demo site
	./run audit

accuracy: setup ## what delest counts against what the counting test site sent, case by case
	$(PYTHON) bench/accuracy.py --markdown docs/accuracy.md

speed: setup ## what a load costs beside a bare loader's; AUDITORS="lighthouse=its-program ..." measures those too
	$(PYTHON) bench/speed.py $(AUDITORS:%=--auditor %) --markdown docs/bench.md

late: setup ## what comes late or on a sign of the visitor, and which way of loading brings it; BEFORE=checkout, AUDITORS as above
	$(PYTHON) bench/late.py $(BEFORE:%=--before %) $(AUDITORS:%=--auditor %) --markdown docs/bench.md

crawl-bench: setup ## audit a generated site of 10 000 light pages, for hours: rate, memory, each page once; PAGES=how many, MINUTES=at most
	$(PYTHON) bench/crawl.py --pages $(PAGES) $(MINUTES:%=--minutes %) --stay 0 --markdown docs/bench.md

report-bench: setup ## time and memory of `delest report` on a run of 10 000 generated pages
	$(PYTHON) bench/report.py --pages $(PAGES) --markdown docs/bench.md

proof-bench: setup ## prove pages of real sites and of the demo: computed beside weighed bytes; CORPUS=folder of corpus.py
	$(PYTHON) bench/proof.py --corpus $(CORPUS) --markdown docs/bench.md

proof-time: setup ## how long the proof of a page takes, against loads of it; CORPUS=folder of corpus.py, for real sites too
	$(PYTHON) bench/proof_time.py $(CORPUS:%=--corpus %) --markdown docs/bench.md

replays: setup ## load recorded pages again unchanged: same bytes? CORPUS=folder of corpus.py, for real sites too
	$(PYTHON) bench/replays.py $(CORPUS:%=--corpus %) --markdown docs/bench.md

predictions: setup ## what Lighthouse predicts beside what is proven; LIGHTHOUSE=its program, CORPUS=folder of corpus.py
	$(PYTHON) bench/predictions.py --lighthouse $(LIGHTHOUSE) --corpus $(CORPUS) --markdown docs/bench.md demo dsfr landing-photo

real: setup ## build real sites from the package registries and audit them; CORPUS=folder of corpus.py
	$(PYTHON) bench/real.py --corpus $(CORPUS)

spread: setup ## how much a page's weight varies from load to load, in page time and in real time; CORPUS=folder of corpus.py
	$(PYTHON) bench/spread.py --corpus $(CORPUS) --markdown docs/bench.md

references: setup ## hold the conversion against the real CO2.js, from the npm registry, on calls drawn at random
	$(PYTHON) bench/references.py

sampling: setup ## does the interval of a sample cover the truth? coverage and cost on generated sites
	$(PYTHON) bench/sampling.py

traffic-bench: setup ## what reading an access log costs, beside GoAccess where it is installed
	$(PYTHON) bench/traffic.py --markdown docs/bench.md

fleet-bench: setup ## a fleet on two workers beside one process, and what is lost when things end badly; SLICE="--first 6 --tries 5 --log FILE"
	$(PYTHON) bench/fleet.py $(SLICE) --markdown docs/bench.md

compare-bench: setup ## how often two alike audits are called different
	$(PYTHON) bench/compare.py

pythons: ## the tests that need no browser with Python 3.11 to 3.14, each in a fresh environment; skips those that are not there
	scripts/pythons.sh $(TESTS)

release: setup ## build the wheel and the source archive in dist/, check them, try the wheel away from the clone, list its parts; LIGHT=--light is quicker
	$(PYTHON) scripts/release.py $(LIGHT)

lock: ## pin what pyproject.toml asks for; UPGRADE=--upgrade takes the newest versions
	$(UV) pip compile --quiet $(PINS) -o requirements.lock
	$(UV) pip compile --quiet $(PINS) --all-extras --group dev -c requirements.lock -o requirements-dev.lock

setup:
	@./run setup

.PHONY: help check static lint types imports words-check unit browser format words docs docs-build docs-check schema demo accuracy speed late crawl-bench report-bench proof-bench proof-time replays predictions real spread references sampling release lock setup pythons compare-bench traffic-bench fleet-bench
