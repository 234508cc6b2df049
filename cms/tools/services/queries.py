"""Saved queries: made, changed at the same address, and ended. What may be asked is checked by the API before."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.requester import Requester
from cms.tools.models import SavedQuery

MOST_OF_ONE_BODY = 100


@transaction.atomic
def make_saved_query(
    *,
    by: Requester,
    partner_id: int | None,
    name: str,
    list_name: str = "",
    columns: Sequence[str] = (),
    filters: Mapping[str, Any] | None = None,
    text: str = "",
    submission_id: str = "",
) -> SavedQuery:
    """A query of the body (key) at an address of its own. The same `submission_id` again gives the one that was made.

    Raises Forbidden, and BadInput with `fields`.
    """
    if partner_id is None or not policy.may(by, "query.change", partner_id):
        raise Forbidden("Only who leads the organisation makes its saved queries.")
    once = SavedQuery.objects.filter(partner=partner_id, submission_id=submission_id[:64])
    if submission_id and (made := once.first()) is not None:
        return made
    _check_name(name)
    if SavedQuery.objects.standing().filter(partner=partner_id).count() >= MOST_OF_ONE_BODY:
        raise BadInput(f"There are {MOST_OF_ONE_BODY} saved queries. End one first.")
    try:
        with transaction.atomic():
            row = SavedQuery.objects.create(
                partner_id=partner_id,
                name=name.strip()[:100],
                key=secrets.token_hex(10),
                list_name=list_name,
                columns=list(columns),
                filters=dict(filters or {}),
                text=text,
                made_by_id=by.user_id,
                submission_id=submission_id[:64],
            )
    except IntegrityError:  # the same form, pressed twice at once
        return once.get()
    record(by, "query.made", row, organisation_id=partner_id, after=_asks(row))
    return row


@transaction.atomic
def change_saved_query(
    *,
    by: Requester,
    query: SavedQuery,
    name: str,
    list_name: str = "",
    columns: Sequence[str] = (),
    filters: Mapping[str, Any] | None = None,
    text: str = "",
) -> SavedQuery:
    """Other words or columns at the same address. Where what is asked changes, readers get everything anew.

    Raises Forbidden, NotFound for one that has ended, BadInput with `fields`.
    """
    row = _locked(by, query)
    _check_name(name)
    before = _asks(row)
    row.name, row.list_name, row.columns = name.strip()[:100], list_name, list(columns)
    row.filters, row.text = dict(filters or {}), text
    if _asks(row) != before:
        row.audiences.all().delete()
    row.changed_at = clock.now()
    row.save()
    record(by, "query.changed", row, organisation_id=row.partner_id, before=before, after=_asks(row))
    return row


@transaction.atomic
def end_saved_query(*, by: Requester, query: SavedQuery) -> None:
    """Its address answers nobody any more, for good. Ending it again changes nothing. Raises Forbidden."""
    if not policy.may(by, "query.change", query.partner_id):
        raise Forbidden("Only who leads the organisation ends its saved queries.")
    if SavedQuery.objects.standing().filter(pk=query.pk).update(ended_at=clock.now()):
        query.audiences.all().delete()
        record(by, "query.ended", query, organisation_id=query.partner_id)


def query_of(by: Requester, pk: int) -> SavedQuery:
    """A standing query that the requester sees. Raises NotFound, the same for absent and another body's."""
    found: SavedQuery | None = policy.visible(SavedQuery.objects.standing(), by).filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such saved query.")
    return found


def _locked(by: Requester, query: SavedQuery) -> SavedQuery:
    row = SavedQuery.objects.select_for_update(of=("self",)).get(pk=query.pk)
    if not policy.may(by, "query.change", row.partner_id):
        raise Forbidden("Only who leads the organisation changes its saved queries.")
    if row.ended_at is not None:
        raise NotFound("There is no such saved query.")
    return row


def _check_name(name: str) -> None:
    if not name.strip():
        raise BadInput("Give it a name.", fields={"name": ["Give it a name"]})


def _asks(row: SavedQuery) -> list[Any]:
    return [row.list_name, row.columns, row.filters, row.text]
