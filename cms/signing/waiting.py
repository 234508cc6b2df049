"""What waits for a decision, and who was reminded lately."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.members.models import PartnerRole
from cms.signing.models import Chase, Delegation, Signature
from cms.signing.permissions import ASKED
from cms.signing.who_signs import asked_of
from cms.snippets.models import IspParty, IspVersion

State = IspVersion.State
PAUSE = datetime.timedelta(days=3)


def undecided() -> Any:
    """Parties that were asked and have not decided, of versions that are out or in force."""
    decided = Signature.objects.filter(voided_on=None).values("party")
    today = clock.today()
    return (
        IspParty.objects.filter(version__state__in=(State.OUT_FOR_SIGNATURE, State.IN_FORCE), asked_on__lte=today)
        .exclude(role=IspParty.Role.PROCESSOR)
        .exclude(left_on__lte=today)
        .exclude(version__isp__retired_on__lte=today)
        .filter(covered_from=None, partner__can_sign=True)
        .exclude(pk__in=decided)
        .select_related("version__isp", "partner")
        .order_by("asked_on", "pk")
    )


def waits_for(user_id: int) -> list[Any]:
    """Parties for which this person is asked to sign today, the longest waiting first."""
    today = clock.today()
    roles = PartnerRole.objects.current().filter(Q(user=user_id) | Q(deputy=user_id), role__in=ASKED)
    handed = Delegation.objects.filter(to=user_id, ended_at=None, starts_on__lte=today, ends_on__gte=today)
    mine = Q(partner__in=roles.values("partner")) | Q(pk__in=handed.values("party"))
    once = {row.pk: row for row in undecided().filter(mine)}
    asked = asked_of(once.values())
    return [row for key, row in once.items() if user_id in {one.user_id for one in asked[key].people}]


def chased_lately(users: Iterable[int]) -> dict[int, datetime.date]:
    """{user key: the London day from which they may be reminded again} of those reminded less than three days ago."""
    rows = Chase.objects.filter(person__in=list(users), sent_at__gt=clock.now() - PAUSE).order_by("sent_at")
    return {row.person_id: (row.sent_at + PAUSE).astimezone(clock.LONDON).date() for row in rows}
