"""Requests for help that an adviser has taken on: somebody who leaves hands them over."""

from collections.abc import Sequence

from cms.audit.services import record
from cms.community.models import SupportCase
from cms.core import content_version
from cms.core.policy import may
from cms.core.requester import Requester
from cms.members.holdings import Held, register_holding
from cms.members.models import User
from cms.members.selectors import requester_of


def held(user_id: int, partner_id: int) -> list[Held]:
    rows = SupportCase.objects.open().filter(adviser=user_id)
    return [Held(case.pk, f"Request {case.number}", f"/ask/{case.number}") for case in rows.order_by("number")]


def move(by: Requester, keys: Sequence[int], successor: int) -> int:
    """Only to somebody who may answer; else they stay, and the core team sees that nobody has them."""
    person = User.objects.filter(pk=successor).first()
    if person is None or not may(requester_of(person), "case.answer"):
        return 0
    rows = SupportCase.objects.filter(pk__in=keys)
    for case in rows:
        record(by, "case.handed_over", case, before=case.adviser_id, after=successor)
    content_version.bump()
    return rows.update(adviser=successor)


def register() -> None:
    """Called once, when the app is ready."""
    register_holding("cases", "answer these requests for help", held=held, move=move)
