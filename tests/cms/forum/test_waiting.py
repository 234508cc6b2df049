"""Questions without an answer: who is asked, when, and who never is."""

import datetime

import pytest
import time_machine
from django.db.models import Q

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.forum import interests, services, waiting
from cms.forum.models import Expertise, Post, Space, SpaceMember, Thread, TopicInterest
from cms.members.holdings import all_holdings
from cms.members.models import Absence, Membership
from cms.members.selectors import requester_of
from cms.members.services.leaving import carry_out_due, plan_leaving
from cms.notifications.models import Delivery, Notification
from cms.notifications.vetoes import reason_against
from cms.overview.to_do.helping import could_help, lone_owners, questions
from cms.snippets.models import Topic
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
ASKED = datetime.datetime(2026, 12, 17, 10, 0, tzinfo=datetime.UTC)  # a Thursday; 25 and 28 December are bank holidays
FIFTH = datetime.datetime(2026, 12, 24, 9, 30, tzinfo=datetime.UTC)
TENTH = datetime.datetime(2027, 1, 5, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def asked_on_a_thursday():
    with time_machine.travel(ASKED, tick=False) as traveller:
        yield traveller


class World:
    def __init__(self):
        self.town = PartnerFactory(slug="town")
        self.fire, self.schools = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Fire", "Schools"))
        self.asker, self.expert, self.other = (UserFactory(member_of=[self.town]) for _ in range(3))
        self.team = UserFactory(site_role="core_editor")
        Expertise.objects.create(user=self.expert, topic=self.fire)
        self.open = Space.objects.create(name="Everybody", slug="everybody", purpose="All")

    def ask(self, space=None, topics=(), title="Who visits hoarders?", author=None, kind="question"):
        number = Thread.objects.count() + 1
        thread = Thread.objects.create(
            number=number, space=space or self.open, kind=kind, title=title, author=author or self.asker
        )
        thread.topics.set(topics)
        self.say(thread, thread.author, "We found three of them.")
        return thread

    def say(self, thread, user, words="Ask the fire desk."):
        number = thread.posts.count() + 1
        return Post.objects.create(
            thread=thread, number=number, author=user, body=words, submission_id=f"{thread.pk}-{number}"
        )

    def room(self, kind, *owners, members=()):
        room = Space.objects.create(name="SECRET room", slug=f"room-{kind}", purpose="x", kind=kind)
        for role, people in (("owner", owners), ("member", members)):
            for user in people:
                SpaceMember.objects.create(space=room, user=user, role=role, joined_at=clock.now())
        return room


@pytest.fixture
def world():
    return World()


def told(source, thread):
    rows = Notification.objects.filter(source_key=f"{source}:{thread.pk}")
    return set(rows.values_list("user", flat=True))


def test_after_five_working_days_who_knows_is_asked_and_after_five_more_the_core_team(world, asked_on_a_thursday):
    thread = world.ask(topics=[world.fire])
    lost = world.ask(topics=[world.schools], title="Nobody knows schools")
    story = world.ask(topics=[world.fire], kind="success")
    by = requester_of(world.expert)
    assert [one.number for one in could_help(by)] == [thread.number], "at once on the home page of who knows"
    asked_on_a_thursday.move_to(FIFTH - datetime.timedelta(days=1))
    assert waiting.ask() == {"experts": 0, "core_team": 0}, "four working days"

    asked_on_a_thursday.move_to(FIFTH)
    assert waiting.ask() == {"experts": 1, "core_team": 0}
    assert told("help", thread) == {world.expert.pk}
    assert told("unanswered", lost) == {world.team.pk}, "nobody knows the topic: there is nobody to wait for"
    assert told("help", story) == told("unanswered", story) == set(), "a success asks for nothing"
    assert waiting.ask() == {"experts": 0, "core_team": 0}, "asked once"
    assert [task.title for task in questions(by)] == ["Could you help? Who visits hoarders?"]
    assert could_help(by) == [], "it is among the tasks now"
    mail = Delivery.objects.get(source_key=f"help:{thread.pk}")
    assert "We found three of them." in mail.body
    assert "three of them" not in Notification.objects.get(source_key=mail.source_key).body
    assert reason_against(mail.source_key, world.expert.pk, world.expert.email) == ""

    asked_on_a_thursday.move_to(TENTH - datetime.timedelta(days=1))
    waiting.ask()
    assert told("unanswered", thread) == set(), "25, 28 December and 1 January are no working days"
    asked_on_a_thursday.move_to(TENTH)
    assert waiting.ask() == {"experts": 0, "core_team": 1}
    assert told("unanswered", thread) == {world.team.pk}
    assert [task.tag_kind for task in questions(requester_of(world.team))] == ["late", "late"]

    world.say(thread, world.other)
    assert questions(by) == []
    assert reason_against(mail.source_key, world.expert.pk, world.expert.email) == "Somebody has replied since."


def test_a_question_that_was_taken_back_is_asked_of_nobody_and_its_words_are_in_no_mail(world, asked_on_a_thursday):
    TopicInterest.objects.create(user=world.other, topic=world.fire, since=ASKED - datetime.timedelta(days=1))
    deleted, hidden, gone = (world.ask(topics=[world.fire], title=f"SECRET {n}") for n in range(3))
    early = world.ask(topics=[world.fire], title="SECRET early")
    services.delete_post(by=requester_of(world.asker), post=early.posts.get().pk)
    assert interests.tell() == 3
    asked_on_a_thursday.move_to(FIFTH)
    assert waiting.ask() == {"experts": 3, "core_team": 0}
    Delivery.objects.filter(source_key=f"help:{hidden.pk}").update(state=Delivery.State.SENT)
    team = requester_of(world.team)
    services.edit_post(by=requester_of(world.asker), post=gone.posts.get().pk, title="Renamed", body="SECRET, again")
    mail = Delivery.objects.get(source_key=f"help:{gone.pk}")
    assert (mail.subject, "SECRET, again" in mail.body) == ("Could you help: Renamed", True)
    services.hide_post(by=team, post=gone.posts.get().pk, reason="A name.")
    services.hide_thread(by=team, number=hidden.number, reason="A name.")
    services.delete_post(by=requester_of(world.asker), post=deleted.posts.get().pk)
    assert not waiting.waiting_threads().exists()
    told = Q(source_key__startswith="help:") | Q(source_key__startswith="topic-thread:")
    rows = [
        *Delivery.objects.filter(told).values_list("subject", "body"),
        *Notification.objects.filter(told).values_list("title", "body"),
    ]
    assert len(rows) == 12
    assert not [words for words in rows if "SECRET" in "".join(words) or "three of them" in "".join(words)]
    for source, person in (("help", world.expert), ("topic-thread", world.other)):
        for thread in (deleted, hidden, gone):
            assert reason_against(f"{source}:{thread.pk}", person.pk, person.email) != ""


@pytest.mark.parametrize("moment", [FIFTH.replace(hour=3), datetime.datetime(2026, 12, 25, 10, tzinfo=datetime.UTC)])
def test_nobody_is_asked_in_the_night_or_at_christmas(world, asked_on_a_thursday, moment):
    world.ask(topics=[world.fire])
    asked_on_a_thursday.move_to(moment)
    assert waiting.ask() == {"experts": 0, "core_team": 0}


def test_who_asked_is_away_left_or_may_not_read_is_not_asked(world, asked_on_a_thursday):
    away, left, hidden = (UserFactory(member_of=[world.town]) for _ in range(3))
    for user in (world.asker, away, left):
        Expertise.objects.create(user=user, topic=world.fire)
    Expertise.objects.create(user=hidden, topic=world.fire, is_listed=False)
    Absence.objects.create(user=away, partner=world.town, cover=world.other, starts_on=ASKED.date())
    Membership.objects.filter(user=left).update(ends_on=ASKED.date())
    thread = world.ask(topics=[world.fire])
    replied, answered = world.ask(topics=[world.fire]), world.ask(topics=[world.fire])
    world.say(replied, world.other)
    mine = world.ask(topics=[world.fire])
    world.say(mine, world.asker, "Anybody?")  # one's own second post is no reply
    Thread.objects.filter(pk=answered.pk).update(answered_at=clock.now())
    asked_on_a_thursday.move_to(FIFTH)
    assert waiting.ask() == {"experts": 2, "core_team": 0}
    assert told("help", thread) == told("help", mine) == {world.expert.pk, hidden.pk}
    assert told("help", replied) == told("help", answered) == set()


@pytest.mark.parametrize("kind", ["private", "confidential"])
def test_the_words_of_a_closed_space_stay_in_it(world, asked_on_a_thursday, kind):
    first, second = UserFactory(member_of=[world.town]), UserFactory(member_of=[world.town])
    room = world.room(kind, first, second, members=[world.asker, world.expert])
    Expertise.objects.create(user=world.other, topic=world.fire)  # knows the topic, is not in the room
    thread = world.ask(space=room, topics=[world.fire], title="SECRET question")
    TopicInterest.objects.create(user=world.other, topic=world.fire, since=ASKED - datetime.timedelta(days=1))
    assert interests.tell() == 0
    assert could_help(requester_of(world.other)) == []
    asked_on_a_thursday.move_to(FIFTH)
    waiting.ask()
    asked_on_a_thursday.move_to(TENTH)
    waiting.ask()
    assert told("help", thread) == {world.expert.pk}
    assert told("unanswered", thread) == {first.pk, second.pk}, "its owners: the core team does not read it"
    assert questions(requester_of(world.team)) == []
    assert len(questions(requester_of(first))) == 1
    rows = [*Delivery.objects.values_list("subject", "body"), *Notification.objects.values_list("title", "body")]
    assert rows
    assert not [words for words in rows if "SECRET" in "".join(words) or "three of them" in "".join(words)]


def test_new_questions_of_a_topic_are_told_once_to_who_follows_it(world, asked_on_a_thursday):
    before = world.ask(topics=[world.fire], title="Before")
    asked_on_a_thursday.shift(datetime.timedelta(minutes=5))
    for user in (world.other, world.asker):
        TopicInterest.objects.create(user=user, topic=world.fire)
    asked_on_a_thursday.shift(datetime.timedelta(minutes=5))
    thread, elsewhere = world.ask(topics=[world.fire, world.schools]), world.ask(topics=[world.schools])
    assert (interests.tell(), interests.tell()) == (1, 0)
    assert told("topic-thread", thread) == {world.other.pk}, "not who wrote it"
    assert told("topic-thread", before) == told("topic-thread", elsewhere) == set()
    mail = Delivery.objects.get()
    assert mail.state == Delivery.State.HELD, "together, on Monday, unless they choose otherwise"
    assert reason_against(mail.source_key, world.other.pk, world.other.email) == ""
    TopicInterest.objects.all().delete()
    assert "followed any more" in reason_against(mail.source_key, world.other.pk, world.other.email)


def test_who_leaves_hands_on_their_spaces_and_a_lone_owner_is_asked_for_another(world):
    owner, second, successor = (UserFactory(member_of=[world.town]) for _ in range(3))
    room, quiet = world.room("private", owner, second), world.room("confidential", owner)
    holding = next(one for one in all_holdings() if one.key == "spaces_owned")
    held = holding.held(owner.pk, world.town.pk)
    assert [one.path for one in held] == ["/community/spaces/room-private"], "the confidential one is told to nobody"
    assert [task.path for task in lone_owners(requester_of(owner))] == [f"/community/spaces/{quiet.slug}"]
    holding.move(SYSTEM, [one.pk for one in held], successor.pk)
    owners = SpaceMember.objects.current().filter(space=room, role="owner")
    assert set(owners.values_list("user", flat=True)) == {owner.pk, second.pk}, "nobody from outside"
    SpaceMember.objects.create(space=room, user=successor)
    holding.move(SYSTEM, [one.pk for one in held], successor.pk)
    assert set(owners.values_list("user", flat=True)) == {owner.pk, second.pk}, "nor who has only asked to come in"
    SpaceMember.objects.filter(user=successor).update(joined_at=clock.now())
    holding.move(SYSTEM, [one.pk for one in held], successor.pk)
    assert set(owners.values_list("user", flat=True)) == {second.pk, successor.pk}


@pytest.mark.parametrize("planner", ["owner", "lead"])
def test_only_the_owner_gives_a_private_space_to_somebody_from_outside(world, asked_on_a_thursday, planner):
    owner, second = UserFactory(member_of=[world.town]), UserFactory(member_of=[world.town])
    lead = UserFactory(member_of=[world.town])
    PartnerRoleFactory(user=lead, partner=world.town, role="partner_lead")
    room = world.room("private", owner, second)
    by = requester_of(owner if planner == "owner" else lead)
    plan_leaving(
        by=by, user=owner, partner_id=world.town.pk, last_day=ASKED.date(), successors={"spaces_owned": lead.pk}
    )
    asked_on_a_thursday.shift(datetime.timedelta(days=1))
    carry_out_due()
    inside = SpaceMember.objects.current().filter(space=room).values_list("user", flat=True)
    assert (lead.pk in inside) == (planner == "owner")
