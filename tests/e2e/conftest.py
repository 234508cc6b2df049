"""The whole intranet as `make run` starts it, on embedded defaults and demo data, and a real browser to walk it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = (
    "DATABASE_URL",
    "ELASTICSEARCH_URL",
    "S3_BUCKET",
    "S3_ENDPOINT_URL",
    "CLAMD_ADDRESS",
    "EMAIL_URL",
    "DJANGO_SETTINGS_MODULE",
)
READY_S = 300
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook that is tryfirst itself
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One site for all of them: xdist keeps the group on one worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("site"))


@dataclass(frozen=True)
class Site:
    members: str
    cms: str
    data: Path
    accounts: list[dict[str, str]]

    def account(self, role: str) -> dict[str, str]:
        """The demo sign-in whose role contains these words."""
        return next(row for row in self.accounts if role in row["role"].lower())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("site")
    cms, members = free_port(), free_port()
    environment = {key: value for key, value in os.environ.items() if key not in EMBEDDED}
    environment |= {"DATA_DIR": str(data), "CMS_PORT": str(cms), "FRONTEND_PORT": str(members)}
    log = data / "run.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "infra/run/supervisor.py")],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            begun = time.monotonic()
            while "Demo sign-ins" not in log.read_text() or not answers(f"http://127.0.0.1:{members}/health"):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() - begun < READY_S, log.read_text()
                time.sleep(0.5)
            accounts = json.loads((data / "demo-accounts.json").read_text())
            yield Site(f"http://localhost:{members}", f"http://localhost:{cms}", data, accounts)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            code = process.wait(60)
    assert code == 0, log.read_text()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One a module: while Playwright's loop runs in this thread, Django refuses the database to later tests."""
    with sync_playwright() as tools:
        running = tools.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`visit(role, width=…, javascript=…)`: a page of a new browser, signed in as that role's demo account, if any.

    Anything that the content security policy stops, and any script error, fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(role: str = "", *, width: int = 1280, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.members, viewport={"width": width, "height": 900}, java_script_enabled=javascript, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda note: faults.append(note.text) if stopped(note.text) else None)
        if role:
            sign_in(page, site, role)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, faults


def stopped(note: str) -> bool:
    """What the policy forbade. What the admin's second policy only wishes for (cms.core.headers) is let pass."""
    return "Content Security Policy" in note and not re.search(r"report[ -]only", note, re.I)


def sign_in(page: Page, site: Site, role: str) -> None:
    account = site.account(role)
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label(re.compile("E-?mail")).fill(account["email"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.members}/**")
