"""Reading applications, the charter and who has signed what of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from cms.core import clock
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
from cms.joining.permissions import LEADS
from cms.snippets.models import Partner

PAGE = 500  # members on the core team's board


def current_version() -> CharterVersion | None:
    """The latest that was published."""
    found: CharterVersion | None = CharterVersion.objects.published().order_by("-number").first()
    return found


def counts_from() -> int | None:
    """The number of the oldest version whose signature still counts: the last one that everybody had to sign again,
    else the first. None before anything was published."""
    rows = CharterVersion.objects.published()
    asked = rows.filter(resign_by__isnull=False).aggregate(n=Max("number"))["n"]
    return int(asked) if asked else rows.order_by("number").values_list("number", flat=True).first()


def signed_by(partners: Iterable[int]) -> dict[int, CharterSignature]:
    """{partner key: its signature of the latest version it signed}, as far as it stands. One query."""
    rows = CharterSignature.objects.filter(partner__in=list(partners), withdrawn_on=None)
    return {row.partner_id: row for row in rows.select_related("version").order_by("version__number", "pk")}


@dataclass(frozen=True, slots=True)
class CharterStanding:
    """How one body stands to the charter. `due_on` is the day by which all have to have signed again."""

    partner: Partner
    version: CharterVersion
    signature: CharterSignature | None
    is_asked: bool
    due_on: datetime.date | None

    @property
    def is_late(self) -> bool:
        return self.is_asked and self.due_on is not None and self.due_on < clock.today()

    @property
    def label(self) -> str:
        """In words, for lists."""
        if not self.partner.can_sign:
            return "Does not sign: no legal body"
        if self.is_asked:
            return "Late" if self.is_late else "To sign again" if self.signature is not None else "Not signed yet"
        return f"Signed version {self.signature.version.number}" if self.signature is not None else ""


def standings_of(partners: Iterable[Partner]) -> list[CharterStanding]:
    """One for each body, in their order; empty before a charter was published. Four queries for all."""
    rows = list(partners)
    version, least = current_version(), counts_from()
    if version is None or least is None:
        return []
    due_on = CharterVersion.objects.filter(number=least).values_list("resign_by", flat=True).first()
    signed = signed_by(row.pk for row in rows)
    found = []
    for row in rows:
        its = signed.get(row.pk)
        asked = row.can_sign and (its is None or its.version.number < least)
        found.append(CharterStanding(row, version, its, asked, due_on if asked and its is not None else None))
    return found


def asked_to_sign(by: Requester) -> list[CharterStanding]:
    """The bodies for which the requester may sign and that have not signed what counts."""
    mine = [pk for pk in by.own_partners if may(by, "charter.sign", pk)]
    if not mine:
        return []
    return [one for one in standings_of(Partner.objects.filter(pk__in=mine).order_by("name")) if one.is_asked]


def board() -> list[CharterStanding]:
    """All members, for the core team: who waits first."""
    members = Partner.objects.filter(membership=Partner.Membership.MEMBER, duplicate_of=None).order_by("name")
    return sorted(standings_of(members), key=lambda one: (not one.is_late, not one.is_asked))


def applications_to_decide(by: Requester) -> Any:
    """What waits for the core team, the oldest first."""
    return visible(Application.objects.to_decide(), by).order_by("confirmed_at", "pk")


def sponsor_of(by: Requester, partner_id: int) -> Sponsor | None:
    """Who stands beside this body, or was asked to; as far as the requester may see it."""
    rows = visible(Sponsor.objects.standing(), by).filter(partner=partner_id)
    found: Sponsor | None = rows.select_related("partner", "sponsor", "person").first()
    return found


def sponsors_to_answer(by: Requester) -> list[Sponsor]:
    """Bodies that ask one of the requester's own to stand beside them."""
    led = {partner for partner, role in by.roles if role in LEADS} & by.own_partners
    if not led:  # a question that nobody else answers costs them nothing
        return []
    rows = visible(Sponsor.objects.standing(), by).filter(sponsor__in=led, accepted_on=None)
    return [row for row in rows.select_related("partner", "sponsor") if may(by, "sponsor.accept", row)]
