"""ISPs, their parts and tokens for tests: plain functions with sensible defaults. Names are invented."""

import datetime
from typing import Any

from cms.core import clock
from cms.members import tokens
from cms.members.models import ApiToken, Membership, PartnerRole, User
from cms.snippets.models import Dataset, Isp, IspFile, IspParty, IspVersion, Partner
from tests.factories.people import PartnerFactory, UserFactory

State = IspVersion.State


def make_partner(slug: str = "elmbridge", **fields: Any) -> Partner:
    """A member of the framework, unless `membership` says otherwise."""
    made: Partner = PartnerFactory(slug=slug, **fields)
    return made


def make_user(email: str, *partners: Partner, site_role: str = "", **fields: Any) -> User:
    """A person who is a member of these partners today."""
    made: User = UserFactory(email=email, member_of=partners, site_role=site_role, **fields)
    return made


def make_membership(user: User, partner: Partner, ends_on: datetime.date | None = None) -> Membership:
    return Membership.objects.create(user=user, partner=partner, ends_on=ends_on)


def make_role(user: User, partner: Partner, role: str = "ig_lead", **fields: Any) -> PartnerRole:
    made: PartnerRole = PartnerRole.objects.create(user=user, partner=partner, role=role, **fields)
    return made


def make_isp(
    title: str = "Sharing for safety",
    lead: Partner | None = None,
    parties: tuple[Partner, ...] = (),
    state: str = State.IN_FORCE,
    text: dict[str, Any] | None = None,
    **fields: Any,
) -> Isp:
    """An ISP with one version in this state; the lead and the parties are covered by what is in force."""
    lead = lead or make_partner()
    isp: Isp = Isp.objects.create(title=title, lead=lead, **{"next_review_on": clock.today(), **fields})
    since = clock.today() if state in (State.IN_FORCE, State.SUPERSEDED) else None
    version = IspVersion.objects.create(
        isp=isp, state=state, in_force_from=since, **(text or {"summary": "To help people."})
    )
    for partner in (lead, *parties):
        role = IspParty.Role.LEAD if partner == lead else IspParty.Role.BOTH
        IspParty.objects.create(version=version, partner=partner, role=role, asked_on=clock.today(), covered_from=since)
    return isp


def make_isp_file(isp: Isp, document: Any, **fields: Any) -> IspFile:
    """A document of the ISP's newest version, for its parties only unless told otherwise."""
    given = {"version": isp.versions.first(), "title": document.title, **fields}
    made: IspFile = IspFile.objects.create(document=document, **given)
    return made


def make_dataset(title: str, holder: Partner, **fields: Any) -> Dataset:
    slug = fields.pop("slug", title.lower().replace(" ", "-"))
    made: Dataset = Dataset.objects.create(title=title, slug=slug, holder=holder, **fields)
    return made


def make_token(partner: Partner | None, *scopes: str, **fields: Any) -> str:
    """A token's text, with all read scopes and adhoc unless told; it holds for a year."""
    secret = tokens.new_secret()
    expires = clock.now() + datetime.timedelta(days=360)
    given = {"name": "A tool", "expires_at": expires, "scopes": list(scopes or (*tokens.READ_SCOPES, "adhoc"))}
    row = ApiToken.objects.create(partner=partner, digest=tokens.digest(secret), **(given | fields))
    return f"mip_{row.pk}_{secret}"
