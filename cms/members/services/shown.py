"""What others see of a person: chosen by them alone, and true wherever they are named."""

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import Unauthenticated
from cms.core.requester import Requester
from cms.members.models import Shown


@transaction.atomic
def change_shown(
    *, by: Requester, email: bool | None = None, phone: bool | None = None, in_public: bool | None = None
) -> Shown:
    """Change what others see of the requester; what is None stays. It holds at once. Raises Unauthenticated."""
    if by.user_id is None or not policy.may(by, "shown.change", by.user_id):
        raise Unauthenticated("Sign in to choose what others see of you.")
    row, _ = Shown.objects.get_or_create(user_id=by.user_id)
    before = _said(row)
    row.email = row.email if email is None else email
    row.phone = row.phone if phone is None else phone
    row.in_public = row.in_public if in_public is None else in_public
    if _said(row) == before:
        return row
    row.changed_at = clock.now()
    row.save()
    record(by, "shown.changed", row, before=before, after=_said(row))
    return row


def _said(row: Shown) -> dict[str, bool]:
    return {"email": row.email, "phone": row.phone, "public": row.in_public}
