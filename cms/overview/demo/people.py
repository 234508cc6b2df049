"""Invented people: the demo sign-ins, and those who hold the roles at the example members."""

import json
import os
import random
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.models import PartnerRole, SiteRole, User
from cms.members.services import add_membership, give_role, give_site_role
from cms.snippets.models import Partner, PartnerContact
from cms.snippets.standing import change_standing

Role = PartnerRole.Role
FIRST = (
    *("Avery", "Bailey", "Casey", "Devon", "Ellis", "Finley", "Gray", "Harper", "Indigo", "Jules", "Kendall", "Lennox"),
    *("Marlow", "Noor", "Oakley", "Parker", "Quinn", "Reese", "Sasha", "Tatum", "Uma", "Vesper", "Wren", "Yael"),
)
LAST = (
    *("Applewhite", "Birdwood", "Candlemaker", "Driftwater", "Everglade", "Foxbury", "Goldenhill", "Hartmoor"),
    *("Ivywood", "Juniperson", "Kettlewell", "Larkmeadow", "Millwater", "Northbrook", "Orchardson", "Pebblebank"),
    *("Quillfeather", "Rosewater", "Silverlake", "Thistledown", "Underhill", "Violetta", "Windermoor", "Yarrowfield"),
)
LABEL = "(example)"


@dataclass(frozen=True, slots=True)
class Account:
    """A demo sign-in: who it is, what the list of sign-ins calls it, and what it may do."""

    key: str
    email: str
    first: str
    last: str
    job: str
    label: str
    partners: tuple[str, ...] = ()
    site_role: str = ""
    roles: tuple[str, ...] = ()
    service_area: str = ""


ACCOUNTS = (
    Account("editor", "core.editor@demo.example", "Robin", "Fairweather", "Information sharing officer", "core editor",
            site_role=SiteRole.Role.CORE_EDITOR),
    Account("group", "management.group@demo.example", "Sam", "Longacre", "Head of information, fire service",
            "management group", ("ecfrs",), SiteRole.Role.MANAGEMENT_GROUP, (Role.SIRO,)),
    Account("lead", "lead@demo.example", "Dana", "Whitefield", "Director of governance",
            "lead and ISP approver", ("chelmsford-city-council",), "", (Role.PARTNER_LEAD, Role.ISP_APPROVER)),
    Account("head", "head.of.service@demo.example", "Jo", "Marshgate", "Head of housing",
            "member (head of service)", ("colchester-city-council",), "", (Role.OPERATIONAL_LEAD,), "Housing"),
    Account("two", "member.of.two@demo.example", "Alex", "Twobridges", "Information governance officer, shared",
            "member of two", ("braintree-district-council", "tendring-district-council"), "", (Role.IG_LEAD,)),
    Account("charity", "charity@demo.example", "Kim", "Oldharbour", "Manager",
            "member (small charity)", ("action-for-family-carers",), "", (Role.PARTNER_LEAD,)),
)  # fmt: skip


def make_person(email: str, first: str, last: str, job: str, phone: str = "") -> User:
    """One invented person, once. Without a password nobody can sign in as them."""
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    names = {"first_name": first, "last_name": f"{last} {LABEL}", "job_title": job, "phone": phone}
    return User.objects.create_user(email, is_example=True, **names)


def join(partner: Partner) -> None:
    """Make a real organisation an example member. One that somebody has decided about is left alone."""
    if partner.membership == Partner.Membership.CANDIDATE:
        partner.is_example = True
        day = clock.today().replace(month=4, day=1, year=clock.today().year - 3)
        member = Partner.Membership.MEMBER
        change_standing(by=SYSTEM, partner=partner, membership=member, why="An example", joined_on=day)


def make_accounts(partners: dict[str, Partner], file: Path) -> dict[str, User]:
    """The demo sign-ins by key. Passwords are this installation's own, made once and kept in `file` (mode 600)."""
    kept = _kept(file)
    rows: list[dict[str, Any]] = []
    people: dict[str, User] = {}
    for account in ACCOUNTS:
        person = make_person(account.email, account.first, account.last, account.job, "01632 960100")
        password = kept.get(account.email) or secrets.token_urlsafe(12)
        if not person.check_password(password):
            person.set_password(password)
            person.save(update_fields=["password"])
        address = {"verified": True, "primary": True}
        EmailAddress.objects.get_or_create(user=person, email=account.email, defaults=address)
        if account.site_role:
            give_site_role(by=SYSTEM, user=person, role=account.site_role)
        for slug in account.partners:
            add_membership(by=SYSTEM, user=person, partner_id=partners[slug].pk)
            for role in account.roles:
                details = {"service_area": account.service_area, "confirmed_on": clock.today()}
                give_role(by=SYSTEM, user=person, partner_id=partners[slug].pk, role=role, **details)
        first = account.partners[0] if account.partners else None
        row = {"email": account.email, "password": password, "role": account.label, "partner": first}
        rows.append(row | ({"partners": list(account.partners)} if len(account.partners) > 1 else {}))
        people[account.key] = person
    write_privately(file, rows)
    return people


def _kept(file: Path) -> dict[str, str]:
    try:
        return {row["email"]: row["password"] for row in json.loads(file.read_text())}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write_privately(file: Path, rows: Any) -> None:
    """JSON that its owner alone may read (mode 600)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_suffix(".new")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(rows, handle, indent=1)
    made.replace(file)


def staff(partner: Partner, rng: random.Random) -> User:
    """The information governance lead of an example member, with a data protection officer and a named contact."""
    held = PartnerRole.objects.filter(partner=partner, role=Role.IG_LEAD).exclude(user=None).select_related("user")
    already: PartnerRole | None = held.first()
    if already is not None and already.user is not None:
        return already.user
    people = []
    for role, job in ((Role.IG_LEAD, "Information governance lead"), (Role.DPO, "Data protection officer")):
        first, last = rng.choice(FIRST), rng.choice(LAST)
        email = f"{slugify(first)}.{slugify(last)}.{rng.randrange(100):02}@{partner.slug}.example"
        person = make_person(email, first, last, job, f"01632 960{rng.randrange(100, 999)}")
        add_membership(by=SYSTEM, user=person, partner_id=partner.pk)
        give_role(by=SYSTEM, user=person, partner_id=partner.pk, role=role, confirmed_on=clock.today())
        people.append(person)
    lead = people[0]
    named = {"name": str(lead), "job_title": lead.job_title, "phone": lead.phone, "is_example": True}
    PartnerContact.objects.get_or_create(partner=partner, email=lead.email, defaults=named)
    return lead
