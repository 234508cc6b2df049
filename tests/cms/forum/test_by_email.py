"""Answering by e-mail: with the rights of that moment, once, and without a word where it does not belong."""

import datetime

import pytest
import time_machine
from django.core import mail

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.forum.models import Draft, Post, SpaceMember, Thread
from cms.forum.services import follow_thread, lock_thread
from cms.jobs.services import run_waiting
from cms.members.models import Membership
from cms.notifications import tasks as notices
from cms.notifications.models import Delivery
from cms.notifications.preferences import choose
from cms.postbox import services, tasks
from cms.postbox.addresses import read_address, reply_address
from cms.postbox.models import InboundMail
from cms.postbox.services import receive_mail
from cms.snippets.models import PartnerAlias
from tests.factories.forum import a_member, answer, as_of, ask, make_space
from tests.factories.mails import a_mail, cases, reply_to
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat():
    return a_member(email="pat@council.example", first_name="Pat", last_name="Sample")


@pytest.fixture
def robin():
    return a_member("hospital", email="robin@hospital.example", first_name="Robin", last_name="Example")


def comes(raw):
    row = receive_mail(by=SYSTEM, raw=raw)
    run_waiting()
    row.refresh_from_db()
    return row


def sent_to(user):
    return [one for one in mail.outbox if one.to == [user.email]]


def at(text):
    return time_machine.travel(datetime.datetime.fromisoformat(text + "+00:00"), tick=False)


@pytest.mark.sqlite
def test_two_people_talk_by_e_mail_and_the_mails_of_a_thread_stay_together(pat, robin):
    thread = ask(pat, "How do you tell the patient?", "We do not know.")
    follow_thread(by=as_of(robin), number=thread.number)
    answer(robin, thread, "In the letter.")
    run_waiting()
    (first,) = sent_to(pat)
    assert read_address(first.extra_headers["Reply-To"]) == read_address(reply_to(thread, pat))
    assert first.body.startswith("--- Write your answer above this line ---")
    assert "under your name, for everybody who reads the thread" in first.body
    row = comes(a_mail(f"Which one?\n\n{first.body}", sender="Pat <PAT@council.example>", to=reply_to(thread, pat)))
    assert (row.outcome, row.user) == ("taken", pat)
    (second,) = sent_to(robin)
    assert "Pat Sample, Essex replied" in second.body
    assert "Which one?" in second.body
    together = ("References", "In-Reply-To")
    assert {second.extra_headers[name] for name in together} == {first.extra_headers[name] for name in together}
    assert len(first.extra_headers["References"]) > 10
    comes(a_mail("The discharge letter.", sender=robin.email, to=second.extra_headers["Reply-To"].upper(), number=2))
    assert list(thread.posts.values_list("body", "via"))[1:] == [
        ("In the letter.", "site"),
        ("Which one?", "email"),
        ("The discharge letter.", "email"),
    ]
    assert len(sent_to(pat)) == 2
    assert len(sent_to(robin)) == 1  # nobody is told of what they wrote


def test_who_asked_without_a_name_answers_without_one(pat, robin):
    thread = ask(pat, is_anonymous=True)
    answer(robin, thread)
    run_waiting()
    assert "without your name" in sent_to(pat)[0].body
    comes(a_mail("More about it.\n\nKind regards\nPat Sample", sender=pat.email, to=reply_to(thread, pat)))
    post = Post.objects.get(via="email")
    assert (post.is_anonymous, post.body) == (True, "More about it.")


