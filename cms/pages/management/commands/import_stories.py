from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.command import ImportCommand
from cms.pages.importers.stories import import_stories


class Command(ImportCommand):
    help = "Import success stories as pages for members."

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return import_stories(table, by=by)
