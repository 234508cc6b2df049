"""What every test here that calls the site holds it to, so that no list of screens is needed: our own screens of the
editors' half put on record what they write, in their own words, and no answer sets a cookie that the cookies page does
not name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client


def known_cookies() -> set[str]:
    """Those of frontend/templates/about/cookies.html."""
    return {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}


@pytest.fixture(autouse=True, scope="session")
def promises() -> Iterator[None]:
    from cms.audit import unlogged

    send, tell = Client.request, unlogged.tell

    def watched(self: Client, **request: Any) -> Any:
        answer = send(self, **request)
        unknown = set(answer.cookies) - known_cookies()
        assert not unknown, f"{request.get('PATH_INFO')} sets {sorted(unknown)}: the cookies page does not name it"
        return answer

    def told(by: Any, match: Any) -> None:
        """Wagtail's own screens may leave it to the fallback; ours have a service that records."""
        assert match.view_name.startswith("wagtail"), f"{match.view_name} wrote something and did not put it on record"
        tell(by, match)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", watched)
        patch.setattr(unlogged, "tell", told)
        yield
