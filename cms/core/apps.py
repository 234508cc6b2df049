from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = "Settings of the site"

    def ready(self) -> None:
        from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

        from cms.core import content_version
        from cms.core.models import CommunitySettings

        content_version.watch(CommunitySettings, Collection, CollectionViewRestriction, PageViewRestriction, Site)
