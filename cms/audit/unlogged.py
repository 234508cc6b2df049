"""What a form of the editors' half changed and nobody put on record: some screens of Wagtail's note nothing in its log
(collections, several files at once, workflows). Whatever screen it is, the trail then says who used it, and on what."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from cms.audit.services import record
from cms.audit.writes import standing, untold
from cms.core.requester import Requester

WAGTAIL = re.compile(r"^wagtail(admin_)?")


class UnloggedWrites:
    """Stands around the views; looks at forms that are sent to the editors' half alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        statements: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append(sql[:200])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
        user, match = getattr(request, "user", None), request.resolver_match
        if user is not None and user.is_authenticated and match is not None and untold(standing(statements)):
            tell(Requester(user_id=user.pk), match)
        return response


def tell(by: Requester, match: ResolverMatch) -> None:
    """ "admin.delete: collections 6", from the address of the screen."""
    act = "_".join((match.url_name or "screen").split("_")[-2:])
    what = WAGTAIL.sub("", match.view_name.rpartition(":")[0] or match.view_name)
    about = " ".join(str(value) for value in match.kwargs.values())
    record(by, f"admin.{act}", label=f"{what} {about}".strip())
