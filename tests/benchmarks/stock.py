"""What stock grapple needs beside our models: fields of the rows that pages point at, and its addresses."""

from typing import Any

from django.apps import AppConfig
from django.urls import include, path


class StockConfig(AppConfig):
    name = "tests.benchmarks.stock"
    label = "stock"
    path = __file__.rpartition("/")[0]

    def ready(self) -> None:
        from grapple.models import GraphQLString

        from cms.snippets import models

        fields: dict[Any, tuple[str, ...]] = {
            models.Topic: ("slug", "name"),
            models.Sector: ("code", "label"),
            models.Partner: ("slug", "name"),
        }
        for model, names in fields.items():
            model.graphql_fields = [GraphQLString(name) for name in names]


def __getattr__(name: str) -> Any:
    if name != "urlpatterns":
        raise AttributeError(name)
    from grapple import urls
    from wagtail import urls as wagtail_urls
    from wagtail.documents import urls as document_urls

    return [path("", include(urls)), path("documents/", include(document_urls)), path("", include(wagtail_urls))]
