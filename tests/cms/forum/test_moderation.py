"""Reports, hiding, closing, moving and putting together: with a reason, and the author is told."""

import pytest

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import visible
from cms.forum import selectors, services
from cms.forum.models import Draft, Follow, ModerationAction, Post, Report, SpaceMember, Thread
from cms.notifications.models import Delivery, Notification
from search import registry
from tests.factories.forum import a_member, answer, as_of, ask, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return a_member(site_role="moderator")


def test_a_report_goes_to_moderators_and_its_reporter_hears_what_came_of_it(moderator):
    dana, tom, ruth = a_member(), a_member(), a_member()
    post = answer(tom, ask(dana), "Unkind words")
    report = services.report_post(by=as_of(dana), post=post.pk, reason="It is unkind.")
    assert services.report_post(by=as_of(dana), post=post.pk, reason="Again") == report
    with pytest.raises(BadInput):
        services.report_post(by=as_of(ruth), post=post.pk, reason=" ")
    mail = Delivery.objects.get(source_key=f"post-report:{report.pk}")
    assert mail.recipient == moderator.email
    assert "unkind" not in (mail.subject + mail.body).lower()
    assert list(selectors.open_reports(as_of(moderator))) == [report]
    for other in (tom, ruth):
        assert not visible(Report.objects.all(), as_of(other)).exists(), "who reported is known to moderators only"
        with pytest.raises(NotFound):
            services.settle_report(by=as_of(other), report=report.pk, outcome="Nothing")
    with pytest.raises(Forbidden):
        services.settle_report(by=as_of(dana), report=report.pk, outcome="Nothing")
    services.hide_post(by=as_of(moderator), post=post.pk, reason="Be kind.")
    services.settle_report(by=as_of(moderator), report=report.pk, outcome="It was hidden.")
    with pytest.raises(Conflict):
        services.settle_report(by=as_of(moderator), report=report.pk, outcome="Twice")
    assert Notification.objects.get(source_key=f"post-report:{report.pk}:settled").user == dana
    assert not selectors.open_reports(as_of(moderator)).exists()


def test_what_is_reported_can_be_read_by_moderators_until_that_is_settled(moderator):
    dana, tom = a_member(), a_member()
    thread = ask(dana)
    post = answer(tom, thread, "Gone in a hurry")
    report = services.report_post(by=as_of(dana), post=post.pk, reason="Look at this.")
    services.delete_post(by=as_of(tom), post=post.pk)
    row = selectors.posts_of(thread, as_of(dana)).get(pk=post.pk)
    assert selectors.words_of(row, as_of(moderator)) == "Gone in a hurry"
    assert selectors.words_of(row, as_of(dana)) == selectors.words_of(row, as_of(tom)) == ""
    services.settle_report(by=as_of(moderator), report=report.pk, outcome="Its author took it back.")
    assert Post.objects.get(pk=post.pk).body == ""


def test_a_hidden_post_keeps_its_place_and_its_author_is_told_why(moderator):
    dana, tom = a_member(), a_member()
    thread = ask(dana)
    post = answer(tom, thread, "Words about Anna")
    services.accept_answer(by=as_of(dana), post=post.pk)
    with pytest.raises(NotFound):
        services.hide_post(by=as_of(dana), post=post.pk, reason="No")
    with pytest.raises(BadInput):
        services.hide_post(by=as_of(moderator), post=post.pk, reason="")
    assert not ModerationAction.objects.exists()
    assert Post.objects.get(pk=post.pk).hidden_at is None
    services.hide_post(by=as_of(moderator), post=post.pk, reason="It says who the child is.")
    row = selectors.posts_of(thread, as_of(dana)).get(pk=post.pk)
    assert (selectors.words_of(row, as_of(dana)), selectors.trace_of(row)) == ("", selectors.HIDDEN)
    assert selectors.words_of(row, as_of(moderator)) == "Words about Anna"
    thread.refresh_from_db()
    assert thread.answer is None
    told = Delivery.objects.get(source_key__startswith="moderation:")
    assert told.recipient == tom.email
    assert "It says who the child is." in told.body
    assert visible(ModerationAction.objects.all(), as_of(dana)).get().reason == "It says who the child is."
    source = registry.source_of("thread")
    assert "Anna" not in repr(list(source.entries([thread.pk])))
    assert not Delivery.objects.filter(body__contains="Anna").exists()
    services.show_post(by=as_of(moderator), post=post.pk, reason="The name was changed.")
    assert selectors.words_of(Post.objects.get(pk=post.pk), as_of(dana)) == "Words about Anna"


