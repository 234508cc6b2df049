"""Old agreements hold signatures, names and telephone numbers: a person looks before more than the parties see a file.

What is found in the words of a file is counted (cms.storage.redaction), and what nobody could read is said. It is a
warning with a tick, never a judgement: whoever ticks has looked. The tick is of the file's bytes: another file under
the same title was not looked at.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import Forbidden
from cms.core.requester import Requester
from cms.snippets.models import IspFile
from cms.storage.models import KeptName
from cms.storage.texts import facts_of, facts_of_many, to_look_at

TICK = "I looked; it may be seen"
ASK = f"Look at it first, then tick “{TICK}”, or leave it to the parties."


def sentences_of(document: Any) -> list[str]:
    """What to look for in a document before it is published; empty where its words were read and nothing was found."""
    return to_look_at(facts_of(document))


def sentences_of_many(documents: Collection[int]) -> dict[int, list[str]]:
    """The same by document, without those of which there is nothing to say. Two queries."""
    facts = facts_of_many(documents)
    found = {pk: to_look_at(facts.get(pk)) for pk in documents}
    return {pk: told for pk, told in found.items() if told}


def without_a_look(rows: Any) -> Any:
    """Those of these IspFiles of whose bytes, as they are now, nobody has said that they may be seen."""
    kept = KeptName.objects.filter(name=OuterRef("document__file")).values("at")[:1]
    return rows.alias(kept_at=Subquery(kept)).filter(Q(looked_at=None) | Q(kept_at__gt=F("looked_at")))


def was_looked_at(file: IspFile) -> bool:
    """Whether somebody has looked at the bytes that the file has now."""
    return file.pk is not None and not without_a_look(IspFile.objects.filter(pk=file.pk)).exists()


@transaction.atomic
def note_look(*, by: Requester, file: IspFile) -> None:
    """Somebody of the core team has looked at the file and says that it may be seen. Raises Forbidden."""
    if not policy.may(by, "isp_file.look", file):
        raise Forbidden("Only the core team says that a file may be seen.")
    file.looked_by_id, file.looked_at = by.user_id, clock.now()  # type: ignore[attr-defined]
    file.save(update_fields=["looked_by", "looked_at"])
    audit.record(by, "isp_file.looked_at", file, organisation_id=file.version.isp.lead_id)


def open_without_a_look() -> list[IspFile]:
    """Files that every member may open, that hold something to look at and that nobody has looked at as they are.
    Three queries."""
    rows = IspFile.objects.filter(parties_only=False, version__isp__retired_on=None).order_by("pk")
    files = list(without_a_look(rows).select_related("version__isp__lead__sector", "document"))
    told = sentences_of_many({file.document_id for file in files})  # type: ignore[attr-defined]
    return [file for file in files if file.document_id in told]  # type: ignore[attr-defined]
