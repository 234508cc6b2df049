from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.storage.ports import StoreUnavailable
from cms.storage.s3_buckets import OpenBuckets, buckets, prepare


class Command(BaseCommand):
    help = "Makes the buckets of this installation where they are missing, with versions, and checks that none is open."

    def handle(self, *args: Any, **options: Any) -> None:
        if not buckets():
            raise CommandError("S3_BUCKET is not set: files are kept in folders, and no bucket is needed.")
        try:
            for words in prepare():
                self.stdout.write(words)
        except StoreUnavailable as error:
            raise CommandError(f"The S3 server did not do it: {error}") from error
        except OpenBuckets as error:
            raise CommandError(str(error)) from error
