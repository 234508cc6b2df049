"""Threads and their posts. The opening post is number 1; an edit keeps what stood before; deleting leaves a trace."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.forum.models.space import Space

PERSON = settings.AUTH_USER_MODEL
TITLE, BODY = 160, 20_000  # characters


class Thread(models.Model):
    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        ISSUE = "issue", "Issue"
        SUCCESS = "success", "Success"
        HELP_WANTED = "help_wanted", "Help wanted"

    number = models.PositiveIntegerField(unique=True, editable=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.QUESTION)
    title = models.CharField(max_length=TITLE)
    topics = models.ManyToManyField("snippets.Topic", blank=True, related_name="+")
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="threads")
    created_at = models.DateTimeField(default=clock.now)
    last_post_at = models.DateTimeField(default=clock.now)
    last_number = models.PositiveIntegerField(default=0, editable=False)  # of its posts: one is never given twice
    answer = models.ForeignKey("forum.Post", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    # Unanswered after five working days: who knows the topic is asked, then the core team (cms.forum.waiting).
    experts_asked_at = models.DateTimeField(null=True, blank=True)
    core_team_asked_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["space", "-last_post_at", "-id"], name="thread_by_activity"),
            models.Index(fields=["answered_at", "created_at"], name="thread_waiting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/community/threads/{self.number}"


class Post(models.Model):
    """Something somebody wrote. `partner` is the body they wrote for; an anonymous one shows neither to peers."""

    class Via(models.TextChoices):
        SITE = "site", "On the site"
        EMAIL = "email", "By e-mail"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()  # within the thread, from 1; never given twice
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="posts")
    partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    is_anonymous = models.BooleanField("without a name to peers", default=False)
    body = models.TextField(max_length=BODY)  # plain text, paragraphs parted by empty lines
    via = models.CharField(max_length=5, choices=Via, default=Via.SITE)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)  # by its author: the words go, that there was one stays
    hidden_at = models.DateTimeField(null=True, blank=True)  # by a moderator, with a reason (ModerationAction)
    submission_id = models.CharField(max_length=64)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["thread", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["author", "submission_id"], name="post_submitted_once"),
        ]

    def __str__(self) -> str:
        return f"Post {self.number} of {self.thread_id}"


class PostText(models.Model):
    """What a post said before an edit, and until when."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="earlier")
    body = models.TextField()
    until = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["post", "-until", "-pk"]

    def __str__(self) -> str:
        return f"Post {self.post_id} until {self.until}"


class Attachment(models.Model):
    """A file of a post, sent through the upload door."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="files")
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["post", "pk"]

    def __str__(self) -> str:
        return f"File of post {self.post_id}"


class Thanks(models.Model):
    """“This helped me”: once for each person and post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="thanks")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "user"], name="thanked_once")]
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"Thanks for {self.post_id}"


class Draft(models.Model):
    """What somebody has begun to write: a new thread ("new") or a reply ("thread:12"). Its writer's alone."""

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    values = models.JSONField(default=dict)  # what the form held, by field
    saved_at = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "place"], name="post_draft_once")]

    def __str__(self) -> str:
        return self.place
