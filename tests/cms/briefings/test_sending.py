"""An edition from a draft to the mailboxes: whom it reaches, once, with what they may read, and who stops it."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from cms.briefings import sending, services, subscriptions, tasks
from cms.briefings.audience import people_for
from cms.briefings.models import Correction, Edition, EditionAudience, EditionItem, Recipient, Subscription, Suggestion
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, RateLimited, Unauthenticated
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, Requester
from cms.forum.models import Space, SpaceMember, TopicInterest
from cms.jobs.services import run_waiting
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Bounce, Delivery, Notification, Preference
from cms.pages.models import Audience, GuidancePage, HorizonPage
from cms.snippets.models import Topic
from tests.factories.briefings import goes_to, make_edition, make_thread, subscriber
from tests.factories.pages import close_page, make_page
from tests.factories.people import PartnerFactory, PartnerRoleFactory, SectorFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOW = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)
LINK = re.compile(r"""http://[^\s"'<>)]+""")


@pytest.fixture
def editor() -> Any:
    return UserFactory(email="editor@example.org", site_role="core_editor")


@pytest.fixture
def by(editor: Any) -> Requester:
    return requester_of(editor)


def member(email: str, *partners: Any) -> Any:
    return UserFactory(email=email, member_of=list(partners) or [PartnerFactory(slug="council")])


def texts() -> dict[str, str]:
    """The plain text of what went out, by address."""
    return {message.to[0]: str(message.body) for message in mail.outbox}


def send(by: Requester, edition: Edition, **when: Any) -> None:
    services.schedule_edition(by=by, pk=edition.pk, **when)
    run_waiting()


# -- who gets it -------------------------------------------------------------------------------------------
def test_each_line_of_the_audience_names_people_and_all_lines_together_name_each_once() -> None:
    schools = SectorFactory(code="education")
    school, council = PartnerFactory(slug="school", sector=schools), PartnerFactory(slug="council")
    head, lead, board = (
        member("head@example.org", school),
        member("lead@example.org", school),
        UserFactory(email="board@example.org", site_role="management_group", member_of=[council]),
    )
    PartnerRoleFactory(user=lead, partner=school, role="ig_lead")
    PartnerRoleFactory(user=board, partner=council, role="ig_lead")
    member("gone@example.org", PartnerFactory(slug="left", membership="left"))
    UserFactory(email="closed@example.org", member_of=[school], is_active=False)
    topic, space = Topic.objects.create(name="Children", slug="children"), Space.objects.create(name="S", slug="s")
    TopicInterest.objects.create(user=head, topic=topic)
    SpaceMember.objects.create(space=space, user=board, joined_at=clock.now())

    def reached(*lines: dict[str, Any]) -> list[str]:
        edition = make_edition(f"For {lines}", slug=f"e{Edition.objects.count()}")
        for line in lines:
            goes_to(edition, **line)
        return [user.email.partition("@")[0] for user in people_for(edition).order_by("email")]

    assert reached() == ["board", "head", "lead"]
    assert reached({"sector": schools}) == ["head", "lead"]
    assert reached({"sector": schools, "role": "ig_lead"}) == ["lead"]  # both hold at one body
    assert reached({"partner": council, "role": "ig_lead"}) == ["board"]
    assert reached({"topic": topic}) == ["head"]
    assert reached({"space": space}) == ["board"]
    assert reached({"site_role": "management_group", "sector": schools}) == []
    assert reached({"role": "ig_lead"}, {"sector": schools}, {"site_role": "management_group"}) == [
        "board",
        "head",
        "lead",
    ]
    with pytest.raises(Exception, match="confidential space"):
        EditionAudience(space=Space(kind="confidential")).clean()


