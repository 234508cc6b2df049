"""Who hears of a review: owner and deputy and who covers for them, else the lead's contacts, else the core team.

Nobody counts who has left, whose account is closed, or whose mail comes back. Later stages add who answers for it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cms.core import clock
from cms.members.selectors import Person, Standing, active_people, belonging, covers_of, standing_of
from cms.notifications.selectors import bounced_addresses
from cms.snippets.models import PartnerContact
from cms.snippets.selectors import heirs

LATE_DPO, LATE_OFFICER, LATE_NOTE = 30, 60, 90  # days late from which others are told too
NOBODY_ELSE = "core team: nobody else to tell"
NOTE_DRAFTED = "core team: a note is drafted"


@dataclass(frozen=True, slots=True)
class Recipient:
    email: str
    user_id: int | None
    name: str
    why: str


class Owned(Protocol):
    """What has an owner: a subject of a review. `lead_id` is None for a page."""

    @property
    def lead_id(self) -> int | None: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def deputy_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the owner is not told: `nobody`, `left` or `bounces`."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Reach:
    """All that is needed to say who is told, read once for many subjects, in a fixed number of queries."""

    standing: Standing
    after: Mapping[int, frozenset[int]]  # bodies that took over from a lead
    contacts: Mapping[int, tuple[Recipient, ...]]
    people: Mapping[int, Person]
    belong: frozenset[int]  # people who belong somewhere, for pages
    covers: Mapping[tuple[int, int], int]  # (person, partner): who covers on that day
    bounced: frozenset[str]

    def works(self, email: str) -> bool:
        return email.lower() not in self.bounced

    def bodies(self, lead_id: int) -> tuple[int, ...]:
        return (lead_id, *sorted(self.after.get(lead_id, ())))

    def is_there(self, row: Owned, person: int | None) -> bool:
        """Whether the account is open and the person still belongs to the lead, or, for a page, to anything."""
        if person is None or person not in self.people:
            return False
        if row.lead_id is None:
            return person in self.belong
        return any(self.standing.is_member_of(body, person) for body in self.bodies(row.lead_id))

    def trouble(self, row: Owned) -> Trouble | None:
        """Why mail about this does not reach its owner; None when it does."""
        if row.owner_id is None:
            return Trouble("nobody", "It has no owner")
        if not self.is_there(row, row.owner_id):
            return Trouble("left", "Its owner has left")
        if not self.works(self.people[row.owner_id].email):
            return Trouble("bounces", "Mail to its owner comes back")
        return None

    def told(self, row: Owned, offset: int) -> list[Recipient]:
        """Everybody to whom the stage so many days from the due date goes."""
        found: dict[str, Recipient] = {}

        def add(person: Person, why: str) -> None:
            if self.works(person.email):
                email = person.email.lower()
                found.setdefault(email, Recipient(email, person.user_id, person.name, why))

        for key, why in ((row.owner_id, "owner"), (row.deputy_id, "deputy")):
            if key is not None and self.is_there(row, key):
                add(self.people[key], why)
        for key, why in ((row.owner_id, "covers for the owner"), (row.deputy_id, "covers for the deputy")):
            cover = self._cover(row, key)
            if cover is not None:
                add(cover, why)
        bodies = self.bodies(row.lead_id) if row.lead_id is not None else ()
        if not found:
            for contact in (contact for body in bodies for contact in self.contacts.get(body, ())[:1]):
                found.setdefault(contact.email, contact)
        if not found:
            for person in self.standing.core_team:
                add(person, NOBODY_ELSE)
        for body in bodies:
            if offset >= LATE_DPO:
                # One of the two: the officer advises, the lead does the work. Who is there and can be reached.
                for role in ("dpo", "ig_lead"):
                    reached = [one for one in self.standing.holding(body, role) if self.works(one.email)]
                    for person in reached:
                        add(person, role.replace("_", " "))
                    if reached:
                        break
            for person in self.standing.holding(body, "accountable_officer") if offset >= LATE_OFFICER else ():
                add(person, "accountable officer")
        for person in self.standing.core_team if bodies and offset >= LATE_NOTE else ():
            add(person, NOTE_DRAFTED)
        return list(found.values())

    def _cover(self, row: Owned, away: int | None) -> Person | None:
        if away is None or row.lead_id is None or not self.is_there(row, away):
            return None
        for body in self.bodies(row.lead_id):
            cover = self.covers.get((away, body))
            if cover is not None and cover in self.people and self.standing.is_member_of(body, cover):
                return self.people[cover]
        return None


def reach_of(rows: Iterable[Owned], on: datetime.date | None = None) -> Reach:
    """For these subjects on a London day (today)."""
    day = on or clock.today()
    subjects = list(rows)
    leads = {row.lead_id for row in subjects if row.lead_id is not None}
    after = heirs() if leads else {}
    bodies = leads | {heir for lead in leads for heir in after.get(lead, ())}
    keys = {key for row in subjects for key in (row.owner_id, row.deputy_id) if key is not None}
    standing = standing_of(bodies, day)
    covers = covers_of(keys, day)
    people = {one.user_id: one for one in active_people(keys | set(covers.values()))}
    contacts: dict[int, list[Recipient]] = defaultdict(list)
    for row in PartnerContact.objects.filter(partner__in=bodies, bounced_on=None).order_by("pk"):
        contacts[row.partner_id].append(Recipient(row.email.lower(), None, row.name, "named contact"))
    of_pages = {row.owner_id for row in subjects if row.lead_id is None and row.owner_id is not None}
    addresses = {one.email.lower() for one in (*people.values(), *standing.core_team)}
    addresses |= {one.email.lower() for holders in standing.holders.values() for one in holders}
    addresses |= {one.email for found in contacts.values() for one in found}
    bounced = frozenset(bounced_addresses(sorted(addresses)))
    return Reach(
        standing=standing,
        after=after,
        contacts={body: tuple(one for one in found if one.email not in bounced) for body, found in contacts.items()},
        people=people,
        belong=belonging(of_pages, day),
        covers=covers,
        bounced=bounced,
    )
