"""The charter and who signed it, for everybody; what one's own body has to sign; sponsors; an application by key."""

from typing import Any

import graphene
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.core.policy import may
from cms.joining.keys import application_of
from cms.joining.models import CharterSignature, CharterVersion, Sponsor
from cms.joining.permissions import CONTENT, PEOPLE
from cms.joining.selectors import standings_of
from cms.snippets.models import Partner
from members_api.access import Access
from members_api.guards import PUBLIC, Exposed
from members_api.joining.types import (
    CharterSignatureType,
    CharterToSign,
    CharterToSignType,
    CharterVersionType,
    KeyedApplicationType,
    SponsorType,
    shown,
)
from members_api.lists import list_field

LONGEST_KEY = 100


def charter(_: None, info: Any, number: int | None = None) -> QuerySet[CharterVersion]:
    if number is not None:
        return CharterVersion.objects.filter(number=number)
    rows: QuerySet[CharterVersion] = CharterVersion.objects.published().order_by("-number")
    return rows


def charters(access: Access) -> QuerySet[CharterVersion]:
    rows: QuerySet[CharterVersion] = CharterVersion.objects.published()
    return rows


def signatories(access: Access, number: int | None = None) -> QuerySet[CharterSignature]:
    """One row for each member: of this version, or else of the latest one that it signed."""
    member = Q(partner__membership=Partner.Membership.MEMBER, partner__duplicate_of=None)
    rows: QuerySet[CharterSignature] = CharterSignature.objects.filter(member, withdrawn_on=None)
    if number is not None:
        return rows.filter(version__number=number)
    later = CharterSignature.objects.filter(
        partner=OuterRef("partner"), withdrawn_on=None, version__number__gt=OuterRef("version__number")
    )
    return rows.filter(~Exists(later))


def charter_to_sign(_: None, info: Any) -> CharterToSign | None:
    requester = info.context.requester
    partner = Partner.objects.filter(pk=requester.acting_for or 0).first()
    found = standings_of([partner]) if partner is not None and requester.user_id is not None else []
    if not found:
        return None
    key = found[0].partner.pk
    can = found[0].partner.can_sign
    return CharterToSign(
        found[0], can and may(requester, "charter.sign", key), can and may(requester, "charter.record_paper", key), key
    )


def our_sponsors(_: None, info: Any) -> QuerySet[Sponsor]:
    own = info.context.requester.own_partners
    rows: QuerySet[Sponsor] = Sponsor.objects.standing().filter(Q(partner__in=own) | Q(sponsor__in=own))
    return rows


def application(_: None, info: Any, key: str) -> KeyedApplicationType | None:
    row = application_of(key if len(key) <= LONGEST_KEY else "")
    return shown(row) if row is not None else None


class JoiningQuery(graphene.ObjectType):
    charter = Exposed(
        CharterVersionType,
        description="The present one, unless a number is given.",
        number=graphene.Int(),
        resolver=charter,
        audience=PUBLIC,
        scope=CONTENT,
    )
    charters = list_field(
        CharterVersionType,
        {"NEWEST": ("-number",)},
        charters,
        audience=PUBLIC,
        scope=CONTENT,
        description="Every published version.",
    )
    charter_signatories = list_field(
        CharterSignatureType,
        {"PARTNER": ("partner__name",), "NEWEST": ("-signed_on",)},
        signatories,
        audience=PUBLIC,
        scope=CONTENT,
        description="Members that signed this version, or, without a number, each with the latest one that it signed.",
        number=graphene.Int(),
    )
    charter_to_sign = Exposed(
        CharterToSignType,
        description="Of the body that you act for.",
        resolver=charter_to_sign,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    our_sponsors = Exposed(
        graphene.List(SponsorType),
        description="Who stands beside your bodies, and beside whom they stand, or are asked to.",
        resolver=our_sponsors,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    application = Exposed(
        KeyedApplicationType,
        key=graphene.String(required=True, description="From the address in the mail to who asked to join."),
        resolver=application,
        audience=PUBLIC,
        scope=PEOPLE,
        kept=False,
    )
