"""What a person's organisations ask of them: offers of roles to answer, and the yearly check."""

from cms.core import clock
from cms.core.requester import Requester
from cms.members.selectors.body_checks import open_checks
from cms.members.selectors.our_people import offers_to
from cms.overview.to_do.task import Task, TaskKind, when


def offers(by: Requester) -> list[Task]:
    """One task, however many organisations are asked: they are answered on one page."""
    if not any(role == "partner_lead" for _, role in by.roles):
        return []
    found = offers_to(by)
    if not found:
        return []
    one = found[0]
    many = f"{len(found)} offers to hold a role at your organisations"
    return [
        Task(
            key="role-offers",
            kind=TaskKind.OFFER,
            title=f"{one.person_name} offers to be your: {one.role_label}" if len(found) == 1 else many,
            path="/organisation/roles",
            detail=one.partner_name if len(found) == 1 else "Say yes or no; several at once if you like.",
            action_label="Answer",
            action_path="/organisation/roles",
            due_on=None,
            tag_label="Offer",
            tag_kind="info",
            partner_id=one.partner_id if len(found) == 1 else None,
        )
    ]


def checks(by: Requester) -> list[Task]:
    """Yearly checks of the bodies for which the person may answer."""
    tasks = []
    for row in open_checks(by):
        label, kind = when((row.due_on - clock.today()).days)
        path = f"/organisation/check?of={row.partner.slug}"
        tasks.append(
            Task(
                key=f"body-check:{row.pk}",
                kind=TaskKind.BODY_CHECK,
                title=f"Is this still right? {row.partner.name}",
                path=path,
                detail="Who does what, whom to write to, the registration: one page, once a year.",
                action_label="Look through it",
                action_path=path,
                due_on=row.due_on,
                tag_label=label,
                tag_kind=kind,
                partner_id=row.partner_id,
            )
        )
    return tasks
