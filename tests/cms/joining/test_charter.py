"""The charter: published for good, signed in person or on paper, signed again when it changes; and sponsors."""

import datetime
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model

from cms.audit.models import AuditEvent
from cms.core import visibility
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, Requester
from cms.joining import tasks
from cms.joining.models import CharterSignature, CharterVersion, Sponsor
from cms.joining.scans import PURPOSE
from cms.joining.selectors import asked_to_sign, board, counts_from, current_version, sponsors_to_answer
from cms.joining.services import (
    accept_sponsor,
    end_sponsor,
    name_sponsor,
    publish_charter,
    record_charter_paper,
    sign_charter,
    withdraw_charter_signature,
    write_charter,
)
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery
from cms.overview.to_do import tasks_of
from cms.storage import uploads
from tests.factories.registers import make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def team():
    return requester_of(make_user("editor@example.org", site_role="core_editor"))


@pytest.fixture
def council():
    return make_partner("council")


@pytest.fixture
def signer(council):
    user = make_user("signs@example.org", council)
    make_role(user, council, "isp_approver")
    return requester_of(user)


def publish(team, **given):
    row = write_charter(by=team, **{"title": "Our charter", "text": "# One\n\nWe share.", **given})
    return publish_charter(by=team, number=row.number)


def test_a_published_version_never_changes(team, signer):
    assert current_version() is None
    assert counts_from() is None
    assert board() == []
    draft = write_charter(by=team, title="Our charter", text="We share.")
    assert write_charter(by=team, title="Our charter", text="We share well.") == draft
    assert not visible(CharterVersion.objects.all(), ANONYMOUS).exists()
    publish_charter(by=team, number=draft.number)
    with pytest.raises(Conflict):
        publish_charter(by=team, number=draft.number)
    assert visible(CharterVersion.objects.all(), ANONYMOUS).get().text == "We share well."
    second = write_charter(by=team, title="Our charter", text="We share better.")
    assert (second.number, current_version().number) == (2, 1)
    with pytest.raises(BadInput):
        publish_charter(by=team, number=2)  # what changed is not said
    with pytest.raises(Forbidden):
        write_charter(by=signer, title="Mine", text="x")


def test_who_commits_the_body_signs_in_person(team, signer, council, settings):
    publish(team)
    given = {"partner_id": council.pk, "number": 1}
    assert [task.title for task in tasks_of(signer) if task.key.startswith("charter")] == [
        f"Sign the charter for {council}"
    ]
    with pytest.raises(Unauthenticated):
        sign_charter(by=ANONYMOUS, confirmed=True, **given)
    with pytest.raises(Forbidden):
        sign_charter(by=requester_of(make_user("member@example.org", council)), confirmed=True, **given)
    with pytest.raises(BadInput):
        sign_charter(by=signer, confirmed=False, **given)
    settings.MFA_REQUIRED = True
    with pytest.raises(Forbidden):
        sign_charter(by=signer, confirmed=True, **given)
    settings.MFA_REQUIRED = False
    made = sign_charter(by=signer, confirmed=True, **given)
    assert sign_charter(by=signer, confirmed=True, **given) == made
    assert (made.method, made.signed_on, made.text_hash) == ("site", TODAY, current_version().text_hash)
    assert not asked_to_sign(signer)
    other = make_partner("other")
    with pytest.raises(Forbidden):
        sign_charter(by=signer, partner_id=other.pk, number=1, confirmed=True)
    mailbox = make_user("info@example.org", council)
    make_role(mailbox, council, "accountable_officer")
    with pytest.raises(Forbidden):
        sign_charter(by=requester_of(mailbox), confirmed=True, **given)
    council.can_sign = False
    council.save()
    with pytest.raises(Conflict):
        sign_charter(by=signer, confirmed=True, **given)


def test_paper_counts_and_a_signature_is_taken_back_with_a_reason(team, council, signer):
    publish(team)
    lead = make_user("lead@example.org", council)
    make_role(lead, council, "partner_lead")
    given = {"by": requester_of(lead), "partner_id": council.pk, "number": 1, "signatory_name": "Ann Trustee"}
    with pytest.raises(BadInput):
        record_charter_paper(**given, signed_on=TODAY + datetime.timedelta(days=1))
    for name in (" ", "info@council.example.org", "Information Governance"):
        with pytest.raises(BadInput):
            record_charter_paper(**{**given, "signatory_name": name}, signed_on=TODAY)
    row = record_charter_paper(**given, signed_on=TODAY)
    assert (row.method, row.recorded_by, row.user) == ("paper", lead, None)
    with pytest.raises(Conflict):
        record_charter_paper(**given, signed_on=TODAY)
    with pytest.raises(Forbidden):
        withdraw_charter_signature(by=requester_of(lead), signature_id=row.pk, why="x")
    withdraw_charter_signature(by=signer, signature_id=row.pk, why="The wrong trustee.")
    assert [one.partner for one in asked_to_sign(signer)] == [council]
    assert not visible(CharterSignature.objects.all(), ANONYMOUS).exists()
    with pytest.raises(NotFound):
        withdraw_charter_signature(by=ANONYMOUS, signature_id=row.pk, why="x")
    record_charter_paper(**given, signed_on=TODAY)
    assert visible(CharterSignature.objects.all(), ANONYMOUS).count() == 1


