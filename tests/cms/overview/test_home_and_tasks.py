"""Tasks are what waits for one person; the home's form follows from roles and tasks."""

import datetime

import pytest
import time_machine

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.core.requester import ANONYMOUS
from cms.members.selectors import requester_of
from cms.overview.selectors import HomeKind, TaskKind, home_for, may_already_cover, tasks_of
from cms.pages.models import GuidancePage, HorizonPage, NewsPage, StoryPage
from cms.reviews.models import Review
from cms.snippets.models import ImportRow, IspVersion, RegisterImport, Succession
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
FAR = TODAY + 400 * DAY


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def council():
    return make_partner("council")


def tasks(user):
    return tasks_of(requester_of(user))


def test_visitors_have_no_tasks():
    assert tasks_of(ANONYMOUS) == []


def test_reviews_wait_for_owner_deputy_and_ig_lead_and_for_nobody_else(council):
    owner, deputy, lead, other = (make_user(f"{name}@example.org", council) for name in ("o", "d", "l", "x"))
    make_role(lead, council, "ig_lead")
    isp = make_isp("Late one", council, owner=owner, deputy=deputy, next_review_on=TODAY - 31 * DAY)
    make_isp("Far away", council, owner=owner, next_review_on=FAR)
    for user in (owner, deputy, lead):
        found = tasks(user)
        assert [task.key for task in found] == [f"review:{isp.reference}"]
        assert (found[0].tag_label, found[0].tag_kind) == ("31 days late", "late")
        assert found[0].action_path == f"/isps/{isp.reference}/review"
    assert str(deputy) in tasks(owner)[0].detail
    assert tasks(other) == []


def test_a_deputy_who_left_is_not_named_as_help(council):
    owner, gone = make_user("o@example.org", council), make_user("gone@example.org", make_partner("elsewhere"))
    isp = make_isp("Late one", council, owner=owner, deputy=gone, next_review_on=TODAY - DAY)
    assert tasks(owner)[0].detail == isp.reference


def test_an_owner_who_left_has_no_task_any_more(council):
    owner = make_user("o@example.org", make_partner("elsewhere"))
    make_isp("Late one", council, owner=owner, next_review_on=TODAY - DAY)
    assert tasks(owner) == []


def test_the_one_body_that_took_over_inherits_the_review(council):
    rural = make_partner("rural", membership="left")
    lead = make_user("l@example.org", council)
    make_role(lead, council, "ig_lead")
    make_isp("Floods", rural, next_review_on=TODAY)
    assert tasks(lead) == []
    Succession.objects.create(predecessor=rural, successor=council)
    assert [task.tag_label for task in tasks(lead)] == ["Due today"]
    Succession.objects.create(predecessor=rural, successor=make_partner("other-half"))
    assert tasks(lead) == []


def test_a_change_that_was_asked_for_stays_a_task(council):
    owner = make_user("o@example.org", council)
    isp = make_isp("Old words", council, owner=owner, next_review_on=FAR)
    Review.objects.create(isp=isp, due_on=FAR, outcome="needs_change", notes="New law")
    assert [task.kind for task in tasks(owner)] == [TaskKind.CHANGE]


def test_signatures_wait_for_those_who_sign(council):
    trust = make_partner("trust")
    isp = make_isp("Discounts", council, (trust,), state=IspVersion.State.OUT_FOR_SIGNATURE)
    approver, member = make_user("a@example.org", trust), make_user("m@example.org", trust)
    make_role(approver, trust, "isp_approver")
    assert [(task.kind, task.path) for task in tasks(approver)] == [(TaskKind.SIGN, f"/isps/{isp.reference}")]
    assert tasks(member) == []


def test_import_rows_wait_for_editors_alone(council):
    given = {"file_name": "r.csv", "format": "weisf", "sha256": "0", "as_of": TODAY, "applied_at": clock.now()}
    run = RegisterImport.objects.create(**given)
    for n in (1, 2):
        ImportRow.objects.create(register_import=run, number=n, status="unresolved")
    editor, member = make_user("e@example.org", site_role="core_editor"), make_user("m@example.org", council)
    found = tasks(editor)
    assert [task.title for task in found] == ["2 rows of the register wait for a decision"]
    assert found[0].action_path.startswith("/admin/")
    assert tasks(member) == []


