import argparse
from typing import Any

from cms.core.requester import Requester
from cms.core.tabular.command import ImportCommand
from cms.core.tabular.reading import Table
from cms.core.tabular.report import Report
from cms.members.services import invite_many


class Command(ImportCommand):
    help = "Invite the people of a CSV or XLSX file: organisation, name, e-mail, job title, role."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)  # type: ignore[arg-type]
        parser.add_argument("--no-mail", action="store_true", help="make the invitations, send nothing yet")

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        return invite_many(by=by, table=table, dry_run=options["dry_run"], send=not options["no_mail"])
