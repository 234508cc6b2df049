"""Spaces: who comes in, who keeps them, when they end; and that a confidential one is nowhere for others."""

import datetime

import pytest
import time_machine

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum import models, search, selectors, services
from cms.forum.models import Follow, Post, Space, SpaceMember, Thread
from cms.forum.telling import veto_asking, veto_post
from cms.notifications.models import Delivery, Notification
from cms.snippets.models import Topic
from search import registry
from tests.factories.forum import a_member, answer, as_of, ask, make_space
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "Operation Larkspur"


def test_a_joinable_space_is_joined_and_left():
    dana, tom = a_member(), a_member()
    space = make_space(kind="joinable", members=[dana])
    thread = ask(dana, space=space.slug)
    assert not visible(Thread.objects.all(), as_of(tom)).exists()
    assert [row.slug for row in selectors.spaces(as_of(tom))] == ["children"], "it is listed"
    with pytest.raises(Forbidden):
        ask(tom, space=space.slug)
    with pytest.raises(Forbidden):
        services.ask_to_join(by=as_of(tom), space=space.slug)
    services.join_space(by=as_of(tom), space=space.slug)
    services.join_space(by=as_of(tom), space=space.slug)
    answer(tom, thread, follow=True)
    assert SpaceMember.objects.filter(user=tom).count() == 1
    services.leave_space(by=as_of(tom), space=space.slug)
    assert not visible(Post.objects.all(), as_of(tom)).exists()
    assert Follow.objects.get(user=tom).ended_at is not None
    with pytest.raises(NotFound):
        services.leave_space(by=as_of(tom), space=space.slug)
    services.join_space(by=as_of(tom), space=space.slug)
    assert visible(Post.objects.all(), as_of(tom)).count() == 2


def test_owners_of_a_private_space_let_people_in_or_say_why_not():
    owner, tom, ruth, editor = a_member(), a_member(), a_member(), UserFactory(site_role="core_editor")
    space = make_space(kind="private", owners=[owner])
    ask(owner, space=space.slug)
    asked = services.ask_to_join(by=as_of(tom), space=space.slug, why="I run the hub.")
    assert services.ask_to_join(by=as_of(tom), space=space.slug) == asked
    told = Delivery.objects.get(source_key=f"space-asked:{asked.pk}")
    assert told.recipient == owner.email
    assert "Children" not in told.subject
    assert not visible(Thread.objects.all(), as_of(tom)).exists(), "who asked is not in"
    assert list(selectors.asking_for(as_of(owner), space)) == [asked]
    assert not selectors.people_in(as_of(tom), space).exists(), "nor sees who is"
    with pytest.raises(NotFound):
        services.let_in(by=as_of(ruth), membership=asked.pk)
    services.let_in(by=as_of(owner), membership=asked.pk)
    assert visible(Thread.objects.all(), as_of(tom)).exists()
    assert veto_asking(told.source_key, owner.pk, owner.email) != ""
    assert Notification.objects.filter(user=tom, source_key=f"space:{asked.pk}:in").exists()
    other = services.ask_to_join(by=as_of(ruth), space=space.slug)
    services.turn_down(by=as_of(editor), membership=other.pk, reason="It is for the hub.")
    assert "It is for the hub." in Delivery.objects.get(source_key=f"space:{other.pk}:out").body
    services.ask_to_join(by=as_of(ruth), space=space.slug)
    with pytest.raises(Conflict):
        services.leave_space(by=as_of(owner), space=space.slug)
    services.make_owner(by=as_of(owner), membership=asked.pk)
    services.leave_space(by=as_of(owner), space=space.slug)
    assert not visible(Thread.objects.all(), as_of(owner)).exists()


