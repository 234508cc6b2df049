from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.reference import AGREEMENTS, import_reference


class Command(ImportCommand):
    help = "Import agreements published elsewhere, as examples to read. They bind nobody here."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_reference(table, by=by, forms=(AGREEMENTS,))
