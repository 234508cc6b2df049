from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.pages.importers.guidance import import_guidance


class Command(ImportCommand):
    help = "Import national and regulators' guidance as pages for members."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_guidance(table, by=by)
