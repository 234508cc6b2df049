"""What the schedule runs: nothing takes effect by it. It tells people of what their dates have brought about."""

from django.db import transaction

from cms.core import clock
from cms.signing.amendments import telling
from cms.signing.amendments.effect import AmendmentState, state_of
from cms.signing.amendments.selectors import objections_of
from cms.signing.models import AmendmentNotice


def tell_what_counts() -> None:
    """Hourly: tell the parties, once, of notices that have come to count."""
    today = clock.today()
    rows = AmendmentNotice.objects.filter(told_on=None, withdrawn_on=None, takes_effect_on__lte=today)
    notices = list(rows.select_related("isp__lead", "version"))
    objections = objections_of(notices)
    for notice in notices:
        if state_of(notice, objections[notice.pk], today) != AmendmentState.IN_EFFECT:
            continue
        with transaction.atomic():
            if AmendmentNotice.objects.filter(pk=notice.pk, told_on=None).update(told_on=today):
                telling.tell_of_effect(notice)