# -- one mail a person, whatever dies ----------------------------------------------------------------------
@time_machine.travel(NOW, tick=False)
def test_everybody_gets_one_mail_whatever_lines_overlap_and_however_often_it_runs(
    by: Requester, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    council, trust = PartnerFactory(slug="council"), PartnerFactory(slug="trust")
    people = [member(f"p{n}@example.org", council, trust) for n in range(7)]
    PartnerRoleFactory(user=people[0], partner=council, role="ig_lead")
    Bounce.objects.create(address="p6@example.org", source="report", status="5.1.1", at=clock.now())
    page = make_page(GuidancePage, "Emergencies", slug="emergencies", audience=Audience.PUBLIC)
    edition = make_edition("November", items=(page, "Own words"), readers="public")
    for line in ({}, {"role": "ig_lead"}, {"partner": council}, {"partner": trust}):
        goes_to(edition, **line)
    subscriber("public@example.org")
    subscriber("p1@example.org")  # a member who asked as the public, too
    Subscription.objects.create(email="never-confirmed@example.org")
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    services.schedule_edition(by=by, pk=edition.pk)
    # A worker dies after some were handed over, another goes on from the rows, and the tick runs besides.
    assert sending.begin(edition.pk)
    sending.list_recipients(edition.pk)
    assert sending.hand_over_some(edition.pk)
    member("late@example.org", council)  # joined after the list was fixed
    sending.list_recipients(edition.pk)
    tasks.tick()
    tasks.tick()
    run_waiting()
    tasks.advance(edition.pk)
    run_waiting()
    reached = sorted(message.to[0] for message in mail.outbox)
    assert reached == ["editor@example.org", *(f"p{n}@example.org" for n in range(6)), "public@example.org"]
    assert Delivery.objects.filter(state="sent").count() == len(reached)
    assert Notification.objects.filter(user=people[6]).count() == 1  # on the site, where no mail arrives
    assert Recipient.objects.get(user=people[6]).left_out_because
    edition.refresh_from_db()
    assert (edition.standing, edition.number) == ("sent", 1)


@time_machine.travel(NOW, tick=False)
def test_the_mail_holds_what_its_reader_may_read_and_nothing_that_tells_whether_it_was_read(
    by: Requester, editor: Any
) -> None:
    one = member("one@example.org")
    edition = make_edition(
        "November 2026",
        items=(
            make_page(HorizonPage, "Complaints", slug="complaints", stage="consultation", audience=Audience.PUBLIC),
            make_page(GuidancePage, "Emergencies", slug="emergencies", authority="regulator", audience=Audience.PUBLIC),
            "Own words",
        ),
        note="Thank you.\n\nTen minutes.",
        signed_by=editor,
        readers="public",
    )
    subscriber("public@example.org")
    send(by, edition)
    letters = {message.to[0]: message for message in mail.outbox}
    to_member, to_public = letters[one.email], letters["public@example.org"]
    assert to_member.subject == "November 2026"
    for text in (str(to_member.body), str(to_member.alternatives[0][0])):
        assert {"Consultation", "Guidance · regulator"} <= set(re.findall(r"Consultation|Guidance · \w+", text))
        assert text.index("Complaints") < text.index("Emergencies") < text.index("Own words")
        assert f"{editor}, for the core team" in text
        # Every address in it is one that all mails share: nothing tells who followed it, and no picture is fetched.
        found = {link.rstrip('"<>)') for link in LINK.findall(text)}
        assert {link.split("/account/")[0] for link in found} <= {
            "http://localhost:8080/briefings/november-2026",
            "http://localhost:8080/horizon/complaints",
            "http://localhost:8080/guidance/emergencies",
            "http://localhost:8080/notifications/settings",
            "http://localhost:8080/",
            "http://localhost:8000",  # the one that stops the mails
        }
        assert "<img" not in text
    assert str(editor) not in str(to_public.body)
    for letter in (to_member, to_public):
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter.extra_headers["List-Unsubscribe"].strip("<>") in str(letter.body)


@time_machine.travel(NOW, tick=False)
def test_what_closes_after_scheduling_is_in_no_mail_any_more(by: Requester) -> None:
    member("one@example.org")
    page = make_page(GuidancePage, "Soon closed", slug="closed")
    thread = make_thread("Soon hidden", Space.objects.create(name="All", slug="all"), 1)
    edition = make_edition("November", items=(page, thread, "Own words"))
    services.schedule_edition(by=by, pk=edition.pk, send_at=clock.now() + datetime.timedelta(minutes=1))
    close_page(page, "password")
    thread.hidden_at = clock.now()
    thread.save()
    with time_machine.travel(NOW + datetime.timedelta(minutes=2), tick=False):
        tasks.tick()
        run_waiting()
    text = texts()["one@example.org"]
    assert re.findall("Own words|Soon", text) == ["Own words", "Own words"]
    one = requester_of(Membership.objects.get(user__email="one@example.org").user)
    assert visible(EditionItem.objects.all(), one).count() == 1


@time_machine.travel(NOW, tick=False)
def test_an_edition_goes_only_with_what_its_readers_may_read(by: Requester) -> None:
    member("one@example.org")
    page = make_page(GuidancePage, "For members", slug="members")
    group = make_page(GuidancePage, "For the board", slug="board")
    close_page(group, "groups")
    closed = make_thread("In a private room", Space.objects.create(name="P", slug="p", kind="private"), 1)
    for readers, items, fits in (
        ("public", (page,), False),
        ("members", (page,), True),
        ("members", (group,), False),
        ("members", (closed,), False),
        ("recipients", (group,), True),  # those who may not read it do not see it
    ):
        edition = make_edition(
            f"{readers} {items[0]}", items=items, readers=readers, slug=f"e{Edition.objects.count()}"
        )
        if fits:
            services.schedule_edition(by=by, pk=edition.pk)
        else:
            with pytest.raises(BadInput, match="not all of"):
                services.schedule_edition(by=by, pk=edition.pk)
    nothing = make_edition("Nothing", note="")
    with pytest.raises(BadInput, match="neither an item nor a note"):
        services.schedule_edition(by=by, pk=nothing.pk)
    nobody = goes_to(make_edition("Nobody"), partner=PartnerFactory(slug="empty")).edition
    with pytest.raises(BadInput, match="Nobody would get it"):
        services.schedule_edition(by=by, pk=nobody.pk)
    with pytest.raises(BadInput, match="from now on"):
        services.schedule_edition(by=by, pk=nobody.pk, send_at=NOW - datetime.timedelta(days=1))


@time_machine.travel(NOW, tick=False)
def test_who_stopped_left_or_is_stopped_for_gets_nothing_at_the_last_moment(by: Requester) -> None:
    stays, left = member("stays@example.org"), member("left@example.org")
    chose, later = member("chose@example.org"), member("later@example.org")
    Preference.objects.create(user=chose, kind="briefings", frequency="never")
    edition = make_edition("November", items=("Own words",), readers="public")
    gone = subscriber("gone@example.org")
    services.schedule_edition(by=by, pk=edition.pk)
    sending.advance(edition.pk, clock.now() + datetime.timedelta(minutes=1))
    Membership.objects.filter(user=left).update(ends_on=clock.today() - datetime.timedelta(days=1))
    Preference.objects.create(user=later, kind="briefings", frequency="never")
    gone.delete()
    run_waiting()
    assert sorted(texts()) == ["editor@example.org", stays.email]
    other = make_edition("December", items=("Own words",))
    services.schedule_edition(by=by, pk=other.pk)
    sending.advance(other.pk, clock.now() + datetime.timedelta(minutes=1))
    assert services.stop_edition(by=by, pk=other.pk) == 2  # the editor's and the one who stays
    run_waiting()
    tasks.tick()
    run_waiting()
    assert len(mail.outbox) == 2
    other.refresh_from_db()
    assert other.standing == "stopped"


@time_machine.travel(NOW, tick=False)
def test_a_correction_goes_to_whom_the_edition_went_and_stands_above_it(by: Requester) -> None:
    one, two = member("one@example.org"), member("two@example.org")
    edition = make_edition("November", items=("Own words",), readers="public")
    subscriber("public@example.org")
    send(by, edition)
    Preference.objects.create(user=two, kind="briefings", frequency="never")
    member("joined-since@example.org")
    mail.outbox.clear()
    given = {"pk": edition.pk, "submission_id": "a", "text": "The date is 3 March."}
    assert services.correct_edition(by=by, **given) == services.correct_edition(by=by, **given)
    run_waiting()
    tasks.tick()
    run_waiting()
    assert sorted(texts()) == ["editor@example.org", one.email, "public@example.org"]
    assert all("3 March" in text and "/briefings/november" in text for text in texts().values())
    assert mail.outbox[0].subject == "Correction: November"
    assert Correction.objects.get().handed_over_at
    with pytest.raises(Conflict, match="did not go yet"):
        services.correct_edition(by=by, pk=make_edition("Draft").pk, submission_id="b", text="x")


@time_machine.travel(NOW, tick=False)
def test_a_test_mail_goes_to_its_sender_alone_and_the_time_can_be_taken_back(by: Requester) -> None:
    member("one@example.org")
    edition = make_edition("November", items=("Own words",))
    services.send_test(by=by, pk=edition.pk)
    services.send_test(by=by, pk=edition.pk)
    run_waiting()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["editor@example.org"], "Test: November")
    ] * 2
    services.schedule_edition(by=by, pk=edition.pk, send_at=NOW + datetime.timedelta(hours=1))
    services.unschedule_edition(by=by, pk=edition.pk)
    with time_machine.travel(NOW + datetime.timedelta(hours=2), tick=False):
        tasks.tick()
        run_waiting()
        assert len(mail.outbox) == 2
        services.schedule_edition(by=by, pk=edition.pk)
        run_waiting()
        assert len(mail.outbox) == 4
    for act in (services.schedule_edition, services.unschedule_edition, services.add_items):
        with pytest.raises(Conflict, match="went out"):
            act(by=by, pk=edition.pk)


