"""What of the registers the mirror holds: files of agreements that are or were in force, and the registers' tables."""

from collections.abc import Iterator

from django.db.models import Q

from cms.core import clock
from cms.snippets.models import Isp, IspFile, RegisterExport
from cms.snippets.permissions import PUBLISHED
from cms.storage.contents import content_of
from cms.storage.mirror import Shown, Wanted, of_documents


def wanted_files() -> list[Wanted]:
    """Files of versions in force or superseded, of agreements that are not retired. Drafts are nobody's copy."""
    return of_documents(_shown())


def _shown() -> Iterator[Shown]:
    kept = Q(version__isp__retired_on=None) | Q(version__isp__retired_on__gt=clock.today())
    files = IspFile.objects.filter(kept, version__state__in=PUBLISHED).order_by("pk")
    for file in files.select_related("document__collection", "version__isp"):
        isp = file.version.isp
        parties = file.parties_only or isp.visibility == Isp.Visibility.PARTIES
        since = file.version.in_force_from
        yield Shown(file.document, "agreement", since, "parties" if parties else "members")


def wanted_registers() -> list[Wanted]:
    """The last tables of each register, as cms.snippets.exports made them."""
    wanted = []
    for export in RegisterExport.objects.order_by("register"):
        for kind in ("json", "csv", "xlsx"):
            file = getattr(export, kind)
            content = content_of(file.name)
            if content is not None:
                name = f"{export.register}.{kind}"
                key = f"register/{export.register}/{content.sha256}/{name}"
                wanted.append(Wanted(key, content.pk, f"register:{name}", "register", export.made_at, "members"))
    return wanted
