"""Asking each other: spaces, threads and posts, who follows what, who knows what, and what moderators did."""

from cms.forum.models.interests import PersonCard, TopicInterest
from cms.forum.models.moderation import ModerationAction, Report
from cms.forum.models.people import Expertise, Follow
from cms.forum.models.space import Space, SpaceMember
from cms.forum.models.thread import Attachment, Draft, Post, PostText, Thanks, Thread

__all__ = [
    "Attachment",
    "Draft",
    "Expertise",
    "Follow",
    "ModerationAction",
    "PersonCard",
    "Post",
    "PostText",
    "Report",
    "Space",
    "SpaceMember",
    "Thanks",
    "Thread",
    "TopicInterest",
]