# -- home -------------------------------------------------------------------------------------------------


def home(user):
    return home_for(requester_of(user))


def test_a_visitor_gets_the_front_page_and_nothing_of_anybody():
    found = home_for(ANONYMOUS)
    assert found.kind == HomeKind.SIGNED_OUT
    assert (found.tasks, found.fixes, found.covers, found.who_to_ring) == ([], [], [], [])


def test_a_head_of_service_sees_what_covers_and_whom_to_ring(council):
    head, lead = make_user("h@example.org", council), make_user("l@example.org", council, phone="01632 960118")
    make_role(head, council, "operational_lead", service_area="Housing")
    make_role(lead, council, "ig_lead")
    housing = make_isp("Hoarding", make_partner("fire"), (council,), next_review_on=FAR)
    make_isp("Taxis", council, next_review_on=TODAY + 200 * DAY)
    housing.versions.get().parties.filter(partner=council).update(service_area="Housing")
    found = home(head)
    assert found.kind == HomeKind.SERVICE
    assert found.covers[0] == housing.pk
    assert found.cover_count == 2
    assert [(line.name, line.phone) for line in found.who_to_ring] == [(str(lead), "01632 960118")]
    assert home(lead).kind == HomeKind.TASKS


def test_a_task_brings_the_tasks_home(council):
    owner = make_user("o@example.org", council)
    make_isp("Late", council, owner=owner, next_review_on=TODAY - DAY)
    found = home(owner)
    assert found.kind == HomeKind.TASKS
    assert len(found.tasks) == 1


def test_a_small_charity_gets_its_agreement_on_one_page(council):
    charity = make_partner("charity")
    person = make_user("p@example.org", charity)
    isp = make_isp("Hardship", council, (charity,), next_review_on=FAR)
    found = home(person)
    assert (found.kind, found.covers) == (HomeKind.SMALL_BODY, [isp.pk])


def test_without_an_ig_lead_the_core_team_is_rung(council):
    CommunitySettings.objects.update_or_create(pk=1, defaults={"contact_phone": "01632 960140"})
    member = make_user("m@example.org", council)
    assert [(line.role, line.phone) for line in home(member).who_to_ring] == [("Core team", "01632 960140")]


def test_agreements_that_may_cover_a_wish_are_only_those_one_may_see(council):
    found = may_already_cover(ANONYMOUS, what="hoarding", whom="fire", why="safety")
    assert found == []


def test_latest_mixes_kinds_and_dates_nothing_by_the_day_of_its_import():
    imported = "Imported from stories. Checked: yes"
    for n in range(6):
        make_page(StoryPage, f"Story {n}", audience="public", provenance=imported)
        make_page(HorizonPage, f"Far {n}", audience="public", provenance=imported, key_date="2030-01-01")
    make_page(HorizonPage, "Soon", audience="public", provenance=imported, key_date="2026-12-05")
    make_page(HorizonPage, "Over", audience="public", key_date="2026-01-01", stage="in_force")
    for n in range(3):
        make_page(NewsPage, f"News {n}", audience="public", published_on=TODAY - n * DAY)
    make_page(GuidancePage, "Ours", audience="public", first_published_at=clock.now() - 3 * DAY)
    found = home_for(ANONYMOUS).latest
    assert [item.title for item in found[:3]] == ["News 0", "News 1", "Soon"]
    assert [item.kind for item in found] == ["News", "News", "Changes ahead", "Changes ahead", "Guidance"]
    assert [item.date for item in found] == [TODAY, TODAY - DAY, None, None, TODAY - 3 * DAY]
    assert found[2].meta.endswith("5 December 2026")


def test_may_i_share_this_is_the_first_line_to_ring(council):
    head, lead, dpo = (make_user(f"{name}@example.org", council, phone="01632 960118") for name in ("h", "l", "d"))
    make_role(dpo, council, "dpo")
    make_role(lead, council, "ig_lead")
    assert [line.name for line in home(head).who_to_ring] == [str(lead), str(dpo)]
