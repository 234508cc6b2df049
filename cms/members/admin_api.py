"""Wagtail's own API behind its screens lists every file to whoever enters the admin. Here: those that one may see."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from cms.core import policy
from cms.members.selectors import requester_for


class SeenDocuments(DocumentsAdminAPIViewSet):  # type: ignore[misc]
    def get_queryset(self) -> Any:
        return policy.visible(super().get_queryset(), requester_for(self.request))


class SeenImages(ImagesAdminAPIViewSet):  # type: ignore[misc]
    def get_queryset(self) -> Any:
        return policy.visible(super().get_queryset(), requester_for(self.request))
