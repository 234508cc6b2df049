from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "cms.forum"
    label = "forum"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.forum import permissions, rights
        from cms.forum.models import Attachment, Expertise, Follow, Post, Space, SpaceMember, Thanks, Thread

        permissions.register()
        rights.register()
        content_version.watch(Space, SpaceMember, Thread, Post, Attachment, Thanks, Follow, Expertise)