def test_one_that_was_missed_for_more_than_a_day_waits_for_somebody_to_look(by: Requester) -> None:
    edition = make_edition("November", items=("Own words",))
    with time_machine.travel(NOW, tick=False):
        services.schedule_edition(by=by, pk=edition.pk, send_at=NOW + datetime.timedelta(minutes=5))
    with time_machine.travel(NOW + datetime.timedelta(days=2), tick=False):
        tasks.tick()
        tasks.advance(edition.pk)
        run_waiting()
        assert not mail.outbox
        services.schedule_edition(by=by, pk=edition.pk)
        run_waiting()
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]


def test_who_may_do_what(by: Requester) -> None:
    plain = requester_of(member("one@example.org"))
    edition = make_edition("November", items=("Own words",))
    acts = (services.schedule_edition, services.unschedule_edition, services.stop_edition, services.send_test)
    for requester in (plain, ANONYMOUS, Requester(is_editor=True, token_id=1)):
        for act in acts:
            with pytest.raises(Forbidden):
                act(by=requester, pk=edition.pk)
    assert not visible(Edition.objects.all(), by).exists()  # a draft is in the admin alone
    assert not visible(EditionItem.objects.all(), by).exists()
    with pytest.raises(Unauthenticated):
        services.suggest_item(by=ANONYMOUS, submission_id="x", title="T", why="W")
    with pytest.raises(BadInput) as wrong:
        services.suggest_item(by=plain, submission_id="x", title="", why="", link="javascript:alert(1)")
    assert set(wrong.value.details["fields"]) == {"title", "why", "link"}  # type: ignore[call-overload]
    first = services.suggest_item(by=plain, submission_id="x", title="A tool", why="It helps.", link="/help")
    assert services.suggest_item(by=plain, submission_id="x", title="A tool", why="It helps.") == first
    for n in range(9):
        services.suggest_item(by=plain, submission_id=f"{n}", title="A tool", why="It helps.")
    with pytest.raises(RateLimited):
        services.suggest_item(by=plain, submission_id="11", title="A tool", why="It helps.")
    assert services.add_items(by=by, pk=edition.pk, suggestions=[first.pk]) == 1
    assert services.add_items(by=by, pk=edition.pk, suggestions=[first.pk]) == 0
    assert edition.items.last().link == "/help"
    assert Suggestion.objects.filter(settled_at=None).count() == 9


