"""Who is told of what happens in the forum, and in which words.

Words of a private or confidential space stand in no notice and no mail: these only say that there is something to read.
Who may not read the post any more when a mail is about to leave gets none (the vetoes at the end).
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.forum.models import Follow, ModerationAction, Post, Report, Space, SpaceMember, Thread
from cms.forum.permissions import MODERATOR
from cms.members.models import User
from cms.members.selectors import belonging, core_team, holders_of_site_role, recipient, requester_of
from cms.notifications.services import Recipient, cancel_deliveries, notify

REPLY, ANSWER, THANKS, MODERATION = "reply", "answer", "thanks", "moderation"
REPORT, SPACE, ASKED = "post-report", "space", "space-asked"
DISCREET = (Space.Kind.PRIVATE, Space.Kind.CONFIDENTIAL)
SOMEBODY = "Somebody"
MARKED = "Your reply was marked as the answer."
THANKED = "Somebody thanked you for what you wrote"
A_REPLY = "There is a reply in a space that you are in"


def is_discreet(space: Space) -> bool:
    """Whether its words and its name stay out of notices and mails."""
    return space.kind in DISCREET


def writer_in_words(post: Post) -> str:
    """As a mail names who wrote: nobody where they wrote without a name, or under the Chatham House rule."""
    if post.is_anonymous or post.thread.space.is_chatham_house or post.author is None:
        return SOMEBODY
    return f"{post.author}, {post.partner}" if post.partner else str(post.author)


def path_of(post: Post) -> str:
    """Leads to its place in the thread, whatever page that is on."""
    return f"{post.thread.path}/posts/{post.number}"


# -- replies, answers, thanks ----------------------------------------------------------------------------
def tell_of_reply(by: Requester, thread: Thread, post: Post) -> None:
    """Everybody who follows the thread and may read it now, but who wrote it. Four queries and the notice's own."""
    people = [recipient(user) for user in followers(thread) if user.pk != post.author_id]
    if not people:
        return
    notify(
        by=by,
        source_key=f"{REPLY}:{post.pk}",
        recipients=people,
        title=reply_title(thread),
        body="",
        email_body=words_of_reply(post),
        path=path_of(post),
    )


def reply_title(thread: Thread) -> str:
    return A_REPLY if is_discreet(thread.space) else f"Reply: {thread.title}"


def words_of_reply(post: Post) -> str:
    """The text of the mail about a reply."""
    if is_discreet(post.thread.space):
        return "Somebody replied to something that you follow. What they wrote is read on the site only."
    return f"{writer_in_words(post)} replied to “{post.thread.title}”:\n\n{post.body}"


def followers(thread: Thread) -> list[User]:
    """Active people who follow the thread, belong to the framework today and are in its space where it is not open."""
    rows = Follow.objects.filter(thread=thread, ended_at=None, user__is_active=True).select_related("user")
    users = {row.user_id: row.user for row in rows.order_by("pk")}
    here = belonging(users)
    if thread.space.kind != Space.Kind.OPEN:
        inside = SpaceMember.objects.current().filter(space=thread.space_id, user__in=here)
        here &= set(inside.values_list("user_id", flat=True))
    return [user for key, user in users.items() if key in here]


def tell_of_answer(by: Requester, thread: Thread, post: Post) -> None:
    """Who wrote the answer, unless they chose it themselves."""
    if post.author is None or post.author_id == by.user_id:
        return
    notify(
        by=by,
        source_key=f"{ANSWER}:{post.pk}",
        recipients=[recipient(post.author)],
        title=answer_title(thread),
        body="",
        email_body=words_of_answer(thread),
        path=path_of(post),
    )


def answer_title(thread: Thread) -> str:
    return MARKED if is_discreet(thread.space) else f"Your reply is the answer: {thread.title}"


def words_of_answer(thread: Thread) -> str:
    return MARKED if is_discreet(thread.space) else f"{MARKED} The question: “{thread.title}”."


def tell_of_thanks(by: Requester, post: Post) -> None:
    """Once a post, on the site alone: thanks are no reason for a mail."""
    if post.author is not None:
        key = f"{THANKS}:{post.pk}"
        notify(
            by=by,
            source_key=key,
            recipients=[recipient(post.author)],
            title=thanks_title(post.thread),
            body="",
            path=path_of(post),
            email=False,
        )


def thanks_title(thread: Thread) -> str:
    return THANKED if is_discreet(thread.space) else f"{THANKED}: {thread.title}"


