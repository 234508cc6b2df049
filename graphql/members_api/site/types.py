"""The site and who is reading it."""

from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse
from grapple.registry import registry
from wagtail.images import get_image_model

from cms.members.models import PartnerRole
from cms.notifications.selectors import unread_count
from cms.snippets.models import Partner
from cms.storage import scanning
from members_api.enums import enum_of
from members_api.files import ImageType

PartnerRoleKind = enum_of(PartnerRole.Role, "PartnerRoleKind")


def partner_type() -> Any:
    return registry.snippets[Partner]


class SiteInfo(graphene.ObjectType):
    """What makes this installation one community's own."""

    name = graphene.String(required=True)
    area = graphene.String(required=True)
    purpose = graphene.String(required=True)
    contact_email = graphene.String(required=True)
    contact_phone = graphene.String(required=True)
    contact_hours = graphene.String(required=True)
    urgent_line = graphene.String(required=True)
    help_text = graphene.String(required=True)
    logo = graphene.Field(ImageType)
    member_count = graphene.Int(
        required=True, description="Organisations that have joined, as far as you may see them."
    )
    sign_in_path = graphene.String(required=True, description="Below the CMS's origin.")
    sign_out_path = graphene.String(required=True, description="Below the CMS's origin.")
    public_help_form = graphene.Boolean(required=True)
    public_register = graphene.Boolean(required=True)
    public_partner_list = graphene.Boolean(required=True)
    is_demo = graphene.Boolean(required=True, description="True: invented people and agreements are on show.")
    search_log_organisations = graphene.Int(
        required=True, description="So many must have searched for words before the core team sees them."
    )
    search_log_months = graphene.Int(required=True, description="So long are searches counted, and wishes kept.")

    files_are_scanned = graphene.Boolean(
        required=True, description="True: files that people send are checked for viruses before anybody can open them."
    )

    def resolve_logo(self, info: Any) -> Any:
        return get_image_model().objects.filter(pk=self.logo)

    def resolve_member_count(self, info: Any) -> int:
        members = Partner.objects.filter(membership=Partner.Membership.MEMBER)
        return int(info.context.access.narrow(members).count())

    def resolve_sign_in_path(self, info: Any) -> str:
        return reverse("account_login")

    def resolve_sign_out_path(self, info: Any) -> str:
        return reverse("account_logout")

    def resolve_search_log_organisations(self, info: Any) -> int:
        return max(1, int(settings.SEARCH_LOG_MIN_ORGANISATIONS))

    def resolve_search_log_months(self, info: Any) -> int:
        return round(int(settings.SEARCH_LOG_KEEP_DAYS) * 12 / 365)

    def resolve_files_are_scanned(self, info: Any) -> bool:
        return scanning.is_configured()

    def resolve_is_demo(self, info: Any) -> bool:
        return bool(settings.ENVIRONMENT == "demo")


class ViewerRole(graphene.ObjectType):
    """What you do at an organisation today."""

    partner = graphene.Field(partner_type)
    role = graphene.Field(PartnerRoleKind, required=True)
    label = graphene.String(required=True)

    def resolve_partner(self, info: Any) -> Any:
        return info.context.loader.get(Partner, self.partner)

    def resolve_label(self, info: Any) -> str:
        return str(PartnerRole.Role(self.role).label)


class Viewer(graphene.ObjectType):
    """Who is asking, as the server sees it. The account's own words are null for visitors and for tools."""

    is_signed_in = graphene.Boolean(required=True)
    is_member = graphene.Boolean(required=True)
    is_editor = graphene.Boolean(required=True)
    lacks_second_factor = graphene.Boolean(
        required=True,
        description="Your work needs a second step at sign-in, and you signed in without: you see what members see.",
    )
    name = graphene.String()
    email = graphene.String()
    job_title = graphene.String()
    acting_for = graphene.Field(partner_type, description="The organisation you act for, where you belong to several.")
    partners = graphene.List(partner_type)
    roles = graphene.List(ViewerRole)
    unread_notifications = graphene.Int(required=True)

    def resolve_name(self, info: Any) -> str | None:
        person = info.context.account
        return str(person) if person else None

    def resolve_email(self, info: Any) -> str | None:
        person = info.context.account
        return person.email if person else None

    def resolve_job_title(self, info: Any) -> str | None:
        person = info.context.account
        return person.job_title if person else None

    def resolve_acting_for(self, info: Any) -> Any:
        return Partner.objects.filter(pk=info.context.requester.acting_for)

    def resolve_partners(self, info: Any) -> Any:
        return Partner.objects.filter(pk__in=info.context.requester.own_partners)

    def resolve_roles(self, info: Any) -> list[ViewerRole]:
        own = info.context.requester.own_partners
        info.context.loader.admit(Partner.objects.filter(pk__in=own), [])
        held = sorted(info.context.requester.roles)
        return [ViewerRole(partner=partner, role=role) for partner, role in held if partner in own]

    def resolve_unread_notifications(self, info: Any) -> int:
        requester = info.context.requester
        return unread_count(requester) if requester.user_id else 0
