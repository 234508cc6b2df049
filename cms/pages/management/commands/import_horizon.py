from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.pages.importers.horizon import import_horizon


class Command(ImportCommand):
    help = "Import changes ahead as pages for members."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_horizon(table, by=by)
