"""Reference data: headings, the law, the glossary, examples and benefits. Each is open, or members', as a whole."""

import graphene
from graphene_django import DjangoObjectType

from cms.snippets import models
from members_api.enums import enum_of
from members_api.snippets import paths

LegalConditionKind = enum_of(models.LegalCondition.Kind, "LegalConditionKind")
GatewayState = graphene.Enum(
    "GatewayState",
    [("PASSED", "passed"), ("IN_FORCE", "in_force"), ("ENDED", "ended"), ("NOT_CONFIRMED", "not_confirmed")],
    description="From the dates: passed but not started, in force, ended, or nobody has confirmed a start.",
)


class TopicType(DjangoObjectType):
    class Meta:
        model, name, fields = models.Topic, "Topic", ("id", "slug", "name")


class SectorType(DjangoObjectType):
    class Meta:
        model, name, fields = models.Sector, "Sector", ("id", "code", "label", "covers")


class ThemeType(DjangoObjectType):
    class Meta:
        model, name, fields = models.Theme, "Theme", ("id", "slug", "name")


class GlossaryTermType(DjangoObjectType):
    class Meta:
        model, name, fields = models.GlossaryTerm, "GlossaryTerm", ("id", "slug", "term", "definition")


class LegalConditionType(DjangoObjectType):
    """A lawful basis or a condition, with the dates between which it holds."""

    kind = graphene.Field(LegalConditionKind, required=True)

    class Meta:
        model, name, convert_choices_to_enum = models.LegalCondition, "LegalCondition", False
        fields = (
            "id",
            "code",
            "provision",
            "name",
            "plain_meaning",
            "advice",
            "needs_schedule1",
            "schedule1_part",
            "valid_from",
            "valid_to",
            "note",
        )


class LegalGatewayType(DjangoObjectType):
    """A section of an Act that permits or requires sharing; an exemption is cited as one, but is not."""

    state = graphene.Field(GatewayState, required=True)
    is_exemption = graphene.Boolean(required=True)
    is_unverified = graphene.Boolean(required=True, description="Nobody looked it up yet.")
    isps = graphene.List("members_api.snippets.isps.IspType", description="Agreements that rest on it. For members.")
    paths = {"isps": paths.ISPS_OF_GATEWAY}

    class Meta:
        model, name = models.LegalGateway, "LegalGateway"
        fields = (
            "id",
            "slug",
            "act",
            "year",
            "provision",
            "title",
            "what_it_does",
            "effect",
            "power_is",
            "who",
            "passed_on",
            "in_force_from",
            "in_force_to",
            "source_url",
            "note",
            "verified_on",
        )


class BenefitType(DjangoObjectType):
    """A benefit as its source states it."""

    class Meta:
        model, name = models.Benefit, "Benefit"
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
            "source_url",
            "what_the_source_says",
        )


class ExampleAgreementType(DjangoObjectType):
    """A real agreement published elsewhere: to read, not an ISP that binds anyone here."""

    class Meta:
        model, name = models.ExampleAgreement, "ExampleAgreement"
        fields = (
            "id",
            "title",
            "version_text",
            "kind",
            "lead",
            "other_parties",
            "starts",
            "ends",
            "review",
            "note",
            "source_url",
        )
