from django.apps import AppConfig


class SearchlogConfig(AppConfig):
    name = "cms.searchlog"
    label = "searchlog"
    verbose_name = "Search log"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import register_kind
        from cms.notifications.vetoes import register_veto
        from cms.searchlog import checks as checks  # registers itself
        from cms.searchlog import content, permissions, popularity
        from cms.searchlog.models import Wish
        from cms.searchlog.services import MAIL
        from search import registry

        permissions.register()
        content_version.watch(Wish)
        register_veto(MAIL, content.veto)
        register_kind(
            MAIL, label="What you asked us to look out for", about="There is something that you did not find before."
        )
        registry.register_popularity(popularity.popularity_of)
        recurring("search log: forget", "cms.searchlog.tasks.forget_old", minutes=60)
        recurring("search log: popularity", "cms.searchlog.tasks.work_out_popularity", minutes=60, cluster="slow")
