"""Spaces, threads and reports in the admin: who gets in, and that each button does what it says."""

import pytest
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core.errors import NotFound
from cms.forum.models import Report, Space, SpaceMember, Thread
from cms.forum.services import accept_answer, add_person, drop_draft, hide_post, report_post, save_draft, settle_report
from cms.members.models import SiteRole
from cms.notifications.models import Delivery
from tests.factories import admin as make
from tests.factories.forum import a_member, answer, as_of, ask, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


def text(response):
    return response.content.decode()


def test_an_editor_makes_keeps_and_ends_spaces(editor):
    one, two = a_member(), a_member()
    given = {"name": "Winter plan", "purpose": "Until it is written.", "kind": "private", "owners": one.email}
    assert "Winter plan" not in text(editor.get(reverse("forum_spaces")))
    wrong = editor.post(reverse("forum_space_new"), given | {"owners": "nobody@example.org"})
    assert "No member has this address: nobody@example.org." in text(wrong)
    assert not Space.objects.exists()
    assert "Name two owners at least." in text(
        editor.post(reverse("forum_space_new"), given | {"kind": "confidential"})
    )
    editor.post(reverse("forum_space_new"), given)
    space = Space.objects.get()
    address = reverse("forum_space", args=[space.slug])
    assert str(one) in text(editor.get(address))
    editor.post(address, {"add": "1", "email": two.email})
    row = SpaceMember.objects.get(user=two)
    editor.post(address, {"owner": row.pk})
    refused = text(editor.post(address, {"put_out": "1", "who": "0", "reason": "It was a mistake."}))
    assert 'value="It was a mistake."' in refused
    parked = {"park": "1", "topic": "", "name": "Parked", "purpose": "For a while", "reason": "It crowds out"}
    assert editor.post(address, parked).status_code == 200
    editor.post(address, {"put_out": "1", "who": row.pk, "reason": "It was a mistake."})
    row.refresh_from_db()
    assert (row.role, row.ended_at is not None) == ("owner", True)
    editor.post(address, {"change": "1", "name": "Winter", "purpose": "Until spring.", "is_chatham_house": "on"})
    editor.post(address, {"archive": "1", "because": "It is written."})
    space.refresh_from_db()
    assert (space.name, space.is_chatham_house, space.is_archived) == ("Winter", True, True)
    assert "It has ended: It is written." in text(editor.get(address))
    editor.post(address, {"reopen": "1"})
    assert not Space.objects.get().is_archived


def test_a_confidential_space_is_not_there_for_an_editor_who_is_not_in_it(editor):
    make_space("larkspur", name="Larkspur", kind="confidential", owners=[a_member(), a_member()])
    thread = ask(SpaceMember.objects.first().user, "Larkspur", space="larkspur")
    for address in (
        reverse("forum_space", args=["larkspur"]),
        reverse("forum_thread", args=[thread.number]),
        reverse("forum_thread", args=[999]),
    ):
        assert editor.get(address).status_code == 404
    for name in ("forum_spaces", "forum_threads", "forum_reports"):
        assert "Larkspur" not in text(editor.get(reverse(name)))


def test_lists_of_mails_and_the_audit_trail_tell_the_core_team_nothing_of_it(editor):
    one, two = (a_member(last_name=name, email=f"{name}@example.org") for name in ("Quillfeather", "Larkbury"))
    make_space("larkspur", kind="confidential", owners=[one, two])
    thread = ask(one, "Larkspur", space="larkspur")
    post = answer(two, thread)
    accept_answer(by=as_of(one), post=post.pk)
    report_post(by=as_of(one), post=post.pk, reason="It names somebody.")
    hide_post(by=as_of(one), post=post.pk, reason="It names somebody.")
    save_draft(by=as_of(one), place=f"thread:{thread.number}", values={"body": "Begun"})
    drop_draft(by=as_of(one), place=f"thread:{thread.number}")
    add_person(by=as_of(one), space="larkspur", user=a_member(email="larkin@example.org").pk)
    told = Delivery.objects.filter(recipient__contains="@example.org")
    assert {row.source_key.partition(":")[0] for row in told} >= {"reply", "answer", "moderation", "space"}
    asker = a_member(email="open@example.org")
    answer(a_member(last_name="Openly"), ask(asker, "For all"))
    for name, shown in (("deliveries", "open@example.org"), ("audit_events", "post.made")):
        for sent in ({}, {"export": "csv"}):
            response = editor.get(reverse(name), sent)
            said = b"".join(response).decode() if response.streaming else text(response)
            assert shown in said
            for word in ("Quillfeather", "Larkbury", "larkin", "larkspur", "A confidential space", thread.path):
                assert word.lower() not in said.lower(), (name, word)
            if name == "audit_events" and sent:
                assert f",{one.pk},person" not in said
    hidden = told.filter(source_key__startswith="reply").first()
    editor.post(reverse("delivery_bounced", args=[hidden.pk]))
    hidden.refresh_from_db()
    assert hidden.bounced_at is None
    event = AuditEvent.objects.filter(action="post.made", actor_id=two.pk).get()
    assert (event.object_label, event.object_type, event.object_id) == ("A confidential space", "", "")
    keeper = make.signed_in(make.staff("keeper@example.org"))
    assert "A confidential space" in text(keeper.get(reverse("audit_events")))


