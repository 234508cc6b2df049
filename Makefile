# `make run` and `make test` need Python 3.11+ and make; everything else installs itself. Variables: README.md.
PYTHON_BIN := .venv/bin/python

# PostgreSQL, a scanner and an S3 server of its own with memory for large files, one for each run; it is stopped at the
# end, also of a run that is broken off: dash runs no EXIT trap on a signal.
WITH_FILES = set -e; export S3_STATE=var/s3-large-$$$$ S3_MEMORY_MB=8192; \
	trap 'infra/services/s3/stop; rm -rf "$$S3_STATE"' EXIT; trap 'exit 130' INT TERM; \
	for service in postgres clamd s3; do found=$$(infra/services/$$service/start); export $$(echo "$$found" | grep -E '^(DATABASE_URL|AWS_|TEST_|S3_ENDPOINT_URL)'); done; \
	export TEST_S3_ENDPOINT_URL=$$S3_ENDPOINT_URL; unset S3_ENDPOINT_URL;

.PHONY: run run-elasticsearch test lint types drill search-drill bench client example-client audit contract pictures css requirements clean environment environment-test

run: environment ## start the CMS, the members' frontend and the job worker
	@exec $(PYTHON_BIN) infra/run/supervisor.py

run-elasticsearch: environment ## the same, searching with a real Elasticsearch that is started for it
	@ELASTICSEARCH_URL=$$(infra/services/elasticsearch/start | sed -n 's/^TEST_ELASTICSEARCH_URL=//p') && export ELASTICSEARCH_URL && \
	exec $(PYTHON_BIN) infra/run/supervisor.py

test: environment-test ## everything: lint, types, import rules, generated files, every test on real servers
	@exec $(PYTHON_BIN) infra/test/run.py

lint: environment-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	PYTHONPATH=.:graphql .venv/bin/lint-imports

types: environment-test
	.venv/bin/mypy

drill: environment-test ## reminders under kills, a crash, a hang and a wrong clock, on both databases; 60 old papers; 200 random lives of an agreement; 20 signers, 200 posts and 200 sign-ups at once; 200 sign-ins behind one address beside an attacker; replies and a briefing to 5,000 people under kills; 5,000 made-up questions to the API, and as many of made-up values; 300 files out and 100 in under kills and faults, 2 GiB killed on its way, hostile files at every door
	@set -e; for database in postgres sqlite; do \
	  $(PYTHON_BIN) -m tests.drills.reminders 1000 40 1 $$database; $(PYTHON_BIN) -m tests.drills.clock 100 $$database; \
	done
	$(PYTHON_BIN) -m tests.drills.intake 60
	$(PYTHON_BIN) -m tests.drills.signers 20 20 own
	@DATABASE_URL=$$(infra/services/postgres/start | sed -n 's/^DATABASE_URL=//p') && export DATABASE_URL && \
	$(PYTHON_BIN) -m tests.drills.posting 200 own && $(PYTHON_BIN) -m tests.drills.places 200 20 own && \
	$(PYTHON_BIN) -m tests.drills.sign_ins 200 own && \
	SCHEMATHESIS_CASES=5000 $(PYTHON_BIN) -m pytest -s -q tests/members_api/test_schemathesis.py
	$(PYTHON_BIN) -m tests.drills.replies 400 20 1 postgres
	$(PYTHON_BIN) -m tests.drills.briefing 5000 20 1 postgres
	LIFECYCLE_EXAMPLES=200 $(PYTHON_BIN) -m pytest -s -q tests/cms/signing/test_lifecycle.py
	@$(WITH_FILES) $(PYTHON_BIN) -m tests.drills.files 300 100 20 1; $(PYTHON_BIN) -m tests.drills.large_file 2048; \
	$(PYTHON_BIN) -m tests.drills.hostile

search-drill: environment-test ## kill the sender of the index, build 50,000 entries anew under changes, on both engines
	@TEST_ELASTICSEARCH_URL=$$(infra/services/elasticsearch/start | sed -n 's/^TEST_ELASTICSEARCH_URL=//p') && export TEST_ELASTICSEARCH_URL && \
	for engine in fts5 elasticsearch; do \
	  $(PYTHON_BIN) -m tests.drills.search_kill 2000 20 $$engine && $(PYTHON_BIN) -m tests.drills.search_rebuild 50000 20 $$engine || exit 1; \
	done

bench: environment-test ## benchmarks: ratios measured in one run, docs/measurements.md; wants a quiet machine
	@$(WITH_FILES) TEST_ELASTICSEARCH_URL=$$(infra/services/elasticsearch/start | sed -n 's/^TEST_ELASTICSEARCH_URL=//p') && export TEST_ELASTICSEARCH_URL && \
	$(PYTHON_BIN) -m tests.benchmarks

contract: environment-test ## graphql/schema.graphql and the operations' manifest, from the code
	$(PYTHON_BIN) manage.py api_contract

client: environment-test ## frontend/client from the schema and the operations
	.venv/bin/ariadne-codegen

example-client: environment-test ## clients/python/intranet from the schema and its own question
	cd clients/python && ../../.venv/bin/ariadne-codegen

audit: environment-test ## known holes in what the lock files name, where an advisory service answers
	$(PYTHON_BIN) infra/test/audit.py

pictures: environment-test ## the pictures of our screens in /developers/excel, taken anew from the running site
	GUIDE_PICTURES=1 $(PYTHON_BIN) -m pytest -q tests/e2e/test_tools.py

css: environment-test
	$(PYTHON_BIN) frontend/theme/build.py

requirements: environment-test ## the lock files, from requirements*.in
	UV_CUSTOM_COMPILE_COMMAND="make requirements" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes -o requirements.txt requirements.in
	UV_CUSTOM_COMPILE_COMMAND="make requirements" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes -o requirements-dev.txt requirements-dev.in

clean: ## everything that was made here: the environment, data, caches
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@infra/environment run

environment-test:
	@infra/environment test
