"""Minimal types of the registers until members_api.snippets is there."""

from graphene_django import DjangoObjectType
from grapple.registry import registry

from cms.snippets.models import Benefit, Isp, Partner, Sector, Topic


class PartnerType(DjangoObjectType):
    class Meta:
        model, name, fields = Partner, "Partner", ("id", "name", "slug")


class IspType(DjangoObjectType):
    class Meta:
        model, name, fields = Isp, "Isp", ("id", "reference", "title")


class TopicType(DjangoObjectType):
    class Meta:
        model, name, fields = Topic, "Topic", ("id", "slug", "name")


class SectorType(DjangoObjectType):
    class Meta:
        model, name, fields = Sector, "Sector", ("id", "code", "label")


class BenefitType(DjangoObjectType):
    class Meta:
        model, name = Benefit, "Benefit"
        fields = (
            "id",
            "title",
            "initiative",
            "type",
            "amount",
            "unit",
            "partners_text",
            "period",
            "confidence",
            "source",
        )


for node in (PartnerType, IspType, TopicType, SectorType, BenefitType):
    registry.snippets[node._meta.model] = node