def test_reports_are_settled_and_threads_moderated_with_a_reason(editor):
    dana, tom = a_member(), a_member()
    thread, other = ask(dana, "Who tells housing?"), ask(tom, "Who tells housing about it?")
    post = answer(tom, thread, "Unkind words")
    report = report_post(by=as_of(dana), post=post.pk, reason="It is unkind.")
    queue = text(editor.get(reverse("forum_reports")))
    assert "Unkind words" in queue
    assert "It is unkind." in queue
    address = reverse("forum_thread", args=[thread.number])
    editor.post(address, {"hide_post": post.pk, "reason": ""})
    post.refresh_from_db()
    assert post.hidden_at is None, "not without a reason"
    long = "Because of this and that. " * 40
    assert long.strip() in text(editor.post(address, {"hide_post": post.pk, "reason": long}))
    assert 'value="It is dealt with"' in text(
        editor.post(address, {"merge": "1", "into": "x", "reason": "It is dealt with"})
    )
    editor.post(address, {"hide_post": post.pk, "reason": "Be kind."})
    assert "A moderator hid this." in text(editor.get(address))
    editor.post(reverse("forum_reports"), {"settle": report.pk, "outcome": "It was hidden."})
    assert Report.objects.get().outcome == "It was hidden."
    assert "Nothing is reported." in text(editor.get(reverse("forum_reports")))
    editor.post(
        address,
        {
            "merge": "1",
            "into": f"https://x.example/community/threads/{other.number}#post-1",
            "reason": "The same question.",
        },
    )
    assert Thread.objects.get(pk=thread.pk).merged_into == other
    assert "Merged with" in text(editor.get(address))
    listed = text(editor.get(reverse("forum_threads"), {"q": "housing", "state": "waiting"}))
    assert listed.count("Who tells housing") == 1


def test_an_owner_learns_what_is_wrong_and_not_who_said_so_and_nothing_of_their_own_posts():
    owner, other = (a_member(site_role=SiteRole.Role.MANAGEMENT_GROUP) for _ in range(2))
    dana = a_member(last_name="Quillfeather")
    space = make_space("mine", kind="private", owners=[owner, other], members=[dana])
    thread = ask(owner, "Opening words", space=space.slug)
    mine = report_post(by=as_of(dana), post=thread.posts.get().pk, reason="It names somebody.")
    theirs = report_post(by=as_of(dana), post=answer(other, thread).pk, reason="It is unkind.")
    told = Delivery.objects.filter(source_key=f"post-report:{mine.pk}")
    assert [row.recipient for row in told] == [other.email]
    for person, read, unread in ((owner, theirs, mine), (other, mine, theirs)):
        browser = make.signed_in(person)
        queue = text(browser.get(reverse("forum_reports")))
        assert read.reason in queue
        assert unread.reason not in queue
        assert "Quillfeather" not in queue
        with pytest.raises(NotFound):
            settle_report(by=as_of(person), report=unread.pk, outcome="Nothing.")
    assert not Report.objects.exclude(settled_at=None).exists()


def test_the_management_group_has_no_part_in_it():
    chair = make.signed_in(make.staff("chair@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    for name in ("forum_spaces", "forum_space_new", "forum_threads", "forum_reports"):
        assert chair.get(reverse(name)).status_code in (302, 403), name
