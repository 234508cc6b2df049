"""What waits for one person: reviews, signatures, and for the core team requests and import rows."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.urls import reverse

from cms.community.selectors import open_cases
from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.selectors import Standing, standing_of
from cms.reviews.selectors import changes_needed
from cms.signing.permissions import handled_among
from cms.signing.selectors import CoverageState, coverages_of_rows
from cms.snippets.importers.services import waiting_rows
from cms.snippets.models import Isp, IspParty
from cms.snippets.selectors import ReviewState, Status, heirs, review_states

APPROVERS = ("isp_approver", "accountable_officer")
TO_REVIEW = frozenset({Status.REVIEW_DUE, Status.REVIEW_LATE, Status.LAPSED})
MOST_CASES = 10


class TaskKind(StrEnum):
    REVIEW = "review"
    CHANGE = "change"
    SIGN = "sign"
    ANSWER = "answer"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Task:
    """`key` stays the same while the task does. Paths are of the members' site, or begin with /admin/."""

    key: str
    kind: TaskKind
    title: str
    path: str
    detail: str
    action_label: str
    action_path: str
    due_on: datetime.date | None
    tag_label: str
    tag_kind: str


def tasks_of(by: Requester) -> list[Task]:
    """The requester's open tasks, the latest first; empty for whoever is not signed in."""
    if by.user_id is None or not by.is_member:
        return []
    reviews = _reviews(by)
    tasks = [*reviews, *_signatures(by)]
    if by.is_editor:
        tasks += [*_answers(by), *_imports()]
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or datetime.date.max, task.key))


def _reviews(by: Requester) -> list[Task]:
    """ISPs due for review that the person owns, deputises for, or answers for as IG lead of the lead partner."""
    led = {partner for partner, role in by.roles if role == "ig_lead"}
    if led:
        led |= {body for body, after in heirs().items() if after & led}
    rows = visible(Isp.objects.all(), by).filter(Q(owner=by.user_id) | Q(deputy=by.user_id) | Q(lead__in=led))
    isps = list(rows.filter(retired_on=None).select_related("owner", "deputy").order_by("reference"))
    mine = handled_among(by, isps)
    states = review_states(isps, clock.today())
    standing = standing_of({isp.lead_id for isp in isps})
    to_change = {review.isp_id for review in changes_needed(by).filter(isp__in=[isp.pk for isp in isps])}
    tasks = []
    for isp in isps:
        state = states[isp.pk]
        if isp.pk in mine and (state.status in TO_REVIEW or isp.pk in to_change):
            tasks.append(_review(isp, state, isp.pk in to_change, by, standing))
    return tasks


def _review(isp: Isp, state: ReviewState, to_change: bool, by: Requester, standing: Standing) -> Task:
    others = {isp.owner_id: isp.owner, isp.deputy_id: isp.deputy}
    here = {key: user for key, user in others.items() if standing.is_member_of(isp.lead_id, key)}
    names = [str(user) for key, user in here.items() if key != by.user_id]  # somebody who left cannot do it
    detail = f"{isp.reference} · {names[0]} can also do this" if names else isp.reference
    path = f"/isps/{isp.reference}"
    label, kind = ("Needs a change", "info") if to_change else when(state.days_to_review)
    return Task(
        key=f"review:{isp.reference}",
        kind=TaskKind.CHANGE if to_change else TaskKind.REVIEW,
        title=f"Change: {isp.title}" if to_change else f"Review: {isp.title}",
        path=path,
        detail=detail,
        action_label="Say that it is right again" if to_change else "Start the review",
        action_path=f"{path}/review",
        due_on=state.due_on,
        tag_label=label,
        tag_kind=kind,
    )


def when(days: int | None) -> tuple[str, str]:
    """(words, mark) of a due date so many days away: "Due in 12 days", "due"."""
    if days is None:
        return "", "info"
    if days == 0:
        return "Due today", "due"
    count = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days)} days"
    return (f"{count} late", "late") if days < 0 else (f"Due in {count}", "due")


def _signatures(by: Requester) -> list[Task]:
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


def _answers(by: Requester) -> list[Task]:
    today = clock.today()
    tasks = []
    for case in open_cases(by)[:MOST_CASES]:
        waited = (today - case.asked_at.astimezone(clock.LONDON).date()).days
        tasks.append(
            Task(
                key=f"answer:{case.number}",
                kind=TaskKind.ANSWER,
                title=f"Answer request {case.number}",
                path=f"/ask/{case.number}",
                detail=" ".join(case.what.split())[:120],
                action_label="Answer it",
                action_path=reverse("support_case_answer", args=[case.pk]),
                due_on=None,
                tag_label="New" if waited == 0 else f"{waited} day{'' if waited == 1 else 's'} old",
                tag_kind="late" if waited > 7 else "info",
            )
        )
    return tasks


def _imports() -> list[Task]:
    waiting = waiting_rows().count()
    if not waiting:
        return []
    return [
        Task(
            key="import:rows",
            kind=TaskKind.IMPORT,
            title=f"{waiting} row{'' if waiting == 1 else 's'} of the register wait for a decision",
            path=reverse("register_imports:waiting"),
            detail="Names that no rule settles. Say once what each means.",
            action_label="Settle them",
            action_path=reverse("register_imports:waiting"),
            due_on=None,
            tag_label="Import",
            tag_kind="info",
        )
    ]
