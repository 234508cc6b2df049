"""Joining: the charter to sign, applications for the core team, and bodies that ask for a sponsor."""

from django.urls import reverse

from cms.core import clock
from cms.core.requester import Requester
from cms.joining.selectors import applications_to_decide, asked_to_sign, sponsors_to_answer
from cms.overview.to_do.task import Task, TaskKind, when

MOST_APPLICATIONS = 10


def charters(by: Requester) -> list[Task]:
    """One for each body for which the requester signs and that has not signed what counts."""
    found = []
    for one in asked_to_sign(by):
        days = (one.due_on - clock.today()).days if one.due_on is not None else None
        label, mark = when(days)
        found.append(
            Task(
                key=f"charter:{one.version.number}:{one.partner.pk}",
                kind=TaskKind.SIGN,
                title=f"Sign the charter{' again' if one.signature is not None else ''} for {one.partner}",
                path="/charter/sign",
                detail=f"Version {one.version.number}",
                action_label="Read and sign it",
                action_path="/charter/sign",
                due_on=one.due_on,
                tag_label=label or "Charter",
                tag_kind=mark,
                partner_id=one.partner.pk,
            )
        )
    return found


def applications(by: Requester) -> list[Task]:
    if not by.is_editor:
        return []
    return [
        Task(
            key=f"application:{row.number}",
            kind=TaskKind.ANSWER,
            title=f"{row.organisation} wants to join",
            path=reverse("application_decide", args=[row.pk]),
            detail=" ".join(row.hopes.split())[:120],
            action_label="Decide",
            action_path=reverse("application_decide", args=[row.pk]),
            due_on=None,
            tag_label="Application",
            tag_kind="info",
        )
        for row in applications_to_decide(by)[:MOST_APPLICATIONS]
    ]


def sponsors(by: Requester) -> list[Task]:
    return [
        Task(
            key=f"sponsor:{row.pk}",
            kind=TaskKind.ASKED,
            title=f"{row.partner} asks {row.sponsor} to be its sponsor",
            path="/organisation/sponsor",
            detail="Somebody to ring in its first months",
            action_label="Answer",
            action_path="/organisation/sponsor",
            due_on=None,
            tag_label="Sponsor",
            tag_kind="info",
            partner_id=row.sponsor_id,
        )
        for row in sponsors_to_answer(by)
    ]
