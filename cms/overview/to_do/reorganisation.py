"""What a change of bodies asks of people: choices of the core team, and the say of those concerned."""

from django.urls import reverse

from cms.core import clock
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind, when
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.selectors import left_open_counts, plans_to_answer

MOST = 10


def successions(by: Requester) -> list[Task]:
    """For the core team: what was left open once carried out. For leads and IG leads: plans they have not answered."""
    if by.is_editor:
        return [_open(plan, count) for plan, count in left_open_counts(by)[:MOST]]
    return [_asked(plan) for plan in plans_to_answer(by)[:MOST]]


def _open(plan: Reorganisation, count: int) -> Task:
    path = reverse("reorganisation_choices", args=[plan.pk])
    return Task(
        key=f"reorganisation:{plan.pk}",
        kind=TaskKind.SUCCESSION,
        title=f"{count} choice{'' if count == 1 else 's'} left open: {plan.title}",
        path=path,
        detail="Agreements, people or data of a body that has ended, and nobody has said who takes them.",
        action_label="Settle them",
        action_path=path,
        due_on=None,
        tag_label="Needs a person",
        tag_kind="late",
    )


def _asked(plan: Reorganisation) -> Task:
    path = f"/reorganisations/{plan.pk}"
    label, kind = when((plan.takes_effect_on - clock.today()).days)
    return Task(
        key=f"reorganisation:{plan.pk}",
        kind=TaskKind.SUCCESSION,
        title=f"Your organisation will change: {plan.title}",
        path=path,
        detail="See what it means for your agreements, and say where they should go.",
        action_label="Look at it",
        action_path=path,
        due_on=plan.takes_effect_on,
        tag_label=label,
        tag_kind=kind,
    )
