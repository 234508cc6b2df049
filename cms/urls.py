"""Addresses of the CMS. It serves no pages to readers: never include wagtail_urls, wagtaildocs_urls or grapple.urls."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
]