# -- moderation ------------------------------------------------------------------------------------------
def tell_author(by: Requester, action: ModerationAction, author: int | None, *, path: str = "") -> None:
    """Whose post or thread it was, with the reason."""
    people = _people([author], but=by.user_id)
    if not people:
        return
    thread = action.thread
    discreet, what = is_discreet(thread.space), what_of(action)
    notify(
        by=by,
        source_key=f"{MODERATION}:{action.pk}",
        recipients=people,
        title=title_of_action(action),
        body="" if discreet else action.reason,
        email_body=(
            f"{what} was {ACTED[action.kind]}. The reason that was given: {action.reason}\n\n"
            "If you think that this is wrong, answer to the core team: they know who did it."
            if not discreet
            else f"{what} was {ACTED[action.kind]}. The reason is on the site."
        ),
        path=path or thread.path,
    )


def what_of(action: ModerationAction) -> str:
    return "A post of yours" if action.post_id is not None else "A thread that you began"


def title_of_action(action: ModerationAction) -> str:
    named = "" if is_discreet(action.thread.space) else f": {action.thread.title}"
    return f"{what_of(action)} was {ACTED[action.kind]}{named}"


def tell_writers(by: Requester, action: ModerationAction, writers: Iterable[int], space: Space) -> None:
    """Those of these people (keys) who cannot read on in the joinable space where it went: they may join it."""
    if space.kind != Space.Kind.JOINABLE:
        return
    inside = SpaceMember.objects.current().filter(space=space).values_list("user_id", flat=True)
    notify(
        by=by,
        source_key=f"{MODERATION}:{action.pk}:writers",
        recipients=_people(set(writers) - set(inside), but=by.user_id),
        title=f"What you wrote is in another space now: {space.name}",
        body="Join that space to read on and to write. Whoever is in a space sees who else is in it.",
        path=f"/community/spaces/{space.slug}",
    )


ACTED: dict[str, str] = {
    ModerationAction.Kind.HIDE: "hidden",
    ModerationAction.Kind.SHOW: "shown again",
    ModerationAction.Kind.LOCK: "closed to replies",
    ModerationAction.Kind.UNLOCK: "opened to replies",
    ModerationAction.Kind.MOVE: "moved to another space",
    ModerationAction.Kind.MERGE: "put together with another",
}


def tell_of_parking(by: Requester, space: Space, threads: Iterable[Thread], reason: str) -> None:
    """Those who began the threads, once each."""
    discreet = is_discreet(space)
    notify(
        by=by,
        source_key=f"{MODERATION}:space-{space.pk}",
        recipients=_people({thread.author_id for thread in threads}, but=by.user_id),
        title="What you began has moved" if discreet else f"What you began has moved to “{space.name}”",
        body="",
        email_body="Its topic has a space of its own now." + ("" if discreet else f" The reason: {reason}"),
        path=f"/community/spaces/{space.slug}",
    )


def tell_of_report(by: Requester, report: Report) -> None:
    """The moderators who read the space, and its owners, but who wrote it; not what was reported, nor by whom."""
    space = report.post.thread.space
    notify(
        by=by,
        source_key=f"{REPORT}:{report.pk}",
        recipients=[
            recipient(user) for user in moderators_of(space) if user.pk not in (by.user_id, report.post.author_id)
        ],
        title="A post was reported",
        body="",
        email_body="A member says that something is wrong with a post. Read it and say what comes of it.",
        path="/community/reports",
    )


def tell_of_outcome(by: Requester, report: Report) -> None:
    discreet = is_discreet(report.post.thread.space)
    notify(
        by=by,
        source_key=f"{REPORT}:{report.pk}:settled",
        recipients=_people([report.reporter_id], but=by.user_id),
        title="What came of your report",
        body="" if discreet else report.outcome,
        email_body="" if not discreet else "A moderator has looked at it.",
        path=report.post.thread.path,
    )


def moderators_of(space: Space) -> list[User]:
    """Active people who may moderate there: its owners, and the core team and moderators where they read."""
    inside = SpaceMember.objects.current().filter(space=space, user__is_active=True).select_related("user")
    team = {user.pk: user for user in [*holders_of_site_role(MODERATOR), *core_team()]}
    rows = list(inside)
    found = {row.user_id: row.user for row in rows if row.role == SpaceMember.Role.OWNER or row.user_id in team}
    if space.kind == Space.Kind.OPEN:
        found |= team
    here = belonging(found)
    return [user for key, user in found.items() if key in here]


