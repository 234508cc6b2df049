"""Signatures that somebody is asked for, partners that ask to join, and what people are stuck with."""

from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind, when
from cms.signing.models import Delegation, StuckRequest
from cms.signing.permissions import COMMITTING, can_sign
from cms.signing.progress import joins_to_answer
from cms.signing.waiting import undecided
from cms.snippets.models import IspParty

APPROVERS = ("isp_approver", "accountable_officer")
MOST = 20


def signatures(by: Requester) -> list[Task]:
    """Parties that were asked to sign and have not, for those who may commit them and those it was handed to."""
    partners = {partner for partner, role in by.roles if role in APPROVERS}
    if not any(role in COMMITTING for _, role in by.roles):
        return []
    today = clock.today()
    handed = Delegation.objects.filter(to=by.user_id, ended_at=None, starts_on__lte=today, ends_on__gte=today)
    mine = Q(partner__in=partners) | Q(pk__in=handed.values("party"))
    seen = visible(IspParty.objects.all(), by).values("pk")
    found = undecided().filter(mine, pk__in=seen)
    return [_signature(party) for party in found if can_sign(by, party)]


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
        action_path=f"{path}/sign?party={party.partner.slug}",
        due_on=None,
        tag_label="Sign",
        tag_kind="due",
        partner_id=party.partner_id,
    )


def joins(by: Requester) -> list[Task]:
    """Partners that ask to join an agreement which the person looks after."""
    tasks = []
    for row in joins_to_answer(by)[:MOST]:
        isp = row.version.isp
        tasks.append(
            Task(
                key=f"join:{row.pk}",
                kind=TaskKind.JOIN,
                title=f"{row.partner.name} asks to join {isp.reference}",
                path=f"/isps/{isp.reference}",
                detail=isp.title,
                action_label="Answer",
                action_path=f"/isps/{isp.reference}/join",
                due_on=None,
                tag_label="Asks to join",
                tag_kind="info",
                partner_id=isp.lead_id,
            )
        )
    return tasks


def stuck(by: Requester) -> list[Task]:
    """What people ask the core team about signatures, by the day they want it."""
    if not by.is_editor:
        return []
    rows = StuckRequest.objects.filter(answered_at=None).select_related("party__partner", "party__version__isp")
    today, tasks = clock.today(), []
    for row in rows[:MOST]:
        isp, (label, kind) = row.party.version.isp, when((row.target_on - today).days)
        tasks.append(
            Task(
                key=f"stuck:{row.pk}",
                kind=TaskKind.STUCK,
                title=f"{isp.reference}: {row.get_kind_display().lower()} at {row.party.partner.name}",
                path=f"/isps/{isp.reference}/signing",
                detail=row.text[:120],
                action_label="Help with it",
                action_path="/admin/signing/",
                due_on=row.target_on,
                tag_label=label,
                tag_kind=kind,
            )
        )
    return tasks
