from typing import Any

from django.core.management.base import BaseCommand

from cms.members.roles import ensure_roles, sync_all_groups


class Command(BaseCommand):
    help = "Make the Wagtail groups of the site roles, with their permissions. Safe to run again and again."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_roles()
        sync_all_groups()
        self.stdout.write("Groups are as they should be.")
