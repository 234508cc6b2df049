"""Asking, replying, answering, thanking, following: what a thread is from its first word to its trace."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, RateLimited, Unauthenticated
from cms.core.requester import ANONYMOUS, Requester
from cms.forum import selectors, services
from cms.forum.models import Draft, Follow, Post, PostText, Thread
from cms.forum.tasks import tidy
from cms.forum.telling import veto_post
from cms.notifications.models import Delivery, Notification
from tests.factories.forum import a_member, answer, as_of, ask, fill_space, fill_thread, make_space
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def mails(source):
    return Delivery.objects.filter(source_key__startswith=f"{source}:")


def test_a_question_from_asking_to_its_answer():
    dana, helen, tom = a_member(), a_member("colne"), a_member("tendring")
    thread = ask(dana)
    assert (thread.space.slug, thread.kind, thread.posts.get().partner.slug) == ("general", "question", "essex")
    assert thread.path == f"/community/threads/{thread.number}"
    first = answer(tom, thread, follow=True)
    best = answer(helen, thread, "Only if you are worried about the child.")
    # Dana follows by having asked, Tom by choice, Helen not; nobody is told of their own words.
    assert sorted(mails("reply").values_list("recipient", "source_key")) == sorted(
        [(dana.email, f"reply:{first.pk}"), (dana.email, f"reply:{best.pk}"), (tom.email, f"reply:{best.pk}")]
    )
    mail = mails("reply").get(source_key=f"reply:{best.pk}", recipient=dana.email)
    assert mail.subject == f"Reply: {thread.title}"
    assert "Only if you are worried" in mail.body
    assert mail.path == f"{thread.path}/posts/3"
    with pytest.raises(Forbidden):
        services.accept_answer(by=as_of(tom), post=best.pk)
    answered = services.accept_answer(by=as_of(dana), post=best.pk)
    assert answered.answer == best
    assert answered.answered_at is not None
    assert Notification.objects.get(source_key=f"answer:{best.pk}").user == helen
    services.thank(by=as_of(dana), post=best.pk)
    services.thank(by=as_of(dana), post=best.pk)
    assert best.thanks.count() == 1
    assert not mails("thanks").exists()
    with pytest.raises(Forbidden):
        services.thank(by=as_of(helen), post=best.pk)
    assert services.take_back_answer(by=as_of(dana), number=thread.number).answer is None
    services.take_back_thanks(by=as_of(dana), post=best.pk)
    assert not best.thanks.exists()
    said = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"thread.posted", "post.made", "thread.answered", "post.thanked", "thread.answer_taken_back"} <= said


def test_pressing_twice_is_once_and_another_person_may_use_the_same_id():
    dana, tom = a_member(), a_member()
    thread = ask(dana, submission_id="x")
    assert ask(dana, title="Other words", submission_id="x") == thread
    one = answer(tom, thread, submission_id="x")
    assert answer(tom, thread, "Again", submission_id="x") == one
    assert Post.objects.count() == 2
    with pytest.raises(BadInput):
        ask(tom, submission_id="x")


def test_what_is_missing_or_too_long_is_said_for_each_field():
    with pytest.raises(BadInput) as refused:
        ask(a_member(), title=" ", body="x" * 20_001)
    assert set(refused.value.details["fields"]) == {"title", "body"}
    for wrong in ({"kind": "rant"}, {"topics": ["nothing"]}):
        with pytest.raises(BadInput) as refused:
            ask(a_member(), **wrong)
        assert set(refused.value.details["fields"]) == set(wrong)
    assert not Thread.objects.exists()


def test_visitors_tools_and_those_who_left_write_nothing():
    space, gone = make_space(), UserFactory()
    thread = ask(a_member(), space=space.slug)
    token = Requester(partners=frozenset({1}), token_id=1, scopes=frozenset({"read:community"}))
    for by in (ANONYMOUS, token, as_of(gone)):
        with pytest.raises(Unauthenticated):
            services.post_thread(by=by, submission_id="a", title="T", body="B")
        with pytest.raises(Unauthenticated):
            services.reply(by=by, submission_id="a", number=thread.number, body="B")
        with pytest.raises(Unauthenticated):
            services.save_draft(by=by, place="new", values={})


def test_without_a_name_peers_learn_neither_name_nor_organisation_and_the_core_team_does():
    dana, tom, editor = a_member(), a_member("tendring"), UserFactory(site_role="core_editor")
    thread = ask(dana, is_anonymous=True)
    answer(tom, thread)
    again = answer(dana, thread, "It was the second time.")
    assert again.is_anonymous, "who began without a name goes on without one"
    for post in selectors.posts_of(thread, as_of(tom)).filter(author=dana):
        writer = selectors.writer_of(post, as_of(tom))
        assert (writer.name, writer.user, writer.partner) == ("A member", None, None)
        assert selectors.writer_of(post, as_of(editor)).user == dana
        assert selectors.writer_of(post, as_of(dana)).is_you
        assert not selectors.may_be_named(post)
    services.follow_thread(by=as_of(tom), number=thread.number)
    more = answer(dana, thread, "And a third.")
    body = mails("reply").get(source_key=f"reply:{more.pk}").body
    assert body.startswith("Somebody replied")
    assert str(dana) not in body
    assert "Essex" not in body


def test_an_edit_keeps_what_stood_before_and_a_mail_that_waits_says_the_new_words():
    dana, tom = a_member(), a_member()
    thread = ask(dana)
    post = answer(tom, thread, "First words")
    services.edit_post(by=as_of(tom), post=post.pk, body="Better words")
    post.refresh_from_db()
    assert (post.body, post.edited_at is not None, post.earlier.get().body) == ("Better words", True, "First words")
    assert "Better words" in mails("reply").get().body
    services.edit_post(by=as_of(tom), post=post.pk, body="Without the name", forget_before=True)
    assert set(PostText.objects.values_list("body", flat=True)) == {""}, "what said too much is kept nowhere"
    with pytest.raises(Forbidden):
        services.edit_post(by=as_of(dana), post=post.pk, body="Mine")
    opening = thread.posts.get(number=1)
    services.edit_post(by=as_of(dana), post=opening.pk, body=opening.body, title="A better title")
    thread.refresh_from_db()
    assert thread.title == "A better title"
    assert not opening.earlier.exists()


def test_deleting_takes_the_words_and_leaves_a_trace():
    dana, tom = a_member(), a_member()
    thread = ask(dana)
    post = answer(tom, thread, "Regretted words")
    services.edit_post(by=as_of(tom), post=post.pk, body="Still regretted")
    services.accept_answer(by=as_of(dana), post=post.pk)
    services.delete_post(by=as_of(tom), post=post.pk)
    row = selectors.posts_of(thread, as_of(dana)).get(pk=post.pk)
    assert (row.body, selectors.trace_of(row), row.earlier.count()) == ("", selectors.DELETED, 0)
    thread.refresh_from_db()
    assert thread.answer is None
    assert thread.answered_at is None
    assert mails("reply").get().state == Delivery.State.CANCELLED
    assert not Delivery.objects.filter(body__contains="egretted").exists()
    services.delete_post(by=as_of(dana), post=thread.posts.get(number=1).pk)
    thread.refresh_from_db()
    assert "school" not in thread.title
    with pytest.raises(NotFound):
        services.thank(by=as_of(dana), post=post.pk)


def test_following_is_chosen_and_a_mail_that_waits_does_not_go_to_who_stopped():
    dana, tom = a_member(), a_member()
    thread = ask(dana, follow=False)
    answer(tom, thread)
    assert not mails("reply").exists()
    services.follow_thread(by=as_of(dana), number=thread.number)
    post = answer(tom, thread)
    key = mails("reply").get().source_key
    assert veto_post(key, dana.pk, dana.email) == ""
    services.unfollow_thread(by=as_of(dana), number=thread.number)
    assert veto_post(key, dana.pk, dana.email) != ""
    services.follow_thread(by=as_of(dana), number=thread.number)
    dana.memberships.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert veto_post(key, dana.pk, dana.email) != "", "who left the framework is told nothing"
    answer(tom, thread, "More")
    assert mails("reply").count() == 1
    assert Follow.objects.get(user=dana).ended_at is None
    assert post.number == 3


def test_drafts_are_the_writers_own_and_go_when_it_is_posted_or_old():
    dana, tom = a_member(), a_member()
    thread = ask(tom)
    services.save_draft(by=as_of(dana), place="new", values={"title": "Half a"})
    services.save_draft(by=as_of(dana), place="new", values={"title": "Half a question"})
    place = f"thread:{thread.number}"
    services.save_draft(by=as_of(dana), place=place, values={"body": "Perhaps"})
    assert selectors.drafts_of(as_of(dana)).get(place="new").values == {"title": "Half a question"}
    assert not selectors.drafts_of(as_of(tom)).exists()
    for wrong in ("elsewhere", "thread:x", "thread:1" + "0" * 20):
        with pytest.raises(BadInput):
            services.save_draft(by=as_of(dana), place=wrong, values={})
    with pytest.raises(NotFound):
        services.save_draft(by=as_of(dana), place="thread:999", values={})
    with pytest.raises(BadInput):
        services.save_draft(by=as_of(dana), place="new", values={"body": "x" * 70_000})
    answer(dana, thread)
    assert [row.place for row in selectors.drafts_of(as_of(dana))] == ["new"]
    assert services.drop_draft(by=as_of(dana), place="new")
    assert not Draft.objects.exists()
    services.save_draft(by=as_of(dana), place="new", values={"title": "Forgotten"})
    night = clock.now().replace(hour=3) + datetime.timedelta(days=92)
    with time_machine.travel(night, tick=False):
        tidy()
    assert not Draft.objects.exists()


def test_one_person_does_not_flood_the_place():
    tom = a_member()
    thread = ask(tom)
    fill_thread(thread, tom, 40)
    with pytest.raises(RateLimited):
        answer(tom, thread)
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=11), tick=False):
        answer(tom, thread)


def test_lists_ask_the_same_however_much_there_is(django_assert_num_queries):
    dana, tom = a_member(), a_member()
    space = make_space()
    thread = ask(dana, space=space.slug)
    fill_thread(thread, tom, 500)
    fill_space(space, tom, 10_000)
    by = as_of(dana)
    with django_assert_num_queries(1):
        posts = list(selectors.posts_of(thread, by))
        assert [selectors.writer_of(post, by).name for post in posts][-1] == str(tom)
    with django_assert_num_queries(1):
        page = list(selectors.threads(by, space=space.slug)[:20])
    assert len(posts) == 501
    assert {row.replies for row in page} == {0}
    assert selectors.threads(by, space=space.slug).get(pk=thread.pk).replies == 500
    for user in [a_member() for _ in range(3)]:
        services.follow_thread(by=as_of(user), number=thread.number)
    somebody, other = a_member(), a_member()
    with CaptureQueriesContext(connection) as few:
        answer(somebody, thread)
    for user in [a_member() for _ in range(9)]:
        services.follow_thread(by=as_of(user), number=thread.number)
    with CaptureQueriesContext(connection) as many:
        answer(other, thread)
    assert len(many) <= len(few) + 9, "more followers cost one queue row each and nothing else"


def test_closed_threads_take_no_replies():
    editor, dana, tom = UserFactory(site_role="core_editor"), a_member(), a_member()
    thread = ask(dana)
    services.lock_thread(by=as_of(editor), number=thread.number, reason="It is said.")
    with pytest.raises(Conflict):
        answer(tom, thread)
    with pytest.raises(Conflict):
        services.edit_post(by=as_of(dana), post=thread.posts.get().pk, body="New")
    services.unlock_thread(by=as_of(editor), number=thread.number, reason="There is more.")
    assert answer(tom, thread).number == 2
