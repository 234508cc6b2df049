"""Addresses of the CMS. It serves no pages to readers: never include wagtail_urls, wagtaildocs_urls or grapple.urls."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from cms.jobs.views import health, health_jobs
from cms.members.views import to_account

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("health/jobs", health_jobs),
    path("account/", include("cms.members.urls")),
    path("account/", include("cms.notifications.urls")),
    path("account/", include("cms.reviews.urls")),
    path("account/", include("cms.saved_searches.urls")),
    path("account/", include("cms.briefings.urls")),
    path("account/", include("cms.privacy.urls")),
    path("account/", include("allauth.urls")),
    # Wagtail's own forms take a password without a second factor: all of them lead to the one sign-in.
    path("admin/login/", to_account("account_login")),
    path("admin/logout/", to_account("account_logout")),
    re_path(r"^admin/password_reset/", to_account("account_reset_password")),
    path("_util/login/", to_account("account_login")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("members_api.urls")),  # by name: nothing in cms imports the API
    # The address that Wagtail's admin links documents by; the view behind ours checks rights.
    path("documents/<int:pk>/<str:name>", RedirectView.as_view(url="/documents/%(pk)s/"), name="wagtaildocs_serve"),
]
