import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.storage.inbound import policies
from cms.storage.places import EXCHANGE, bucket_of
from cms.storage.ports import StoreUnavailable


class Command(BaseCommand):
    help = (
        "Shows, or sets at the S3 server, what partners' own keys may do in the exchange bucket (drop files into their "
        "own folder and read the answers), and after how many days the server forgets what was dealt with."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--print", action="store_true", help="Show it and change nothing (the default).")
        what.add_argument("--apply", action="store_true", help="Set it. Twice is harmless.")
        parser.add_argument("--site", help="Our own user as a policy names it; otherwise the bucket's owner.")

    def handle(self, *args: Any, **options: Any) -> None:
        bucket = bucket_of(EXCHANGE)
        if not bucket:
            raise CommandError(
                "S3_BUCKET is not set: partners' files come in through a folder, and no policy is needed."
            )
        try:
            site = options["site"] if options["site"] is not None else policies.site_principal()
            if options["apply"]:
                for words in policies.apply_policy(site=site):
                    self.stdout.write(words)
                return
            policy = policies.exchange_policy(bucket=bucket, site=site)
        except StoreUnavailable as error:
            raise CommandError(f"The S3 server did not do it: {error}") from error
        except policies.NoPolicy as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"policy": policy, "lifecycle": policies.lifecycle_rules()}, indent=2))
