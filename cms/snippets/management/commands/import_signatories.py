from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.partners import import_signatories


class Command(ImportCommand):
    help = "Note on partners what is known of their having signed a charter. Evidence, not membership."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_signatories(table, by=by)
