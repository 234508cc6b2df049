"""`manage.py remove_factors name@example.org`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.members.services.factors import remove_factors


class Command(BaseCommand):
    help = "Take off the second factors of somebody who lost them. Make sure first who asks: so accounts are stolen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        count = remove_factors(by=SYSTEM, user=user)
        self.stdout.write(f"{count} taken off. They were signed out, and a mail tells them.")
