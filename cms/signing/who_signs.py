"""Who is asked to sign for each party, and who cannot: a shared mailbox, a body without legal personality, nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.core import clock
from cms.core.requester import Requester
from cms.members.selectors import Person, Standing, standing_of
from cms.notifications.services import Recipient
from cms.signing.handlers import people_to_tell
from cms.signing.models import Delegation
from cms.signing.permissions import ACCOUNTABLE, APPROVER, ASKED, COMMITTING, DPO

# What stands before the @ of an address that several people read. Such an address is nobody's signature.
SHARED = frozenset(
    {
        *("admin", "contact", "data.protection", "dataprotection", "dpo", "enquiries", "enquiry", "foi", "governance"),
        *("hello", "ig", "info", "infogov", "information.governance", "mail", "office", "reception", "school"),
        *("secretary", "team"),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`people` may sign for the party and are asked; `mailboxes` hold the role but are nobody. `handed`: by another."""

    people: tuple[Person, ...] = ()
    mailboxes: tuple[Person, ...] = ()
    handed: bool = False


def is_shared_mailbox(email: str, name: str) -> bool:
    """An address that several people read, or an account without anybody's name."""
    return email.partition("@")[0].strip().lower() in SHARED or not name.strip() or name.strip() == email.strip()


def is_a_mailbox_for_a_name(name: str) -> bool:
    """Where a person should be named: an address, or what stands before the @ of one that several people read."""
    return "@" in name or ".".join(name.casefold().split()) in SHARED


def asked_of(parties: Iterable[Any], standing: Standing | None = None) -> dict[int, Asked]:
    """{party key: who is asked}: to whom the request was handed, else who signs for the body. Four queries for all."""
    rows = list(parties)
    standing = standing or standing_of({row.partner_id for row in rows})
    handed = _handed(rows, standing)
    found = {}
    for row in rows:
        people = handed.get(row.pk) or standing.holding(row.partner_id, APPROVER, ACCOUNTABLE)
        mailboxes = tuple(one for one in people if is_shared_mailbox(one.email, one.name))
        found[row.pk] = Asked(tuple(one for one in people if one not in mailboxes), mailboxes, row.pk in handed)
    return found


def _handed(rows: list[Any], standing: Standing) -> dict[int, tuple[Person, ...]]:
    today = clock.today()
    delegations = Delegation.objects.filter(
        party__in=[row.pk for row in rows], ended_at=None, starts_on__lte=today, ends_on__gte=today
    )
    to: dict[int, set[int]] = defaultdict(set)
    for party, user in delegations.values_list("party_id", "to_id"):
        to[party].add(user)
    found = {}
    for row in rows:
        holding = standing.holding(row.partner_id, *COMMITTING)
        people = tuple(one for one in holding if one.user_id in to[row.pk])
        if people:
            found[row.pk] = people
    return found


def may_be_handed(partner_id: int, but: int | None = None) -> list[Person]:
    """Named people of the body who may commit it, other than this one."""
    holding = standing_of([partner_id]).holding(partner_id, *COMMITTING)
    return [one for one in holding if one.user_id != but and not is_shared_mailbox(one.email, one.name)]


def advises_too(by: Requester, partner_id: int) -> bool:
    """Whether who signs is also the body's data protection officer, who advises and should not decide."""
    return by.has_role(partner_id, DPO) and by.has_role(partner_id, *ASKED)


def handlers(isp: Any) -> dict[int, Recipient]:
    """Those who look after the agreement, by their key; a named contact, who has none, by a number below zero."""
    told = people_to_tell([isp])[isp.pk]
    return {one.user_id or -number: one for number, one in enumerate(told, start=1)}


def reach(person: Person) -> Recipient:
    return Recipient(person.email, person.user_id, person.name)
