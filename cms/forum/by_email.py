"""Answering by e-mail: notices about a thread carry a reply address of their recipient's own, and what comes to it is
posted by that person, with the rights that they have at that moment."""

import io
from typing import Any

from django.contrib.auth import get_user_model

from cms.core import policy
from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.forum import telling, waiting
from cms.forum.models import Draft, Follow, Post, Thread
from cms.forum.personal_data import PersonalDataFound, find
from cms.forum.services import attach_file, reply, save_draft
from cms.forum.services.checks import find_thread
from cms.forum.services.files import LIMITS
from cms.forum.telltale import tells_who
from cms.members.selectors import requester_of
from cms.notifications.answering import Conversation, register_conversation
from cms.notifications.models import Delivery
from cms.postbox.addresses import reply_address
from cms.postbox.letters import Enclosure
from cms.postbox.takers import Answer, Refused, Taken, register_taker
from cms.storage.accepting import accept_file
from cms.storage.refusals import RefusedFile

PURPOSE = "thread"
CLOSED = "Your account is closed, or your organisation is no longer a member."
FILE_ALONE = "(A file, sent by e-mail.)"
LEFT_OUT = "Your answer was posted. These files were not taken:\n\n{files}\n\nYou can add others there."
WITHOUT_NAME = "You write without your name there, and a file may say whose it is."
FILES_ALONE = f"It holds files alone. {WITHOUT_NAME} You can add them on the site, where you see them first."
KINDS = {"nhs_number": "an NHS number", "birth": "a date of birth", "name_and_birth": "a name with a date of birth"}
# Neither quotes the mail: what stands in one is kept longer, and by more servers, than a draft.
WAITS = (
    "Your e-mail may say who somebody is, so it was not posted. In it is what looks like {found}.\n\n"
    "It waits as a draft that you alone see. "
    "Open the thread, take out what says who it is, and send it from there."
)
TELLS = (
    "You wrote in this thread without your name, so your answer would stand without it too. But it holds {found}, by "
    "which others would know you, so it was not posted.\n\n"
    "It waits as a draft that you alone see. "
    "Open the thread, and send it from there: without those words, or with your name if you want to."
)
NO_FILES = "\n\nThe files that came with it were not kept."


def take(answer: Answer) -> Taken:
    """Post it as its sender's reply, once however often it comes. What looks like personal data is kept as a draft, as
    nobody can be asked to look again by e-mail; so is what says who wrote it, where it would stand without a name.
    Raises Refused and DomainErrors, with words for the sender."""
    user = _person(answer.user_id)
    by = requester_of(user) if user is not None else None
    if by is None or not by.is_member:
        raise Refused(CLOSED)
    thread = find_thread(by, answer.target)
    last = _last_post(thread, answer.user_id)
    is_anonymous = last is not None and last.is_anonymous
    if is_anonymous:
        if not answer.text:
            raise Refused(FILES_ALONE, thread.path)
        partners = by.partners | ({last.partner_id} if last is not None and last.partner_id else set())
        if telling_words := tells_who(answer.text, user=user, partners=partners):
            return _keep_draft(by, thread, answer, TELLS, telling_words, is_anonymous)
    try:
        post = reply(
            by=by,
            submission_id=answer.key,
            number=thread.number,
            body=answer.text or FILE_ALONE,
            is_anonymous=is_anonymous,
            partner=last.partner_id if last is not None else None,
            via=Post.Via.EMAIL,
        )
    except PersonalDataFound:
        kinds = list(dict.fromkeys(KINDS[finding.kind] for finding in find(answer.text)))
        return _keep_draft(by, thread, answer, WAITS, kinds, is_anonymous)
    if post.is_anonymous:
        left_out = [f"- {file.name}: {WITHOUT_NAME}" for file in answer.files]
    else:
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
            checked = accept_file(io.BytesIO(file.content), file.name, kinds=LIMITS.kinds)
            attach_file(by=by, post=post.pk, file=checked)
        except (RefusedFile, DomainError) as refused:
            left_out.append(f"- {file.name}: {refused}")
    return left_out


def _keep_draft(
    by: Requester, thread: Thread, answer: Answer, words: str, found: list[str], is_anonymous: bool
) -> Taken:
    """Below what they had begun already; sent from there, it stands with or without a name as it would have."""
    place = f"thread:{thread.number}"
    begun = Draft.objects.filter(user=by.user_id, place=place).first()
    follows = Follow.objects.filter(thread=thread, user=by.user_id, ended_at=None).exists()
    values: dict[str, Any] = dict(begun.values) if begun is not None else {"follow": "1" if follows else ""}
    before = str(values.get("body", "")).strip()
    if answer.text not in before:
        values["body"] = f"{before}\n\n{answer.text}".strip()
    if is_anonymous:
        values["anonymous"] = "1"
    save_draft(by=by, place=place, values=values)
    listed = ", ".join(found[:-1]) + " and " + found[-1] if found[1:] else found[0]
    return Taken(thread.path, words.format(found=listed) + (NO_FILES if answer.files else ""), posted=False)


def _last_post(thread: Thread, user_id: int) -> Post | None:
    """Under which name, and for which body, the person wrote in this thread before."""
    last: Post | None = thread.posts.filter(author=user_id).order_by("-number").first()
    return last


def _person(user_id: int | None) -> Any:
    return get_user_model()._default_manager.filter(pk=user_id, is_active=True).first() if user_id else None


def _requester(user_id: int | None) -> Requester | None:
    user = _person(user_id)
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
    last = _last_post(thread, by.user_id)
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
