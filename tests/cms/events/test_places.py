"""From opening sign-up to who came: places in the order of asking, each told once, how to join for nobody else."""

import datetime
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.db import connection

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS
from cms.events import services, tasks
from cms.events.models import Place
from cms.events.selectors import joining_of, own_places
from cms.jobs.services import run_waiting
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.pages.models import EventPage
from tests.factories.pages import make_page
from tests.factories.registers import make_partner, make_user

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
STARTS = datetime.datetime(2026, 12, 10, 10, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


class World:
    """An event with two places, three members and an editor."""

    def __init__(self) -> None:
        self.body = make_partner("the-body")
        self.editor = requester_of(make_user("editor@ex.example", site_role="core_editor"))
        self.users = {name: make_user(f"{name}@ex.example", self.body) for name in ("ann", "ben", "cy")}
        self.ann, self.ben, self.cy = (requester_of(user) for user in self.users.values())
        self.event = make_page(
            EventPage, "A workshop", slug="w", starts_at=STARTS, ends_at=STARTS + 2 * HOUR, place="Town hall"
        )

    def arrange(self, places=2, joining="Meeting number 4711", closes_at=None):
        return services.arrange_sign_up(
            by=self.editor, event_id=self.event.pk, places=places, closes_at=closes_at, joining=joining
        )

    def sign_up(self, by, key=None, **fields):
        return services.sign_up_for(by=by, event_id=self.event.pk, submission_id=key or f"k{by.user_id}", **fields)

    def publish(self, **fields):
        for name, value in fields.items():
            setattr(self.event, name, value)
        self.event.save_revision().publish()


def sent():
    """[(to, subject)], sorted, of what has left since it was asked last."""
    run_waiting()
    found = sorted((one.to[0].partition("@")[0], one.subject) for one in mail.outbox)
    mail.outbox.clear()
    return found


@pytest.fixture
def world(db):
    with time_machine.travel(NOW, tick=False):
        yield World()


def test_places_go_in_the_order_of_asking_and_each_is_told_once(world):
    with pytest.raises(NotFound):  # nothing to sign up for yet
        world.sign_up(world.ann)
    with pytest.raises(Forbidden):
        services.arrange_sign_up(by=world.ann, event_id=world.event.pk, places=1, closes_at=None, joining="")
    world.arrange()
    with pytest.raises(Unauthenticated):
        world.sign_up(ANONYMOUS, "x")
    assert world.sign_up(world.ann, needs="A hearing loop").given_at
    assert world.sign_up(world.ann).given_at  # pressed twice
    assert world.sign_up(world.ben).given_at
    waits = world.sign_up(world.cy)
    assert waits.given_at is None
    assert sent() == [
        ("ann", "You have a place: A workshop"),
        ("ben", "You have a place: A workshop"),
        ("cy", "You are in the queue: A workshop"),
    ]
    mine = list(own_places(world.ann))
    assert joining_of(world.ann, mine) == {mine[0].pk: "Meeting number 4711"}
    assert joining_of(world.cy, [waits]) == joining_of(world.cy, mine) == {}  # who waits; and another's
    assert list(own_places(world.cy)) == [waits]

    services.give_up_place(by=world.ann, event_id=world.event.pk)
    services.give_up_place(by=world.ann, event_id=world.event.pk)
    assert sent() == [("cy", "You have a place: A workshop")]
    with pytest.raises(Conflict):  # an old tab
        world.sign_up(world.ann)
    assert world.sign_up(world.ann, "again").given_at is None
    assert sent() == [("ann", "You are in the queue: A workshop")]
    services.end_place(
        by=world.editor, place_id=Place.objects.get(user=world.ben.user_id).pk, because="You asked by telephone."
    )
    assert sent() == [("ann", "You have a place: A workshop"), ("ben", "Off the list: A workshop")]
    assert Place.objects.get(submission_id="again").needs == ""

    world.arrange(places=1)  # takes nobody's place
    assert Place.objects.filter(given_at__isnull=False, ended_at=None).count() == 2
    assert sent() == []
    world.arrange(places=None, joining="Meeting number 12")
    assert sent() == [("ann", "How to join: A workshop"), ("cy", "How to join: A workshop")]


def test_how_to_join_goes_to_nobody_who_lost_the_place_meanwhile(world):
    world.arrange(places=1)
    world.sign_up(world.ann)
    world.sign_up(world.ben)  # both mails wait in the queue of jobs
    services.give_up_place(by=world.ann, event_id=world.event.pk)
    Membership.objects.filter(user=world.ben.user_id).update(ends_on=datetime.date(2026, 11, 22))
    assert sent() == []
    tasks.tick()
    assert not Place.objects.filter(ended_at=None).exists()  # ben belongs nowhere: the place is free again
    assert world.sign_up(world.cy).given_at


def test_moving_and_cancelling_are_told_and_no_reminder_follows(world):
    world.arrange()
    world.sign_up(world.ann)
    sent()
    world.publish(summary="Other words.")
    assert sent() == []
    later = STARTS + datetime.timedelta(days=7)
    world.publish(starts_at=later, ends_at=later + 2 * HOUR)
    world.publish()
    run_waiting()
    (told,) = mail.outbox
    assert told.subject == "Changed: A workshop"
    assert "It was: Thursday 10 December 2026, 10:00 to 12:00, Town hall" in told.body
    assert "Now: Thursday 17 December 2026, 10:00 to 12:00" in told.body
    mail.outbox.clear()
    with pytest.raises(BadInput):
        services.cancel_event(by=world.editor, event_id=world.event.pk, because=" ")
    assert services.cancel_event(by=world.editor, event_id=world.event.pk, because="The hall is flooded.") == 1
    assert services.cancel_event(by=world.editor, event_id=world.event.pk, because="Again.") == 0
    assert sent() == [("ann", "Cancelled: A workshop")]
    with pytest.raises(Conflict):
        world.sign_up(world.ben)
    with time_machine.travel(later - datetime.timedelta(hours=20), tick=False):
        tasks.tick()
        assert sent() == []
        assert services.hold_after_all(by=world.editor, event_id=world.event.pk) == 1
        assert sent() == [("ann", "It takes place: A workshop")]
        tasks.tick()
        assert sent() == [("ann", "Thursday 17 December 2026: A workshop")]


def test_reminders_come_a_week_and_a_day_before_each_once_however_ticks_fall(world):
    world.arrange(places=1)
    world.sign_up(world.ann)
    world.sign_up(world.ben)
    sent()
    found = []
    moment = NOW
    while moment < STARTS + 24 * HOUR:
        with time_machine.travel(moment, tick=False):
            tasks.tick()
            found += [(to, moment.date().isoformat()) for to, _ in sent()]
        moment += 5 * HOUR
    assert found == [("ann", "2026-12-03"), ("ann", "2026-12-09")]  # from seven o'clock; who waits hears nothing


def test_after_the_event(world):
    """Who came, what they needed is forgotten, and nobody signs up or gives up any more."""
    world.arrange()
    world.sign_up(world.ann, needs="A hearing loop")
    world.sign_up(world.ben)
    with pytest.raises(Conflict):
        services.record_attendance(by=world.editor, event_id=world.event.pk, came=[])
    with time_machine.travel(STARTS + HOUR, tick=False):
        for refused in (
            lambda: world.sign_up(world.cy),
            lambda: services.give_up_place(by=world.ben, event_id=world.event.pk),
        ):
            with pytest.raises(Conflict):
                refused()
        walked_in = services.add_person(by=world.editor, event_id=world.event.pk, email="CY@ex.example")
        first = Place.objects.get(user=world.ann.user_id).pk
        assert services.record_attendance(by=world.editor, event_id=world.event.pk, came=[first, walked_in.pk]) == 2
        assert set(Place.objects.values_list("user", "came")) == {
            (world.ann.user_id, True),
            (world.ben.user_id, False),
            (world.cy.user_id, True),
        }
        with pytest.raises(BadInput):
            services.add_person(by=world.editor, event_id=world.event.pk, email="nobody@ex.example")
    with time_machine.travel(STARTS + datetime.timedelta(days=29), tick=False):
        tasks.tick()
        assert Place.objects.exclude(needs="").count() == 1
    with time_machine.travel(STARTS + datetime.timedelta(days=31), tick=False):
        tasks.tick()
        assert not Place.objects.exclude(needs="").exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_place_once(tmp_path):
    """On a real database: PostgreSQL's, or a file of SQLite's."""
    if connection.vendor == "sqlite":  # the tests' own is in memory, where several writers mean nothing
        target = sqlite3.connect(tmp_path / "places.sqlite3")
        connection.ensure_connection()
        connection.connection.backup(target)
        target.close()
        url = f"sqlite:///{tmp_path / 'places.sqlite3'}"
    else:
        given = connection.settings_dict
        url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.places", "16", "5"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["given"] == 5
