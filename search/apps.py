from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Search index"

    def ready(self) -> None:
        from search import checks

        checks.connect()
