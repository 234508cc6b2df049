"""What stands in a person's calendar beside reviews: places at events, the end of objecting, wanted signatures."""

import datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.events import services
from cms.members.selectors import requester_of
from cms.notifications import keys
from cms.pages.models import EventPage
from cms.signing.models import AmendmentNotice, StuckRequest
from cms.snippets.models import IspParty
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_places_objections_and_wanted_signatures(client):
    lead, ours = make_partner("lead"), make_partner("ours")
    pat, other = make_user("pat@ex.example", ours), make_user("other@ex.example", lead)
    make_role(pat, ours, "isp_approver")
    start = clock.now().replace(microsecond=0) + 5 * DAY
    event = make_page(EventPage, "A workshop", slug="w", starts_at=start, ends_at=start + DAY / 12, place="Town hall")
    services.arrange_sign_up(by=SYSTEM, event_id=event.pk, places=1, closes_at=None, joining="Number 4711")
    services.sign_up_for(by=requester_of(pat), event_id=event.pk, submission_id="one")
    services.sign_up_for(by=requester_of(other), event_id=event.pk, submission_id="one")  # waits
    isp = make_isp("Shared", lead, (ours,), owner=other)
    version = isp.versions.get()
    until = clock.today() + 20 * DAY
    AmendmentNotice.objects.create(
        isp=isp, version=version, number=1, reason="So.", object_until=until, takes_effect_on=until + 8 * DAY
    )
    party = IspParty.objects.get(version=version, partner=ours)
    IspParty.objects.filter(pk=party.pk).update(covered_from=None, asked_on=clock.today() - DAY)
    wanted = clock.today() + 3 * DAY
    StuckRequest.objects.create(
        party=party, text="Please", target_on=wanted, asked_by=other, asked_at=clock.now(), submission_id="s"
    )

    def entries(user):
        _, secret = keys.make_key(by=requester_of(user), purpose=keys.CALENDAR)
        found = Calendar.from_ical(client.get(reverse("review_calendar", args=[secret])).content).walk("VEVENT")
        return {str(entry["uid"]).partition("@")[0]: entry for entry in found}

    mine = entries(pat)
    number = isp.reference.lower()
    stuck = f"signature-{StuckRequest.objects.get().pk}"
    assert set(mine) == {"events-w", f"objection-{number}-1", stuck}
    assert mine["events-w"]["dtstart"].dt == start
    assert (mine["events-w"]["location"], mine["events-w"]["description"]) == ("Town hall", "Number 4711")
    assert mine[f"objection-{number}-1"]["dtstart"].dt == until
    assert mine[f"objection-{number}-1"]["summary"].startswith("Last day to object")
    assert mine[stuck]["dtstart"].dt == wanted
    assert str(mine[stuck]["url"]).endswith(f"/isps/{isp.reference}/sign")
    theirs = entries(other)
    assert set(theirs) == {f"review-{number}", f"objection-{number}-1", stuck}  # who waits has no event to put down
    assert theirs[f"objection-{number}-1"]["summary"].startswith("Objections end")
    before = int(mine["events-w"]["sequence"])
    services.cancel_event(by=SYSTEM, event_id=event.pk, because="The hall is flooded.")
    after = entries(pat)["events-w"]
    assert (after["status"], "4711" in after["description"]) == ("CANCELLED", False)
    assert int(after["sequence"]) > before
