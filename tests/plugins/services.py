"""Real servers and the browser that tests ask for by marker: `service("postgres")`, `service("s3")`, `browser`.

infra/test/run.py starts them and says where they are; `service("openssl")` is a program of the system. Where one is
missing its tests are a visible skip; with CI=1 they fail, and so does any skip inside such a test.
"""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest

CI = os.environ.get("CI", "") not in ("", "0", "false")
# Names of their own: ELASTICSEARCH_URL and S3_BUCKET would turn every test to the real servers.
ADDRESSES = {
    "elasticsearch": "TEST_ELASTICSEARCH_URL",
    "s3": "TEST_S3_ENDPOINT_URL",
    "clamd": "TEST_CLAMD_ADDRESS",
    "smtp": "TEST_SMTP_ADDRESS",
    "imap": "TEST_IMAP_URL",
    "oidc": "TEST_OIDC_ISSUER",
    "faketime": "LIBFAKETIME",  # a library rather than a server: it gives a process another clock
}


def browser_path() -> str | None:
    """The Chromium of $CHROMIUM, else one on the path."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def missing(item: pytest.Item) -> str:
    """Why the item cannot run here; empty when it can."""
    if item.get_closest_marker("browser") and browser_path() is None:
        return "no Chromium: infra/services/chromium/start installs one"
    for marker in item.iter_markers("service"):
        (name,) = marker.args
        if name == "postgres":
            if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
                return "no PostgreSQL: infra/services/postgres/start, then set DATABASE_URL"
        elif name == "tesseract":
            if not shutil.which(os.environ.get("TESSERACT") or "tesseract"):
                return "no Tesseract: infra/services/tesseract/start installs it"
        elif name == "openssl":
            if not shutil.which("openssl"):
                return "no openssl on the path"
        elif not os.environ.get(ADDRESSES[name]):
            return f"no {name}: infra/services/{name}/start, then set {ADDRESSES[name]}"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    if reason := missing(item):
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
    report = yield
    needed = item.get_closest_marker("browser") or item.get_closest_marker("service")
    if CI and needed and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI, where its server must be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser. Mark the test `browser`."""
    found = browser_path()
    assert found, "mark the test with pytest.mark.browser"
    return found
