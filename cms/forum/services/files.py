"""Files of a post: they come through the upload door, and are seen by whoever reads the post."""

from django.db import transaction

from cms.audit.services import record
from cms.core.errors import Conflict, DomainError, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.models import Attachment, Post, Space
from cms.forum.services.checks import find_post, person_of, writable
from cms.storage.uploads import Limits, keep_document, register_purpose
from cms.storage.uploads_content import CheckedFile

PURPOSE = "forum-post"
LIMITS = Limits(files=5, file_bytes=10 << 20, total_bytes=25 << 20)
MOST = 10  # files of one post
NOT_HERE = "A confidential space takes no files: the core team looks after all files of the site. It was not kept."


@transaction.atomic
def attach_file(*, by: Requester, post: int, file: CheckedFile) -> Attachment:
    """Put a checked file to one's own post (key). Raises NotFound, Forbidden, Conflict for the eleventh file and in a
    confidential space: the core team looks after all files, and may not read these."""
    found = _own(by, post)
    if found.thread.space.kind == Space.Kind.CONFIDENTIAL:
        raise Conflict(NOT_HERE)
    if found.files.count() >= MOST:
        raise Conflict(f"A post takes {MOST} files at most.")
    document = keep_document(file, by=by)
    kept: Attachment = Attachment.objects.create(post=found, document=document)
    record(by, "post.file_added", found, label=found.thread.path, after=file.sha256)
    return kept


@transaction.atomic
def remove_file(*, by: Requester, attachment: int) -> None:
    """Take a file (key of its Attachment) from one's own post; it is deleted. Raises NotFound, Forbidden."""
    row = visible(Attachment.objects.select_related("post", "document"), by).filter(pk=attachment).first()
    if row is None:
        raise NotFound("There is no such file.")
    _own(by, row.post_id)
    record(by, "post.file_removed", row.post, label=row.post.thread.path)
    row.document.delete()


def drop_files(post: Post) -> None:
    """All files of a post go, in the caller's transaction."""
    for row in post.files.select_related("document"):
        row.document.delete()  # takes the row along


def may_send(by: Requester, target: str) -> bool:
    """`target` is the key of a post."""
    if not target.isascii() or not target.isdigit() or len(target) > 18:
        return False
    try:
        _own(by, int(target))
    except DomainError:
        return False
    return True


def take_file(*, by: Requester, target: str, file: CheckedFile) -> str:
    kept = attach_file(by=by, post=int(target), file=file)
    return f"Kept as “{kept.document.title}”. Whoever reads your post can open it."


def back(target: str) -> str:
    """Where the browser returns to: the post's thread."""
    found = Post.objects.filter(pk=int(target)).select_related("thread").first()
    return found.thread.path if found else "/community"


def _own(by: Requester, pk: int) -> Post:
    found = find_post(by, pk)
    if found.author_id is None or found.author_id != person_of(by):
        raise Forbidden("Only who wrote it can change it.")
    writable(by, found.thread.space)
    if found.hidden_at is not None or not may(by, "forum.write", found.thread.space):
        raise Conflict("This was closed by a moderator, and cannot be changed.")
    return found


def register() -> None:
    """Called once, when the app is ready."""
    register_purpose(PURPOSE, take_file, may=may_send, back=back, limits=LIMITS)
