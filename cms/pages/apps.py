from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"
    verbose_name = "Editorial pages"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Page

        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import ALWAYS, register_kind
        from cms.pages import mirrored, models, permissions, renditions, search, signals
        from cms.storage.mirror import register_published

        permissions.register()
        renditions.connect()
        search.connect()
        signals.connect()
        register_published("files of pages", mirrored.wanted)
        register_kind(
            "approval",
            label="Pages that wait for your approval",
            about="Somebody asks you to approve a page before it is published.",
            choices=ALWAYS,
            because="Nothing is published until you decide.",
        )
        recurring("pages: publish and expire", "cms.pages.tasks.publish_scheduled", minutes=5)
        recurring("pages: sizes of pictures", "cms.pages.renditions.repair_renditions", minutes=60)
        content_version.watch(
            Page, models.HomePage, models.StoryQuote, *permissions.EDITORIAL, get_image_model(), get_document_model()
        )
        content_version.watch(get_image_model().get_rendition_model())