@pytest.mark.sqlite
def test_the_right_to_answer_ends_when_the_right_to_write_does(pat, robin):
    owner = a_member("lead")
    space = make_space(kind="private", owners=[owner, robin], members=[pat])
    thread = ask(owner, "Words of the room", "Secret words.", space=space.slug)
    follow_thread(by=as_of(pat), number=thread.number)
    answer(robin, thread, "More secret words.")
    run_waiting()
    (notice,) = sent_to(pat)
    assert "ecret" not in notice.subject + notice.body
    assert "Words of the room" not in notice.subject + notice.body
    assert "everybody in the space" in notice.body
    address = notice.extra_headers["Reply-To"]
    assert comes(a_mail("Noted.", sender=pat.email, to=address)).outcome == "taken"

    SpaceMember.objects.filter(user=pat).update(ended_at=clock.now())
    left = comes(a_mail("After I left.", sender=pat.email, to=address, number=2))
    assert (left.outcome, left.path) == ("refused", "")
    told = sent_to(pat)[-1]
    assert "ecret" not in told.body
    assert "no such question or thread" in told.body

    SpaceMember.objects.filter(user=pat).update(ended_at=None)
    Membership.objects.filter(user=pat).update(ends_on=clock.today() - datetime.timedelta(days=1))
    gone = comes(a_mail("After my body left.", sender=pat.email, to=address, number=3))
    assert (gone.outcome, "no longer a member" in gone.reason) == ("refused", True)
    pat.is_active = False
    pat.save()
    closed = comes(a_mail("After my account closed.", sender=pat.email, to=address, number=4))
    assert (closed.outcome, closed.reason) == ("refused", services.CLOSED)
    assert thread.posts.filter(author=pat).count() == 1
    assert len(sent_to(pat)) == 2  # the notice and the one refusal of the day


def test_a_closed_thread_takes_no_answers_and_offers_none(pat, robin):
    moderator = UserFactory(site_role="core_editor")
    thread = ask(pat)
    answer(robin, thread)
    lock_thread(by=as_of(moderator), number=thread.number, reason="Enough was said.")
    run_waiting()
    notice = sent_to(pat)[0]
    assert "Reply-To" not in notice.extra_headers
    assert "Write your answer" not in notice.body
    row = comes(a_mail("But…", sender=pat.email, to=reply_to(thread, pat)))
    assert (row.outcome, "closed to replies" in row.reason) == ("refused", True)


def test_nobody_can_answer_where_it_is_not_set_up(pat, robin, settings):
    settings.REPLY_DOMAIN = ""
    thread = ask(pat)
    answer(robin, thread)
    run_waiting()
    assert "Reply-To" not in sent_to(pat)[0].extra_headers
    assert reply_address(purpose="thread", target=1, user_id=1) == ""


@pytest.mark.sqlite
def test_what_is_too_much_for_an_hour_waits_and_is_taken_later(pat, monkeypatch):
    monkeypatch.setattr(services, "MOST", 3)
    thread = ask(pat)
    to = reply_to(thread, pat)
    with at("2026-11-23T10:00:00"):  # as after an outage: all at once
        rows = [comes(a_mail(f"Words {n}.", sender=pat.email, to=to, number=n)) for n in range(7)]
    assert [row.outcome for row in rows] == ["taken"] * 3 + ["waiting"] * 4
    assert (rows[-1].reason, rows[-1].attempts, rows[-1].user) == (services.TOO_MANY, 0, pat)
    for minutes, taken in ((30, 3), (61, 6), (90, 6), (130, 7)):
        with time_machine.travel(rows[0].handled_at + datetime.timedelta(minutes=minutes), tick=False):
            tasks.fetch()
            run_waiting()
        assert InboundMail.objects.filter(outcome="taken").count() == taken
    assert list(thread.posts.filter(via="email").values_list("body", flat=True)) == [f"Words {n}." for n in range(7)]
    assert sent_to(pat) == []


@pytest.mark.sqlite
def test_mails_forged_in_a_persons_name_do_not_stop_their_own(pat, monkeypatch, settings):
    monkeypatch.setattr(services, "MOST", 2)
    settings.INBOUND_AUTHSERV_ID = "mx.intranet.example"
    to = reply_to(ask(pat), pat)
    proved = {"Authentication_Results": "mx.intranet.example; dmarc=pass"}
    failed = {"Authentication_Results": "mx.intranet.example; dmarc=fail"}
    for number in range(5):
        forged = a_mail("Forged.", sender=pat.email, to="reply@answers.intranet.example", number=number, **failed)
        assert comes(forged).outcome == "refused"
        at_theirs = a_mail("Forged.", sender=pat.email, to=to, number=10 + number, **failed)
        assert comes(at_theirs).outcome == "refused"
        by_another = a_mail("Mine.", sender="x@elsewhere.example", to=to, number=20 + number, **proved)
        assert comes(by_another).outcome == "refused"
    assert comes(a_mail("My own.", sender=pat.email, to=to, number=99, **proved)).outcome == "taken"


