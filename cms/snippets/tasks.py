"""What the schedule runs for the registers."""

import datetime

from django.core.files.storage import default_storage

from cms.core import clock
from cms.snippets import exports, snapshots

HELD_FILES = "imports"  # files that were checked on the screen "Import a list" and never applied
HELD_HOURS = 24


def sweep_held_files() -> None:
    """Delete held files a day old: whoever checked them has gone."""
    before = clock.now() - datetime.timedelta(hours=HELD_HOURS)
    for name in default_storage.listdir(HELD_FILES)[1]:
        path = f"{HELD_FILES}/{name}"
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)


def export_registers() -> None:
    """Every minute: the tables that the mirror holds."""
    exports.export_where_changed()


def take_snapshot() -> None:
    """Each hour: this month's, once."""
    snapshots.take_when_due()
