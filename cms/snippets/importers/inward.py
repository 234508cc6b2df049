"""A copy of the register that a partner's system dropped: a preview in the imports, of which nothing is applied."""

from collections.abc import Collection

from django.urls import reverse

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.snippets.importers.services import plan_import, store_import
from cms.snippets.models import RegisterImport
from cms.storage.inbound.kinds import AlreadyThere, Settled, Taken, register_inward
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.storage.uploads_content import TABLES, CheckedFile

FOLDER = "register"
APPLIED = "It was put into the register. What did not fit waits for a decision of the core team."


def take(*, box: ExchangePartner, file: CheckedFile) -> Taken:
    """Raises BadInput, with words, for a table that is no register."""
    from_here = InboundReceipt.objects.filter(exchange=box, kind=FOLDER, sha256=file.sha256).exclude(target="")
    before = [int(target) for target in from_here.values_list("target", flat=True)]
    if RegisterImport.objects.filter(pk__in=before, applied_at=None).exists():
        raise AlreadyThere
    file.content.seek(0)
    plan = plan_import(file.content.read(), name=file.name, as_of=clock.today(), complete=False)
    return Taken(target=str(store_import(by=SYSTEM, plan=plan).pk))


def settled(targets: Collection[str]) -> dict[str, Settled]:
    """Those that an editor has applied."""
    rows = RegisterImport.objects.filter(pk__in=[int(target) for target in targets]).exclude(applied_at=None)
    return {str(key): Settled(True, APPLIED) for key in rows.values_list("pk", flat=True)}


def address(target: str) -> str:
    return reverse("register_imports:preview", args=[int(target)])


def register() -> None:
    """Called once, when the app is ready."""
    register_inward(FOLDER, "Copies of the register", take, suffixes=TABLES, settled=settled, address=address)
