"""`make run`: the CMS, the members' frontend and the job worker on this machine, as one thing to start and to stop."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from children import Child, Children  # noqa: E402 - the path above finds it
from commands import commands  # noqa: E402
from stamps import Stamps  # noqa: E402

from cms.settings.env import CMS_ORIGIN, CMS_PORT, DATA_DIR, FRONTEND_ORIGIN, FRONTEND_PORT, kept_secret  # noqa: E402

HOST = os.environ.get("HOST", "127.0.0.1")
NEAR = "127.0.0.1" if HOST in ("0.0.0.0", "") else HOST  # noqa: S104 - compared, not bound
READY_S = 120
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Someone asked for the end: Ctrl-C, SIGTERM, or the terminal was closed."""


def say(text: str = "") -> None:
    print(text, flush=True)


def stop_when_told(number: int, frame: FrameType | None) -> None:
    ignore_signals()
    raise Stopped


def ignore_signals() -> None:
    """From here on the end is under way: being told again must not leave a child behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def only_one() -> int:
    """Hold the data folder for as long as this process lives. Exits 1 when another start has it."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    handle = os.open(DATA_DIR / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another `make run` already uses {DATA_DIR}. Stop it, or set DATA_DIR, CMS_PORT and FRONTEND_PORT.")
    return handle


def check_ports() -> None:
    for name, port in (("CMS_PORT", CMS_PORT), ("FRONTEND_PORT", FRONTEND_PORT)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: {name}={port + 10} make run")


def environment() -> dict[str, str]:
    given = dict(os.environ)
    given.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    given.setdefault("GRAPHQL_URL", f"http://{NEAR}:{CMS_PORT}/graphql/")
    given |= {
        "DATA_DIR": str(DATA_DIR),
        "CMS_PORT": str(CMS_PORT),
        "FRONTEND_PORT": str(FRONTEND_PORT),
        "CMS_ORIGIN": CMS_ORIGIN,
        "FRONTEND_ORIGIN": FRONTEND_ORIGIN,
        "FRONTEND_SECRET": kept_secret("FRONTEND_SECRET"),
        "QCLUSTER_GRACE": os.environ.get("QCLUSTER_GRACE", "4"),
        "PYTHONUNBUFFERED": "1",
    }
    return given


def prepare(given: dict[str, str]) -> None:
    database = os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR / 'intranet.sqlite3'}")
    stamps = Stamps(DATA_DIR, database)
    steps = stamps.due()
    if not steps:
        return
    say("Preparing:")
    command = [sys.executable, str(ROOT / "infra/run/prepare.py"), *steps]
    process = subprocess.Popen(command, env=given, cwd=ROOT, start_new_session=True)
    try:
        code = process.wait()
    except Stopped:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    if code != 0:
        sys.exit("The preparation failed: see the message above. Nothing was started.")
    stamps.keep()


def health(port: int) -> dict[str, object] | None:
    """What the server says of itself; None while it does not answer. 503 is an answer: a part of it is away."""
    try:
        with urllib.request.urlopen(f"http://{NEAR}:{port}/health", timeout=10) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            return None
        found = json.load(error)
    except (urllib.error.URLError, OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def wait_until_ready(children: Children) -> Child | None:
    """None once both servers answer; else the child that ended. Exits 1 when they take too long."""
    begun, waiting = time.monotonic(), {"the CMS": CMS_PORT, "the members' site": FRONTEND_PORT}
    while waiting:
        if ended := children.ended():
            return ended
        for name, port in list(waiting.items()):
            if (found := health(port)) is not None:
                away = [part for part, state in found.items() if state == "away"]
                say(f"  {name}: ready after {time.monotonic() - begun:.1f} s" + (f" without {away}" if away else ""))
                del waiting[name]
        if time.monotonic() - begun > READY_S:
            sys.exit(f"{' and '.join(waiting)} did not answer within {READY_S} s: see the logs in {children.folder}")
        time.sleep(0.2)
    return None


def welcome() -> None:
    say()
    say(f"  Members' site   {FRONTEND_ORIGIN}/")
    say(f"  Editors' admin  {CMS_ORIGIN}/admin/")
    accounts = DATA_DIR / "demo-accounts.json"
    if accounts.exists():
        rows = json.loads(accounts.read_text())
        say("\n  Demo sign-ins (invented people; the organisations are real):")
        width = max((len(row["email"]) for row in rows), default=0)
        for row in rows:
            partner = f", {row['partner']}" if row.get("partner") else ""
            say(f"    {row['email']:<{width}}  {row['password']}  {row['role']}{partner}")
    tools = DATA_DIR / "demo-tools.json"
    if tools.exists():
        made = json.loads(tools.read_text())
        token, query = made["token"], made["query"]
        say("\n  Data for Excel (an example: choose Data, From Web, then Basic):")
        say(f"    {query['xlsx']}")
        say(f"    user {token['user']}, password {token['password']}")
    say(f"\n  Data and logs are in {DATA_DIR}. Stop with Ctrl-C.")


def report(child: Child) -> None:
    say(f"\n{child.name} ended by itself (exit code {child.process.returncode}). The end of {child.log}:")
    say(child.tail())


def main() -> int:
    lock = only_one()
    check_ports()
    for number in SIGNALS:
        signal.signal(number, stop_when_told)
    code = 0
    given = environment()
    children = Children(DATA_DIR / "logs", given, ROOT)
    try:
        prepare(given)
        say("Starting:")
        to_start = commands(HOST, CMS_PORT, FRONTEND_PORT)
        for name in ("cms", "frontend"):
            children.start(name, to_start[name])
        ended = wait_until_ready(children)
        if ended is None:
            children.start("jobs", to_start["jobs"])  # last: people wait for the pages, nobody for the first job
            welcome()
        while ended is None:
            time.sleep(0.5)
            ended = children.ended()
        report(ended)
        code = 1
    except Stopped:
        say("\nStopping …")
    finally:
        ignore_signals()
        children.stop()
        os.close(lock)
    say("Stopped.")
    return code


if __name__ == "__main__":
    sys.exit(main())
