"""Whom to tell about an agreement: the one answer for all messages to those who look after it."""

from collections.abc import Iterable

from cms.members.selectors import Person, active_people, contact_for, covers_of, standing_of
from cms.notifications.selectors import bounced_addresses
from cms.notifications.services import Recipient
from cms.snippets.models import Isp, Partner
from cms.snippets.selectors import heirs

IG_LEAD = "ig_lead"


def people_to_tell(isps: Iterable[Isp]) -> dict[int, list[Recipient]]:
    """{ISP key: whom to tell, each once}: owner, deputy and who covers for them, as far as they belong to the lead
    partner or the one body that took over from it; else the IG lead there; else the named contact; else the core team.
    Nobody whose mail comes back. The same number of queries for any number of agreements."""
    rows = list(isps)
    after = heirs() if rows else {}
    bodies = {isp.pk: (isp.lead_id, *sorted(after.get(isp.lead_id, ()))) for isp in rows}
    everywhere = {body for found in bodies.values() for body in found}
    standing = standing_of(everywhere)
    keys = {key for isp in rows for key in (isp.owner_id, isp.deputy_id) if key is not None}
    covers = covers_of(keys)
    people = {person.user_id: person for person in active_people(keys | set(covers.values()))}
    partners = Partner.objects.filter(pk__in=everywhere).prefetch_related("contacts")
    contacts = {partner.pk: contact_for(partner) for partner in partners}
    team = standing.core_team
    leads = [person for body in everywhere for person in standing.holding(body, IG_LEAD)]
    bounced = bounced_addresses(sorted({one.email.lower() for one in (*people.values(), *leads, *team)}))

    def looks_after(isp: Isp) -> list[Person]:
        named = [key for key in (isp.owner_id, isp.deputy_id) if key is not None]
        places = [(key, body) for key in named for body in bodies[isp.pk] if standing.is_member_of(body, key)]
        away = [(covers[place], place[1]) for place in places if place in covers]
        found = [key for key, _ in places] + [key for key, body in away if standing.is_member_of(body, key)]
        return [people[key] for key in found if key in people]

    def told(people: Iterable[Person]) -> list[Recipient]:
        working = {one.email.lower(): one for one in people if one.email.lower() not in bounced}
        return [Recipient(email, one.user_id, one.name) for email, one in working.items()]

    answer = {}
    for isp in rows:
        here = bodies[isp.pk]
        answer[isp.pk] = (
            told(looks_after(isp))
            or told(person for body in here for person in standing.holding(body, IG_LEAD))
            or [contact for body in here if (contact := contacts.get(body)) is not None]
            or told(team)
        )
    return answer
