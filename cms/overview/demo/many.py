"""Many generated examples, for trying the site at size. Written in bulk; the register's own rules hold all the same."""

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from cms.core import clock, counters
from cms.members.models import Membership, PartnerRole, User
from cms.overview.demo.agreements import SOURCE, Law
from cms.overview.demo.people import FIRST, LABEL, LAST
from cms.reviews.models import Review
from cms.signing.models import Signature
from cms.snippets.models import (
    DataItem,
    Isp,
    IspContact,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalCondition,
    Partner,
    PartnerContact,
    Theme,
)
from cms.snippets.services import content_hash
from search import outbox, registry

BATCH = 500
ACTS = (
    *("Referrals to", "Joint visits for", "Early help through", "Checks for", "Case meetings on", "Monthly lists for"),
    *("Planning of", "Complaints about", "Transfers to", "Emergency cover for"),
)
THINGS = (
    *("homes in disrepair", "young carers", "school transport", "discharge from hospital", "blue badges", "food banks"),
    *("licensed premises", "domestic abuse services", "flood wardens", "council tax relief", "missing children"),
    *("adult social care", "rough sleepers", "youth justice", "fraud in tenancies", "falls at home"),
)
WHERE = (
    *("north Essex", "mid Essex", "south Essex", "west Essex", "the coast", "Thurrock", "Southend", "the county"),
    *("Colchester", "Chelmsford", "Basildon", "Tendring", "Braintree", "Maldon", "Uttlesford", "Rochford"),
)
State = IspVersion.State
# Of a hundred agreements, how many stand where: days to the next review.
STANDING = ((8, (-400, -95)), (9, (-89, -1)), (15, (0, 90)), (58, (91, 800)))
DRAFTS, OUT = 5, 5


def make_members(count: int, rng: random.Random) -> int:
    """Make candidates example members, with a person in two roles and a named contact. Returns how many were made."""
    rows = Partner.objects.filter(existence=Partner.Existence.ACTIVE, membership=Partner.Membership.CANDIDATE)
    partners = list(rows.order_by("slug")[:count])
    people, contacts = [], []
    for partner in partners:
        first, last = rng.choice(FIRST), rng.choice(LAST)
        email = f"{slugify(first)}.{slugify(last)}@{partner.slug}.example"
        person = User(email=email, first_name=first, last_name=f"{last} {LABEL}", is_example=True)
        person.job_title, person.phone = "Information lead", f"01632 960{rng.randrange(100, 999)}"
        person.set_unusable_password()
        people.append(person)
        named = {"job_title": person.job_title, "phone": person.phone, "is_example": True}
        contacts.append(PartnerContact(partner=partner, name=f"{first} {last} {LABEL}", email=email, **named))
    _write(people)
    today = clock.today()
    pairs = list(zip(people, partners, strict=True))
    _write(Membership(user=person, partner=partner, starts_on=today) for person, partner in pairs)
    _write(
        PartnerRole(user=person, partner=partner, role=role, starts_on=today)
        for person, partner in pairs
        for role in (PartnerRole.Role.IG_LEAD, PartnerRole.Role.PARTNER_LEAD)
    )
    _write(contacts)
    keys = [partner.pk for partner in partners]
    joined = {"membership": Partner.Membership.MEMBER, "is_example": True, "joined_on": today}
    Partner.objects.filter(pk__in=keys).update(**joined)
    outbox.record_many([registry.key_of("partner", key) for key in keys], "example")
    return len(partners)


def make_agreements(count: int, rng: random.Random, law: Law) -> int:
    """Agreements among the example members, until there are `count` generated ones. Returns how many were made."""
    already = Isp.objects.filter(source_row__demo="generated").count()
    members = list(Partner.objects.filter(membership="member", can_sign=True).select_related("sector").order_by("slug"))
    wanted = max(0, count - already)
    if not wanted or len(members) < 3:
        return 0
    owners = dict(PartnerRole.objects.filter(role="ig_lead").exclude(user=None).values_list("partner", "user"))
    themes = list(Theme.objects.order_by("name"))
    titles = _titles(rng, already)
    numbers = counters.reserve("isp", wanted)
    isps = [_isp(number, next(titles), rng, members, themes, owners) for number in numbers]
    _write(isps)
    versions = [_version(isp, rng) for isp in isps]
    _write(versions)
    _write(DataItem(version_id=version.pk, name="Names and addresses") for version in versions)
    phones = (f"01632 960{rng.randrange(100, 999)}" for _ in itertools.count())
    _write(IspContact(isp_id=isp.pk, role="Duty officer", phone=next(phones), partner_id=isp.lead_id) for isp in isps)
    parties = [
        party for isp, version in zip(isps, versions, strict=True) for party in _parties(isp, version, rng, members)
    ]
    _write(parties)
    sectors = {partner.pk: partner.sector.code for partner in members}
    article6 = {code: law.condition(LegalCondition.Kind.ARTICLE_6, code) for code in ("e", "f")}
    _write(
        LegalBasis(
            party_id=party.pk,
            purpose="To give people the help that they asked for",
            article6=article6["f" if sectors[party.partner_id] == "voluntary" else "e"],
        )
        for party in parties
    )
    _hash(versions)
    _sign(parties)
    _write(_past_reviews(isps))
    outbox.record_many([registry.key_of("isp", isp.pk) for isp in isps], "example")
    return wanted


