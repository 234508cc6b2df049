from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cms.core.models import CommunitySettings


def site(request: HttpRequest) -> dict[str, Any]:
    """The community and the members' address, for the account pages and the admin."""
    return {"community": CommunitySettings.load(request_or_site=request), "frontend_origin": settings.FRONTEND_ORIGIN}
