"""What was prepared already, so that a second start takes seconds. A doubt means doing it again."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("cms", "search", "graphql")


def _digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(set(files)):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _all(pattern: str, *folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob(pattern)]


def _migrations(database: str) -> str:
    """What the database says has been applied: a deleted or restored file answers differently."""
    path = Path(database.removeprefix("sqlite:///"))
    if not database.startswith("sqlite:///") or not path.exists():
        return "unknown"
    try:
        with sqlite3.connect(path) as connection:
            return str(connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone())
    except sqlite3.Error:
        return "unknown"


class Stamps:
    """The steps of a start whose inputs have changed since they were last done for this data folder."""

    def __init__(self, data_dir: Path, database: str) -> None:
        self.path = data_dir / "prepared.json"
        self.data_dir, self.database = data_dir, database
        pins = [ROOT / "requirements.txt", ROOT / "VERSION"]
        code = _digest([*_all("*.py", *CODE), *pins])
        self.inputs = {
            "database": _digest([*_all("migrations/*.py", *CODE), *pins]) + database,
            "static": _digest([*_all("static/**/*", *CODE), *pins]),
            "schedules": code,
            "data": code + _digest(_all("*", "data")),
        }

    def due(self) -> list[str]:
        """Steps to do, in order."""
        try:
            done = json.loads(self.path.read_text())
        except (OSError, ValueError):
            done = {}
        applied = _migrations(self.database)
        if applied == "unknown" or done.get("applied") != applied:  # another database needs everything that is in it
            done = {"static": done.get("static")}
        if not (self.data_dir / "cms-static").is_dir():
            done.pop("static", None)
        return [step for step, value in self.inputs.items() if done.get(step) != value]

    def keep(self) -> None:
        """Call after every step was done."""
        self.path.write_text(json.dumps(self.inputs | {"applied": _migrations(self.database)}))
