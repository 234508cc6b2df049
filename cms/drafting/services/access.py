"""What every change of a draft passes first: the draft, the right to change it, and nobody else in between."""

from typing import Any

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.drafting.models import StepSave
from cms.drafting.permissions import BEING_WRITTEN
from cms.drafting.revisions import revision_of
from cms.snippets.models import IspVersion
from cms.snippets.search_isps import record_isps

CHANGED = "Somebody else changed this part while you were writing."


def open_version(by: Requester, reference: str) -> IspVersion:
    """The version of this agreement that is being written, as far as the requester may see it. Raises NotFound."""
    rows = visible(IspVersion.objects.all(), by).filter(isp__reference__iexact=reference.strip())
    found: IspVersion | None = rows.filter(state__in=BEING_WRITTEN).select_related("isp__lead", "template").first()
    if found is None:
        raise NotFound("There is no such draft.")
    return found


def locked(by: Requester, reference: str, *, action: str = "draft.write") -> IspVersion:
    """The same, held until the transaction ends. Raises NotFound, Forbidden."""
    found = open_version(by, reference)
    rows = IspVersion.objects.select_for_update(of=("self",)).select_related("isp__lead", "template")
    version: IspVersion = rows.get(pk=found.pk)
    if version.state not in BEING_WRITTEN:  # it was sent out a moment ago
        raise Conflict("This draft was sent out for signature meanwhile: its words are fixed.")
    if not may(by, action, version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, write this draft.")
    return version


def assert_same(version: IspVersion, step: str, expected: str, partner: int | None = None) -> None:
    """Raises Conflict with the part's revision of now where it is not the one that the form showed."""
    now = revision_of(version, step, partner)
    if expected != now:
        raise Conflict(CHANGED, step=step, revision=now)


def saved(by: Requester, version: IspVersion, step: str) -> IspVersion:
    """Note who saved this part; search reads the agreement again."""
    StepSave.objects.update_or_create(version=version, step=step, defaults={"by_id": by.user_id, "at": clock.now()})
    record(by, "draft.saved", version, label=f"{version}: {step}", organisation_id=version.isp.lead_id)
    record_isps([version.isp_id])
    return version


def check_submission(submission_id: str) -> None:
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")


def refuse(fields: dict[str, Any]) -> None:
    """Raises BadInput where any field has a message."""
    found = {name: [text] if isinstance(text, str) else text for name, text in fields.items() if text}
    if found:
        raise BadInput("Some answers need another look.", fields=found)