# -- spaces ----------------------------------------------------------------------------------------------
def tell_of_asking(by: Requester, row: SpaceMember) -> None:
    """The owners: somebody wants to come in."""
    owners = SpaceMember.objects.current().filter(space=row.space_id, role=SpaceMember.Role.OWNER)
    notify(
        by=by,
        source_key=f"{ASKED}:{row.pk}",
        recipients=_people(owners.values_list("user_id", flat=True), but=by.user_id),
        title="Somebody asks to join a space of yours",
        body="",
        email_body="Look at who it is and why, and let them in or say why not.",
        path=f"/community/spaces/{row.space.slug}/people",
    )


def tell_of_entry(by: Requester, row: SpaceMember) -> None:
    cancel_deliveries(by=by, source_prefix=f"{ASKED}:{row.pk}", reason="They were let in.")
    name = "" if is_discreet(row.space) else f": {row.space.name}"
    notify(
        by=by,
        source_key=f"{SPACE}:{row.pk}:in",
        recipients=_people([row.user_id], but=by.user_id),
        title=f"You are in a space now{name}",
        body="",
        email_body="You can read and write in it. You can leave at any time, on its page.",
        path=f"/community/spaces/{row.space.slug}",
    )


def tell_of_end(by: Requester, row: SpaceMember, reason: str) -> None:
    """Who was turned down or put out, and why."""
    cancel_deliveries(by=by, source_prefix=f"{ASKED}:{row.pk}", reason="They were answered.")
    asked = row.joined_at is None
    name = "" if is_discreet(row.space) else f": {row.space.name}"
    notify(
        by=by,
        source_key=f"{SPACE}:{row.pk}:out",
        recipients=_people([row.user_id], but=by.user_id),
        title=("You were not let into a space" if asked else "You are no longer in a space") + name,
        body=f"The reason that was given: {reason}",
        path="/community",
    )


def _people(keys: Iterable[int | None], *, but: int | None) -> list[Recipient]:
    wanted = {key for key in keys if key is not None and key != but}
    if not wanted:
        return []
    return [recipient(user) for user in User.objects.filter(pk__in=wanted, is_active=True).order_by("pk")]


# -- at the last moment ----------------------------------------------------------------------------------
NOT_READ = "This person may not read it any more."


def veto_post(source_key: str, user_id: int | None, address: str) -> str:
    """For "reply" and "answer", whose keys are posts."""
    post = Post.objects.filter(pk=int(source_key.split(":")[1])).select_related("thread").first()
    if post is None or post.deleted_at is not None or post.hidden_at is not None:
        return "The post was taken back."
    by = _requester(user_id)
    if by is None or not visible(Post.objects.filter(pk=post.pk), by).exists():
        return NOT_READ
    following = Follow.objects.filter(thread=post.thread_id, user=user_id, ended_at=None)
    if source_key.startswith(f"{REPLY}:") and not following.exists():
        return "This person does not follow it any more."
    return ""


def veto_report(source_key: str, user_id: int | None, address: str) -> str:
    """For "post-report": whoever moderates there, and for its outcome who reported it."""
    report = Report.objects.filter(pk=int(source_key.split(":")[1])).select_related("post__thread__space").first()
    by = _requester(user_id)
    if report is None or by is None or not by.is_member:
        return NOT_READ
    if source_key.endswith(":settled"):
        return "" if report.reporter_id == user_id else NOT_READ
    if report.settled_at is not None:
        return "The report was settled."
    moderates = any(user.pk == user_id for user in moderators_of(report.post.thread.space))
    return "" if moderates and report.post.author_id != user_id else NOT_READ


def veto_member(source_key: str, user_id: int | None, address: str) -> str:
    """For what concerns somebody as a member: their own post, or their part in a space."""
    by = _requester(user_id)
    return "" if by is not None and by.is_member else NOT_READ


def veto_asking(source_key: str, user_id: int | None, address: str) -> str:
    row = SpaceMember.objects.filter(pk=int(source_key.split(":")[1])).first()
    by = _requester(user_id)
    if row is None or row.joined_at is not None or row.ended_at is not None:
        return "They were answered."
    return "" if by is not None and row.space_id in by.owned_spaces else NOT_READ


def _requester(user_id: int | None) -> Requester | None:
    user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).first() if user_id else None
    return requester_of(user) if user is not None else None
