"""Signatures that somebody is asked for."""

from typing import Any

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind
from cms.signing.selectors import CoverageState, coverages_of_rows
from cms.snippets.models import IspParty

APPROVERS = ("isp_approver", "accountable_officer")


def signatures(by: Requester) -> list[Task]:
    """Parties that were asked to sign and have not, for those who may commit them."""
    partners = {partner for partner, role in by.roles if role in APPROVERS}
    if not partners:
        return []
    asked = visible(IspParty.objects.all(), by).filter(partner__in=partners).exclude(asked_on=None)
    parties = list(asked.select_related("version__isp", "partner").order_by("pk"))
    coverages = coverages_of_rows(parties)
    return [_signature(party) for party in parties if coverages[party.pk].state == CoverageState.ASKED]


def _signature(party: Any) -> Task:
    isp = party.version.isp
    path = f"/isps/{isp.reference}"
    return Task(
        key=f"sign:{isp.reference}:{party.partner.slug}",
        kind=TaskKind.SIGN,
        title=f"{isp.title} needs a signature",
        path=path,
        detail=f"{isp.reference} · for {party.partner.controller_name}",
        action_label="Read what to sign",
        action_path=path,
        due_on=None,
        tag_label="Sign",
        tag_kind="due",
    )
