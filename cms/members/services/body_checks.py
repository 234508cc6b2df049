"""Once a year each body is asked whether what the site knows of it is right. Asked, reminded, then the core team."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import once_a_day
from cms.members.models import BodyCheck, PartnerRole
from cms.members.selectors import contact_for, core_team, recipient
from cms.members.selectors.body_checks import KINDS, fingerprint_of, parts_of
from cms.members.services.offers import leads_by_partner
from cms.notifications.services import Recipient, cancel_deliveries, notify
from cms.snippets.models import Partner, PartnerContact

SOURCE = "body-check"
TO_ANSWER = datetime.timedelta(days=30)
LATE = 14  # days after the day on which the core team hears of it
YEAR = datetime.timedelta(days=365)
A_DAY = 40  # bodies asked on one day: a framework of 400 is not asked all at once


@transaction.atomic
def confirm_body(*, by: Requester, partner: Partner, fingerprint: str, wrong: Iterable[str] = ()) -> BodyCheck:
    """Say that what the page showed is right, but for the parts (kinds) in `wrong`, of which the core team hears. Roles
    and contacts that are right carry the day. It may be said before it is asked. Raises NotFound, BadInput, and
    Conflict where the page changed since it was read."""
    if not policy.may(by, "body.confirm", partner.pk):
        raise NotFound("There is no such organisation.")
    said = sorted(set(wrong))
    if not set(said) <= set(KINDS):
        raise BadInput("There is no such part.", fields={"wrong": ["Choose from the parts of the page."]})
    row = BodyCheck.objects.select_for_update().filter(partner=partner, confirmed_at=None).first()
    if fingerprint != fingerprint_of(parts_of([partner])[partner.pk]):
        raise Conflict("This changed since you opened the page. Look at it once more.")
    row = row or BodyCheck(partner=partner, due_on=clock.today())
    row.confirmed_at, row.confirmed_by_id = clock.now(), by.user_id
    row.fingerprint, row.wrong = fingerprint, said
    row.save()
    today = clock.today()
    if "roles" not in said:
        PartnerRole.objects.current().filter(partner=partner).update(confirmed_on=today)
    if "contacts" not in said:
        PartnerContact.objects.filter(partner=partner).update(confirmed_on=today)
    cancel_deliveries(by=by, source_prefix=f"{SOURCE}:{row.pk}:", reason="It was answered.")
    record(by, "body.confirmed", row, organisation_id=partner.pk, after={"wrong": said})
    if said:
        _tell_core_team(row, said)
    return row


@transaction.atomic
def confirm_bodies(*, by: Requester, seen: Sequence[tuple[Partner, str]]) -> int:
    """Say for several bodies that all of it is right: each (partner, fingerprint of what was read), all or none.
    Returns how many. Raises as for one; Conflict names the body that changed meanwhile."""
    for partner, fingerprint in seen:
        try:
            confirm_body(by=by, partner=partner, fingerprint=fingerprint)
        except Conflict as error:
            raise Conflict(f"{partner.name} changed since you opened the page. Look at it once more.") from error
    return len(seen)


def _tell_core_team(row: BodyCheck, said: list[str]) -> None:
    notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:{row.pk}:wrong",
        recipients=[recipient(person) for person in core_team()],
        title=f"{row.partner.name}: not everything is right",
        body=f"They looked through their page and said that this is not right: {', '.join(said)}. Ask them, and put it "
        "right in the register.",
        path=f"/partners/{row.partner.slug}",
    )


def ask_bodies() -> int:
    """Once a day: ask those whose last answer is a year old, remind at the day, and tell the core team two weeks after.
    Returns how many were asked or reminded. Nobody is told the same twice, however often this runs."""
    if not once_a_day("members: yearly check of bodies", hour=8):
        return 0
    return _ask_new() + _remind()


def _ask_new() -> int:
    today = clock.today()
    recent = BodyCheck.objects.filter(confirmed_at__gte=clock.now() - YEAR).values("partner")
    waiting = BodyCheck.objects.filter(confirmed_at=None).values("partner")
    members = Partner.objects.filter(membership=Partner.Membership.MEMBER, duplicate_of=None)
    # Who joined within the year said it all when they joined.
    new = members.filter(joined_on__gt=today - YEAR).values("pk")
    rows = list(members.exclude(pk__in=recent).exclude(pk__in=waiting).exclude(pk__in=new).order_by("pk")[:A_DAY])
    made = [BodyCheck.objects.create(partner=partner, due_on=today + TO_ANSWER) for partner in rows]
    _tell_bodies(made, "asked")
    return len(made)


def _remind() -> int:
    today = clock.today()
    rows = BodyCheck.objects.filter(confirmed_at=None, partner__membership=Partner.Membership.MEMBER)
    due = list(
        rows.filter(due_on__lte=today, due_on__gt=today - datetime.timedelta(days=LATE)).select_related("partner")
    )
    _tell_bodies(due, "due")
    late = list(rows.filter(due_on__lte=today - datetime.timedelta(days=LATE)).select_related("partner"))
    for row in late:
        notify(
            by=SYSTEM,
            source_key=f"{SOURCE}:{row.pk}:late",
            recipients=[recipient(person) for person in core_team()],
            title=f"{row.partner.name} has not said whether its page is right",
            body="It was asked, and reminded on the day. Ring somebody there.",
            path=f"/partners/{row.partner.slug}",
        )
    return len(due) + len(late)


def _tell_bodies(rows: list[BodyCheck], what: str) -> None:
    """Each body's leads; its contact where it has none, who answers through the core team."""
    leads = leads_by_partner([row.partner_id for row in rows])
    for row in rows:
        people: list[Recipient] = [recipient(person) for person in leads.get(row.partner_id, [])]
        contact = contact_for(row.partner) if not people else None
        notify(
            by=SYSTEM,
            source_key=f"{SOURCE}:{row.pk}:{what}",
            recipients=people or ([contact] if contact is not None else []),
            title=f"Is this still right? {row.partner.name}",
            body="Once a year we ask whether what we know of your organisation is right: who works here, who does "
            f"what, whom to write to. One page, a few minutes, by {row.due_on:%-d %B %Y}.",
            path=f"/organisation/check?of={row.partner.slug}",
        )


def reason_not_to_send(source_key: str, user_id: int | None, address: str) -> str:
    """A question that was answered meanwhile is not asked again."""
    parts = source_key.split(":")
    if len(parts) < 3 or parts[2] == "wrong":
        return ""
    open_still = BodyCheck.objects.filter(pk=int(parts[1]), confirmed_at=None).exists()
    return "" if open_still else "It was answered."
