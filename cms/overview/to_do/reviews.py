"""Reviews that wait for their owner, deputy or IG lead."""

from django.db.models import Q

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.selectors import Standing, standing_of
from cms.overview.to_do.task import Task, TaskKind, when
from cms.reviews.selectors import changes_needed
from cms.signing.permissions import handled_among
from cms.snippets.models import Isp
from cms.snippets.selectors import ReviewState, Status, heirs, review_states

TO_REVIEW = frozenset({Status.REVIEW_DUE, Status.REVIEW_LATE, Status.LAPSED})


def reviews(by: Requester) -> list[Task]:
    """ISPs due for review that the person owns, deputises for, or answers for as IG lead of the lead partner."""
    led = {partner for partner, role in by.roles if role == "ig_lead"}
    if led:
        led |= {body for body, after in heirs().items() if after & led}
    people = {by.user_id, *(away for _, away in by.covers)}
    rows = visible(Isp.objects.all(), by).filter(Q(owner__in=people) | Q(deputy__in=people) | Q(lead__in=led))
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
        partner_id=isp.lead_id,
    )
