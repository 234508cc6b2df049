from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "cms.forum"
    label = "forum"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.forum import by_email, discretion, expertise_setup, permissions, rights, setup
        from cms.forum.models import (
            Attachment,
            Expertise,
            Follow,
            ModerationAction,
            PersonCard,
            Post,
            PostText,
            Report,
            Space,
            SpaceMember,
            Thanks,
            Thread,
            TopicInterest,
        )

        permissions.register()
        rights.register()
        setup.register()
        expertise_setup.register()
        by_email.register()
        discretion.register()
        content_version.watch(Space, SpaceMember, Thread, Post, PostText, Attachment, Thanks, Follow)
        content_version.watch(Report, ModerationAction)
        content_version.watch(Expertise, PersonCard, TopicInterest)
