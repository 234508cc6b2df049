"""People and rows for tests of the admin. Names are invented."""

import datetime
from typing import Any

from django.test import Client
from wagtail.models import Page, Site

from cms.members.models import SiteRole, User
from cms.pages.models import GuidanceIndexPage, HomePage, HorizonIndexPage, NewsIndexPage
from cms.snippets.models import DataItem, Isp, IspParty, IspVersion, LegalGateway, Partner, PartnerAlias
from tests.factories.people import PartnerFactory, UserFactory


def staff(email: str = "editor@example.org", role: str = SiteRole.Role.CORE_EDITOR, *, superuser: bool = True) -> User:
    """A person with a site role, whose rights come from it alone; a superuser unless told otherwise."""
    user: User = UserFactory(email=email, site_role=role)
    user.is_superuser = superuser
    user.save()
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def site_tree() -> dict[str, Any]:
    """A home page with three sections, as the site's root."""
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Home", slug="members-home"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 8080, "root_page": home, "site_name": "Test"}
    )
    sections = {
        "guidance": GuidanceIndexPage(title="Guidance", slug="guidance"),
        "news": NewsIndexPage(title="News", slug="news"),
        "horizon": HorizonIndexPage(title="Changes ahead", slug="horizon"),
    }
    return {"home": home, **{name: home.add_child(instance=page) for name, page in sections.items()}}


def partner(name: str = "Elmbridge Council", **fields: Any) -> Partner:
    found: Partner = PartnerFactory(name=name, slug=fields.pop("slug", name.lower().replace(" ", "-")), **fields)
    return found


def isp(title: str = "Domestic abuse", *, state: str = "in_force", lead: Partner | None = None, **fields: Any) -> Isp:
    """An ISP with one version in this state, its lead as a party and one category of data."""
    lead = lead or partner()
    made: Isp = Isp.objects.create(title=title, lead=lead, **fields)
    version = IspVersion.objects.create(isp=made, number=1, state=state, summary="What it lets people do.")
    IspParty.objects.create(version=version, partner=lead, role=IspParty.Role.LEAD)
    DataItem.objects.create(version=version, name="Names and addresses")
    return made


def gateway(**fields: Any) -> LegalGateway:
    given = {
        "slug": "cda-115",
        "act": "Crime and Disorder Act",
        "year": 1998,
        "provision": "s.115",
        "title": "Disclosure",
    }
    made: LegalGateway = LegalGateway.objects.create(**{**given, **fields})
    return made


def alias(of: Partner, name: str) -> PartnerAlias:
    return PartnerAlias.objects.create(partner=of, name=name)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