def test_an_edition_is_read_by_those_for_whom_it_is(by: Requester) -> None:
    one, other = member("one@example.org"), member("other@example.org")
    for readers in Edition.Readers.values:
        edition = make_edition(readers, items=("Own words",), readers=readers)
        if readers == "recipients":
            PartnerRoleFactory(user=one, partner=PartnerFactory(slug="council"), role="dpo")
            goes_to(edition, role="dpo")
        send(by, edition)
    seen = {
        who: set(visible(Edition.objects.all(), requester).values_list("title", flat=True))
        for who, requester in {
            "public": ANONYMOUS,
            "one": requester_of(one),
            "other": requester_of(other),
            "token": Requester(partners=frozenset({1}), token_id=1, scopes=frozenset({"read:content"})),
            "editor": by,
        }.items()
    }
    assert seen == {
        "public": {"public"},
        "one": {"public", "members", "recipients"},
        "other": {"public", "members"},
        "token": {"public", "members"},
        "editor": {"public", "members", "recipients"},
    }


# -- the public --------------------------------------------------------------------------------------------
def test_the_public_says_yes_from_its_mailbox_and_stops_by_one_press(by: Requester) -> None:
    with pytest.raises(BadInput):
        subscriptions.ask(by=ANONYMOUS, email="nobody")
    for _ in range(5):
        subscriptions.ask(by=ANONYMOUS, email=" Someone@Example.org ")
    run_waiting()
    assert [message.to for message in mail.outbox] == [["someone@example.org"]] * 3  # and no more in a day
    (link,) = {link for link in LINK.findall(str(mail.outbox[0].body)) if "/account/briefing/" in link}
    browser, path = Client(), link.removeprefix("http://localhost:8000")
    assert "Yes, send it to me" in browser.get(path).content.decode()
    assert Subscription.objects.get().confirmed_at is None  # opening it changed nothing
    assert "from now on" in browser.post(path).content.decode()
    assert Subscription.objects.get().confirmed_at
    assert browser.post(path + "x/").status_code == browser.get("/account/briefing-mails/1/").status_code == 404
    mail.outbox.clear()
    with time_machine.travel(clock.now() + datetime.timedelta(days=2), tick=False):
        subscriptions.ask(by=ANONYMOUS, email="someone@example.org")
        run_waiting()
    assert mail.outbox[0].subject == "You get our briefing already"
    mail.outbox.clear()
    send(by, make_edition("November", items=("Own words",), readers="public"))
    letter = next(message for message in mail.outbox if message.to == ["someone@example.org"])
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    program = Client(enforce_csrf_checks=True)
    assert "Stop the briefing?" in program.get(stop).content.decode()
    assert Subscription.objects.exists()
    for _ in range(2):
        assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    # The address is gone from the lists of what was sent, too.
    assert not Delivery.objects.filter(recipient="someone@example.org").exists()
    assert not Recipient.objects.filter(address="someone@example.org").exists()
    mail.outbox.clear()
    send(by, make_edition("December", items=("Own words",), readers="public"))
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]


def test_an_address_that_nobody_confirms_is_forgotten() -> None:
    with time_machine.travel(NOW, tick=False):
        subscriptions.ask(by=ANONYMOUS, email="typo@example.org")
        subscriber("kept@example.org")
        run_waiting()
    (link,) = {link for link in LINK.findall(str(mail.outbox[0].body)) if "/account/briefing/" in link}
    with time_machine.travel(NOW + datetime.timedelta(days=8), tick=False):
        assert Client().post(link.removeprefix("http://localhost:8000")).status_code == 404
        tasks.forget()
        tasks.forget()
    assert list(Subscription.objects.values_list("email", flat=True)) == ["kept@example.org"]
