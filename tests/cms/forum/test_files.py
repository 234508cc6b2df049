"""Files of posts: checked at the door, read by who reads the post, and gone with it."""

import io

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.core import visibility
from cms.core.errors import DomainError, NotFound
from cms.core.policy import visible
from cms.forum import services
from cms.forum.models import Attachment
from cms.forum.services.files import PURPOSE, back
from cms.storage import uploads
from tests.factories.forum import a_member, answer, as_of, ask, make_space
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TABLE = b"team,telephone\nHub,01632 960118\nDesk,01632 960119\n"


def send(user, post, *files):
    """What the upload door answers: (taken, words) of each file."""
    ticket = uploads.start_upload(by=as_of(user), purpose=PURPOSE, target=str(post.pk))
    rows = uploads.receive(by=as_of(user), ticket=ticket, files=[(name, io.BytesIO(text)) for name, text in files])
    return [(row.taken, row.words) for row in rows]


def seen(user):
    return visibility.visible_files(get_document_model().objects.all(), as_of(user), "v")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_is_read_with_its_post_and_goes_with_it():
    owner, dana, tom = a_member(), a_member(), a_member()
    make_space(kind="private", owners=[owner], members=[dana])
    post = answer(dana, ask(owner, space="children"))
    (good, bad) = send(dana, post, ("numbers.csv", TABLE), ("run.exe", b"MZ" + b"\0" * 90))
    assert good[0]
    assert (bad[0], "program" in bad[1]) == (False, True)
    document = get_document_model().objects.get()
    assert list(seen(owner)) == [document]
    assert not seen(tom).exists()
    assert back(str(post.pk)) == post.thread.path
    services.hide_post(by=as_of(owner), post=post.pk, reason="It is not for here.")
    assert not seen(dana).exists(), "nobody but moderators opens what is hidden"
    services.show_post(by=as_of(owner), post=post.pk, reason="It is.")
    services.delete_post(by=as_of(dana), post=post.pk)
    assert not get_document_model().objects.exists()


def test_only_its_writer_adds_files_and_a_confidential_space_takes_none():
    one, two, editor = a_member(), a_member(), UserFactory(site_role="core_editor")
    make_space("larkspur", kind="confidential", owners=[one, two])
    secret, public = ask(one, space="larkspur").posts.get(), ask(one).posts.get()
    assert send(one, secret, ("numbers.csv", TABLE))[0][0] is False
    for user, post in ((two, public), (two, secret), (editor, public), (editor, secret)):
        with pytest.raises(NotFound):
            send(user, post, ("numbers.csv", TABLE))
    assert send(one, public, ("numbers.csv", TABLE))[0][0]
    row = Attachment.objects.get()
    with pytest.raises(DomainError):
        services.remove_file(by=as_of(two), attachment=row.pk)
    services.remove_file(by=as_of(one), attachment=row.pk)
    assert not visible(Attachment.objects.all(), as_of(one)).exists()
    document = get_document_model().objects.create(title="One", file=ContentFile(b"x", "one.csv"))
    Attachment.objects.bulk_create(Attachment(post=public, document=document) for _ in range(10))
    assert "at most" in send(one, public, ("numbers.csv", TABLE))[0][1]
