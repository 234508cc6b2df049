"""Somebody who serves many bodies offers to hold a role there: asked once, answered once by each body."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.members.models import Membership, PartnerRole, RoleOffer, RoleOfferAnswer, User
from cms.members.selectors import core_team, recipient
from cms.members.services.roles import YEAR, add_membership, give_role
from cms.notifications.services import cancel_deliveries, notify, one_line
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Partner

SOURCE = "role-offer"
MOST = 200  # bodies in one offer
NOTE = 300  # characters
MEMBER = Partner.Membership.MEMBER


@transaction.atomic
def offer_role(
    *,
    by: Requester,
    user: User,
    role: str,
    partner_ids: Iterable[int],
    submission_id: str,
    service_area: str = "",
    note: str = "",
    ends_on: datetime.date | None = None,
) -> RoleOffer:
    """Offer that a person holds one role at these member partners (keys), 200 at most; the same submission is kept
    once. Bodies where they hold it already are left out. One notice to each person who may answer, however many bodies.
    Raises Forbidden, BadInput with `fields`."""
    if not policy.may(by, "role.offer", (user.pk, role)):
        raise Forbidden("You may not offer this.")
    before: RoleOffer | None = RoleOffer.objects.filter(submission_id=submission_id).first()
    if before is not None:
        if before.made_by_id != by.user_id:
            raise NotFound("There is no such offer.")
        return before
    keys = _asked(user, role, set(partner_ids))
    _check(role, keys, submission_id, note, ends_on)
    row = RoleOffer.objects.create(
        user=user,
        role=role,
        service_area=one_line(service_area)[:80],
        note=one_line(note),
        ends_on=ends_on,
        submission_id=submission_id,
        made_by_id=by.user_id,
    )
    RoleOfferAnswer.objects.bulk_create([RoleOfferAnswer(offer=row, partner_id=key) for key in sorted(keys)])
    record(by, "role.offered", row, after={"role": role, "user": user.pk, "partners": sorted(keys)})
    _tell_those_who_answer(row, sorted(keys))
    content_version.bump()
    return row


def partners_named(by: Requester, lines: Sequence[str]) -> list[int]:
    """Keys of the partners that these lines name, by slug or by a name that the register knows; empty lines count for
    nothing. Raises BadInput that says which lines name none, so that nobody is asked by a guess."""
    wanted = [line for line in (" ".join(line.split())[:200] for line in lines) if line]
    if len(wanted) > MOST:
        raise BadInput("Too many.", fields={"partners": [f"Choose {MOST} organisations at most."]})
    index, keys, unknown = NameIndex(), set[int](), []
    for line in wanted:
        slug = line if line in index.keys else index.resolve(line).partner
        if slug is None:
            unknown.append(line)
        else:
            keys.add(index.keys[slug])
    if unknown:
        words = f"Not found: {'; '.join(unknown[:10])}. Write them as the list of partners does."
        raise BadInput("Some organisations were not found.", fields={"partners": [words]})
    return list(policy.visible(Partner.objects.filter(pk__in=keys), by).values_list("pk", flat=True))


def _asked(user: User, role: str, wanted: set[int]) -> set[int]:
    """Those of them that are members, stand for themselves, where the person does not hold the role, and that have no
    such offer of theirs to answer: nobody is asked the same twice."""
    known = Partner.objects.filter(pk__in=wanted, membership=MEMBER, duplicate_of=None).values_list("pk", flat=True)
    held = PartnerRole.objects.current().filter(user=user, role=role, partner__in=wanted)
    there = Membership.objects.current().filter(user=user, partner__in=wanted).values_list("partner", flat=True)
    open_still = RoleOfferAnswer.objects.filter(
        Q(offer__ends_on=None) | Q(offer__ends_on__gte=clock.today()),
        offer__user=user,
        offer__role=role,
        offer__withdrawn_at=None,
        answered_at=None,
        partner__in=wanted,
    )
    asked = set(open_still.values_list("partner", flat=True))
    return set(known) - (set(held.values_list("partner", flat=True)) & set(there)) - asked


def _check(role: str, keys: set[int], submission_id: str, note: str, ends_on: datetime.date | None) -> None:
    fields: dict[str, list[str]] = {}
    if role not in PartnerRole.Role.values:
        fields["role"] = ["Choose one of the roles."]
    if not keys:
        fields["partners"] = ["Choose at least one organisation where the role is not held or offered already."]
    elif len(keys) > MOST:
        fields["partners"] = [f"Choose {MOST} organisations at most."]
    if len(note) > NOTE:
        fields["note"] = [f"Make this shorter: {NOTE} characters at most."]
    if ends_on is not None and not clock.today() <= ends_on <= clock.today() + 10 * YEAR:
        fields["endsOn"] = ["Choose a day that is not past."]
    if not 1 <= len(submission_id) <= 64:
        fields["submissionId"] = ["1 to 64 characters."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def leads_by_partner(partner_ids: Sequence[int]) -> dict[int, list[User]]:
    """{partner: its leads and their deputies of today who belong there}. Two queries, however many partners."""
    here = set(
        Membership.objects.current()
        .filter(partner__in=partner_ids, user__is_active=True)
        .values_list("partner", "user")
    )
    found: dict[int, list[User]] = {}
    rows = PartnerRole.objects.current().filter(partner__in=partner_ids, role=PartnerRole.Role.PARTNER_LEAD)
    for row in rows.select_related("user", "deputy"):
        people = [one for one in (row.user, row.deputy) if one is not None and (row.partner_id, one.pk) in here]
        found.setdefault(row.partner_id, []).extend(people)
    return found


def _tell_those_who_answer(row: RoleOffer, keys: Sequence[int]) -> None:
    """Each body's leads; the core team once, for bodies that have none."""
    leads = leads_by_partner(keys)
    people = {person.pk: person for found in leads.values() for person in found if person.pk != row.user_id}
    unled = [key for key in keys if not any(one.pk != row.user_id for one in leads.get(key, []))]
    if unled:
        people |= {person.pk: person for person in core_team()}
    role = row.get_role_display()
    notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:{row.pk}",
        recipients=[recipient(person) for person in people.values()],
        title=f"{row.user} offers to be your {role[:1].lower()}{role[1:]}".replace("iSP", "ISP"),
        body="Somebody who serves several organisations offers to hold a role at yours. Say yes or no once; it takes a "
        "minute. Nothing changes before you do.",
        path="/organisation/roles",
    )


