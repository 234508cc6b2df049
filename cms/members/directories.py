"""How organisations' directories are asked: requests' own sessions, with our one door to outside addresses beneath."""

import http.client
from typing import Any

import requests
from django.conf import settings
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict

from cms.core.outbound import NoNetwork, NotPublic, resolve, send

Sent = requests.PreparedRequest


class OneDoor(BaseAdapter):
    """Public addresses alone, pinned to the number that was looked at. The one exception is the directory of the tests
    (`OIDC_TEST_ISSUER`), which a real installation refuses to start with."""

    def send(self, request: Sent, *args: Any, **kwargs: Any) -> requests.Response:
        url = request.url or ""
        if settings.OIDC_TEST_ISSUER and url.startswith(settings.OIDC_TEST_ISSUER.rstrip("/") + "/"):
            return HTTPAdapter().send(request, *args, **kwargs)
        if not url.startswith("https://"):
            raise requests.exceptions.InvalidSchema("a directory is asked by https alone")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            reply = send(resolve(url), request.method or "GET", dict(request.headers), body)  # type: ignore[arg-type]
        except (NotPublic, NoNetwork, OSError, http.client.HTTPException, ValueError) as error:
            raise requests.exceptions.ConnectionError("the directory cannot be asked") from error
        found = requests.Response()
        found.status_code, found.url, found.request = reply.status, url, request
        found.headers = CaseInsensitiveDict(reply.headers)
        found._content = reply.body
        found.encoding = "utf-8"
        return found

    def close(self) -> None:
        """Nothing is kept open."""
