import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.members.services import make_api_token
from cms.members.services.tokens import DEFAULT_SCOPES, MAX_DAYS
from cms.members.tokens import SCOPES
from cms.snippets.selectors import partner_by_slug


class Command(BaseCommand):
    help = "Make an API token for an external tool and print it, once. Without --partner it sees what the public sees."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="What uses it, such as 'BI dashboard'.")
        parser.add_argument("--partner", metavar="SLUG", help="The partner it speaks for.")
        parser.add_argument(
            "--scope", action="append", metavar="SCOPE", help=f"May be repeated; one of {', '.join(SCOPES)}."
        )
        parser.add_argument("--days", type=int, default=MAX_DAYS, help=f"How long it lives, at most {MAX_DAYS}.")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["partner"]
        partner = partner_by_slug(SYSTEM, slug) if slug else None
        if slug and partner is None:
            raise CommandError(f"There is no partner {slug!r}.")
        try:
            row, text = make_api_token(
                by=SYSTEM,
                name=options["name"],
                partner_id=partner.pk if partner else None,
                scopes=options["scope"] or DEFAULT_SCOPES,
                days=options["days"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["as_json"]:
            answer = {"id": row.pk, "name": row.name, "token": text, "scopes": row.scopes, "partner": slug}
            self.stdout.write(json.dumps(answer | {"expires_at": row.expires_at.isoformat()}))
        else:
            self.stdout.write(text)
