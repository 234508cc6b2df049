"""Offers to hold a role that somebody made for themselves: who has answered what, and what still waits."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from cms.core import clock
from cms.core.requester import Requester
from cms.members.models import RoleOffer, RoleOfferAnswer

SHOWN_FOR = datetime.timedelta(days=60)  # after everybody has answered


@dataclass(frozen=True, slots=True)
class OfferMade:
    """`pk` is the offer's key. The names are of organisations; `may_withdraw` while one of them has not answered."""

    pk: int
    role_label: str
    made_at: datetime.datetime
    ends_on: datetime.date | None
    waiting: tuple[str, ...]
    accepted: tuple[str, ...]
    declined: tuple[str, ...]
    may_withdraw: bool


def offers_made(by: Requester) -> tuple[OfferMade, ...]:
    """The requester's own that were not taken back, the newest first. Two queries, however many bodies."""
    if by.user_id is None or by.token_id is not None:
        return ()
    offers = list(RoleOffer.objects.filter(user=by.user_id, withdrawn_at=None).order_by("-made_at", "pk")[:20])
    found: dict[int, list[RoleOfferAnswer]] = defaultdict(list)
    for row in RoleOfferAnswer.objects.filter(offer__in=offers).select_related("partner").order_by("partner__name"):
        found[row.offer_id].append(row)
    made = (_made(offer, found[offer.pk]) for offer in offers)
    return tuple(one for one in made if one.waiting or one.made_at > clock.now() - SHOWN_FOR)


def _made(offer: RoleOffer, answers: list[RoleOfferAnswer]) -> OfferMade:
    def names(said: bool | None) -> tuple[str, ...]:
        return tuple(row.partner.name for row in answers if row.accepted is said)

    return OfferMade(
        pk=offer.pk,
        role_label=offer.get_role_display(),
        made_at=offer.made_at,
        ends_on=offer.ends_on,
        waiting=names(None),
        accepted=names(True),
        declined=names(False),
        may_withdraw=bool(names(None)),
    )
