"""The core team's screen of an event: each button does what it says, and nobody else comes in."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from cms.core import clock
from cms.events.models import Barrier, Paper, Place, SignUp
from cms.events.services import sign_up_for
from cms.forum.models import Thread
from cms.jobs.services import run_waiting
from cms.members.selectors import requester_of
from cms.pages.models import EventPage
from tests.factories.admin import signed_in, staff
from tests.factories.files import pdf_document
from tests.factories.pages import make_document, make_page
from tests.factories.registers import make_partner, make_user

pytestmark = pytest.mark.django_db


def test_an_event_from_opening_sign_up_to_its_end(client):
    start = clock.now() + datetime.timedelta(days=9)
    event = make_page(EventPage, "A workshop", slug="w", starts_at=start, ends_at=start + datetime.timedelta(hours=2))
    here = reverse("event_people", args=[event.pk])
    member = make_user(
        "member@ex.example", make_partner("body", name="=The body"), first_name="Ann", last_name="Sample"
    )
    client.force_login(member)
    assert {client.get(path).status_code for path in (here, reverse("events_people"))} <= {302, 403}
    client.force_login(staff())
    assert "Open sign-up" in client.get(here).content.decode()

    def press(**given):
        found = client.post(here, given, follow=True)
        assert found.status_code == 200
        return found.content.decode()

    assert "Kept words" in press(arrange="1", places="0", closes_at="", joining="Kept words")
    assert not SignUp.objects.exists()
    press(arrange="1", places="1", closes_at="", joining="Number 4711")
    sign_up_for(by=requester_of(member), event_id=event.pk, submission_id="one", needs="A hearing loop")
    page = client.get(here).content.decode()
    assert "Ann Sample" in page
    assert "A hearing loop" in page
    assert "Who comes: 1 of 1" in page
    assert "Nobody who is a member today" in press(add="1", email="nobody@ex.example")
    second = make_user("second@ex.example", make_partner("other"))
    press(add="1", email=second.email)
    sheet = client.get(reverse("event_people_csv", args=[event.pk])).content.decode()
    assert "'=The body" in sheet  # no spreadsheet runs it
    assert "queue" in sheet
    assert 'value="Asked by telephone."' in press(end="0", because="Asked by telephone.")
    press(end=str(Place.objects.get(user=member).pk), because="Asked by telephone.")
    assert Place.objects.get(user=second).given_at

    barrier = Barrier.objects.create(event=event, title="Whom to send it to", author=second, submission_id="b")
    assert "Ask peers" in client.get(here).content.decode()
    press(ask=str(barrier.pk), space="")
    assert Thread.objects.get().title == "Whom to send it to"
    press(paper="1", document=str(make_document("Slides").pk), title="")
    assert Paper.objects.get().title == "Slides"
    press(remove_paper=str(Paper.objects.get().pk))
    assert not Paper.objects.exists()

    unpublish = client.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))
    assert (unpublish.status_code, unpublish["Location"]) == (302, here)
    event.refresh_from_db()
    assert event.live  # its people are told first
    run_waiting()
    mail.outbox.clear()
    press(cancel="1", because="The hall is flooded.")
    run_waiting()
    assert [(one.to, one.subject) for one in mail.outbox] == [([second.email], "Cancelled: A workshop")]
    assert "Cancelled on" in client.get(here).content.decode()
    assert "(cancelled)" in client.get(reverse("events_people")).content.decode()
    press(back_on="1")
    assert SignUp.objects.get().cancelled_at is None


def test_a_paper_with_something_to_look_at_is_said_to_who_adds_it():
    start = clock.now() + datetime.timedelta(days=9)
    event = make_page(EventPage, "A workshop", slug="w", starts_at=start, ends_at=start + datetime.timedelta(hours=2))
    here = reverse("event_people", args=[event.pk])
    named = pdf_document("Old list", "Signed by: Jane Sample, Head of Governance")
    plain = pdf_document("Slides", "Words")
    run_waiting()
    told = {
        document.pk: signed_in(staff(f"{document.pk}@ex.example"))
        .post(here, {"paper": "1", "document": str(document.pk), "title": ""}, follow=True)
        .content.decode()
        for document in (named, plain)
    }
    assert "Whoever sees the event can open “Old list” now. Look for what to black out" in told[named.pk]
    assert "can open “Slides”" not in told[plain.pk]
    assert Paper.objects.count() == 2  # it warns and never decides
