"""The part of the audit trail that an organisation's lead reads: what was done to it and to its people, by whom."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from cms.audit.discretion import kinds_of_bodies, nameless
from cms.audit.models import AuditEvent
from cms.core import policy
from cms.core.clock import LONDON
from cms.core.requester import Requester
from cms.members.models import Membership, SiteRole, User
from cms.snippets.models import Partner

SIZE = 50
LAST_ROW = 10_000
CORE_TEAM, TOOL, SITE, VISITOR, OTHER = (
    "The core team",
    "A tool",
    "The site itself",
    "Somebody who was not signed in",
    "Somebody of another organisation",
)
KINDS = {  # of objects, in words: what a reader may choose
    "snippets.partner": "The organisation",
    "snippets.partnercontact": "Contacts",
    "members.membership": "Who belongs",
    "members.partnerrole": "Roles",
    "members.invitation": "Invitations",
    "members.departure": "Leaving",
    "members.absence": "Absence and cover",
    "members.apitoken": "Tokens",
    "tools.savedquery": "Saved queries",
    "members.bodycheck": "The yearly check",
    "members.roleofferanswer": "Roles that were offered",
    "joining.chartersignature": "The charter",
    "joining.sponsor": "Sponsors",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words. `pk` is the event's key."""

    pk: int
    at: datetime.datetime
    who: str
    what: str
    kind: str
    label: str
    network: str


@dataclass(frozen=True, slots=True)
class KindOfEntry:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Record:
    """One page of an organisation's record, newest first; `total` counts all pages."""

    partner_name: str
    partner_slug: str
    total: int
    page: int
    page_size: int
    entries: tuple[Entry, ...]
    kinds: tuple[KindOfEntry, ...]


def our_record(
    by: Requester,
    *,
    slug: str = "",
    kind: str = "",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    page: int = 1,
) -> Record | None:
    """The record of the organisation that the caller acts for, or of the one named. None for who may not read it, for
    an organisation that is not there, and beyond row 10,000. Days are London's; `until` is the last one."""
    named = {"slug": slug} if slug else {"pk": by.acting_for}
    partner = Partner.objects.filter(**named).first()
    if partner is None or not policy.may(by, "audit.read", partner.pk) or page < 1 or page * SIZE > LAST_ROW:
        return None
    events = policy.visible(AuditEvent.objects.all(), by).filter(
        organisation_id=partner.pk, object_type__in=kinds_of_bodies()
    )
    if kind:
        events = events.filter(object_type=kind)
    if since is not None:
        events = events.filter(at__gte=_begin(since))
    if until is not None:
        events = events.filter(at__lt=_begin(until + datetime.timedelta(days=1)))
    found = list(events.order_by("-pk")[(page - 1) * SIZE : page * SIZE])
    return Record(
        partner_name=partner.name,
        partner_slug=partner.slug,
        total=events.count(),
        page=page,
        page_size=SIZE,
        entries=tuple(_entries(found, partner.pk)),
        kinds=tuple(KindOfEntry(value, label) for value, label in KINDS.items()),
    )


def _begin(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=LONDON)


def _entries(events: list[AuditEvent], partner_id: int) -> Iterable[Entry]:
    names, titles = _names(events, partner_id), _titles(events)
    for event in events:
        yield Entry(
            pk=event.pk,
            at=event.at,
            who=_who(event, names),
            what=in_words(event.action),
            kind=KINDS.get(event.object_type, ""),
            label=titles.get((event.object_type, event.object_id), event.object_label),
            network=event.network,
        )


def in_words(action: str) -> str:
    """ "role.given" is "Role given"; "admin.edit" is "Changed in the editors’ half: edit"."""
    thing, _, done = action.partition(".")
    if thing == "admin":
        return f"In the editors’ half: {done.replace('_', ' ')}"
    return f"{thing} {done}".replace("_", " ").replace(".", " ").strip().capitalize()


def _who(event: AuditEvent, names: dict[int, str]) -> str:
    if event.actor_id is not None:
        return names.get(event.actor_id, OTHER)
    return {"system": SITE, "token": TOOL}.get(event.actor_kind, VISITOR)


def _names(events: list[AuditEvent], partner_id: int) -> dict[int, str]:
    """Names of the organisation's own people, past ones too; of the core team, that it is the core team. 3 queries."""
    actors = {event.actor_id for event in events if event.actor_id is not None}
    team = SiteRole.objects.filter(user__in=actors, role=SiteRole.Role.CORE_EDITOR).values_list("user", flat=True)
    here = Membership.objects.filter(user__in=actors, partner=partner_id).values_list("user", flat=True)
    found = {person.pk: str(person) for person in User.objects.filter(pk__in=set(here))}
    return found | dict.fromkeys(team, CORE_TEAM)


def _titles(events: list[AuditEvent]) -> dict[tuple[str, str], str]:
    """Titles of today for rows that the trail keeps by number. One query for each kind, and one for its relations."""
    found: dict[tuple[str, str], str] = {}
    wanted: dict[str, set[str]] = {}
    for event in events:
        if nameless(event.object_type) and event.object_id.isdigit():
            wanted.setdefault(event.object_type, set()).add(event.object_id)
    for label, keys in wanted.items():
        model: Any = apps.get_model(label)
        related = [name for name in ("user", "partner") if any(field.name == name for field in model._meta.fields)]
        for row in model._default_manager.filter(pk__in=keys).select_related(*related):
            found[label, str(row.pk)] = _title(row)
    return found


def _title(row: Any) -> str:
    if getattr(row, "role", "") and getattr(row, "user", None) is not None:
        return f"{row.user}: {row.get_role_display()}"
    return str(row)
