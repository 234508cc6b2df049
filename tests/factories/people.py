"""Partners, people, memberships and roles for tests. Names are invented."""

import factory

from cms.members.models import Membership, PartnerRole, SiteRole, User
from cms.snippets.models import Partner, Sector

PASSWORD = "correct horse battery staple"


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "local_government"
    label = factory.LazyAttribute(lambda row: row.code.replace("_", " ").capitalize())


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.LazyAttribute(lambda row: row.slug.replace("-", " ").title())
    sector = factory.SubFactory(SectorFactory)
    membership = "member"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("email",)
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    first_name = "Pat"
    last_name = factory.Sequence(lambda n: f"Sample {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def member_of(self, create, extracted, **kwargs):
        for partner in extracted or ():
            MembershipFactory(user=self, partner=partner)

    @factory.post_generation
    def site_role(self, create, extracted, **kwargs):
        if extracted:
            SiteRole.objects.create(user=self, role=extracted)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)


class PartnerRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartnerRole

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = "ig_lead"
