"""What members ask each other, for the leak matrix: one of everything that somebody must not see."""

import datetime
from typing import Any

from cms.core import clock
from cms.forum.models import Attachment, Draft, ModerationAction, Post, PostText, Report, Space, SpaceMember, Thread
from tests.factories.pages import make_document
from tests.factories.registers import make_user

OPEN = {"SECRET-open-thread", "SECRET-open-words", "SECRET-earlier-words", "SECRET-hidden-reason"} | {
    "SECRET-space-purpose"  # of a joinable space: every member may join
}
JOINED = {"SECRET-joined-thread", "SECRET-joined-words"}
PRIVATE = {"SECRET-private-thread", "SECRET-private-words", "SECRET-private-file", "SECRET-asking-reason"}
CONFIDENTIAL = {"SECRET-confidential-space", "SECRET-confidential-thread", "SECRET-confidential-words"}
MODERATED = {"SECRET-hidden-thread", "SECRET-hidden-words", "SECRET-hiding-reason", "SECRET-reported-words"}
NAMELESS = {"SECRET-nameless-writer"}
OWN = {"SECRET-begun-words", "SECRET-reported-words", "SECRET-asking-reason"}
NEVER = {"SECRET-deleted-earlier"}
# The number of the open thread, which is part of no year; then the hidden one, those of a joinable, a private, a
# confidential space.
FIRST = 701


class Filler:
    def __init__(self, community: Any) -> None:
        self.at = clock.now() - datetime.timedelta(days=1)
        self.number = FIRST - 1
        people = community.users
        nameless = make_user("nameless@example.org", community.other, last_name="SECRET-nameless-writer")
        general = self.space("everybody", "open")
        joined = self.space("joined", "joinable", purpose="SECRET-space-purpose")
        private = self.space("private", "private")
        confidential = self.space("hidden-room", "confidential", name="SECRET-confidential-space")
        inside = ((joined, "party", "member"), (private, "handler", "owner"))
        for space, who, role in (*inside, *((confidential, one, "owner") for one in ("handler", "management"))):
            SpaceMember.objects.create(space=space, user=people[who], role=role, joined_at=self.at)
        SpaceMember.objects.create(space=private, user=people["member"], why="SECRET-asking-reason")

        self.open = self.thread(general, "SECRET-open-thread", "SECRET-open-words", people["member"])
        opening = self.open.posts.get(number=1)
        PostText.objects.create(post=opening, body="SECRET-earlier-words")
        self.post(self.open, "Nobody is named.", nameless, is_anonymous=True)
        self.post(self.open, "Said by one who left.", people["leaver"])
        hidden = self.post(self.open, "SECRET-hidden-words", people["party"], hidden_at=self.at)
        self.act(self.open, "SECRET-hidden-reason", hidden)
        gone = self.post(self.open, "", people["party"], deleted_at=self.at)
        PostText.objects.create(post=gone, body="SECRET-deleted-earlier")
        reported = self.post(self.open, "Ask the bin men.", people["leaver"])
        Report.objects.create(post=reported, reporter=people["member"], reason="SECRET-reported-words")
        closed = self.thread(general, "SECRET-hidden-thread", "Words", people["party"], hidden_at=self.at)
        self.act(closed, "SECRET-hiding-reason")
        self.thread(joined, "SECRET-joined-thread", "SECRET-joined-words", people["party"])
        kept = self.thread(private, "SECRET-private-thread", "SECRET-private-words", people["handler"])
        file = make_document("SECRET-private-file")
        Attachment.objects.create(post=kept.posts.get(), document=file)
        self.thread(confidential, "SECRET-confidential-thread", "SECRET-confidential-words", people["management"])
        Draft.objects.create(user=people["member"], place="new", values={"title": "SECRET-begun-words"})

    def space(self, slug: str, kind: str, name: str = "", purpose: str = "So.") -> Space:
        return Space.objects.create(slug=slug, kind=kind, name=name or slug, purpose=purpose, created_at=self.at)

    def thread(self, space: Space, title: str, body: str, author: Any, **values: Any) -> Thread:
        self.number += 1
        made = Thread.objects.create(
            number=self.number, space=space, title=title, author=author, last_number=0, created_at=self.at, **values
        )
        self.post(made, body, author)
        return made

    def post(self, thread: Thread, body: str, author: Any, **values: Any) -> Post:
        number = thread.posts.count() + 1
        Thread.objects.filter(pk=thread.pk).update(last_number=number)
        return Post.objects.create(
            thread=thread, number=number, author=author, body=body, created_at=self.at,
            submission_id=f"marker-{thread.number}-{number}", **values,
        )  # fmt: skip

    def act(self, thread: Thread, reason: str, post: Post | None = None) -> None:
        ModerationAction.objects.create(thread=thread, post=post, kind=ModerationAction.Kind.HIDE, reason=reason)


def numbers() -> list[int]:
    """Numbers of every thread in the matrix, hidden ones and one that is not there."""
    return [*Thread.objects.order_by("number").values_list("number", flat=True), 999_999]