def test_a_confidential_space_never_has_fewer_than_two_owners():
    editor, one, two, three = UserFactory(site_role="core_editor"), a_member(), a_member(), a_member()
    given = {"name": SECRET, "purpose": "A review.", "kind": "confidential"}
    for owners in ([], [one.pk], [one.pk, one.pk], [one.pk, UserFactory().pk]):
        with pytest.raises(BadInput) as refused:
            services.make_space(by=as_of(editor), owners=owners, **given)
        assert set(refused.value.details["fields"]) == {"owners"}
    with pytest.raises(Forbidden):
        services.make_space(by=as_of(one), owners=[one.pk, two.pk], **given)
    space = services.make_space(by=as_of(editor), owners=[one.pk, two.pk], is_chatham_house=True, **given)
    assert "larkspur" not in space.slug, "its address says nothing"
    rows = {row.user_id: row for row in SpaceMember.objects.all()}
    for refuse in (
        lambda: services.leave_space(by=as_of(one), space=space.slug),
        lambda: services.make_member(by=as_of(one), membership=rows[two.pk].pk),
        lambda: services.put_out(by=as_of(one), membership=rows[two.pk].pk, reason="No."),
    ):
        with pytest.raises(Conflict):
            refuse()
    services.add_person(by=as_of(one), space=space.slug, user=three.pk, role="owner")
    two.memberships.update(ends_on=clock.today() - datetime.timedelta(days=1))
    with pytest.raises(Conflict):
        services.leave_space(by=as_of(one), space=space.slug)  # an owner who left the framework does not count
    services.put_out(by=as_of(one), membership=rows[two.pk].pk, reason="You have moved on.")
    assert set(SpaceMember.objects.current().values_list("user", flat=True)) == {one.pk, three.pk}
    with pytest.raises(NotFound):
        services.add_person(by=as_of(editor), space=space.slug, user=editor.pk)


def test_a_confidential_spaces_words_are_nowhere_for_others():
    one, two, tom = a_member(), a_member("colne"), a_member("tendring")
    editor, moderator = UserFactory(site_role="core_editor"), a_member(site_role="moderator")
    space = make_space("larkspur", name=SECRET, kind="confidential", owners=[one, two])
    make_space("neighbours", kind="private", owners=[one])
    thread = ask(one, f"{SECRET}: who was told?", f"{SECRET} began in May.", space=space.slug)
    post = answer(two, thread, f"{SECRET} ended in June.", follow=True)
    again = answer(one, thread, f"{SECRET} again.")
    services.report_post(by=as_of(two), post=again.pk, reason=f"{SECRET} is named.")
    services.hide_post(by=as_of(two), post=again.pk, reason=f"{SECRET} is named.")
    services.save_draft(by=as_of(one), place=f"thread:{thread.number}", values={"body": SECRET})
    token = Requester(partners=frozenset({1}), token_id=1, scopes=frozenset({"read:community", "read:own"}))
    for by in (as_of(tom), as_of(editor), as_of(moderator), token):
        for model in (getattr(models, name) for name in models.__all__):
            for row in visible(model.objects.all(), by):
                assert getattr(row, "space_id", None) != space.pk, model
                assert SECRET not in str(row), model
                assert model is not Space or row.slug == "neighbours"
                assert model not in (Thread, Post)
        assert not may(by, "forum.moderate", space)
        assert not may(by, "forum.keep_space", space)
        for act in (
            lambda by=by: services.join_space(by=by, space=space.slug),
            lambda by=by: services.ask_to_join(by=by, space=space.slug),
            lambda by=by: services.archive_space(by=by, space=space.slug, because="x"),
        ):
            with pytest.raises((NotFound, Unauthenticated)) as refused:
                act()
            assert by is token or isinstance(refused.value, NotFound)
    with pytest.raises(NotFound):
        services.thank(by=as_of(tom), post=post.pk)
    # Search, mail and notices: not even for those who are in it.
    source = registry.source_of("thread")
    assert not list(source.entries([thread.pk]))
    assert thread.pk not in set(source.live_pks())
    assert not search.rows(as_of(one)).exists()
    for row in [*Delivery.objects.all(), *Notification.objects.all()]:
        assert SECRET not in f"{row.title if isinstance(row, Notification) else row.subject} {row.body} {row.path}"
    assert set(Delivery.objects.values_list("recipient", flat=True)) <= {one.email, two.email}
    assert Delivery.objects.filter(source_key__startswith="reply:").exists()
    two.memberships.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert veto_post(f"reply:{post.pk}", two.pk, two.email) != ""


