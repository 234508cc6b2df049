"""The report on the signed copies of the registers: the last ones, their files, and whether the next can be signed."""

from typing import Any

from cms.core.errors import BadInput
from cms.overview.admin_views import CoreTeamScreen
from cms.snippets.models import RegisterSnapshot
from cms.snippets.snapshots import signer_of_today, this_month

SHOWN = 24  # a year, for both audiences


class SnapshotScreen(CoreTeamScreen):
    template_name = "overview/snapshots.html"
    page_title = "Copies of the registers"
    header_icon = "key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RegisterSnapshot.objects.select_related("key").prefetch_related("files")[:SHOWN]
        month = this_month()
        return super().get_context_data(
            snapshots=rows,
            month=month,
            is_missing=not any(row.month == month for row in rows),
            no_key=_no_key(),
            **kwargs,
        )


def _no_key() -> str:
    """Why nothing can be signed; "" where it can."""
    try:
        signer_of_today()
    except BadInput as error:
        return str(error)
    return ""