@transaction.atomic
def answer_role_offer(*, by: Requester, answer: RoleOfferAnswer, accepted: bool) -> RoleOfferAnswer:
    """A body's one answer to an offer. Yes makes the person its member, with the role. The same answer twice is one.
    Raises Forbidden, and Conflict where it was answered otherwise or the offer was withdrawn."""
    row = RoleOfferAnswer.objects.select_for_update(of=("self",)).select_related("offer__user").get(pk=answer.pk)
    offer = row.offer
    if not policy.may(by, "role.answer_offer", row):
        raise Forbidden("You may not answer this.")
    if row.answered_at is not None:
        if row.accepted == accepted:
            return row
        raise Conflict("This was answered already.")
    if offer.withdrawn_at is not None or not stands(offer):
        raise Conflict("The offer was taken back.")
    row.accepted, row.answered_at, row.answered_by_id = accepted, clock.now(), by.user_id
    if accepted:
        add_membership(by=by, user=offer.user, partner_id=row.partner_id)
        row.given = give_role(
            by=by,
            user=offer.user,
            partner_id=row.partner_id,
            role=offer.role,
            ends_on=offer.ends_on,
            service_area=offer.service_area,
        )
    row.save()
    what = {"role": offer.role, "user": offer.user_id, "accepted": accepted}
    record(by, "role.offer_answered", row, organisation_id=row.partner_id, after=what)
    return row


def stands(offer: RoleOffer) -> bool:
    """Not over, by somebody who is here. Who offered themselves and has left since is nobody's any more."""
    if not offer.user.is_active or (offer.ends_on is not None and offer.ends_on < clock.today()):
        return False
    belongs = Membership.objects.current().filter(user=offer.user_id, partner__membership=MEMBER)
    return offer.made_by_id != offer.user_id or belongs.exists()


@transaction.atomic
def withdraw_role_offer(*, by: Requester, offer: RoleOffer) -> None:
    """Take an offer back: open questions go, roles that were given stay. Raises Forbidden."""
    row = RoleOffer.objects.select_for_update().get(pk=offer.pk)
    if not policy.may(by, "role.offer", (row.user_id, row.role)):
        raise Forbidden("You may not take this back.")
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record(by, "role.offer_withdrawn", row)
    cancel_deliveries(by=by, source_prefix=f"{SOURCE}:{row.pk}", reason="The offer was taken back.")


@transaction.atomic
def answer_role_offers(*, by: Requester, answers: Iterable[RoleOfferAnswer], accepted: bool) -> int:
    """The same for several bodies at once, all or none. Returns how many. Raises as for one."""
    rows = list(answers)
    for row in rows:
        answer_role_offer(by=by, answer=row, accepted=accepted)
    return len(rows)


def reason_not_to_send(source_key: str, user_id: int | None, address: str) -> str:
    """An offer that was taken back is not told of, nor one that everybody has answered."""
    key = source_key.split(":")[1]
    rows = RoleOfferAnswer.objects.filter(offer=int(key) if key.isdigit() else 0, answered_at=None)
    return "" if rows.filter(offer__withdrawn_at=None).exists() else "It was answered or taken back."