@pytest.mark.sqlite
def test_who_is_refused_is_told_once_a_day(pat):
    to = reply_to(ask(pat), pat)
    with at("2026-11-23T11:30:00"):
        comes(a_mail("", sender=pat.email, to=to, number=7))
        comes(a_mail("", sender=pat.email, to=to, number=8))
    assert len(sent_to(pat)) == 1
    with at("2026-11-24T11:30:00"):
        comes(a_mail("", sender=pat.email, to=to, number=9))
    assert len(sent_to(pat)) == 2


def test_the_own_server_proves_a_sender_by_dmarc_or_by_the_very_domain(pat, settings):
    settings.INBOUND_AUTHSERV_ID = "mx.intranet.example"
    to = reply_to(ask(pat), pat)
    by_us, by_others = "mx.intranet.example", "mx.elsewhere.example"
    said = [
        (f"{by_us}; dmarc=pass header.from=council.example", "taken"),
        (f"{by_us}; dkim=pass header.d=council.example; spf=fail smtp.mailfrom=x@lists.example", "taken"),
        (f"{by_us} 1; spf=pass (sender is fine) smtp.mailfrom=bounce@mail.council.example", "taken"),
        (f"{by_us}; dkim=pass header.d=elsewhere.example; spf=pass smtp.mailfrom=x@elsewhere.example", "refused"),
        (f"{by_us}; dkim=pass header.d=example header.from=council.example", "refused"),
        (f"{by_us}; dmarc=fail; dkim=pass header.d=council.example", "refused"),
        (f"{by_others}; dmarc=pass header.from=council.example", "refused"),
        (f"{by_us}; none", "refused"),
    ]
    for number, (value, outcome) in enumerate(said):
        mails = a_mail(f"Words {number}", sender=pat.email, to=to, number=number, Authentication_Results=value)
        assert comes(mails).outcome == outcome, value
    stranger = a_mail("Hello", sender=pat.email, to="reply@answers.intranet.example", number=99)
    mail.outbox.clear()
    assert comes(stranger).outcome == "refused"
    assert mail.outbox == []  # neither proved nor at an address that only Pat has: a forgery makes us write to nobody


@pytest.mark.sqlite
def test_a_mail_that_kills_its_worker_ends_and_one_that_is_repeated_after_a_crash_is_one_post(pat, monkeypatch):
    thread = ask(pat)
    row = receive_mail(by=SYSTEM, raw=a_mail("Once.", sender=pat.email, to=reply_to(thread, pat)))
    with monkeypatch.context() as dying:
        dying.setattr(services, "record", lambda *args, **kwargs: 1 / 0)  # after the post, before the commit
        with pytest.raises(ZeroDivisionError):
            services.handle_mail(row.pk)
    assert not Post.objects.filter(body="Once.").exists()
    assert services.handle_mail(row.pk) is None  # still leased to the one that died
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=6), tick=False):
        tasks.fetch()
        run_waiting()
    row.refresh_from_db()
    assert (row.outcome, row.attempts) == ("taken", 2)
    assert Post.objects.filter(body="Once.").count() == 1
    InboundMail.objects.filter(pk=row.pk).update(outcome="waiting", raw=b"x", attempts=5, lease_until=None)
    assert services.handle_mail(row.pk).outcome == "failed"
    broken = comes(b"\xff\xfe\x00 no mail at all")
    assert (broken.outcome, broken.raw) == ("left", None)


def test_a_draft_that_was_begun_is_kept_above_what_the_mail_says(pat):
    thread = ask(pat)
    place = f"thread:{thread.number}"
    Draft.objects.create(user=pat, place=place, values={"body": "Begun on the site.", "topics": ["x"]})
    raw = a_mail("Her NHS number is 943 476 5919.", sender=pat.email, to=reply_to(thread, pat))
    assert comes(raw).path == thread.path
    assert Draft.objects.get(user=pat).values == {
        "body": "Begun on the site.\n\nHer NHS number is 943 476 5919.",
        "topics": ["x"],
    }
    (told,) = sent_to(pat)
    assert "waits as a draft" in told.body
    assert "what looks like an NHS number." in told.body
    kept = Delivery.objects.get(source_key__startswith="mail-note:")
    assert "943" not in told.subject + told.body + kept.body
    with time_machine.travel(clock.now() + datetime.timedelta(days=15), tick=False):
        tasks.tidy()
    kept.refresh_from_db()
    assert (kept.body, kept.state) == ("", "sent")


