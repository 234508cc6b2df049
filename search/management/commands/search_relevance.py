import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.ports import Unavailable
from search.relevance import CollectionError
from search.throwaway import ENGINES, bare_figures, product_figures

WRONG = 2  # exit code: the folder or the settings are not what they should be
STOPPED = 130


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt  # so that an index of its own is taken away too


class Command(BaseCommand):
    help = (
        "Score a judged collection (documents.jsonl, queries.jsonl, qrels.tsv) with the product's own query, in an"
        " index of its own that is removed afterwards. Without the synonyms of the site: figures depend on DIR alone."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
        parser.add_argument("--bare", action="store_true", help="ask one plain match on one field instead: the floor")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, engine = options["folder"], options["engine"]
        if engine == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("Set ELASTICSEARCH_URL to the address of the server.", returncode=WRONG)
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=WRONG)
        before = signal.signal(signal.SIGTERM, interrupted)
        try:
            figures = (bare_figures if options["bare"] else product_figures)(engine, folder, self._progress(options))
        except CollectionError as error:
            raise CommandError(str(error), returncode=WRONG) from error
        except Unavailable as error:
            raise CommandError(f"{engine} does not answer: {error}", returncode=WRONG) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped; nothing is left behind.", returncode=STOPPED) from error
        finally:
            signal.signal(signal.SIGTERM, before)
        found = figures.as_json()
        if options["as_json"]:
            self.stdout.write(json.dumps(found))
            return
        query = "one plain match" if options["bare"] else "the product's own query"
        self.stdout.write(f"{folder.name}, {engine}, {query}")
        for name, value in found.items():
            self.stdout.write(f"  {name:12} {value:>8.4f}" if isinstance(value, float) else f"  {name:12} {value:>8}")

    def _progress(self, options: dict[str, Any]) -> Any:
        if options["as_json"] or options["verbosity"] == 0 or not sys.stderr.isatty():
            return None

        def show(what: str, done: int) -> None:
            self.stderr.write(f"\r  {done} {what} ", ending="")

        return show
