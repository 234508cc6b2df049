"""The admin's home page, requests for help, reviews and the community's settings."""

import datetime

import pytest
from django.urls import reverse

from cms.community.models import SupportCase
from cms.core import clock
from cms.core.models import CommunitySettings
from cms.members.models import SiteRole
from cms.notifications.models import Delivery
from cms.pages.models import GuidancePage, HorizonPage
from cms.reviews.models import ReminderOffset, Review
from cms.snippets.models import ImportRow, Partner, RegisterImport
from search import outbox
from search.models import SearchOutbox
from tests.factories import admin as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


@pytest.fixture
def chair():
    return make.signed_in(make.staff("chair@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))


def case(**fields):
    given = {
        "number": 7,
        "what": "Names of tenants",
        "whom": "The police",
        "why": "To prevent harm",
        "submission_id": "s1",
    }
    return SupportCase.objects.create(**{**given, "email": "asker@example.org", **fields})


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_empty_house_says_so_once_jobs_run(editor):
    from cms.jobs.models import Heartbeat

    Heartbeat.objects.update_or_create(cluster="default", defaults={"at": clock.now()})
    assert "Nothing is due, and nothing waits." in home(editor)


def test_the_home_page_counts_what_waits_with_one_link_each(editor, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00")
    editor.force_login(SiteRole.objects.get().user, backend="django.contrib.auth.backends.ModelBackend")
    lead = make.partner()
    make.isp("Late", lead=lead, next_review_on=make.day("2026-02-20"))
    make.isp("Lapsed", lead=lead, next_review_on=make.day("2025-09-01"))
    make.isp("Soon", lead=lead, next_review_on=make.day("2026-03-20"))
    make.isp("Not so soon", lead=lead, next_review_on=make.day("2026-05-20"))
    make.gateway(verification="from memory")
    case(asked_at=clock.now() - datetime.timedelta(days=9))
    outcome = {"row": 1, "title": "Waits", "status": "unresolved", "organisations": [], "errors": [], "review": {}}
    held = RegisterImport.objects.create(
        file_name="r.csv", format="weisf", sha256="0", as_of=clock.today(), applied_at=clock.now()
    )
    ImportRow.objects.create(register_import=held, number=1, status=ImportRow.Status.UNRESOLVED, outcome=outcome)
    tree = make.site_tree()
    tree["horizon"].add_child(
        instance=HorizonPage(title="Past", slug="past", summary="S", key_date="2026-01", stage="proposed")
    )
    page = home(editor)
    isps = reverse("wagtailsnippets_snippets_isp:list")
    for text, url in (
        ("Jobs are late: no job worker has ever run here.", reverse("overview_jobs")),
        ("1 ISP review is late", f"{isps}?status=review_late"),
        ("1 ISP has lapsed: more than 90 days late", f"{isps}?status=lapsed"),
        ("1 ISP review falls due within 30 days", f"{isps}?status=review_due"),
        ("4 ISPs need an owner", f"{isps}?owner=none"),
        (
            "1 request for help waits for an answer, the oldest for 6 working days, 1 without an adviser",
            reverse("support-cases:index"),
        ),
        ("1 imported row waits for a decision", reverse("register_imports:waiting")),
        ("1 legal gateway not confirmed by anybody", reverse("wagtailsnippets_snippets_legalgateway:list")),
        ("1 change ahead is past the key date: choose the next stage", reverse("overview_pages_due")),
    ):
        assert text in page
        assert url in page
        assert editor.get(url).status_code == 200


def test_the_home_page_says_what_search_does_not_know(editor, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    SearchOutbox.objects.all().delete()
    outbox.record("glossary:1")
    assert "behind" not in home(editor)
    SearchOutbox.objects.update(recorded_at=clock.now() - datetime.timedelta(minutes=7))
    outbox.record("glossary:2")
    SearchOutbox.objects.filter(key="glossary:2").update(state=SearchOutbox.State.DEAD)
    html = home(editor)
    assert "Search is 7 minutes behind" in html
    assert "1 change could not be sent to search" in html
    assert html.count(reverse("search_health")) >= 2


def test_the_management_group_sees_its_approvals_and_none_of_this(chair):
    case()
    assert "What waits for you" not in home(chair)
    for url in (reverse("overview_jobs"), reverse("overview_pages_due"), reverse("support-cases:index")):
        assert chair.get(url).status_code in (302, 403)
    assert chair.get(reverse("support_case_answer", args=[SupportCase.objects.get().pk])).status_code in (302, 403)


def test_pages_that_need_somebody_are_listed(editor):
    tree = make.site_tree()
    late = GuidancePage(
        title="Old words", slug="old", summary="S", review_on=clock.today(), source_url="https://example.org/"
    )
    tree["guidance"].add_child(instance=late)
    page = editor.get(reverse("overview_pages_due")).content.decode()
    assert page.count("Old words") == 2


def test_a_request_is_taken_on_and_answered_by_e_mail(editor):
    asked = case()
    listed = editor.get(reverse("support-cases:index")).content.decode()
    url = reverse("support_case_answer", args=[asked.pk])
    assert "Names of tenants" in listed
    assert url in listed
    assert "The police" in editor.get(url).content.decode()
    editor.post(url, {"answer": "", "take": "1"})
    asked.refresh_from_db()
    assert (asked.state, str(asked.adviser.email)) == ("with_adviser", "editor@example.org")
    refused = editor.post(url, {"answer": "  ", "send": "1"})
    assert "Write an answer" in refused.content.decode()
    sent = editor.post(url, {"answer": "You may share it under s.115.", "send": "1"})
    assert sent.url == reverse("support-cases:index")
    asked.refresh_from_db()
    assert asked.state == SupportCase.State.ANSWERED
    assert Delivery.objects.filter(recipient="asker@example.org", body__contains="s.115").exists()


def test_nobody_types_or_deletes_a_request(editor):
    asked = case()
    for name, args in (("add", []), ("delete", [asked.pk])):
        assert editor.post(reverse(f"support-cases:{name}", args=args)).status_code == 302
    assert SupportCase.objects.count() == 1


def test_reviews_are_read_and_stages_are_set(editor, time_machine):
    made = make.isp()
    review = Review.objects.create(isp=made, due_on=clock.today() - datetime.timedelta(days=3))
    listed = editor.get(reverse("reviews:index"), {"standing": "late"}).content.decode()
    assert made.title in listed
    assert "3 days late" in listed
    assert editor.get(reverse("reviews:inspect", args=[review.pk])).status_code == 200
    assert editor.post(reverse("reviews:edit", args=[review.pk])).status_code == 302
    assert editor.get(reverse("reminders:index")).status_code == 200
    assert editor.post(reverse("reminder-stages:add"), {"days": "-14", "size": "small"}).status_code == 302
    assert ReminderOffset.objects.filter(days=-14, size="small").exists()
    exported = b"".join(editor.get(reverse("reviews:index"), {"export": "csv"}).streaming_content).decode()
    assert made.title in exported


def test_the_communitys_settings_are_in_the_menu_and_saved(editor):
    url = reverse("wagtailsettings:edit", args=["core", "communitysettings"])
    form = editor.get(url, follow=True)
    assert form.status_code == 200
    assert "community settings" in home(editor).lower()
    sent = {
        "name": "Northshire Sharing Network",
        "area": "Northshire",
        "purpose": "To share well.",
        "logo": "",
        "contact_email": "team@example.org",
        "contact_phone": "01234 567890",
        "contact_hours": "weekdays",
        "urgent_line": "",
        "help_text": "",
        "public_partner_list": "on",
    }
    assert editor.post(form.request["PATH_INFO"], sent).status_code == 302
    kept = CommunitySettings.objects.get()
    assert (kept.name, kept.public_partner_list, kept.public_register) == ("Northshire Sharing Network", True, False)


def test_exports_of_wagtails_own_reports_carry_no_formula_either(editor):
    make.site_tree()["news"].add_child(instance=GuidancePage(title="=1+1", slug="x", summary="S"))
    page = GuidancePage.objects.get()
    page.save_revision(user=SiteRole.objects.get().user, log_action=True)
    response = editor.get(reverse("wagtailadmin_reports:site_history"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "'=1+1" in text
    assert Partner.objects.count() == 0
