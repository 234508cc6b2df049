"""Amendment notices to look at, objections to answer, reports to decide, and pages to review."""

import datetime

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind, when
from cms.pages.selectors import pages_due_for_review
from cms.reviews.models import ReviewTrigger
from cms.signing.amendments.selectors import objections_to_answer, to_object
from cms.signing.permissions import handled_among

PAGE_DAYS = 30  # before its day, a page's review shows among its owner's tasks


def notices(by: Requester) -> list[Task]:
    """Notices that the person's bodies may object to: nothing has to be done by who agrees."""
    today = clock.today()
    tasks = []
    for notice, parties in to_object(by):
        path = f"/isps/{notice.isp.reference}/amendments/{notice.number}"
        days = (notice.object_until - today).days
        tasks.append(
            Task(
                key=f"amendment:{notice.pk}",
                kind=TaskKind.AMENDMENT,
                title=f"Amendment notice {notice.number}: {notice.isp.title}",
                path=path,
                detail=f"{notice.isp.reference} · for {', '.join(party.partner.name for party in parties)} · "
                "if you agree, there is nothing to do",
                action_label="Read it",
                action_path=path,
                due_on=notice.object_until,
                tag_label=when(days)[0].replace("Due", "Object", 1) if days > 0 else "Object by today",
                tag_kind="info",
                partner_id=parties[0].partner_id if len(parties) == 1 else None,
            )
        )
    return tasks


def objections(by: Requester) -> list[Task]:
    """Objections that wait for an answer of who looks after the agreement."""
    tasks = []
    for one in objections_to_answer(by):
        path = f"/isps/{one.notice.isp.reference}/amendments/{one.notice.number}"
        tasks.append(
            Task(
                key=f"objection:{one.pk}",
                kind=TaskKind.OBJECTION,
                title=f"{one.party.partner.name} objects: {one.notice.isp.title}",
                path=path,
                detail=f"{one.notice.isp.reference} · amendment notice {one.notice.number}",
                action_label="Answer them",
                action_path=path,
                due_on=None,
                tag_label="Objection",
                tag_kind="due",
                partner_id=one.notice.isp.lead_id,
            )
        )
    return tasks


def reports(by: Requester) -> list[Task]:
    """What people of a party reported, for those who decide whether a review comes forward."""
    waiting = visible(ReviewTrigger.objects.all(), by).filter(taken_up_on=None, done_on=None)
    rows = list(waiting.select_related("isp").order_by("said_on", "pk"))
    mine = handled_among(by, {row.isp_id: row.isp for row in rows}.values())
    return [
        Task(
            key=f"report:{row.pk}",
            kind=TaskKind.REPORT,
            title=f"Reported: {row.isp.title}",
            path=f"/isps/{row.isp.reference}",
            detail=f"{row.isp.reference} · {row.get_kind_display()}",
            action_label="Decide what comes of it",
            action_path=f"/isps/{row.isp.reference}/triggers/{row.pk}",
            due_on=None,
            tag_label="Report",
            tag_kind="due",
            partner_id=row.isp.lead_id,
        )
        for row in rows
        if row.isp_id in mine
    ]


def pages(by: Requester) -> list[Task]:
    """Pages that the person keeps and whose review is due, or soon will be."""
    today = clock.today()
    due = [
        page for page in pages_due_for_review(today + datetime.timedelta(days=PAGE_DAYS)) if page.owner_id == by.user_id
    ]
    tasks = []
    for page in due:
        label, kind = when((page.review_on - today).days)
        tasks.append(
            Task(
                key=f"page:{page.pk}",
                kind=TaskKind.PAGE,
                title=f"Review the page: {page.title}",
                path=page.path,
                detail="Right, needs a change, or should go",
                action_label="Start the review",
                action_path=f"{page.path}/review",
                due_on=page.review_on,
                tag_label=label,
                tag_kind=kind,
            )
        )
    return tasks
