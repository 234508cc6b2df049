from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.reference import BENEFITS, import_reference


class Command(ImportCommand):
    help = "Import benefits as their sources state them. A row without an amount is given none."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_reference(table, by=by, forms=(BENEFITS,))
