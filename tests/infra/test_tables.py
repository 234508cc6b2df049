import sqlite3
from contextlib import closing

import pytest

from infra.run import tables


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project of one migration, with nothing made yet."""
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    monkeypatch.setattr(tables, "FOLDER", tmp_path / "var" / "tables")
    folder = tmp_path / "cms" / "things" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_first.py").write_text("first")
    return tmp_path


def made(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE thing (id INTEGER)")
        database.commit()
        tables.keep_tables(database)


def names(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT name FROM sqlite_master").fetchall()


def test_tables_are_made_once_and_copied(tree):
    assert not tables.lay_tables(tree / "one.sqlite3")
    made(tree / "made.sqlite3")
    assert tables.lay_tables(tree / "folder" / "two.sqlite3")
    assert names(tree / "folder" / "two.sqlite3") == [("thing",)]
    assert [path.name for path in (tree / "folder").iterdir()] == ["two.sqlite3"]


def test_a_database_that_is_there_is_left_alone(tree):
    made(tree / "made.sqlite3")
    (tree / "mine.sqlite3").write_bytes(b"mine")
    assert not tables.lay_tables(tree / "mine.sqlite3")
    assert (tree / "mine.sqlite3").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "change", ["cms/things/migrations/0001_first.py", "cms/things/migrations/0002_second.py", "requirements.txt"]
)
def test_what_was_made_of_other_migrations_is_neither_used_nor_kept(tree, change):
    made(tree / "made.sqlite3")
    (tree / change).write_text("another")
    assert tables.kept() is None
    assert not tables.lay_tables(tree / "one.sqlite3")
    made(tree / "again.sqlite3")
    assert [path.stem for path in tables.FOLDER.iterdir()] == [tables.key()]
