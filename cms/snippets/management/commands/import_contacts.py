from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.contacts import import_contacts


class Command(ImportCommand):
    help = "Import named contacts of partners."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_contacts(table, by=by)