def test_everybody_is_asked_again_when_an_essential_change_is_published(clock, team, signer, council):
    publish(team)
    assert tasks.remind() == 1
    assert tasks.remind() == 0  # told once
    sign_charter(by=signer, partner_id=council.pk, number=1, confirmed=True)
    publish(team, changed="A comma.")
    assert (counts_from(), asked_to_sign(signer)) == (1, [])  # what was signed goes on counting
    with pytest.raises(BadInput):
        publish(team, changed="A duty.", resign_by=TODAY + datetime.timedelta(days=3))
    publish_charter(by=team, number=_draft(TODAY + datetime.timedelta(days=60)))
    (one,) = asked_to_sign(signer)
    assert (one.label, one.due_on) == ("To sign again", TODAY + datetime.timedelta(days=60))
    causes = []
    for days in (0, 1, 29, 24, 7):  # the day of publishing, 1, 30, 54 and 61 days later
        clock.shift(datetime.timedelta(days=days))
        tasks.remind()
        causes = sorted(
            Delivery.objects.filter(source_key__startswith="charter:3:").values_list("source_key", flat=True)
        )
    assert [key.rpartition(":")[2] for key in causes] == ["asked", "in-30", "in-7", "late"]
    assert board()[0].is_late
    assert tasks.veto(causes[0], signer.user_id, "") == ""
    sign_charter(by=signer, partner_id=council.pk, number=3, confirmed=True)
    assert tasks.veto(causes[0], signer.user_id, "")
    assert not board()[0].is_asked


def _draft(resign_by):
    row = CharterVersion.objects.get(published_on=None)
    row.resign_by = resign_by
    row.save()
    return row.number


def test_the_public_list_obeys_the_setting_and_tools_see_no_names(team, signer, council):
    publish(team)
    sign_charter(by=signer, partner_id=council.pk, number=1, confirmed=True)
    gone = make_partner("gone", membership="left")
    CharterSignature.objects.create(
        partner=gone, version=current_version(), signatory_name="x", method="paper", signed_on=TODAY, text_hash="x"
    )
    rows = CharterSignature.objects.all()
    assert visible(rows, ANONYMOUS).count() == 1
    assert visible(rows, signer).count() == 2
    tool = Requester(partners=frozenset({council.pk}), token_id=1, scopes=frozenset({"read:content"}))
    assert visible(rows, tool).count() == 2  # that a body signed; whose name it was, the API says to people alone


def test_a_sponsor_is_asked_accepts_and_ends_and_gives_no_right(team, council, signer):
    charity = make_partner("charity")
    lead, other = make_user("kim@example.org", charity), make_user("ig@example.org", council)
    make_role(lead, charity, "partner_lead")
    make_role(other, council, "ig_lead")
    kim, ig = requester_of(lead), requester_of(other)
    with pytest.raises(BadInput):
        name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=charity.pk)
    row = name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=council.pk)
    assert name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=council.pk) == row
    assert sponsors_to_answer(ig) == [row]
    assert sponsors_to_answer(kim) == []
    stranger = requester_of(make_user("stranger@example.org", make_partner("stranger")))
    assert not visible(Sponsor.objects.all(), stranger).exists()
    with pytest.raises(NotFound):
        accept_sponsor(by=stranger, sponsor_id=row.pk)
    with pytest.raises(Forbidden):
        accept_sponsor(by=kim, sponsor_id=row.pk)
    assert accept_sponsor(by=ig, sponsor_id=row.pk).person == other
    assert visible(Sponsor.objects.all(), stranger).exists()
    assert (requester_of(other).partners, requester_of(lead).partners) == (ig.partners, kim.partners)
    with pytest.raises(Conflict):
        name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=make_partner("third").pk)
    end_sponsor(by=kim, sponsor_id=row.pk, why="We know our way now.")
    assert not Sponsor.objects.standing().exists()
    asked_again = name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=council.pk)
    end_sponsor(by=ig, sponsor_id=asked_again.pk)  # a no
    with pytest.raises(Conflict):
        name_sponsor(by=kim, partner_id=charity.pk, sponsor_id=council.pk)
    name_sponsor(by=team, partner_id=charity.pk, sponsor_id=council.pk)
    assert {one.source_key.rpartition(":")[2] for one in Delivery.objects.filter(source_key__startswith="sponsor")} == {
        "asked",
        "accepted",
        "ended",
    }


