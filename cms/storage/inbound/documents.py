"""What no other app takes: a draft document in a collection of its own, which the core team alone sees."""

from typing import Any

from wagtail.models import Collection, CollectionViewRestriction

from cms.core.requester import SYSTEM, Requester
from cms.core.visibility import FileOwner
from cms.storage.inbound.kinds import DOCUMENT, Taken
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.storage.uploads import keep_document
from cms.storage.uploads_content import CheckedFile

COLLECTION = "Sent by partners"
State = InboundReceipt.State
NOT_ACCEPTED = (State.DRAFTED, State.DECLINED)


def take_document(*, box: ExchangePartner, file: CheckedFile) -> Taken:
    document = keep_document(file, by=SYSTEM)
    document.collection = sent_by_partners()
    document.save(update_fields=["collection"])
    return Taken(document=document)


def sent_by_partners() -> Collection:
    """Made when it is first needed, in the caller's transaction. The restriction names no group: editors pass any."""
    root = Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
    found = root.get_children().filter(name=COLLECTION).first()
    if found is None:
        found = root.add_child(instance=Collection(name=COLLECTION))
    if not CollectionViewRestriction.objects.filter(collection=found).exists():
        CollectionViewRestriction.objects.create(collection=found, restriction_type=CollectionViewRestriction.GROUPS)
    return found


def unaccepted_documents() -> FileOwner:
    """An owner of files through which nobody sees them: a page that shows such a draft does not open it."""

    def held(among: Any) -> Any:
        rows = InboundReceipt.objects.filter(state__in=NOT_ACCEPTED, kind=DOCUMENT).order_by()
        rows = rows.exclude(document=None) if among is None else rows.filter(document__in=among)
        return rows.values("document")

    def seen(requester: Requester, version: str) -> Any:
        return InboundReceipt.objects.none().values("document")

    return FileOwner("storage.InboundReceipt.document", held, seen, exclusive=True)
