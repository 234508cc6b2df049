"""A consultation from the draft to the response, through services and the admin."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from cms.consultations import services, telling
from cms.consultations.models import Consultation, ConsultationComment, ConsultationState, Paragraph
from cms.consultations.search import entries
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS
from cms.forum.models import TopicInterest
from cms.forum.personal_data import PersonalDataFound
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.notifications.vetoes import reason_against
from cms.snippets.models import Topic
from tests.factories.consultations import make_comment, make_consultation
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
BEGIN = datetime.datetime(2026, 11, 2, 10, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town():
    return PartnerFactory(slug="town")


@pytest.fixture
def editor():
    return UserFactory(site_role="core_editor")


def refused(error):
    return set(error.value.details["fields"])


def told(found, source=telling.OPENED):
    return set(Notification.objects.filter(source_key=f"{source}:{found.pk}").values_list("user", flat=True))


def test_from_the_draft_to_the_response(town, editor, november):
    by, today = requester_of(editor), BEGIN.date()
    member, lead, follower = (UserFactory(member_of=[town]) for _ in range(3))
    PartnerRoleFactory(user=lead, partner=town, role="ig_lead")
    topic = Topic.objects.create(name="Fire", slug="fire")
    TopicInterest.objects.create(user=follower, topic=topic)
    found = make_consultation(published_at=None, opens_on=None, closes_on=None, text="# Why\n", kind="guidance")
    found.topics.set([topic])
    reader = requester_of(member)
    assert not visible(Consultation.objects.all(), reader).exists(), "what is being written is the core team's"
    with pytest.raises(BadInput) as error:
        services.put_out(by=by, pk=found.pk)
    assert refused(error) == {"text", "opens_on", "interprets"}
    with pytest.raises(Forbidden):
        services.put_out(by=reader, pk=found.pk)

    found.text, found.kind = "# Why\r\n\r\nWe share.\r\nGladly.\r\n\r\n\r\nWe care.", "charter"
    found.opens_on, found.closes_on = today + DAY, today + 21 * DAY
    found.save()
    services.put_out(by=by, pk=found.pk)
    said = list(Paragraph.objects.values_list("number", "is_heading", "text"))
    assert said == [(1, True, "Why"), (2, False, "We share.\nGladly."), (3, False, "We care.")]
    with pytest.raises(Conflict):
        services.put_out(by=by, pk=found.pk)
    assert telling.tick() == 0, "not before its first day"

    november.shift(DAY)
    assert (telling.tick(), telling.tick()) == (1, 0)
    assert told(found) == {lead.pk, follower.pk}
    assert reason_against(f"consultation:{found.pk}", lead.pk, lead.email) == ""

    given = {"slug": found.slug, "stance": "change", "body": " Say with whom. ", "submission_id": "one"}
    first = services.comment(by=reader, paragraph=2, **given)
    again = services.comment(by=reader, paragraph=2, **given)
    assert (first.pk, first.partner, first.body) == (again.pk, town, "Say with whom.")
    whole = services.comment(by=requester_of(lead), paragraph=None, **{**given, "stance": "support"})
    for number in (1, 9):
        with pytest.raises(BadInput) as error:
            services.comment(by=reader, paragraph=number, **{**given, "body": " ", "submission_id": "two"})
        assert refused(error) == {"paragraph", "body"}
    with pytest.raises(Unauthenticated):
        services.comment(by=ANONYMOUS, paragraph=2, **given)
    with pytest.raises(NotFound):
        services.withdraw_comment(by=reader, pk=whole.pk)
    services.withdraw_comment(by=requester_of(lead), pk=whole.pk)
    assert [row.pk for row in visible(ConsultationComment.objects.all(), reader)] == [first.pk]

    with pytest.raises(Conflict):
        services.publish_response(by=by, pk=found.pk, text="Early")
    november.shift(30 * DAY)
    found.refresh_from_db()
    assert found.state == ConsultationState.CLOSED
    for late in (
        lambda: services.comment(by=reader, paragraph=2, **{**given, "submission_id": "late"}),
        lambda: services.withdraw_comment(by=reader, pk=first.pk),
    ):
        with pytest.raises(Conflict):
            late()
    with pytest.raises(BadInput) as error:
        services.publish_response(by=by, pk=found.pk, text="We changed it.")
    assert refused(error) == {"response"}, "a comment without an outcome"
    assert services.answer_comments(by=by, pk=found.pk, answers={first.pk: ("accepted", "Yes.")}) == 1
    services.publish_response(by=by, pk=found.pk, text="We changed it.")
    services.publish_response(by=by, pk=found.pk, text="We changed it well.")
    assert told(found, telling.ANSWERED) == {member.pk}, "who took a comment back is not written to"
    found.refresh_from_db()
    assert (found.state, found.response) == (ConsultationState.ANSWERED, "We changed it well.")
    (entry,) = entries([found.pk])
    assert "We share." in entry.body
    assert "We changed it well." in entry.body
    assert "Say with whom" not in entry.body
    assert entry.audience == {"members"}


def test_longer_and_withdrawn(town, editor, november):
    by, found = requester_of(editor), make_consultation()
    member = UserFactory(member_of=[town])
    PartnerRoleFactory(user=member, partner=town, role="partner_lead")
    telling.tick()
    with pytest.raises(BadInput):
        services.extend(by=by, pk=found.pk, closes_on=found.closes_on)
    november.shift(30 * DAY)
    services.extend(by=by, pk=found.pk, closes_on=clock.today() + 5 * DAY)
    assert Consultation.objects.get().state == ConsultationState.OPEN, "opened again"
    with pytest.raises(BadInput):
        services.withdraw_consultation(by=by, pk=found.pk, because=" ")
    services.withdraw_consultation(by=by, pk=found.pk, because="The law changed.")
    assert Consultation.objects.get().state == ConsultationState.WITHDRAWN
    assert list(entries([found.pk])) == []
    assert reason_against(f"consultation:{found.pk}", member.pk, member.email) != ""
    assert visible(Consultation.objects.all(), requester_of(member)).exists(), "it says why on its page"
    with pytest.raises(Conflict):
        services.comment(
            by=requester_of(member), slug=found.slug, paragraph=2, stance="ask", body="?", submission_id="x"
        )


def test_who_left_is_not_told(town, editor):
    member = UserFactory(member_of=[town])
    PartnerRoleFactory(user=member, partner=town, role="ig_lead")
    found = make_consultation()
    telling.tick()
    assert told(found) == {member.pk}
    Membership.objects.update(ends_on=BEGIN.date() - DAY)
    assert reason_against(f"consultation:{found.pk}", member.pk, member.email) != ""


def test_the_screens_of_the_core_team(client, town, editor, november):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    today = BEGIN.date()
    add = client.get(reverse("consultations:add"))
    assert add.status_code == 200
    given = {
        "kind": "charter", "title": "A charter", "slug": "a-charter", "summary": "What do you think?",
        "text": "We share.", "opens_on": str(today), "closes_on": str(today + 14 * DAY), "interprets": "",
    }  # fmt: skip
    assert client.post(reverse("consultations:add"), given).status_code == 302
    found = Consultation.objects.get()
    screen = reverse("consultation", args=[found.pk])
    assert "Publish for comment" in client.get(screen).content.decode()
    client.post(screen, {"put_out": "1"})
    assert client.get(reverse("consultations:edit", args=[found.pk])).url == screen, "its text stands still"
    said = make_comment(found, UserFactory(member_of=[town]), "Words of a member", number=1)
    assert "Words of a member" in client.get(screen).content.decode()
    november.shift(20 * DAY)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    refused = client.post(screen, {"respond": "1", "response": "We did."})
    assert "1 to go" in refused.content.decode()
    assert "We did." in refused.content.decode(), "nothing typed is lost"
    outcome, answer = f"outcome-{said.pk}", f"answer-{said.pk}"
    refused = client.post(screen, {"answers": "1", outcome: "no such", answer: "Long in the making"})
    assert "Long in the making" in refused.content.decode()
    both = client.post(screen, {"answers": "1", outcome: "", answer: "So far.", "response": "Half a response"})
    assert "Half a response" in both.content.decode()
    client.post(screen, {"respond": "1", "response": "We did.", outcome: "noted", answer: "Thank you."})
    said.refresh_from_db()
    assert (said.outcome, said.answer) == ("noted", "Thank you.")
    found.refresh_from_db()
    assert found.state == ConsultationState.ANSWERED
    assert "A charter" in client.get(reverse("consultations:index")).content.decode()
    client.force_login(UserFactory(member_of=[town]), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(screen).status_code in (302, 403)


def test_a_comment_is_warned_of_and_hidden(client, town, editor, november):
    member = UserFactory(member_of=[town])
    found, by = make_consultation(), requester_of(member)
    given = {"slug": found.slug, "paragraph": 2, "stance": "change", "submission_id": "one"}
    words = "As for 943 476 5919."
    with pytest.raises(PersonalDataFound):
        services.comment(by=by, body=words, **given)
    assert not ConsultationComment.objects.exists()
    said = services.comment(by=by, body=words, checked=True, **given)
    with pytest.raises(Forbidden):
        services.hide_comment(by=by, pk=said.pk, because="Mine")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    screen = reverse("consultation", args=[found.pk])
    assert "at most 400" in client.post(screen, {"hide": "1", "comment": said.pk}).content.decode()
    client.post(screen, {"hide": "1", "comment": said.pk, "hide_because": "It holds a number."})
    said.refresh_from_db()
    assert (said.hidden_at, said.hidden_because) == (clock.now(), "It holds a number.")
    shown = client.get(screen).content.decode()
    assert "0 without" not in shown
    assert f"outcome-{said.pk}" not in shown
    notice = Notification.objects.get(user=member, source_key__startswith=f"{telling.HIDDEN}:{said.pk}:hidden:")
    assert "It holds a number." in notice.body
    assert "943" not in notice.title + notice.body
    with pytest.raises(Forbidden):
        services.show_comment(by=by, pk=said.pk)
    client.post(screen, {"show": said.pk})
    said.refresh_from_db()
    assert (said.hidden_at, said.hidden_because) == (None, "")
    assert Notification.objects.filter(source_key__startswith=f"{telling.HIDDEN}:{said.pk}:shown:").count() == 1
    assert client.post(screen, {"show": "none"}).status_code == 200
    client.post(screen, {"hide": "1", "comment": said.pk, "hide_because": "It does hold one."})
    november.shift(30 * DAY)
    services.publish_response(by=requester_of(editor), pk=found.pk, text="We changed nothing.")
    assert told(found, telling.ANSWERED) == set(), "a hidden comment needs no outcome and has no answer"