def test_the_core_team_writes_publishes_and_sees_who_waits(client, team, council):
    client.force_login(User.objects.get(pk=team.user_id), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("charter_board")
    assert "No charter is published yet" in client.get(url).content.decode()
    assert client.post(url, {"title": "Our charter", "text": ""}).status_code == 422
    assert client.post(url, {"title": "Our charter", "text": "We share.", "save": "1"}).url == url
    assert current_version() is None
    client.post(url, {"title": "Our charter", "text": "We share.", "publish": "1"})
    assert current_version().number == 1
    page = client.get(url).content.decode()
    assert "1 of 1 members" in page
    assert "Not signed yet" in page


def page():
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(content, "PNG")
    return content.getvalue()


def seen(by):
    return visibility.visible_files(get_document_model().objects.all(), by, "v").exists()


def test_the_signed_page_is_kept_once_and_opened_by_who_answers_for_the_body(team, council, signer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    publish(team)
    lead = make_user("lead@example.org", council)
    make_role(lead, council, "partner_lead")
    lead, member = requester_of(lead), requester_of(make_user("member@example.org", council))
    elsewhere = make_user("else@example.org", make_partner("other"))
    make_role(elsewhere, make_partner("third"), "partner_lead")
    stranger = requester_of(elsewhere)
    row = record_charter_paper(by=lead, partner_id=council.pk, number=1, signatory_name="Ann", signed_on=TODAY)

    def send(by, name, content, target=str(row.pk)):
        ticket = uploads.start_upload(by=by, purpose=PURPOSE, target=target)
        return [(one.taken, one.words) for one in uploads.receive(by=by, ticket=ticket, files=[(name, content)])]

    for by, target in ((member, row.pk), (stranger, row.pk), (signer, row.pk), (lead, 0), (lead, "1,2"), (lead, "x")):
        with pytest.raises(NotFound):
            send(by, "page.png", io.BytesIO(page()), str(target))
    assert send(lead, "page.png", io.BytesIO(b"a,b\n1,2\n"))[0][0] is False  # a table is no signed page
    late = uploads.start_upload(by=lead, purpose=PURPOSE, target=str(row.pk))
    assert send(lead, "page.png", io.BytesIO(page()))[0][0]
    with pytest.raises(NotFound):  # what was shown is not put in place of another by a second ticket
        uploads.receive(by=lead, ticket=late, files=[("page.png", io.BytesIO(page()))])
    assert [seen(by) for by in (lead, signer, team, member, stranger, ANONYMOUS)] == [True] * 3 + [False] * 3
    withdraw_charter_signature(by=signer, signature_id=row.pk, why="The wrong trustee.")
    assert CharterSignature.objects.get().document is not None
    assert AuditEvent.objects.filter(action="charter.scanned").count() == 1


def test_what_came_by_post_is_written_down_in_the_admin_with_its_page(client, team, council, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    publish(team)
    client.force_login(User.objects.get(pk=team.user_id), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("charter_paper")
    version = current_version()
    given = {"partner": council.pk, "version": version.pk, "signatory_name": "Ann", "signed_on": TODAY.isoformat()}
    wrong = client.post(url, {**given, "scan": SimpleUploadedFile("run.png", b"MZ" + b"\0" * 90)})
    assert (wrong.status_code, "Programs are never taken" in wrong.content.decode()) == (422, True)
    assert not CharterSignature.objects.exists()
    assert client.post(url, given).url == reverse("charter_board")
    row = CharterSignature.objects.get()
    assert "without its page" in client.get(reverse("charter_board")).content.decode()
    here = reverse("charter_signature", args=[row.pk])
    assert "Add the signed page" in client.get(here).content.decode()
    assert client.post(here, {"add": "1"}).status_code == 422
    assert client.post(here, {"add": "1", "scan": SimpleUploadedFile("page.png", page())}).url == here
    row.refresh_from_db()
    assert f"/documents/{row.document_id}/" in client.get(here).content.decode()
    again = client.post(here, {"add": "1", "scan": SimpleUploadedFile("page.png", page())})
    assert (again.status_code, "A page is kept with it already" in again.content.decode()) == (422, True)
    assert client.post(url, given).status_code == 422  # it has signed this version
    assert client.post(here, {"back": "1", "why": "The wrong trustee."}).url == here
    assert "The wrong trustee." in client.get(here).content.decode()
    member = make_user("member@example.org", council)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    assert {client.get(one).status_code for one in (url, here)} <= {302, 403}
