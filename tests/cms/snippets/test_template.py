"""Editions of the template, question packs, and when a flow arrived."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.members.selectors import requester_of
from cms.overview.demo.making import data_folder
from cms.signing.drafts import open_draft
from cms.snippets.editions import current_edition, open_edition, publish_edition, unfinished
from cms.snippets.flows import record_arrivals
from cms.snippets.freshness import freshness_of
from cms.snippets.importers.template import load_question_packs, load_template
from cms.snippets.models import DataFlow, QuestionPack, TemplateClause, TemplateVersion
from cms.snippets.services import TEXTS, content_hash
from tests.factories import admin
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.registers import make_isp

pytestmark = pytest.mark.django_db
CONTENT = data_folder() / "content"


def test_the_edition_that_comes_with_the_software_is_complete_and_loaded_once():
    assert load_template(CONTENT / "template.json", by=SYSTEM)
    edition = current_edition()
    assert edition.number == 1
    assert not unfinished(edition)
    assert {clause.section for clause in edition.clauses.all() if not clause.is_locked} == set(TEXTS) - {
        "joint_arrangement"
    }
    assert all(clause.locked_reason for clause in edition.clauses.all() if clause.is_locked)
    assert not load_template(CONTENT / "template.json", by=SYSTEM)
    assert load_question_packs(CONTENT / "question_packs.json", by=SYSTEM) == QuestionPack.objects.count() > 3
    assert load_question_packs(CONTENT / "question_packs.json", by=SYSTEM) == 0


def test_an_edition_is_written_published_from_its_day_and_then_never_changes():
    load_template(CONTENT / "template.json", by=SYSTEM)
    following = open_edition(by=SYSTEM)
    assert (following.number, following.clauses.count()) == (2, current_edition().clauses.count())
    with pytest.raises(Conflict):
        open_edition(by=SYSTEM)
    with pytest.raises(BadInput) as refused:  # it does not say what changed
        publish_edition(by=SYSTEM, number=2)
    assert refused.value.details["missing"] == ["Say what changed."]
    with pytest.raises(Forbidden):
        publish_edition(by=ANONYMOUS, number=2)
    TemplateVersion.objects.filter(number=2).update(what_changed="Shorter.")
    tomorrow = clock.today() + datetime.timedelta(days=1)
    publish_edition(by=SYSTEM, number=2, on=tomorrow)
    assert current_edition().number == 1
    assert visible(TemplateVersion.objects.all(), ANONYMOUS).count() == 1
    with time_machine.travel(clock.now() + datetime.timedelta(days=1, hours=1)):
        assert current_edition().number == 2
        with pytest.raises(Conflict):
            publish_edition(by=SYSTEM, number=2)
        editor = admin.signed_in(admin.staff(superuser=False))
        form = reverse("wagtailsnippets_snippets_templateversion:edit", args=[following.pk])
        answer = editor.post(form, {"what_changed": "Something else", "clauses-TOTAL_FORMS": "0",
                                    "clauses-INITIAL_FORMS": "0", "clauses-MIN_NUM_FORMS": "0",
                                    "clauses-MAX_NUM_FORMS": "1000"})  # fmt: skip
        assert "does not change" in answer.content.decode()
        assert TemplateVersion.objects.get(number=2).what_changed == "Shorter."


def test_editors_start_and_publish_on_screen():
    load_template(CONTENT / "template.json", by=SYSTEM)
    editor = admin.signed_in(admin.staff(superuser=False))
    assert (
        reverse("template_open")
        in editor.get(reverse("wagtailsnippets_snippets_templateversion:list")).content.decode()
    )
    assert editor.post(reverse("template_open")).status_code == 302
    refused = editor.post(reverse("template_publish", args=[2]), {"on": clock.today().isoformat()})
    assert "Say what changed." in refused.content.decode()
    TemplateVersion.objects.filter(number=2).update(what_changed="Clearer.")
    assert editor.post(reverse("template_publish", args=[2]), {"on": clock.today().isoformat()}).status_code == 302
    assert current_edition().number == 2


def test_locked_clauses_are_part_of_what_is_signed_and_older_fingerprints_stay():
    council = PartnerFactory()
    version = make_isp("Old", council).versions.get()
    before = content_hash(version)
    load_template(CONTENT / "template.json", by=SYSTEM)
    assert content_hash(version) == before
    draft = open_draft(by=SYSTEM, version_id=version.pk)
    assert draft.template == current_edition()
    with_template = content_hash(draft)
    TemplateClause.objects.filter(template=draft.template, section="").update(text="Other words")
    draft.refresh_from_db()
    assert content_hash(draft) != with_template


@pytest.mark.parametrize(
    ("every", "days_ago", "status"),
    [
        ("week", 7, "on_time"), ("week", 9, "on_time"), ("week", 10, "late"), ("month", 38, "on_time"),
        ("month", 40, "late"), ("day", 2, "on_time"), ("day", 3, "late"), ("", 900, "on_time"),
    ],
)  # fmt: skip
def test_freshness_follows_from_dates(every, days_ago, status):
    today = datetime.date(2026, 3, 31)
    flow = DataFlow(required_every=every, last_arrived_on=today - datetime.timedelta(days=days_ago))
    assert freshness_of(flow, today).status == status


def test_what_was_written_down_counts_where_there_is_no_date_and_a_stopped_flow_stays_stopped():
    today = clock.today()
    assert freshness_of(DataFlow(status="late", required_every="week"), today).status == "late"
    stopped = DataFlow(required_every="week", last_arrived_on=today, ended_on=today)
    assert freshness_of(stopped, today).status == "stopped"


def test_whoever_receives_it_says_when_it_arrived_and_nobody_else():
    lead, recipient = PartnerFactory(), PartnerFactory()
    isp = make_isp("Falls", lead, (recipient,))
    version = isp.versions.get()
    flow = DataFlow.objects.create(version=version, sender=lead, recipient=recipient, items="Names")
    before = content_hash(version)
    runs_it, member = UserFactory(member_of=[recipient]), UserFactory(member_of=[recipient])
    PartnerRoleFactory(user=runs_it, partner=recipient, role="operational_lead")
    today = clock.today()
    with pytest.raises(Forbidden):
        record_arrivals(by=requester_of(member), reference=isp.reference, arrivals={flow.pk: today})
    with pytest.raises(NotFound):
        record_arrivals(by=ANONYMOUS, reference=isp.reference, arrivals={flow.pk: today})
    by = requester_of(runs_it)
    with pytest.raises(BadInput) as refused:
        record_arrivals(by=by, reference=isp.reference, arrivals={flow.pk: today + datetime.timedelta(days=1)})
    assert list(refused.value.details["fields"]) == [f"flow{flow.pk}"]
    with pytest.raises(NotFound):
        record_arrivals(by=by, reference=isp.reference, arrivals={flow.pk: today, flow.pk + 999: today})
    flow.refresh_from_db()
    assert flow.last_arrived_on is None
    record_arrivals(by=by, reference=isp.reference, arrivals={flow.pk: today})
    flow.refresh_from_db()
    assert flow.last_arrived_on == today
    assert content_hash(version) == before