def _write(rows: Iterable[Model]) -> None:
    kept = list(rows)
    if kept:
        manager: Any = type(kept[0])._default_manager
        manager.bulk_create(kept, batch_size=BATCH)


def _titles(rng: random.Random, skip: int) -> Iterator[str]:
    """Every mixture once in a shuffled order, then again with a number."""
    mixed = [f"{act} {thing} in {where}" for act in ACTS for thing in THINGS for where in WHERE]
    random.Random(len(mixed)).shuffle(mixed)  # noqa: S311 - the same order for every run, whatever was made before
    for number in itertools.count(skip):
        again = number // len(mixed)
        yield mixed[number % len(mixed)] + (f", part {again + 1}" if again else "")


def _isp(
    number: int, title: str, rng: random.Random, members: list[Partner], themes: list[Theme], owners: dict[int, int]
) -> Isp:
    lead = rng.choice(members)
    days, state = _standing(rng)
    today = clock.today()
    return Isp(
        reference=f"ISP-{number:04}",
        title=title,
        theme=rng.choice(themes) if themes else None,
        lead=lead,
        owner_id=owners.get(lead.pk) if rng.random() > 0.1 else None,
        visibility=rng.choices(("members", "public", "parties"), (70, 20, 10))[0],
        starts_on=today - datetime.timedelta(days=rng.randrange(410, 2000)) if state == State.IN_FORCE else None,
        review_cycle_months=12,
        next_review_on=today + datetime.timedelta(days=days) if state == State.IN_FORCE else None,
        next_review_precision=Isp.Precision.DAY if state == State.IN_FORCE else Isp.Precision.NONE,
        source=SOURCE,
        source_row={"demo": "generated", "state": state},
        is_example=True,
    )


def _standing(rng: random.Random) -> tuple[int, str]:
    drawn = rng.randrange(100)
    for share, (low, high) in STANDING:
        if drawn < share:
            return rng.randrange(low, high + 1), State.IN_FORCE
        drawn -= share
    return 0, State.DRAFT if drawn < DRAFTS else State.OUT_FOR_SIGNATURE


def _version(isp: Isp, rng: random.Random) -> IspVersion:
    thing = isp.title[0].lower() + isp.title[1:]
    return IspVersion(
        isp_id=isp.pk,
        state=isp.source_row["state"],
        in_force_from=isp.starts_on,
        summary=f"An invented example: the partners tell each other what they need for {thing}, and no more.",
        purpose=f"To run {thing}.",
        may_share="Name and address\nWhat help is needed",
        do_not_share="Anything that is not needed",
        how_to_share="Secure e-mail between named mailboxes.",
        retention=f"{rng.randrange(1, 8)} years",
    )


def _parties(isp: Isp, version: IspVersion, rng: random.Random, members: list[Partner]) -> Iterator[IspParty]:
    others = [
        partner for partner in rng.sample(members, min(len(members), rng.randrange(3, 10))) if partner.pk != isp.lead_id
    ]
    began = isp.starts_on or clock.today() - datetime.timedelta(days=rng.randrange(5, 60))
    asked = began - datetime.timedelta(days=21) if isp.starts_on else began
    in_force = version.state == State.IN_FORCE
    for number, partner in enumerate([isp.lead, *others]):
        essential = number < 2
        covered = in_force and (essential or rng.random() < 0.9)
        yield IspParty(
            version_id=version.pk,
            partner=partner,
            role=IspParty.Role.LEAD if number == 0 else rng.choice(("both", "discloser", "recipient")),
            is_essential=essential,
            owner_id=isp.owner_id if number == 0 else None,
            asked_on=None if version.state == State.DRAFT else asked,
            covered_from=began + datetime.timedelta(days=0 if essential else rng.randrange(60)) if covered else None,
        )


def _hash(versions: list[IspVersion]) -> None:
    """For what is out for signature. The others were signed on paper, as most are, and no fingerprint was kept."""
    out = [version for version in versions if version.state == State.OUT_FOR_SIGNATURE]
    stored = IspVersion.objects.select_related("isp").in_bulk([version.pk for version in out])
    for version in out:
        version.content_hash = content_hash(stored[version.pk])
    IspVersion.objects.bulk_update(out, ["content_hash"], batch_size=BATCH)


def _sign(parties: list[IspParty]) -> None:
    _write(
        Signature(
            party_id=party.pk,
            signatory_name="A. Signatory (example)",
            signatory_job_title="Director",
            signed_on=party.covered_from,
        )
        for party in parties
        if party.covered_from is not None
    )


def _past_reviews(isps: list[Isp]) -> Iterator[Review]:
    for isp in isps:
        if isp.next_review_on is not None:
            done = isp.next_review_on - datetime.timedelta(days=365)
            yield Review(
                isp_id=isp.pk,
                due_on=done,
                opened_on=done - datetime.timedelta(days=60),
                outcome=Review.Outcome.UNCHANGED,
                notes="Still right. (Example)",
                reviewer_id=isp.owner_id,
                completed_on=done,
                next_due_on=isp.next_review_on,
            )
