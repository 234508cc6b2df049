"""`make test`: every check and every test, on real servers, with a summary at the end of what ran where.

CI=1 turns a missing server and a changed generated file into failures. Other arguments go to pytest.
"""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from audit import Audit, audit  # noqa: E402 - the path above finds it
from generated import check_client, tree_changes  # noqa: E402

from infra.run import tables  # noqa: E402

BIN = Path(sys.executable).parent
CI = os.environ.get("CI", "") not in ("", "0", "false")
WORK = Path(os.environ.get("DATA_DIR", ROOT / "var" / "test"))
PYTHON = sys.executable
STATIC: list[tuple[str, list[str]]] = [
    ("types (mypy)", [str(BIN / "mypy")]),
    ("types of the example client (mypy)", [str(BIN / "mypy"), "--config-file", "clients/python/pyproject.toml"]),
    ("lint (ruff)", [str(BIN / "ruff"), "check", "."]),
    ("format (ruff)", [str(BIN / "ruff"), "format", "--check", "."]),
    ("who imports whom (import-linter)", [str(BIN / "lint-imports")]),
    ("system checks", [PYTHON, "manage.py", "check"]),
    ("migrations written", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("schema and operations as committed", [PYTHON, "manage.py", "api_contract", "--check"]),
    ("styles as committed", [PYTHON, "frontend/theme/build.py", "--check"]),
]
SERVICES = ("postgres", "chromium", "s3", "clamd", "elasticsearch", "tesseract", "faketime", "imap", "oidc")


@dataclass
class Step:
    name: str
    ok: bool
    seconds: float
    output: str = ""


@dataclass
class Run:
    """What has been done so far, and the environment that later steps get."""

    environment: dict[str, str]
    steps: list[Step] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    skips: list[str] = field(default_factory=list)
    to_stop: list[str] = field(default_factory=list)

    def note(self, step: Step) -> None:
        self.steps.append(step)
        print(f"{'ok    ' if step.ok else 'FAILED'} {step.seconds:6.1f} s  {step.name}", flush=True)
        if not step.ok and step.output:
            print(step.output.rstrip(), flush=True)


def command(name: str, arguments: list[str], environment: dict[str, str]) -> Step:
    begun = time.monotonic()
    done = subprocess.run(
        arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return Step(name, done.returncode == 0, time.monotonic() - begun, done.stdout)


def start_service(name: str, environment: dict[str, str]) -> tuple[Step, dict[str, str]]:
    begun = time.monotonic()
    script = ROOT / "infra" / "services" / name / "start"
    done = subprocess.run([str(script)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    found = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    return Step(f"{name} started", done.returncode == 0, time.monotonic() - begun, done.stderr), found


def static_checks(run: Run) -> None:
    """Two at a time, the longest first: the tables, then mypy. The servers start beside them."""
    given = {**run.environment, "PYTHONPATH": ".:graphql"}
    with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(1) as servers:
        started: list[Future[tuple[Step, dict[str, str]]]] = [
            servers.submit(start_service, name, run.environment) for name in SERVICES
        ]
        made = pool.submit(tables_step, started[SERVICES.index("postgres")], given)
        files = pool.submit(files_step, given)
        checks = [pool.submit(command, name, arguments, given) for name, arguments in STATIC]
        checks.append(pool.submit(client_step))
        holes = pool.submit(audit, ROOT)
        for check in checks:
            run.note(check.result())
        note_audit(run, holes.result())
        for name, service in zip(SERVICES, started, strict=True):
            step, found = service.result()
            if not step.ok and not CI:
                run.skips.append(f"{name} did not start: {step.output.strip()}")
                continue
            run.note(step)
            adopt(run, name, found)
        run.note(files.result())
        step, url = made.result()
        if url:
            run.note(step)
            run.environment["TABLES_DATABASE_URL"] = url


def tables_step(postgres: Future[tuple[Step, dict[str, str]]], environment: dict[str, str]) -> tuple[Step, str]:
    """One database with every table, made by the migrations. Those of the tests are copies of it, which take a second
    each: the migrations take most of a minute. No address where there is no PostgreSQL."""
    begun, found = time.monotonic(), postgres.result()[1]
    if "DATABASE_URL" not in found:
        return Step("tables made", True, 0), ""
    url = found["DATABASE_URL"].rsplit("/", 1)[0] + "/intranet_tables"
    with psycopg.connect(found["DATABASE_URL"], autocommit=True) as link:
        wanted = tables.key()
        kept = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'intranet_tables'"
        if link.execute(kept).fetchone() == (wanted,):
            return Step("tables of the run before", True, time.monotonic() - begun), url
        link.execute("DROP DATABASE IF EXISTS intranet_tables")
        link.execute("CREATE DATABASE intranet_tables")
        step = command("tables made", [PYTHON, "manage.py", "migrate", "-v0"], environment | {"DATABASE_URL": url})
        if step.ok and tables.key() == wanted:
            link.execute(f"COMMENT ON DATABASE intranet_tables IS '{wanted}'")
    step.seconds = time.monotonic() - begun
    return step, url


def files_step(environment: dict[str, str]) -> Step:
    """The same for SQLite, where it is a file: infra/run/tables.py."""
    name = f"tables made on SQLite {sqlite3.sqlite_version}"
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        given = {**environment, "DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/tables.sqlite3"}
        return command(name, [PYTHON, "infra/run/prepare.py", "database"], given)


def client_step() -> Step:
    begun = time.monotonic()
    fault = check_client(ROOT, BIN) or check_client(ROOT / "clients" / "python", BIN)
    return Step("clients as committed", not fault, time.monotonic() - begun, fault)


def note_audit(run: Run, found: Audit) -> None:
    """Holes that are known in what the lock files name; a skip that is seen where nobody could be asked."""
    if found.skipped:
        run.skips.append(f"known holes in dependencies: {found.skipped}")
        return
    run.note(Step(f"known holes in {found.looked_at} dependencies", not found.holes, 0, "\n".join(found.holes)))


def adopt(run: Run, name: str, found: dict[str, str]) -> None:
    """What a service printed becomes facts for the summary and variables for the tests."""
    if found.get("STARTED") == "yes":
        run.to_stop.append(name)
    if name == "postgres" and "DATABASE_URL" in found:
        run.facts["PostgreSQL"] = f"{found['POSTGRES_VERSION']} (process {found['POSTGRES_PID']})"
        run.environment["TEST_DATABASE_URL"] = found["DATABASE_URL"]
    elif name == "chromium" and "CHROMIUM" in found:
        run.facts["Chromium"] = found["CHROMIUM_VERSION"]
        run.environment["CHROMIUM"] = found["CHROMIUM"]
    elif name == "tesseract" and "TESSERACT" in found:
        run.facts["Tesseract"] = f"{found['TESSERACT_VERSION']} ({found['TESSERACT_LANGUAGES']})"
        run.environment["TESSERACT"] = found["TESSERACT"]
    elif name == "faketime" and "LIBFAKETIME" in found:
        run.environment["LIBFAKETIME"] = found["LIBFAKETIME"]
    elif name == "imap" and "TEST_IMAP_URL" in found:
        run.facts["IMAP (Dovecot)"] = f"{found['IMAP_VERSION']} (process {found['IMAP_PID']})"
        run.environment |= {key: value for key, value in found.items() if key.startswith("TEST_IMAP")}
    elif name == "oidc" and "TEST_OIDC_ISSUER" in found:
        run.facts["OpenID provider (oidc-provider)"] = f"{found['OIDC_VERSION']} (process {found['OIDC_PID']})"
        run.environment |= {key: value for key, value in found.items() if key.startswith("TEST_OIDC")}
    elif name == "s3" and "S3_ENDPOINT_URL" in found:
        run.facts["S3 (Ceph RADOS gateway)"] = f"{found.get('S3_VERSION', '?')} (process {found.get('S3_PID', '?')})"
        run.environment |= {"TEST_S3_ENDPOINT_URL": found["S3_ENDPOINT_URL"], "TEST_S3_BUCKET": found["S3_BUCKET"]}
        run.environment |= {key: value for key, value in found.items() if key.startswith(("AWS_", "TEST_S3_"))}
    elif name == "clamd" and "TEST_CLAMD_ADDRESS" in found:
        run.facts["Scanner (clamd)"] = f"{found['CLAMD_VERSION']} (process {found['CLAMD_PID']})"
        run.environment["TEST_CLAMD_ADDRESS"] = found["TEST_CLAMD_ADDRESS"]
    elif name == "elasticsearch" and "TEST_ELASTICSEARCH_URL" in found:
        where = found["ELASTICSEARCH_CONTAINER"] or f"process {found['ELASTICSEARCH_PID']}"
        run.facts["Elasticsearch"] = f"{found['ELASTICSEARCH_VERSION']} ({where})"
        run.environment["TEST_ELASTICSEARCH_URL"] = found["TEST_ELASTICSEARCH_URL"]


def pytest_run(run: Run, name: str, arguments: list[str], database: str | None) -> None:
    """Streams pytest's own output; keeps its skips for the summary."""
    given = dict(run.environment)
    given.pop("DATABASE_URL", None)
    if database:
        given["DATABASE_URL"] = database
    print(f"\n{name}", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        [PYTHON, "-m", "pytest", "-q", "-rs", *arguments, *sys.argv[1:]],
        cwd=ROOT,
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.startswith("SKIPPED"):
            run.skips.append(f"{name}: {line.strip()}")
        last = line.strip() or last
    code = process.wait()
    run.note(Step(f"{name}: {last.strip('= ')}", code == 0, time.monotonic() - begun))


def tests(run: Run) -> None:
    postgres = run.environment.get("TEST_DATABASE_URL")
    # loadgroup: the browser tests share one running site. Three, where there are two cores: a third of them waits.
    parallel = ["-n", os.environ.get("TEST_PROCESSES", "3"), "--dist", "loadgroup"]
    if postgres:
        pytest_run(run, f"Everything on PostgreSQL {run.facts['PostgreSQL']}", parallel, postgres)
        pytest_run(run, f"What differs by database, on SQLite {sqlite3.sqlite_version}", ["-m", "sqlite"], None)
    else:
        pytest_run(run, f"Everything on SQLite {sqlite3.sqlite_version}", parallel, None)


def summary(run: Run, seconds: float) -> int:
    failed = [step for step in run.steps if not step.ok]
    print(f"\nSummary ({seconds:.0f} s)")
    run.facts |= {"SQLite": sqlite3.sqlite_version, "Python": platform.python_version()}
    print("  ran on: " + ", ".join(f"{name} {version}" for name, version in run.facts.items()))
    for step in run.steps:
        print(f"  {'ok    ' if step.ok else 'FAILED'} {step.seconds:6.1f} s  {step.name}")
    print("  skipped: " + ("nothing" if not run.skips else ""))
    for skip in run.skips:
        print(f"    {skip}")
    print("All of it passed." if not failed else f"{len(failed)} of {len(run.steps)} steps failed.", flush=True)
    return 1 if failed else 0


def main() -> int:
    begun = time.monotonic()
    WORK.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DATA_DIR": tempfile.mkdtemp(prefix="run-", dir=WORK), "PYTHONUNBUFFERED": "1"}
    for name in (
        "DJANGO_SETTINGS_MODULE",
        "ELASTICSEARCH_URL",
        "S3_BUCKET",
        "S3_ENDPOINT_URL",
        "CLAMD_ADDRESS",
        "EMAIL_URL",
    ):
        environment.pop(name, None)
    run = Run({**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.test"})
    before = tree_changes(ROOT)
    try:
        static_checks(run)
        tests(run)
    finally:
        for name in run.to_stop:
            subprocess.run([str(ROOT / "infra/services" / name / "stop")], cwd=ROOT, env=environment, check=False)
        shutil.rmtree(environment["DATA_DIR"], ignore_errors=True)
    written = sorted(tree_changes(ROOT) - before)
    if written:
        run.note(Step("files that this run changed", not CI, 0.0, "\n".join(written)))
    return summary(run, time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
