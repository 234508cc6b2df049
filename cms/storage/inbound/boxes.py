"""Which bodies' systems may drop files, and where."""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.storage.inbound.policies import site_principal
from cms.storage.models import ExchangePartner
from cms.storage.places import EXCHANGE, bucket_of
from cms.storage.ports import StoreUnavailable

logger = logging.getLogger(__name__)
FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PRINCIPAL = re.compile(r"[A-Za-z0-9:/._@+=,-]{0,200}")
ANOTHERS = "Another partner has this user. Each body has a user of its own."
ACTION = "exchange_partner.manage"


def _asked(by: Requester) -> None:
    if not policy.may(by, ACTION, None):
        raise Forbidden("The core team opens and closes the folders of partners' systems.")


def bodies_that_may() -> Any:
    """Partners whose system could get a folder: members that have none, or whose folder is closed."""
    partners = apps.get_model("snippets", "Partner")._default_manager
    free = Q(exchange=None) | Q(exchange__closed_at__isnull=False)
    return partners.filter(free, membership="member", duplicate_of=None).order_by("name")


def open_box(*, by: Requester, partner_id: int, folder: str, principal: str = "") -> ExchangePartner:
    """A folder for this partner's system; opened again where it was closed (it keeps its folder).

    `principal` is the body's user at the S3 server, as a policy names it: its own, and not ours. Raises Forbidden,
    NotFound, Conflict for a body that has not joined, and BadInput with `fields`.
    """
    _asked(by)
    folder, principal = folder.strip(), principal.strip()
    if not FOLDER.fullmatch(folder) or len(folder) > 60:
        wrong = "Small letters, figures and single hyphens, at most 60."
        raise BadInput(wrong, fields={"folder": [wrong]})
    _check_principal(principal)
    with transaction.atomic():
        partners = apps.get_model("snippets", "Partner")._default_manager
        body = partners.select_for_update().filter(pk=partner_id).first()
        if body is None:
            raise NotFound("There is no such partner.")
        if body.membership != "member":
            raise Conflict(f"{body.name} has not joined. Only systems of members may send files.")
        known: ExchangePartner | None = ExchangePartner.objects.filter(partner=body).first()
        if known is not None and known.closed_at is None:
            raise Conflict(f"{body.name} has a folder already: {known.folder}.")
        if known is not None:
            known.closed_at, known.principal = None, principal or known.principal
            _once(partial(known.save, update_fields=["closed_at", "principal"]))
            box: ExchangePartner = known
        else:
            box = _made(by, body, folder, principal)
        audit.record(by, "exchange_partner.opened", box, after=[box.folder, box.principal], organisation_id=body.pk)
    return box


def _made(by: Requester, body: Any, folder: str, principal: str) -> ExchangePartner:
    made = ExchangePartner(
        partner=body, folder=folder, principal=principal, opened_at=clock.now(), made_by_id=by.user_id
    )
    _once(made.save)
    return made


def _once(save: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        field, wrong = ("folder", "Another partner has this folder.")
        if "principal_once" in str(error) or ".principal" in str(error):  # one database names this, the other that
            field, wrong = ("principal", ANOTHERS)
        raise BadInput(wrong, fields={field: [wrong]}) from error


def _check_principal(principal: str) -> None:
    """One user for two bodies would let each read what the other is answered; ours would be locked out."""
    wrong = ""
    if not PRINCIPAL.fullmatch(principal):
        wrong = "As the server names its users: arn:aws:iam:::user/name."
    elif principal and principal == _our_own():
        wrong = "This is the site’s own user at the server."
    if wrong:
        raise BadInput(wrong, fields={"principal": [wrong]})


def _our_own() -> str:
    """Empty where there is no server, or it does not answer: `exchange_policy` asks once more before it sets it."""
    try:
        return site_principal() if bucket_of(EXCHANGE) else ""
    except StoreUnavailable as error:
        logger.warning("the site's own user at the server is not known now: %s", error)
        return ""


@transaction.atomic
def close_box(*, by: Requester, box_id: int) -> ExchangePartner:
    """What is dropped from now on is refused. What was taken in stays. Twice is harmless."""
    _asked(by)
    box = _locked(box_id)
    if box.closed_at is None:
        box.closed_at = clock.now()
        box.save(update_fields=["closed_at"])
        audit.record(by, "exchange_partner.closed", box, organisation_id=box.partner_id)  # type: ignore[attr-defined]
    return box


def _locked(pk: int) -> ExchangePartner:
    box: ExchangePartner | None = ExchangePartner.objects.select_for_update().filter(pk=pk).first()
    if box is None:
        raise NotFound("There is no such folder.")
    return box
