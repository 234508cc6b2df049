"""Agreements without a day of review, and those that nobody looks after."""

from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.members.models import Membership
from cms.overview.data_quality.row import Row, edit_isp
from cms.snippets.models import Isp, IspVersion
from cms.snippets.selectors import OVER, with_status


def standing() -> Any:
    """Agreements with a version in force that are not over."""
    today = clock.today()
    over = Q()
    for status in OVER:
        over |= with_status(status, today)
    in_force = IspVersion.objects.filter(state=IspVersion.State.IN_FORCE).values("isp")
    rows = Isp.objects.filter(pk__in=in_force).exclude(over)
    return rows.select_related("lead__sector", "owner").order_by("reference")


def _row(isp: Any, kind: str, detail: str) -> Row:
    label = f"{isp.reference} {isp.title}"
    return Row(str(isp.pk), label, f"{isp.lead}: {detail}", edit_isp(isp.pk, kind), sector=isp.lead.sector.label)


def no_review() -> list[Row]:
    rows = standing().filter(next_review_on=None)
    noted, none = "the register says “under review”, without a date", "no date: nobody is reminded"
    return [_row(isp, "no-review", noted if isp.under_review_noted_on else none) for isp in rows]


def no_owner() -> list[Row]:
    """Nobody named, or somebody who has left the lead partner."""
    isps = list(standing())
    current = Membership.objects.current().filter(user__is_active=True, user__in={isp.owner_id for isp in isps})
    here = set(current.values_list("partner_id", "user_id"))
    return [
        _row(isp, "no-owner", f"{isp.owner} does not belong to it any more" if isp.owner else "no owner is named")
        for isp in isps
        if isp.owner_id is None or (isp.lead_id, isp.owner_id) not in here
    ]
