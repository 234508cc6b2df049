"""A calendar of one's reviews: a secret address, stable entries, and nothing once the person or the key is gone."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from cms.core import clock
from cms.members.models import Absence
from cms.members.selectors import requester_of
from cms.notifications import keys
from cms.notifications.models import PersonalKey
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def entries(response: Any) -> dict[str, datetime.date]:
    assert response.status_code == 200
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(event["summary"]): event["dtstart"].dt for event in found}


@pytest.mark.sqlite
def test_the_calendar_from_its_making_to_its_end(client: Any) -> None:
    ours, theirs = make_partner("ours"), make_partner("theirs")
    pat, sam = make_user("pat@ex.example", ours), make_user("sam@ex.example", ours)
    due = clock.today() + 40 * DAY
    owned = make_isp("Owned", ours, owner=pat, next_review_on=due)
    deputised = make_isp("Deputised", ours, deputy=pat, next_review_on=due)
    make_isp("Of others", ours, owner=sam, next_review_on=due)
    make_isp("Elsewhere", theirs, owner=pat, next_review_on=due)  # pat belongs there no more
    make_isp("A draft", ours, owner=pat, state="draft", next_review_on=due)
    row, secret = keys.make_key(by=requester_of(pat), purpose=keys.CALENDAR, label="Work")
    assert secret not in str(PersonalKey.objects.values().get())
    address = reverse("review_calendar", args=[secret])
    first = client.get(address)
    assert set(entries(first)) == {f"Review {isp.reference}: {isp.title}" for isp in (owned, deputised)}
    assert first["Cache-Control"] == "private, max-age=900"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    uids = {str(event["uid"]) for event in Calendar.from_ical(first.content).walk("VEVENT")}
    owned.next_review_on = due + 7 * DAY
    owned.save()
    moved = client.get(address)
    assert {str(event["uid"]) for event in Calendar.from_ical(moved.content).walk("VEVENT")} == uids
    assert entries(moved)[f"Review {owned.reference}: Owned"] == due + 7 * DAY
    make_role(pat, ours, "ig_lead")
    assert len(entries(client.get(address))) == 3  # and answers for those of others
    Absence.objects.create(user=sam, partner=ours, cover=pat, starts_on=clock.today(), ends_on=due)
    assert len(entries(client.get(address))) == 3
    row.refresh_from_db()
    assert row.last_used_at is not None
    others = keys.secret_for(pat.pk, "stop:reviews")  # the key of a mail opens no calendar
    absent = client.get(reverse("review_calendar", args=["x" * 43]))
    assert client.get(reverse("review_calendar", args=[others])).content == absent.content
    pat.memberships.update(ends_on=clock.today() - DAY)
    assert (client.get(address).status_code, client.get(address).content) == (404, absent.content)
    pat.memberships.update(ends_on=None)
    keys.revoke_key(by=requester_of(pat), pk=row.pk)
    assert client.get(address).status_code == 404


def test_a_program_that_asks_too_often_waits(client: Any, monkeypatch: Any) -> None:
    pat = make_user("pat@ex.example", make_partner("ours"))
    _, secret = keys.make_key(by=requester_of(pat), purpose=keys.CALENDAR)
    monkeypatch.setattr("cms.reviews.calendar.ASKED_AN_HOUR", 2)
    codes = [client.get(reverse("review_calendar", args=[secret])).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