@pytest.mark.parametrize(
    "words",
    [
        "Ask PAT; she has the form.",
        "Ring Mx O’Sample-Jones.",
        "Ring (01632) 960118.",
        "Write to me: pat@council.example",
        "See www.council.example/forms",
        "Here at Essex we ask first.",
        "ECC asks first.",
        "The Shire asks first.",
    ],
)
def test_who_wrote_without_a_name_is_not_given_away_by_what_they_sign_with(pat, words):
    pat.last_name, pat.phone = "O'Sample", "+44 1632 960118"
    pat.save()
    partner = pat.memberships.get().partner
    for name in ("ECC", "The Shire"):
        partner.aliases.add(PartnerAlias(name=name))
    partner.save()
    thread = ask(pat, is_anonymous=True)
    row = comes(a_mail(f"More about it. {words}", sender=pat.email, to=reply_to(thread, pat)))
    assert (row.outcome, row.reason, row.raw) == ("refused", services.KEPT_BACK, None)
    assert thread.posts.count() == 1
    values = Draft.objects.get(user=pat).values
    assert values == {"follow": "1", "anonymous": "1", "body": f"More about it. {words}"}
    (told,) = sent_to(pat)
    assert "by which others would know you" in told.body
    assert words not in told.body


def test_who_wrote_without_a_name_sends_no_files_by_mail(pat):
    thread = ask(pat, is_anonymous=True)
    case = next(one for one in cases() if one.files)
    raw = case.written(me=pat.email, reply=reply_to(thread, pat))
    assert comes(raw).outcome == "taken"
    post = Post.objects.get(via="email")
    assert (post.is_anonymous, post.files.count()) == (True, 0)
    (told,) = sent_to(pat)
    assert "a file may say whose it is" in told.body


@pytest.mark.sqlite
@pytest.mark.parametrize(("choice", "first", "second"), [("daily", "11-24", "11-25"), ("weekly", "11-30", "12-07")])
def test_a_digest_holds_the_replies_of_its_time_says_nothing_of_closed_rooms_and_is_never_empty(
    pat, robin, choice, first, second
):
    space = make_space(kind="confidential", owners=[robin, a_member("lead")], members=[pat])
    with at("2026-11-23T12:00:00"):
        choose(by=as_of(pat), wanted={"replies": choice})
        thread = ask(pat, "An open question", "…")
        closed = ask(robin, "Hidden title", "Hidden words.", space=space.slug)
        follow_thread(by=as_of(pat), number=closed.number)
        answer(robin, thread, "First reply.")
        taken_back = answer(robin, thread, "Second reply.")
        answer(robin, closed, "More hidden words.")
        notices.gather()
        run_waiting()
        assert sent_to(pat) == []
        Post.objects.filter(pk=taken_back.pk).update(deleted_at=clock.now())
    with at(f"2026-{first}T12:00:00"):
        notices.gather()
        run_waiting()
        notices.gather()
        run_waiting()
    (digest,) = sent_to(pat)
    words = digest.subject + digest.body
    assert digest.subject == "2 things for you"
    assert "First reply." in words
    assert "Second reply." not in words
    assert "idden" not in words
    assert "Reply-To" not in digest.extra_headers  # it is about more than one thing
    with at(f"2026-{second}T12:00:00"):
        notices.gather()
        run_waiting()
    assert len(sent_to(pat)) == 1
    with at(f"2026-{second}T13:00:00"):
        answer(robin, closed, "Hidden again.")
        SpaceMember.objects.filter(user=pat).update(ended_at=clock.now())  # put out before the digest is due
    with at("2026-12-21T12:00:00"):
        notices.gather()
        run_waiting()
    assert len(sent_to(pat)) == 1  # it would have been empty
    assert not Delivery.objects.filter(state__in=["held", "gathered", "pending"]).exists()
    assert Thread.objects.count() == 2