def test_a_private_spaces_threads_are_found_by_its_people_alone():
    one, tom = a_member(), a_member()
    space = make_space(kind="private", owners=[one])
    private, public = ask(one, space=space.slug), ask(one, "An open question")
    source = registry.source_of("thread")
    found = {entry.key: entry for entry in source.entries([private.pk, public.pk])}
    assert found[f"thread:{private.pk}"].audience == {f"space:{space.pk}"}
    assert found[f"thread:{public.pk}"].audience == {"members"}
    assert str(one) not in repr(list(found.values())), "people are found by what they do, not by what they asked"
    assert list(source.rows(as_of(tom))) == [public]
    services.delete_post(by=as_of(one), post=public.posts.get().pk)
    assert not list(source.entries([public.pk]))


def test_a_space_ends_by_its_day_or_by_its_owner_and_is_read_after_that():
    editor, dana, tom = UserFactory(site_role="core_editor"), a_member(), a_member()
    last = clock.today() + datetime.timedelta(days=3)
    with pytest.raises(BadInput):
        services.make_space(by=as_of(editor), name="x", purpose="y", ends_on=clock.today() - datetime.timedelta(days=1))
    space = services.make_space(by=as_of(editor), name="Winter plan", purpose="Until spring.", ends_on=last)
    assert space.slug == "winter-plan"
    thread = ask(dana, space=space.slug)
    with time_machine.travel(clock.now() + datetime.timedelta(days=4), tick=False):
        for write in (lambda: answer(tom, thread), lambda: ask(tom, space=space.slug)):
            with pytest.raises(Conflict):
                write()
        assert visible(Thread.objects.all(), as_of(tom)).count() == 1
        services.delete_post(by=as_of(dana), post=thread.posts.get().pk)  # one's own words, always
        services.reopen_space(by=as_of(editor), space=space.slug)
        assert answer(tom, thread).number == 2
    services.archive_space(by=as_of(editor), space=space.slug, because="The plan is written.")
    with pytest.raises(Conflict):
        answer(tom, thread)
    with pytest.raises(Forbidden):
        services.change_space(by=as_of(tom), space=space.slug, name="Mine")


def test_a_topic_that_crowds_out_others_is_parked_with_its_people():
    owner, dana, tom = a_member(), a_member(), a_member()
    Topic.objects.create(name="School meals", slug="school-meals")
    space = make_space(kind="private", owners=[owner], members=[dana, tom])
    meals = [ask(dana, f"Meals {n}", space=space.slug, topics=["school-meals"]) for n in range(3)]
    other = ask(tom, space=space.slug)
    given = {"space": space.slug, "name": "School meals", "purpose": "Only that.", "reason": "It was most of the page."}
    with pytest.raises(Forbidden):
        services.park_topic(by=as_of(dana), topic="school-meals", **given)
    with pytest.raises(BadInput):
        services.park_topic(by=as_of(owner), topic="nothing", **given)
    new = services.park_topic(by=as_of(owner), topic="school-meals", **given)
    assert (new.kind, new.parked_from) == ("private", space)
    assert set(Thread.objects.filter(space=new)) == set(meals)
    assert Thread.objects.get(space=space) == other
    assert set(SpaceMember.objects.current().filter(space=new).values_list("user", flat=True)) == {
        *(owner.pk, dana.pk, tom.pk)
    }
    assert Delivery.objects.filter(source_key__startswith="moderation:").get().recipient == dana.email
    assert new.threads.first().moderation.get().reason == "It was most of the page."
