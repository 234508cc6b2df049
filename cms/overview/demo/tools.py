"""A token and a saved query of the example lead's body, to try Excel with. The secret is this installation's own."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.core import clock
from cms.members.models import ApiToken, User
from cms.members.selectors import requester_of
from cms.members.services import make_api_token, renew_api_token
from cms.overview.demo.people import LABEL, write_privately
from cms.snippets.models import Partner
from cms.tools.services import make_saved_query

SUBMISSION = "demo"
TOKEN, QUERY = f"Dashboard of the performance team {LABEL}", f"Our agreements and their reviews {LABEL}"
SCOPES = ("read:content", "read:register")
COLUMNS = ("title", "statusLabel", "lead.name", "nextReview", "partyCount", "coveredCount")


def make_tools(lead: User, file: Path) -> bool:
    """Both once, and what opens them in `file` (mode 600), which is written anew where it was lost. False where the
    token was revoked or has ended: nobody brings that back."""
    by = requester_of(lead)
    if by.acting_for is None:
        return False
    row, text = make_api_token(
        by=by,
        name=TOKEN,
        purpose="Part of the demonstration: its secret is in DATA_DIR.",
        partner_id=by.acting_for,
        scopes=SCOPES,
        submission_id=SUBMISSION,
    )
    columns, filters = list(COLUMNS), {"mine": True}
    query = make_saved_query(
        by=by,
        partner_id=by.acting_for,
        name=QUERY,
        list_name="isps",
        columns=columns,
        filters=filters,
        submission_id=SUBMISSION,
    )
    if not text and _holds(file, row.pk):
        return True
    if not text and (row.revoked_at is not None or row.expires_at <= clock.now()):
        return False
    text = text or renew_api_token(by=by, token=row)
    address = f"{settings.CMS_ORIGIN}/graphql/data/{query.key}"
    body = Partner.objects.values_list("slug", flat=True).get(pk=by.acting_for)
    write_privately(file, _written(row, text, address, body))
    return True


def _written(row: ApiToken, text: str, address: str, body: str) -> dict[str, Any]:
    return {
        "partner": body,
        "token": {"name": row.name, "user": str(row.pk), "password": text.split("_", 2)[2], "bearer": text},
        "query": {"name": QUERY, **{kind: f"{address}.{kind}" for kind in ("json", "csv", "xlsx")}},
    }


def _holds(file: Path, pk: int) -> bool:
    """Whether the file still says what opens this very token."""
    try:
        return bool(json.loads(file.read_text())["token"]["user"] == str(pk))
    except (OSError, ValueError, KeyError, TypeError):
        return False
