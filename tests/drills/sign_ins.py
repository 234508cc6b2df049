"""A council behind one address signs in at nine o'clock, while somebody elsewhere tries passwords of one of them:

    python -m tests.drills.sign_ins [PEOPLE=200] [own]

With `own`, in a database of its own on the server of DATABASE_URL (removed at the end), else on SQLite in a folder of
its own. Without it, in the database of DATABASE_URL, which must be a migrated throwaway. Real server processes (two,
of eight threads), real password hashes, one cache for both in the database. Everybody presses at once; every fifth
person mistypes the password first, every tenth has an app on the phone besides. The attacker began before, goes on all
the time, and asks for letters for a new password as well. Then:
- everybody is in, within ten minutes, and nobody was told to wait;
- the one who is attacked too, and their own letter is sent;
- the attacker's tries were looked at ten times in five minutes at most.
Prints one line of JSON; exit 1 where a rule was broken.
"""

import contextlib
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import django
import requests

from tests.drills.database import own_database

ROOT = Path(__file__).resolve().parents[2]
OWN = "own" in sys.argv
STACK = contextlib.ExitStack()
if OWN:
    folder = STACK.enter_context(tempfile.TemporaryDirectory())
    os.environ |= {"DATABASE_URL": STACK.enter_context(own_database(folder)), "DATA_DIR": folder}
os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "MFA_REQUIRED": "1", "CACHE_URL": "dbcache://drill_cache"}
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from cms.members.adapter import WORDS  # noqa: E402
from cms.members.models import Membership, User  # noqa: E402
from tests.factories.people import PASSWORD  # noqa: E402
from tests.factories.registers import make_partner  # noqa: E402

COUNCIL, ATTACKER = "203.0.113.10", "198.51.100.7"  # as the proxy in front would say
LONGEST = 600  # seconds in which everybody is in
ALLOWED, WINDOW = 10, 300  # tries at one account from one address, in so many seconds


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The CMS as `make run` starts it, in two processes; its address. The socket is made here, so no port is lost."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as door:
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"fd://{door.fileno()}"]
        command += ["--workers", "2", "--preload", "--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
        log = Path(os.environ["DATA_DIR"]) / "sign-ins.log"
        with log.open("w") as out:
            fds = (door.fileno(),)
            running = subprocess.Popen(command, cwd=ROOT, pass_fds=fds, stdout=out, stderr=subprocess.STDOUT)
        try:
            address = f"http://localhost:{door.getsockname()[1]}"
            until = time.monotonic() + 120
            while not _answers(f"{address}/account/login/"):
                assert running.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
            yield address
        finally:
            running.terminate()
            running.wait(30)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=60).status_code == 200
    except requests.ConnectionError:
        return False


class Browser:
    """Cookies, the address that it comes from, and the form's token."""

    def __init__(self, site: str, address: str) -> None:
        self.site, self.session = site, requests.Session()
        self.session.trust_env = False
        self.session.headers["X-Forwarded-For"] = address

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.site + path, allow_redirects=False, timeout=LONGEST)

    def post(self, path: str, **data: str) -> requests.Response:
        given = {"csrfmiddlewaretoken": self.session.cookies["csrftoken"], **data}
        return self.session.post(self.site + path, data=given, allow_redirects=False, timeout=LONGEST)


