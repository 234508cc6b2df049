"""The charter, who signed it, sponsors, and an application as its sender sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import graphene
from django.contrib.auth import get_user_model
from graphene_django import DjangoObjectType
from wagtail.documents import get_document_model

from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
from cms.joining.selectors import CharterStanding
from cms.signing.who_signs import advises_too
from cms.snippets.models import Partner
from members_api.batch import One
from members_api.enums import enum_of
from members_api.files import DocumentType
from members_api.snippets.partners import PartnerType

ApplicationState = enum_of(Application.State, "ApplicationState")
CharterMethod = enum_of(CharterSignature.Method, "CharterSignatureMethod")


class CharterVersionType(DjangoObjectType):
    """The principles that a partner signs up to. A published version never changes."""

    resign_by = graphene.Date(description="Where every partner has to sign again: by then.")

    class Meta:
        model, name = CharterVersion, "CharterVersion"
        fields = ("id", "number", "title", "text", "changed", "published_on", "resign_by")


class CharterSignatureType(DjangoObjectType):
    """That a partner signed a version of the charter. Who signed is for members in person."""

    partner = graphene.Field(PartnerType)
    version = graphene.Field(CharterVersionType)
    method = graphene.Field(CharterMethod, required=True)
    method_label = graphene.String(required=True)
    signatory_name = graphene.String(required=True, description="For members in person; empty for everyone else.")
    signatory_job_title = graphene.String(required=True, description="The same.")
    scan = graphene.Field(
        DocumentType,
        description="The page, where it was on paper: for who leads or commits the body, and the core team.",
    )
    may_withdraw = graphene.Boolean(required=True)
    may_add_scan = graphene.Boolean(required=True, description="It was on paper, and its page is missing.")
    paths = {"scan": One(get_document_model(), attrgetter("document_id"))}

    class Meta:
        model, name, convert_choices_to_enum = CharterSignature, "CharterSignature", False
        fields = ("id", "signed_on", "withdrawn_on", "is_example")

    def resolve_may_add_scan(self, info: Any) -> bool:
        missing = (
            self.withdrawn_on is None and self.method == CharterSignature.Method.PAPER and self.document_id is None
        )
        return missing and may(info.context.requester, "charter.record_paper", self.partner_id)

    def resolve_method_label(self, info: Any) -> str:
        return str(self.get_method_display())

    def resolve_signatory_name(self, info: Any) -> str:
        return str(self.signatory_name) if sees_names(info.context.requester) else ""

    def resolve_signatory_job_title(self, info: Any) -> str:
        return str(self.signatory_job_title) if sees_names(info.context.requester) else ""

    def resolve_may_withdraw(self, info: Any) -> bool:
        return self.withdrawn_on is None and may(info.context.requester, "charter.withdraw", self.partner_id)


def sees_names(requester: Requester) -> bool:
    return requester.is_member and requester.scopes is None


@dataclass(frozen=True, slots=True)
class CharterToSign:
    """How the body that one acts for stands to the charter, and what one may do about it."""

    standing: CharterStanding
    may_sign: bool
    may_record_paper: bool
    pk: int

    @property
    def partner_id(self) -> int:
        return int(self.standing.partner.pk)

    @property
    def version_id(self) -> int:
        return int(self.standing.version.pk)

    @property
    def signature_id(self) -> int | None:
        return self.standing.signature.pk if self.standing.signature is not None else None


class CharterToSignType(graphene.ObjectType):
    """How the body that you act for stands to the charter, and what you may do about it."""

    shows = CharterToSign
    partner = graphene.Field(PartnerType)
    version = graphene.Field(CharterVersionType, description="The present one.")
    signature = graphene.Field(CharterSignatureType, description="The latest that stands, of whatever version.")
    is_asked = graphene.Boolean(required=True, description="Its signature is missing, or does not count any more.")
    due_on = graphene.Date()
    may_sign = graphene.Boolean(required=True)
    may_record_paper = graphene.Boolean(required=True)
    advises_too = graphene.Boolean(required=True, description="You are also its data protection officer.")
    paths = {
        "partner": One(Partner, attrgetter("partner_id")),
        "version": One(CharterVersion, attrgetter("version_id")),
        "signature": One(CharterSignature, attrgetter("signature_id")),
    }

    class Meta:
        name = "CharterToSign"

    def resolve_is_asked(self, info: Any) -> bool:
        return bool(self.standing.is_asked)

    def resolve_due_on(self, info: Any) -> Any:
        return self.standing.due_on

    def resolve_advises_too(self, info: Any) -> bool:
        return advises_too(info.context.requester, self.standing.partner.pk)


class SponsorType(DjangoObjectType):
    """A partner that stands beside another one. It sees nothing of the other's by it."""

    partner = graphene.Field(PartnerType)
    sponsor = graphene.Field(PartnerType)
    person_name = graphene.String(required=True, description="Whom to ask for; empty until it is accepted.")
    may_accept = graphene.Boolean(required=True)
    may_end = graphene.Boolean(required=True)

    class Meta:
        model, name, fields = Sponsor, "Sponsor", ("id", "asked_at", "accepted_on")

    def resolve_person_name(self, info: Any) -> str:
        return info.context.loader.derived(person_names, self) or ""

    def resolve_may_accept(self, info: Any) -> bool:
        return (
            self.accepted_on is None and self.ended_on is None and may(info.context.requester, "sponsor.accept", self)
        )

    def resolve_may_end(self, info: Any) -> bool:
        return self.ended_on is None and may(info.context.requester, "sponsor.end", self)


def person_names(requester: Requester, rows: Sequence[Any]) -> dict[int, str]:
    """Whom to ask for, while the account is open."""
    keys = {row.person_id for row in rows} - {None}
    names = {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=keys, is_active=True)}
    return {row.pk: names.get(row.person_id, "") for row in rows}


class KeyedApplicationType(graphene.ObjectType):
    """What the key in the mail opens: this one application, for who sent it."""

    number = graphene.Int(required=True)
    organisation = graphene.String(required=True)
    name = graphene.String(required=True)
    hopes = graphene.String(required=True)
    worries = graphene.String(required=True)
    applied_at = graphene.DateTime(required=True)
    state = graphene.Field(ApplicationState, required=True)
    state_label = graphene.String(required=True)
    decided_at = graphene.DateTime()
    refused_because = graphene.String(required=True, description="Empty unless it was not approved.")

    class Meta:
        name = "KeyedApplication"


def shown(row: Application) -> KeyedApplicationType:
    columns = ("number", "organisation", "name", "hopes", "worries", "applied_at", "refused_because")
    return KeyedApplicationType(
        **{name: getattr(row, name) for name in columns},
        state=row.state,
        state_label=row.state_label,
        decided_at=row.approved_at or row.refused_at,
    )
