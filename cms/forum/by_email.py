"""Answering by e-mail: notices about a thread carry a reply address of their recipient's own, and what comes to it is
posted by that person, with the rights that they have at that moment."""

import io

from django.contrib.auth import get_user_model

from cms.core import policy
from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.forum import telling, waiting
from cms.forum.models import Draft, Post, Thread
from cms.forum.personal_data import PersonalDataFound
from cms.forum.services import attach_file, reply, save_draft
from cms.forum.services.checks import find_thread
from cms.forum.services.files import LIMITS
from cms.members.selectors import requester_of
from cms.notifications.answering import Conversation, register_conversation
from cms.notifications.models import Delivery
from cms.postbox.addresses import reply_address
from cms.postbox.letters import Enclosure
from cms.postbox.takers import Answer, Refused, Taken, register_taker
from cms.storage.uploads_content import RefusedFile, check_file

PURPOSE = "thread"
CLOSED = "Your account is closed, or your organisation is no longer a member."
FILE_ALONE = "(A file, sent by e-mail.)"
LEFT_OUT = "Your answer was posted. These files were not taken:\n\n{files}\n\nYou can add others there."
WAITS = (
    "Your e-mail may say who somebody is, so it was not posted: {found}\n\nIt waits as a draft that you alone see. "
    "Open the thread, take out what says who it is, and send it from there."
)


def take(answer: Answer) -> Taken:
    """Post it as its sender's reply, once however often it comes. What looks like personal data is kept as a draft, as
    nobody can be asked to look again by e-mail. Raises Refused and DomainErrors, with words for the sender."""
    by = _requester(answer.user_id)
    if by is None or not by.is_member:
        raise Refused(CLOSED)
    thread = find_thread(by, answer.target)
    try:
        post = reply(
            by=by,
            submission_id=answer.key,
            number=thread.number,
            body=answer.text or FILE_ALONE,
            partner=_written_for(thread, answer.user_id),
            via=Post.Via.EMAIL,
        )
    except PersonalDataFound as warned:
        _keep_draft(by, thread, answer.text)
        return Taken(thread.path, WAITS.format(found=_in_words(warned)), posted=False)
    left_out = _attach(by, post, answer.files)
    return Taken(telling.path_of(post), LEFT_OUT.format(files="\n".join(left_out)) if left_out else "")


def _attach(by: Requester, post: Post, files: tuple[Enclosure, ...]) -> list[str]:
    """Each file that passes the same checks as on the site; returns words about the others."""
    left_out = [f"- {file.name}: at most {LIMITS.files} files are taken." for file in files[LIMITS.files :]]
    if post.files.exists():  # the same mail again
        return []
    for file in files[: LIMITS.files]:
        try:
            if len(file.content) > LIMITS.file_bytes:
                raise RefusedFile(f"It is larger than {LIMITS.file_bytes >> 20} MB.")
            checked = check_file(io.BytesIO(file.content), file.name, kinds=LIMITS.kinds)
            attach_file(by=by, post=post.pk, file=checked)
        except (RefusedFile, DomainError) as refused:
            left_out.append(f"- {file.name}: {refused}")
    return left_out


def _keep_draft(by: Requester, thread: Thread, text: str) -> None:
    """Below what they had begun already."""
    place = f"thread:{thread.number}"
    begun = Draft.objects.filter(user=by.user_id, place=place).first()
    values = dict(begun.values) if begun is not None else {}
    before = str(values.get("body", "")).strip()
    if text not in before:
        values["body"] = f"{before}\n\n{text}".strip()
    save_draft(by=by, place=place, values=values)


def _in_words(warned: PersonalDataFound) -> str:
    found = warned.details.get("personalData")
    return " ".join(str(one) for one in found) if isinstance(found, list | tuple) else str(warned)


def _written_for(thread: Thread, user_id: int) -> int | None:
    """The body for which the person wrote in this thread before."""
    last: int | None = (
        thread.posts.filter(author=user_id).order_by("-number").values_list("partner_id", flat=True).first()
    )
    return last


def _requester(user_id: int | None) -> Requester | None:
    user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).first() if user_id else None
    return requester_of(user) if user is not None else None


# -- what goes out ------------------------------------------------------------------------------------------
def conversation_about_post(delivery: Delivery) -> Conversation | None:
    """For source keys that name a post."""
    post = Post.objects.select_related("thread__space").filter(pk=int(delivery.source_key.split(":")[1])).first()
    return _conversation(post.thread, delivery.user_id) if post is not None else None


def conversation_about_thread(delivery: Delivery) -> Conversation | None:
    """For source keys that name a thread."""
    thread = Thread.objects.select_related("space").filter(pk=int(delivery.source_key.split(":")[1])).first()
    return _conversation(thread, delivery.user_id) if thread is not None else None


def _conversation(thread: Thread, user_id: int | None) -> Conversation | None:
    """None where this person could not write at this moment."""
    by = _requester(user_id)
    closed = thread.locked_at is not None or thread.hidden_at is not None or thread.merged_into_id is not None
    if by is None or by.user_id is None or closed or not policy.may(by, "forum.write", thread.space):
        return None
    last = thread.posts.filter(author=by.user_id).order_by("-number").first()
    named = "without your name, as you wrote there before" if last and last.is_anonymous else "under your name"
    readers = "everybody in the space" if telling.is_discreet(thread.space) else "everybody who reads the thread"
    return Conversation(
        address=reply_address(purpose=PURPOSE, target=thread.number, user_id=by.user_id),
        key=f"{PURPOSE}:{thread.pk}",
        words=f"You can answer by replying to this e-mail. It is posted {named}, for {readers}.",
    )


def register() -> None:
    """Called once, when the app is ready."""
    register_taker(PURPOSE, take)
    for source in (telling.REPLY, telling.ANSWER):
        register_conversation(source, conversation_about_post)
    for source in (waiting.HELP, waiting.UNANSWERED):
        register_conversation(source, conversation_about_thread)
