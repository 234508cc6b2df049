"""The core team's screens, without a script: lists, one press to a task, the workbook, and who is kept out."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.members.models import SiteRole
from cms.notifications.models import Notification
from cms.searchlog.models import ContentTask, Wish
from cms.searchlog.services import make_wish
from tests.factories import admin as make
from tests.factories.people import PartnerFactory, UserFactory
from tests.factories.searchable import guidance

pytestmark = pytest.mark.django_db
SEARCHES, WISHES, TASKS = (reverse(f"searchlog_{name}") for name in ("searches", "wishes", "tasks"))


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


@pytest.fixture
def asked(search):
    for n in range(5):
        search(f"org-{n}", "sharing with schools")
    for n in range(4):
        search(f"org-{n}", "askedbyfour")


def test_the_report_shows_what_enough_asked_and_sums_up_the_rest(editor, asked):
    page = editor.get(SEARCHES, {"kind": "nothing", "days": "90"}).content.decode()
    assert "sharing with schools" in page
    assert "askedbyfour" not in page
    assert "1 other phrase, each asked by fewer than 5 organisations: 4 searches." in page
    assert "Found nothing, 90 days" in page
    for wrong in ({"kind": "who"}, {"days": "7"}, {"days": "x"}, {"sector": "none"}):
        assert editor.get(SEARCHES, wrong).status_code == 200
    assert "sharing with schools" not in editor.get(SEARCHES, {"kind": "left"}).content.decode()


def test_the_workbook_is_the_screen_and_on_record(editor, asked):
    answer = editor.get(SEARCHES, {"kind": "nothing", "days": "30", "export": "xlsx"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert f"searches-{clock.today()}.xlsx" in answer["Content-Disposition"]
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert rows[1][:3] == ["sharing with schools", 5, 5]
    assert len(rows) == 3
    event = AuditEvent.objects.get(action="search_report.exported")
    assert event.object_label == "Found nothing, 30 days"
    assert "schools" not in event.object_label


def test_only_the_core_team_opens_them(asked, client):
    task = ContentTask.objects.create(phrase="x")
    chair = make.signed_in(make.staff("chair@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    for path in (SEARCHES, WISHES, TASKS, reverse("searchlog_task", args=[task.pk])):
        assert chair.get(path).status_code in (302, 403)
        assert b"schools" not in chair.get(path).content
        assert client.get(path).status_code in (302, 403)
    assert chair.post(reverse("searchlog_make_task"), {"phrase": "y"}).status_code in (302, 403)
    assert ContentTask.objects.count() == 1
    assert not AuditEvent.objects.filter(action="search_report.exported").exists()


def test_one_press_from_a_row_to_a_task_and_its_number(editor, asked):
    answer = editor.post(reverse("searchlog_make_task"), {"phrase": "sharing with schools"})
    task = ContentTask.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("searchlog_task", args=[task.pk]))
    assert task.searches == 5
    assert "searched for 5 times" in editor.get(answer["Location"]).content.decode()
    editor.post(reverse("searchlog_make_task"), {"phrase": "askedbyfour"})
    assert ContentTask.objects.get(phrase="askedbyfour").searches == 0
    assert editor.get(reverse("searchlog_make_task")).status_code == 405


def test_from_a_wish_to_the_word_that_there_is_something(editor):
    person = UserFactory(email="asker@example.org", member_of=[PartnerFactory(slug="elmbridge")])
    from cms.members.selectors import requester_of

    wish = make_wish(by=requester_of(person), submission_id="a", text="Sharing with schools", tell_me=True)
    assert "Sharing with schools" in editor.get(WISHES).content.decode()
    url = editor.post(reverse("searchlog_make_task"), {"wish": str(wish.pk)})["Location"]
    assert "Sharing with schools" not in editor.get(WISHES).content.decode()
    page = guidance("schools")
    assert "Nothing was found" in editor.post(url, {"answer": "1", "target": "/guidance/absent"}).content.decode()
    said = editor.post(url, {"answer": "1", "target": f"/guidance/{page.slug}"}, follow=True).content.decode()
    assert "1 person was told" in said
    assert Notification.objects.get(user=person).path == f"/guidance/{page.slug}"
    assert "sharing with schools" not in editor.get(TASKS).content.decode()
    assert "sharing with schools" in editor.get(TASKS, {"ended": "1"}).content.decode()


def test_who_takes_it_and_until_when(editor):
    task = ContentTask.objects.create(phrase="sharing with schools")
    url = reverse("searchlog_task", args=[task.pk])
    me = SiteRole.objects.get().user
    editor.post(url, {"change": "1", "taken_by": me.pk, "due_on": "2020-01-31", "note": "Ask them"})
    task.refresh_from_db()
    assert (task.taken_by, str(task.due_on), task.note) == (me, "2020-01-31", "Ask them")
    assert "Late" in editor.get(TASKS).content.decode()
    wrong = editor.post(url, {"change": "1", "taken_by": UserFactory().pk, "note": "kept words"})
    assert "kept words" in wrong.content.decode()
    assert "not going to" in editor.post(url, {"decline": "1", "reason": "No"}, follow=True).content.decode().lower()


def test_the_first_screen_counts_what_waits(editor):
    Wish.objects.create(text="A", phrase="a", submission_id="a")
    ContentTask.objects.create(phrase="late one", due_on="2020-01-01")
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 thing that people asked for waits" in page
    assert f'href="{WISHES}"' in page
    assert "1 content task is late" in page


def test_lists_cost_the_same_whatever_their_length(editor, django_assert_max_num_queries):
    for n in range(40):
        task = ContentTask.objects.create(phrase=f"task {n}", taken_by=SiteRole.objects.get().user)
        Wish.objects.create(text=f"Wish {n}", phrase=f"wish {n}", submission_id=str(n), person=UserFactory())
        Wish.objects.create(
            text=f"Own {n}", phrase=f"own {n}", submission_id=f"own{n}", person=UserFactory(), task=task
        )
    editor.get(TASKS)
    for url in (TASKS, WISHES, SEARCHES):
        with django_assert_max_num_queries(40):
            assert editor.get(url).status_code == 200