def test_a_hidden_thread_is_gone_for_all_but_moderators(moderator):
    dana, tom = a_member(), a_member()
    thread = ask(dana)
    answer(tom, thread)
    services.hide_thread(by=as_of(moderator), number=thread.number, reason="It is an advertisement.")
    for user in (dana, tom):
        assert selectors.thread_at(as_of(user), thread.number) is None
        assert not visible(Post.objects.all(), as_of(user)).exists()
        with pytest.raises(NotFound):
            answer(user, thread)
    assert selectors.thread_at(as_of(moderator), thread.number) == thread
    assert not list(registry.source_of("thread").entries([thread.pk]))
    services.show_thread(by=as_of(moderator), number=thread.number, reason="It was not.")
    assert selectors.thread_at(as_of(dana), thread.number) == thread


def test_moving_puts_nobody_in_and_never_takes_words_out_of_a_closed_space(moderator):
    dana, tom = a_member(), a_member()
    make_space("open-one")
    joinable = make_space("joinable-one", kind="joinable", owners=[moderator])
    private = make_space("private-one", kind="private", owners=[dana])
    thread = ask(dana, space="open-one")
    answer(tom, thread, is_anonymous=True)
    with pytest.raises(Forbidden):
        services.move_thread(by=as_of(dana), number=thread.number, space=joinable.slug, reason="x")
    moved = services.move_thread(
        by=as_of(moderator), number=thread.number, space=joinable.slug, reason="It fits there."
    )
    assert moved.space == joinable
    people = set(SpaceMember.objects.filter(space=joinable).values_list("user", flat=True))
    assert people == {moderator.pk}, "a new person there would be the one who wrote without a name"
    told = Notification.objects.filter(source_key__endswith=":writers", path="/community/spaces/joinable-one")
    assert set(told.values_list("user", flat=True)) == {dana.pk, tom.pk}
    other = ask(dana, space="open-one")
    answer(tom, other, is_anonymous=True)
    services.join_space(by=as_of(dana), space=joinable.slug)
    services.merge_threads(by=as_of(moderator), number=other.number, into=thread.number, reason="The same.")
    assert not SpaceMember.objects.filter(space=joinable, user=tom).exists()
    assert moved.moderation.get(kind="move").note == "From “Open-one” to “Joinable-one”"
    secret = ask(dana, space=private.slug)
    for by in (as_of(dana), as_of(moderator)):
        with pytest.raises((Conflict, NotFound)):
            services.move_thread(by=by, number=secret.number, space="open-one", reason="x")
    assert Thread.objects.get(pk=secret.pk).space == private


def test_two_threads_about_one_thing_become_one(moderator):
    dana, tom, ruth = a_member(), a_member(), a_member()
    one, two = ask(dana, "Who tells housing?"), ask(tom, "Who tells housing about it?")
    answer(ruth, one, "First")
    last = answer(ruth, two, "Second", follow=True)
    with pytest.raises(BadInput):
        services.merge_threads(by=as_of(moderator), number=two.number, into=two.number, reason="x")
    merged = services.merge_threads(
        by=as_of(moderator), number=two.number, into=one.number, reason="The same question."
    )
    assert merged == one
    assert list(one.posts.values_list("number", "body")) == [
        (1, "A family left in a hurry."),
        (2, "First"),
        (3, "A family left in a hurry."),
        (4, "Second"),
    ]
    assert set(Follow.objects.filter(thread=one, ended_at=None).values_list("user", flat=True)) == {
        *(dana.pk, tom.pk, ruth.pk)
    }
    # Who answers the mail of the old thread writes in the new one.
    more = answer(tom, two, "By the old address")
    assert (more.thread, more.number) == (one, 5)
    assert selectors.thread_at(as_of(dana), two.number).merged_into == one
    assert two not in selectors.threads(as_of(dana))
    assert not list(registry.source_of("thread").entries([two.pk]))
    assert Delivery.objects.filter(source_key__startswith="moderation:").get().recipient == tom.email
    assert services.accept_answer(by=as_of(dana), post=last.pk).answer_id == last.pk
    with pytest.raises(BadInput):
        services.merge_threads(by=as_of(moderator), number=two.number, into=one.number, reason="Again.")


