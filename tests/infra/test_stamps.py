import sqlite3

import pytest

from infra.run.stamps import Stamps

EVERYTHING = ["database", "static", "schedules", "data"]


def migrated(path, rows=1):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS django_migrations (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO django_migrations VALUES (NULL)", [()] * rows)
    connection.close()


@pytest.fixture
def prepared(tmp_path):
    """A data folder in which everything was done."""
    (tmp_path / "cms-static").mkdir()
    migrated(tmp_path / "db.sqlite3")
    make = lambda: Stamps(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}")  # noqa: E731
    make().keep()
    return make


def test_a_new_data_folder_needs_everything(tmp_path):
    assert Stamps(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}").due() == EVERYTHING


def test_a_second_start_needs_nothing(prepared):
    assert prepared().due() == []


def test_a_deleted_or_another_database_is_filled_again(prepared, tmp_path):
    migrated(tmp_path / "db.sqlite3", rows=2)  # as if an older or newer copy had been put there
    assert prepared().due() == ["database", "schedules", "data"]
    (tmp_path / "db.sqlite3").unlink()
    assert prepared().due() == ["database", "schedules", "data"]


def test_deleted_static_files_are_collected_again(prepared, tmp_path):
    (tmp_path / "cms-static").rmdir()
    assert prepared().due() == ["static"]


def test_changed_code_or_data_is_noticed(prepared):
    changed = prepared()
    changed.inputs["data"] = "other"
    assert changed.due() == ["data"]


def test_a_server_is_never_taken_for_prepared(tmp_path):
    (tmp_path / "cms-static").mkdir()
    stamps = Stamps(tmp_path, "postgres://somewhere/db")
    stamps.keep()
    assert Stamps(tmp_path, "postgres://somewhere/db").due() == ["database", "schedules", "data"]
