"""An editor makes a briefing in the admin, looks at the mail as it will arrive, sends it and corrects it."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from cms.briefings import sending, services
from cms.briefings.models import Correction, Edition, Recipient, Suggestion
from cms.briefings.wagtail_hooks import EditionEditView
from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Space
from cms.jobs.services import run_waiting
from cms.members.selectors import requester_of
from cms.notifications.bounces import mark_bounced
from cms.notifications.models import Delivery
from cms.pages.models import GuidancePage
from tests.factories.admin import signed_in, staff
from tests.factories.briefings import make_edition, make_thread, subscriber, went
from tests.factories.pages import make_page
from tests.factories.people import PartnerFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def inline(prefix: str, count: int = 0) -> dict[str, Any]:
    return {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0} | {
        f"{prefix}-MAX_NUM_FORMS": 1000
    }


def test_from_a_title_to_a_correction(client: Any) -> None:
    editor = staff("editor@example.org")
    browser = signed_in(editor)
    one = UserFactory(email="one@example.org", member_of=[PartnerFactory(slug="council")])
    page = make_page(GuidancePage, "Emergencies", slug="emergencies", audience="public", last_published_at=clock.now())
    thread = make_thread("Can a school tell?", Space.objects.create(name="All", slug="all"), 1)
    thread.answered_at = clock.now()
    thread.save()
    private = make_thread("In private", Space.objects.create(name="P", slug="p", kind="private"), 2)
    private.answered_at = clock.now()
    private.save()
    services.suggest_item(by=requester_of(one), submission_id="a", title="A tool", why="It helps.")
    services.suggest_item(by=requester_of(one), submission_id="b", title="Not that", why="No.")

    add = reverse("wagtailsnippets_briefings_edition:add")
    assert browser.get(add).status_code == 200
    given = {
        "title": "November",
        "slug": "november",
        "note": "Thank you.",
        "signed_by": editor.pk,
        "readers": "members",
    }
    empty = inline("items") | inline("audience")
    assert "is taken" in browser.post(add, given | {"slug": "suggest"} | empty).content.decode()
    assert browser.post(add, given | {"slug": ""} | empty).status_code == 302
    edition = Edition.objects.get()
    assert edition.path == "/briefings/november"
    choose, sending = (reverse(f"briefing_{name}", args=[edition.pk]) for name in ("choose", "sending"))

    found = browser.get(choose).content.decode()
    assert all(title in found for title in ("Emergencies", "Can a school tell?", "A tool", "Not that"))
    assert "In private" not in found
    wanted, other = Suggestion.objects.order_by("pk")
    after = browser.post(choose, {"set_aside": other.pk, "pages": [page.pk]}, follow=True).content.decode()
    assert f'id="pages-{page.pk}" checked' in after
    assert f'id="threads-{thread.pk}" checked' not in after
    ticked = {"pages": [page.pk], "threads": [thread.pk, private.pk], "suggestions": [wanted.pk, other.pk]}
    assert browser.post(choose, ticked).status_code == 302
    assert list(edition.items.values_list("title", flat=True)) == ["Emergencies", "Can a school tell?", "A tool"]
    edit = reverse("wagtailsnippets_briefings_edition:edit", args=[edition.pk])
    assert "is about the question" in browser.get(edit).content.decode()

    assert "2 members" in (screen := browser.get(sending).content.decode())
    assert "help-critical" not in screen
    preview = reverse("briefing_preview", args=[edition.pk])
    html, text = browser.get(preview).content.decode(), browser.get(preview + "?part=text").content.decode()
    assert all(words in part for part in (html, text) for words in ("Good question", "Emergencies", "Thank you."))
    assert "Can a school tell?" not in browser.get(preview + "?as=public").content.decode()
    assert not Delivery.objects.filter(source_key__startswith="briefing").exists()  # nothing was sent by looking

    browser.post(sending, {"test": "1"})
    browser.post(sending, {"schedule": "1", "send_at": "2026-01-01T10:00"})
    assert Edition.objects.get().standing == "draft"  # a moment that has passed
    browser.post(sending, {"schedule": "1", "send_at": ""})
    run_waiting()
    assert sorted(message.to[0] for message in mail.outbox) == ["editor@example.org", "editor@example.org", one.email]
    assert browser.get(edit).headers["location"] == browser.post(edit, given).headers["location"] == sending
    mark_bounced(
        by=Requester(user_id=editor.pk, is_editor=True),
        delivery_id=Delivery.objects.get(recipient=one.email, source_key=f"briefing:{edition.pk}").pk,
    )
    assert "Came back on" in browser.get(sending).content.decode()
    for _ in range(2):
        browser.post(sending, {"correct": "1", "text": "The date is 3 March.", "submission": "x"})
    assert Correction.objects.count() == 1


def test_the_core_team_alone_opens_the_screens() -> None:
    edition = Edition.objects.create(title="November", slug="november")
    names = ("briefing_sending", "briefing_choose", "briefing_preview")
    manager = staff("manager@example.org", "management_group", superuser=False)
    for user in (UserFactory(member_of=[PartnerFactory(slug="council")]), manager):
        for name in names:
            assert signed_in(user).get(reverse(name, args=[edition.pk])).status_code in (302, 403)
    browser = signed_in(staff("other@example.org", superuser=False))
    browser.post(reverse("briefing_sending", args=[edition.pk]), {"discard": "1"})
    assert not Edition.objects.exists()
    went("October", 1)
    browser.post(reverse("briefing_sending", args=[Edition.objects.get().pk]), {"discard": "1"})
    assert Edition.objects.exists()
    secret = Space.objects.create(name="Nobody knows this room", slug="secret", kind="confidential")
    form = browser.get(reverse("wagtailsnippets_briefings_edition:add")).content.decode()
    assert secret.name not in form
    assert (
        "data-bulk-action-checkbox"
        not in browser.get(reverse("wagtailsnippets_briefings_edition:list")).content.decode()
    )
    subscriber("public@example.org")
    listed = reverse("briefing-subscriptions:index")
    assert "public@example.org" in signed_in(staff(superuser=False)).get(listed).content.decode()
    assert signed_in(manager).get(listed).status_code in (302, 403)


def test_changing_one_that_waits_takes_its_time_back_and_never_undoes_what_was_sent(monkeypatch: Any) -> None:
    browser = signed_in(staff(superuser=False))
    UserFactory(email="one@example.org", member_of=[PartnerFactory(slug="council")])
    edition = make_edition()
    edit = reverse("wagtailsnippets_briefings_edition:edit", args=[edition.pk])
    given = {"title": "November", "slug": "november", "note": "Thank you.", "readers": "members"}
    given |= inline("items") | inline("audience")
    later = clock.now() + datetime.timedelta(days=2)

    def wait_for_its_time() -> None:
        Edition.objects.update(send_at=later)

    wait_for_its_time()
    browser.post(edit, given)
    assert Edition.objects.get().standing == "scheduled", "nothing was changed"
    said = browser.post(edit, given | {"readers": "public"}, follow=True).content.decode()
    assert "does not go by itself any more" in said
    assert Edition.objects.get().standing == "draft"
    wait_for_its_time()
    thread = make_thread("Can a school tell?", Space.objects.create(name="All", slug="all"), 1)
    browser.post(reverse("briefing_choose", args=[edition.pk]), {"threads": [thread.pk]})
    assert (Edition.objects.get().standing, edition.items.count()) == ("draft", 1)

    Edition.objects.update(send_at=clock.now())
    read = EditionEditView.read_sending

    def begins_first(view: Any) -> None:
        """The form was read, and then a step of sending ran."""
        sending.advance(edition.pk, later)
        read(view)

    monkeypatch.setattr(EditionEditView, "read_sending", begins_first)
    answer = browser.post(edit, given | {"title": "Too late"})
    assert answer.headers["location"] == reverse("briefing_sending", args=[edition.pk])
    found = Edition.objects.get()
    assert (found.title, found.number is None, found.standing) == ("November", False, "sent")
    assert found.handed_up_to == Recipient.objects.latest("pk").pk