class Run:
    def __init__(self, people: int, site: str) -> None:
        self.site = site
        body, password = make_partner("the-council"), make_password(PASSWORD)
        rows = [User(email=f"p{n}@council.example", first_name="Pat", password=password) for n in range(people)]
        self.people = User.objects.bulk_create(rows)
        Membership.objects.bulk_create(Membership(user=user, partner=body) for user in self.people)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in self.people
        )
        self.secrets = {user.pk: generate_totp_secret() for user in self.people[5::10]}
        for user in self.people:
            if user.pk in self.secrets:
                TOTP.activate(user, self.secrets[user.pk])
        self.gate = threading.Barrier(people + 1)
        self.took: dict[int, float] = {}
        self.faults: list[str] = []
        self.refused = 0
        self.stop, self.stopped_once = threading.Event(), threading.Event()
        self.checked = self.stopped = self.letters = 0

    def arrive(self, number: int) -> None:
        user, browser = self.people[number], Browser(self.site, COUNCIL)
        try:
            self.gate.wait(LONGEST)
            begun = time.monotonic()
            browser.get("/account/login/")
            if number % 5 == 1:
                self._told_to_wait(browser.post("/account/login/", login=user.email, password="mistyped"))
            answer = browser.post("/account/login/", login=user.email, password=PASSWORD)
            self._told_to_wait(answer)
            for _ in range(4 if "/2fa/authenticate/" in answer.headers.get("Location", "") else 0):
                code = hotp_value(self.secrets[user.pk], int(time.time()) // 30)
                answer = browser.post("/account/2fa/authenticate/", code=f"{code:06}")
                self._told_to_wait(answer)
                if answer.status_code == 302:
                    break  # else it ran out on the way, as it does on a slow machine: the next one
            if browser.get("/account/").status_code == 200:
                self.took[number] = time.monotonic() - begun
            else:
                self.faults.append(f"{user.email} is not in: {answer.status_code} {_heading(answer)}")
        except (requests.RequestException, threading.BrokenBarrierError, KeyError) as error:
            self.faults.append(f"{user.email}: {error!r}")

    def _told_to_wait(self, answer: requests.Response) -> None:
        if answer.status_code == 429 or "Too many tries" in answer.text:
            self.refused += 1

    def attack(self) -> None:
        """One victim, from one address elsewhere, with a fresh browser each time."""
        victim = self.people[0].email
        while not self.stop.is_set():
            browser = Browser(self.site, ATTACKER)
            browser.get("/account/login/")
            answer = browser.post("/account/login/", login=victim, password="a wrong password")
            if WORDS["email_password_mismatch"] in answer.text:
                self.checked += 1
            elif WORDS["too_many_login_attempts"] in answer.text or answer.status_code == 429:
                self.stopped += 1
                self.stopped_once.set()
            else:
                self.faults.append(f"the attacker was answered {answer.status_code} {_heading(answer)}")
            self.letters += browser.post("/account/password/reset/", email=victim).status_code == 429
            self.stop.wait(0.2)

    def run(self) -> dict[str, object]:
        connections.close_all()
        attacker = threading.Thread(target=self.attack)
        attacker.start()
        begun_attack = time.monotonic()
        if not self.stopped_once.wait(120):
            self.faults.append("nothing stopped the attacker")
        threads = [threading.Thread(target=self.arrive, args=(number,)) for number in range(len(self.people))]
        for thread in threads:
            thread.start()
        self.gate.wait(LONGEST)
        begun = time.monotonic()
        for thread in threads:
            thread.join(LONGEST)
        seconds = time.monotonic() - begun
        victim = Browser(self.site, COUNCIL)
        victim.get("/account/password/reset/")
        letter = victim.post("/account/password/reset/", email=self.people[0].email).status_code
        self.stop.set()
        attacker.join(60)
        windows = 1 + int((time.monotonic() - begun_attack) / WINDOW)
        return self._result(seconds, letter, windows)

    def _result(self, seconds: float, letter: int, windows: int) -> dict[str, object]:
        faults = list(self.faults)
        if seconds > LONGEST:
            faults.append(f"it took {seconds:.0f} s")
        if self.refused:
            faults.append(f"{self.refused} of the council were told to wait")
        if 0 not in self.took or letter != 302:
            faults.append(f"the one who is attacked is kept out (letter: {letter})")
        if self.checked > ALLOWED * windows:
            faults.append(f"{self.checked} of the attacker's tries were looked at")
        times = sorted(self.took.values()) or [0.0]
        return {
            "database": connection.vendor,
            "people": len(self.people),
            "in": len(self.took),
            "mistyped": len(self.people[1::5]),
            "with_a_code": len(self.secrets),
            "seconds": round(seconds, 1),
            "median_s": round(statistics.median(times), 1),
            "slowest_s": round(times[-1], 1),
            "told_to_wait": self.refused,
            "attacker": {"looked_at": self.checked, "stopped": self.stopped, "letters_stopped": self.letters},
            "faults": faults[:10],
        }


def _heading(answer: requests.Response) -> str:
    found = re.search(r"<h1>(.*?)</h1>", answer.text)
    return found[1] if found else answer.text[:80]


def main() -> int:
    people = next((int(arg) for arg in sys.argv[1:] if arg.isdigit()), 200)
    if OWN:
        call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    try:
        with server() as site:
            result = Run(people, site).run()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE drill_cache")
    print(json.dumps(result))
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    with STACK:
        code = main()
        connections.close_all()
    sys.exit(code)
