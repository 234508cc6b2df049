"""Every table, made once for each state of the migrations: an SQLite file to copy, which takes no time.

The migrations take most of a minute. Whoever ran them on an empty database keeps what they made in var/tables, under a
name made of what decides it: the migrations, the settings and the pinned packages. Any change of those is another name.
"""

import hashlib
import os
import secrets
import shutil
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "tables"
DECIDES = ("cms/**/migrations/*.py", "search/migrations/*.py", "graphql/**/migrations/*.py", "cms/settings/**/*.py")
PINS = ("requirements.txt", "VERSION")


def key() -> str:
    """Of the tables that the migrations would make now."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in (*DECIDES, *PINS) for path in ROOT.glob(pattern)}):
        found.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def kept() -> Path | None:
    """The file with these tables, if somebody made it already."""
    path = FOLDER / f"{key()}.sqlite3"
    return path if path.exists() else None


def lay_tables(path: Path) -> bool:
    """Copy them to `path` if no file is there. False where nothing was done: then the migrations have work."""
    source = kept()
    if source is None or path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    shutil.copyfile(source, made)
    try:
        os.link(made, path)  # never over a database that another process has just begun
    except FileExistsError:
        return False
    finally:
        made.unlink()
    return True


def keep_tables(made: sqlite3.Connection) -> None:
    """Call when the migrations have just filled an empty database, before anything else is in it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{key()}.sqlite3"
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    copy = sqlite3.connect(draft)
    try:
        made.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, which a copy of it needs to be
    finally:
        copy.close()
    draft.replace(path)
    for old in FOLDER.iterdir():
        if old != path and old.suffix == ".sqlite3":
            old.unlink(missing_ok=True)