def test_owners_moderate_their_own_space_and_no_other():
    owner, dana = a_member(), a_member()
    mine, other = make_space("mine", owners=[owner]), make_space("other")
    here, there = ask(dana, space=mine.slug), ask(dana, space=other.slug)
    services.lock_thread(by=as_of(owner), number=here.number, reason="Enough.")
    services.hide_thread(by=as_of(owner), number=here.number, reason="Too much.")
    assert selectors.thread_at(as_of(owner), here.number) == here
    with pytest.raises(Forbidden):
        services.lock_thread(by=as_of(owner), number=there.number, reason="x")


def test_what_is_hidden_is_not_put_together_and_hiding_the_one_hides_the_other(moderator):
    dana, tom = a_member(), a_member()
    one, two, three = ask(dana, "Kept"), ask(tom, "Words of two"), ask(tom, "Words of three")
    merge = {"by": as_of(moderator), "reason": "The same."}
    services.hide_thread(by=as_of(moderator), number=two.number, reason="A name.")
    for pair in ((two, one), (one, two)):
        with pytest.raises(Conflict, match="Show it again first"):
            services.merge_threads(number=pair[0].number, into=pair[1].number, **merge)
    services.show_thread(by=as_of(moderator), number=two.number, reason="None.")
    services.save_draft(by=as_of(dana), place=f"thread:{three.number}", values={"body": "Begun"})
    services.merge_threads(number=three.number, into=two.number, **merge)
    services.merge_threads(number=two.number, into=one.number, **merge)
    assert Draft.objects.get(user=dana).place == f"thread:{one.number}"
    assert not [row for row in ModerationAction.objects.filter(kind="merge") if "Words" in row.note]
    for old in (two, three):
        assert selectors.thread_at(as_of(dana), old.number).merged_into == one
    answer(dana, three, "Sent")
    assert not Draft.objects.exists()
    services.hide_thread(by=as_of(moderator), number=one.number, reason="A name.")
    assert not visible(Thread.objects.filter(pk__in=[one.pk, two.pk, three.pk]), as_of(tom)).exists()
    assert not visible(ModerationAction.objects.all(), as_of(tom)).exists()


def test_what_was_said_under_the_chatham_house_rule_stays_under_it(moderator):
    dana = a_member()
    ruled = make_space("ruled", owners=[moderator], is_chatham_house=True)
    make_space("free", owners=[moderator])
    thread, other = ask(dana, space="ruled"), ask(dana, space="free")
    by, number = as_of(moderator), thread.number
    with pytest.raises(Conflict, match="Chatham"):
        services.move_thread(by=by, number=number, space="free", reason="x")
    with pytest.raises(Conflict, match="Chatham"):
        services.merge_threads(by=by, number=number, into=other.number, reason="x")
    with pytest.raises(BadInput):
        services.change_space(by=by, space="ruled", is_chatham_house=False)
    assert services.move_thread(by=by, number=other.number, space="ruled", reason="x").space == ruled


def test_notices_and_mails_follow_the_title_of_their_thread(moderator):
    dana, tom, ruth = a_member(), a_member(), a_member()
    thread = ask(dana, "Old title")
    answer(ruth, thread, "Following", follow=True)
    post = answer(tom, thread, "Words")
    services.accept_answer(by=as_of(dana), post=post.pk)
    services.thank(by=as_of(ruth), post=post.pk)
    opening = thread.posts.get(number=1)

    def told():
        mails = Delivery.objects.exclude(source_key__startswith="moderation:").values_list("subject", "body")
        notices = Notification.objects.exclude(source_key__startswith="moderation:").values_list("title", "body")
        return repr([*mails, *notices])

    assert "Old title" in told()
    services.edit_post(by=as_of(dana), post=opening.pk, title="New title", body=opening.body)
    assert ("Old title" in told(), "New title" in told()) == (False, True)
    Delivery.objects.update(state=Delivery.State.SENT)
    services.hide_thread(by=as_of(moderator), number=thread.number, reason="A name.")
    assert "New title" not in told()
    services.show_thread(by=as_of(moderator), number=thread.number, reason="None.")
    assert "Reply: New title" in told()
    other = ask(ruth, "Another")
    services.merge_threads(by=as_of(moderator), number=thread.number, into=other.number, reason="The same.")
    assert ("New title" in told(), "Reply: Another" in told()) == (False, True)
    services.delete_post(by=as_of(dana), post=opening.pk)
    thread.refresh_from_db()
    assert thread.title == "Deleted by its author"
    services.delete_post(by=as_of(ruth), post=other.posts.get(number=1).pk)
    assert "Another" not in told()
