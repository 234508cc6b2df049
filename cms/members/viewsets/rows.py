"""Memberships, roles at partners, and roles for the whole framework."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core import clock
from cms.members.models import Dated, Membership, PartnerRole, SiteRole
from cms.members.viewsets.base import PeopleViewSet


def state(row: Dated) -> str:
    """In words, from the dates."""
    today = clock.today()
    if row.starts_on is not None and row.starts_on > today:
        return f"From {row.starts_on:%d %B %Y}"
    return "In force" if row.ends_on is None or row.ends_on >= today else "Ended"


class InForce(WagtailFilterSet):  # type: ignore[misc]
    in_force = django_filters.ChoiceFilter(
        label="State", choices=[("yes", "In force"), ("no", "Ended or to come")], method="by_state", empty_label="All"
    )

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = clock.today()
        begun = Q(starts_on=None) | Q(starts_on__lte=today)
        current = begun & (Q(ends_on=None) | Q(ends_on__gte=today))
        return rows.filter(current) if value == "yes" else rows.exclude(current)


class MembershipFilters(InForce):
    class Meta:
        model = Membership
        fields: list[str] = []


class RoleFilters(InForce):
    class Meta:
        model = PartnerRole
        fields = ["role"]


class SiteRoleFilters(InForce):
    class Meta:
        model = SiteRole
        fields = ["role"]


PERSON = ("user__first_name", "user__last_name", "user__email")
DATES = FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])
STATE = Column("state", label="State", accessor=state)
LAST_DAY = DateColumn("ends_on", label="Last day", sort_key="ends_on")


class MembershipViewSet(PeopleViewSet):
    model = Membership
    icon = "user"
    menu_label = "Memberships"
    base_url_path = "people/memberships"
    list_display = ["user", "partner", "starts_on", LAST_DAY, STATE]
    list_export = ["user.email", "user", "partner", "starts_on", "ends_on"]
    select_related = ("user", "partner")
    filterset_class = MembershipFilters
    search_fields = [*PERSON, "partner__name"]
    panels = [FieldPanel("user"), FieldPanel("partner"), DATES]


class PartnerRoleViewSet(PeopleViewSet):
    model = PartnerRole
    icon = "group"
    menu_label = "Roles at partners"
    base_url_path = "people/roles"
    list_display = ["role", "partner", "user", "deputy", LAST_DAY, STATE, DateColumn("confirmed_on", label="Confirmed")]
    list_export = ["role", "partner", "user", "user.email", "deputy", "service_area", "not_required_because"]
    list_export += ["starts_on", "ends_on", "confirmed_on"]
    select_related = ("user", "deputy", "partner")
    filterset_class = RoleFilters
    search_fields = [*PERSON, "partner__name", "service_area"]
    panels = [
        FieldPanel("partner"),
        FieldPanel("role"),
        FieldPanel("user"),
        FieldPanel("deputy"),
        FieldPanel("service_area"),
        FieldPanel("not_required_because"),
        DATES,
        FieldPanel("confirmed_on"),
    ]


class SiteRoleViewSet(PeopleViewSet):
    model = SiteRole
    icon = "key"
    menu_label = "Core team and groups"
    base_url_path = "people/site-roles"
    list_display = ["user", "role", "starts_on", LAST_DAY, STATE]
    list_export = ["user.email", "user", "role", "starts_on", "ends_on"]
    select_related = ("user",)
    filterset_class = SiteRoleFilters
    search_fields = PERSON
    panels = [FieldPanel("user"), FieldPanel("role"), DATES]
