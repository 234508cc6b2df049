from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.reference import import_reference


class Command(ImportCommand):
    help = "Import reference data: gateways, bases and conditions, sectors, themes, glossary, service areas."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_reference(table, by=by)
